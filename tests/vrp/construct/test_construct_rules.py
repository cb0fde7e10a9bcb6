"""Each rule that OR-Tools' routing library is told, on the smallest instance that shows it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from routing.matrix import Matrix
from routing.vrp import (
    Break,
    Client,
    Incompatibility,
    Instance,
    Link,
    Prefix,
    PrefixStop,
    Reload,
    Shift,
    Shipment,
    ShipmentStop,
    TimeWindow,
    Vehicle,
    VisitPattern,
)
from routing.vrp.construct import relaxed, routing_orders
from routing.vrp.search.engine import Order
from routing.vrp.timing import timetable


def line(*places: int) -> Matrix:
    """Places along a straight road, a metre a second."""
    at = np.array(places, dtype=np.int32)
    apart = np.abs(at[:, None] - at[None, :]).astype(np.int32)
    return Matrix(durations_s=apart, distances_m=apart)


ROAD = line(0, 10, 20, 30, 40)
CAR = Vehicle(id="v", start=0, end=0)


def solved(instance: Instance, solutions: int = 30, **options: Any) -> list[Order]:
    orders = routing_orders(instance, seconds=None, solutions=solutions, **options)
    assert relaxed(instance) or all(timetable(instance, order) for order in orders)
    return orders


def ride(name: str, a: int, b: int, **options: Any) -> Shipment:
    return Shipment(
        id=name, pickup=ShipmentStop(location=a), delivery=ShipmentStop(location=b), **options
    )


def visits(*rows: int, **options: Any) -> tuple[Client, ...]:
    return tuple(Client(id=f"c{row}", location=row, **options) for row in rows)


def stops(orders: list[Order]) -> list[int]:
    return sorted(code for order in orders for code in order.stops)


def test_without_a_limit_it_says_what_to_give() -> None:
    with pytest.raises(ValueError, match="give a limit"):
        routing_orders(Instance(matrices=(ROAD,), vehicles=(CAR,)), seconds=None, solutions=None)


def test_nothing_to_do_and_nobody_to_do_it() -> None:
    assert solved(Instance(matrices=(ROAD,), vehicles=(CAR,))) == []
    assert solved(Instance(matrices=(ROAD,), vehicles=(), clients=visits(1))) == []


def test_capacity_leaves_out_the_least_important() -> None:
    one, two, three = visits(1, 2, 3, delivery=(1,))
    cars = (replace(CAR, capacities=((2,),)),)
    clients = (one, replace(two, priority=3), replace(three, priority=1))
    instance = Instance(matrices=(ROAD,), vehicles=cars, clients=clients, dimensions=1)
    assert stops(solved(instance)) == [1, 2]


def test_a_prize_is_worth_its_way_or_not() -> None:
    near, far = visits(1, 4, prize=40)
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), clients=(near, far))
    assert stops(solved(instance)) == [0]


def test_what_is_brought_and_taken_shares_the_room() -> None:
    clients = (
        Client(id="bring", location=1, delivery=(2,)),
        Client(id="take", location=2, pickup=(2,)),
    )
    cars = (replace(CAR, capacities=((2,),)),)
    instance = Instance(matrices=(ROAD,), vehicles=cars, clients=clients, dimensions=1)
    assert solved(instance) == [Order(0, 0, (0, 1))]


def test_a_vehicle_reloads_between_trips() -> None:
    car = replace(CAR, capacities=((1,),), max_trips=3, reloads=(Reload(location=0),))
    clients = visits(1, 2, 3, delivery=(1,))
    instance = Instance(matrices=(ROAD,), vehicles=(car,), clients=clients, dimensions=1)
    (order,) = solved(instance)
    assert sorted(order.stops) == [-1, -1, 0, 1, 2]
    assert timetable(instance, order) is not None


def test_one_configuration_holds_for_the_whole_trip() -> None:
    car = replace(CAR, capacities=((2, 0), (0, 1)))
    shipments = (ride("seat", 1, 2, load=(1, 0)), ride("chair", 3, 4, load=(0, 1)))
    instance = Instance(matrices=(ROAD,), vehicles=(car,), shipments=shipments, dimensions=2)
    assert len(stops(solved(instance))) == 2
    two = replace(instance, vehicles=(car, replace(car, id="w")))
    assert stops(solved(two)) == [0, 1, 2, 3]


def test_a_ride_is_no_longer_than_allowed() -> None:
    shipments = (ride("a", 1, 4, max_ride_s=30), ride("b", 2, 0, max_ride_s=45))
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), shipments=shipments)
    (order,) = solved(instance)
    assert sorted(order.stops) == [0, 1, 2, 3]


def test_windows_with_a_gap() -> None:
    windows = (TimeWindow(earliest_s=0, latest_s=5), TimeWindow(earliest_s=100, latest_s=120))
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), clients=visits(1, windows=windows))
    (order,) = solved(instance)
    route = timetable(instance, order)
    assert route is not None
    assert route.stops[0].start_s == 100
    early = replace(CAR, shifts=(Shift(latest_s=90),))
    assert solved(replace(instance, vehicles=(early,))) == []


def test_a_window_after_the_last_shift_is_left_alone() -> None:
    late = visits(1, windows=(TimeWindow(earliest_s=500, latest_s=600),))
    car = replace(CAR, shifts=(Shift(latest_s=400),))
    assert solved(Instance(matrices=(ROAD,), vehicles=(car,), clients=late)) == []


def test_a_shipment_whose_windows_exclude_each_other_spoils_nothing() -> None:
    late = ShipmentStop(location=1, windows=(TimeWindow(earliest_s=90, latest_s=99),))
    early = ShipmentStop(location=2, windows=(TimeWindow(earliest_s=0, latest_s=50),))
    shipment = Shipment(id="never", pickup=late, delivery=early)
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), clients=visits(3), shipments=(shipment,))
    assert stops(solved(instance)) == [0]


def test_limits_on_metres_seconds_and_stops() -> None:
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), clients=visits(1, 4))
    for limit in ({"max_distance_m": 70}, {"max_duration_s": 70}, {"max_stops": 1}):
        car = replace(CAR, **limit)
        assert len(stops(solved(replace(instance, vehicles=(car,))))) == 1


def test_open_ends_cost_nothing() -> None:
    car = replace(CAR, start=None, end=None)
    told: list[tuple[int, int]] = []
    instance = Instance(matrices=(ROAD,), vehicles=(car,), clients=visits(1, 2, 4))
    solved(instance, on_best=lambda *cost: told.append(cost))
    assert told[-1] == (0, 30)


def test_a_break_is_taken_at_one_of_its_times() -> None:
    windows = (TimeWindow(earliest_s=30, latest_s=35), TimeWindow(earliest_s=50, latest_s=60))
    shift = Shift(latest_s=200, breaks=(Break(windows=windows, duration_s=20),))
    clients = visits(1, 3, service_s=10)
    instance = Instance(
        matrices=(ROAD,), vehicles=(replace(CAR, shifts=(shift,)),), clients=clients
    )
    assert relaxed(instance) == {"breaks"}
    assert stops(solved(instance)) == [0, 1]


def test_both_ways_or_neither_and_in_order() -> None:
    out, back = ride("out", 1, 4), ride("back", 4, 1)
    link = Link(first="out", second="back", same_vehicle=True)
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), shipments=(back, out), links=(link,))
    assert solved(instance) == [Order(0, 0, (2, 3, 0, 1))]
    short = replace(CAR, max_distance_m=81, max_stops=2)
    assert solved(replace(instance, vehicles=(short,))) == []


def test_incompatible_shipments() -> None:
    shipments = (ride("a", 1, 3), ride("b", 2, 4))
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), shipments=shipments)
    assert stops(solved(instance)) == [0, 1, 2, 3]
    both = frozenset(("a", "b"))
    (apart,) = solved(replace(instance, incompatibilities=(Incompatibility(shipments=both),)))
    assert apart.stops in ((0, 1, 2, 3), (2, 3, 0, 1))
    never = Incompatibility(shipments=both, scope="route")
    assert len(stops(solved(replace(instance, incompatibilities=(never,))))) == 2


@pytest.mark.parametrize("same", ["free", "vehicle"])
def test_a_pattern_is_kept_whole(same: Any) -> None:
    week = tuple(Shift(day=day) for day in range(4))
    cars = tuple(replace(CAR, id=name, shifts=week, max_stops=1) for name in "vw")
    pattern = VisitPattern(day_sets=((0, 2), (1, 3)), same=same)
    clients = visits(1, 2, 3, pattern=pattern)
    instance = Instance(matrices=(ROAD,), vehicles=cars, clients=clients, days=4)
    orders = solved(instance, solutions=20, guided=True)
    for code in range(3):
        coming = [(order.day, order.vehicle) for order in orders if code in order.stops]
        assert tuple(day for day, _ in sorted(coming)) in pattern.day_sets
        assert same == "free" or len({vehicle for _, vehicle in coming}) == 1


def test_half_a_pattern_is_no_visit() -> None:
    clients = visits(1, pattern=VisitPattern(day_sets=((0, 1),)))
    instance = Instance(matrices=(ROAD,), vehicles=(CAR,), clients=clients, days=2)
    assert solved(instance) == []


def test_a_route_begins_with_its_prefix() -> None:
    prefix = Prefix(vehicle="v", day=0, stops=(PrefixStop(kind="visit", task="c4"),))
    instance = Instance(
        matrices=(ROAD,), vehicles=(CAR,), clients=visits(1, 2, 4), prefixes=(prefix,)
    )
    (order,) = solved(instance)
    assert order.stops[0] == 2
    assert sorted(order.stops) == [0, 1, 2]


def test_profiles_and_rates_differ_by_vehicle() -> None:
    slow = Matrix(durations_s=ROAD.durations_s * 3, distances_m=ROAD.distances_m)
    cars = (replace(CAR, profile=1, cost_per_s=1), replace(CAR, id="w", cost_per_use=5))
    instance = Instance(matrices=(ROAD, slow), vehicles=cars, clients=visits(4))
    told: list[tuple[int, int]] = []
    assert solved(instance, on_best=lambda *cost: told.append(cost)) == [Order(1, 0, (0,))]
    assert told[-1] == (0, 85)


def crowd(count: int) -> Instance:
    rng = np.random.default_rng(5)
    at = rng.integers(0, 1000, (count + 1, 2))
    apart = np.abs(at[:, None] - at[None]).sum(2).astype(np.int32)
    cars = tuple(replace(CAR, id=f"v{k}", capacities=((10,),)) for k in range(count // 8 + 1))
    clients = visits(*range(1, count + 1), delivery=(1,))
    matrix = Matrix(durations_s=apart, distances_m=apart)
    return Instance(matrices=(matrix,), vehicles=cars, clients=clients, dimensions=1)


def test_the_same_limit_gives_the_same_routes() -> None:
    instance = crowd(30)
    first = solved(instance, guided=True)
    assert first == solved(instance, guided=True)


def test_it_goes_on_from_a_hint_and_never_worse() -> None:
    instance = crowd(30)
    told: list[tuple[int, int]] = []
    hint = solved(instance, 60, guided=True, on_best=lambda *cost: told.append(cost))
    best = min(told)
    told.clear()
    solved(instance, 80, guided=True, hint=hint, on_best=lambda *cost: told.append(cost))
    assert told[0] == best
    assert min(told) <= best


def test_it_ends_when_asked() -> None:
    began = time.monotonic()
    routing_orders(
        crowd(60),
        seconds=20,
        solutions=None,
        guided=True,
        asked=lambda: time.monotonic() - began > 0.3,
    )
    assert time.monotonic() - began < 3
