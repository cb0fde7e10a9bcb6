"""Timings keep every rule, start early, leave late, and rest only as long as they must."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.vrp.day import (
    DayClient,
    DayInstance,
    DayRoute,
    DayVehicle,
    Pause,
    TimeWindow,
    schedule,
)

MINUTE, HOUR = 60, 3600


def orders(instance: DayInstance) -> list[tuple[int, ...]]:
    """Orders of up to three clients whose periods never fall."""
    clients = range(len(instance.clients))
    return [
        order
        for size in (1, 2, 3)
        for order in permutations(clients, size)
        if all(instance.clients[a].period <= instance.clients[b].period for a, b in pairwise(order))
    ]


def stretches(route: DayRoute, break_s: int) -> list[int]:
    """Seconds of work between breaks; a shorter pause interrupts nothing."""
    edges = [route.depart_s]
    for pause in route.pauses:
        if pause.end_s - pause.start_s >= break_s:
            edges += [pause.start_s, pause.end_s]
    edges.append(route.return_s)
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True)]


def check_times(instance: DayInstance, route: DayRoute) -> None:
    """Stops follow one another on the roads, and the totals are their sums."""
    vehicle, matrix = instance.vehicle, instance.matrix
    here, left_s = vehicle.start, route.depart_s
    metres = driving = 0
    for stop in route.stops:
        client = instance.clients[stop.client]
        assert stop.travel_s == matrix.durations_s[here, client.location]
        assert stop.distance_m == matrix.distances_m[here, client.location]
        assert stop.arrive_s == left_s + stop.travel_s
        assert stop.start_s - client.setup_s >= stop.arrive_s
        assert client.window.earliest_s <= stop.start_s <= client.window.latest_s
        assert stop.end_s == stop.start_s + client.service_s
        assert stop.depart_s == stop.end_s + client.packing_s
        here, left_s = client.location, stop.depart_s
        metres, driving = metres + stop.distance_m, driving + stop.travel_s
    home_s = int(matrix.durations_s[here, vehicle.end])
    assert route.return_s == left_s + home_s
    assert route.driving_s == driving + home_s
    assert route.distance_m == metres + int(matrix.distances_m[here, vehicle.end])
    assert vehicle.earliest_s <= route.depart_s
    assert route.return_s <= vehicle.latest_s


def check_rest(instance: DayInstance, route: DayRoute) -> None:
    """Pauses lie between an arrival and the setting up, and are long enough."""
    vehicle = instance.vehicle
    waits = {
        stop.arrive_s: stop.start_s - instance.clients[stop.client].setup_s for stop in route.stops
    }
    assert all(waits[pause.start_s] == pause.end_s > pause.start_s for pause in route.pauses)
    assert max(stretches(route, vehicle.break_s)) <= vehicle.break_after_s
    assert route.work_s <= vehicle.max_work_s
    rests = {pause.start_s: pause.end_s - pause.start_s for pause in route.pauses}
    for before, after in pairwise(route.stops):
        if instance.clients[after.client].period > instance.clients[before.client].period:
            assert rests.get(after.arrive_s, 0) >= vehicle.period_break_s


def check_no_time_is_lost(instance: DayInstance, route: DayRoute) -> None:
    """Nobody waits at the first stop but for a forced break; later starts are the earliest."""
    vehicle, first = instance.vehicle, route.stops[0]
    wait = first.start_s - instance.clients[first.client].setup_s - first.arrive_s
    assert wait in {0, vehicle.break_s}
    for before, stop in pairwise(route.stops):
        client = instance.clients[stop.client]
        ready = stop.arrive_s + client.setup_s
        if stop.start_s == max(client.window.earliest_s, ready):
            continue
        risen = client.period > instance.clients[before.client].period
        rest = stop.start_s - ready
        assert rest in {vehicle.break_s} | ({vehicle.period_break_s} if risen else set())


@settings(max_examples=150)
@given(data=st.data())
def test_a_timing_keeps_every_rule(data, tiny):
    instance = data.draw(tiny(4))
    for order in orders(instance):
        route = schedule(instance, order)
        if route is not None:
            assert route.clients == order
            check_times(instance, route)
            check_rest(instance, route)
            check_no_time_is_lost(instance, route)


@settings(max_examples=100)
@given(data=st.data())
def test_rules_that_are_laxer_forbid_nothing(data, tiny):
    instance = data.draw(tiny(3))
    rules = instance.vehicle
    lax = replace(instance, vehicle=replace(
        rules, earliest_s=rules.earliest_s - HOUR, latest_s=rules.latest_s + HOUR,
        max_work_s=rules.max_work_s + HOUR, break_after_s=rules.break_after_s + HOUR,
    ))  # fmt: skip
    for order in orders(instance):
        assert schedule(instance, order) is None or schedule(lax, order) is not None


# -- by hand --------------------------------------------------------------------------------

VEHICLE = DayVehicle(
    start=0, end=0, earliest_s=6 * HOUR, latest_s=20 * HOUR, max_work_s=10 * HOUR,
    break_after_s=6 * HOUR, break_s=20 * MINUTE, period_break_s=45 * MINUTE,
)  # fmt: skip


def visit(
    location: int, start_h: float, slack_min: int = 0, hours: float = 2, period: int = 0
) -> DayClient:
    earliest = int(start_h * HOUR)
    return DayClient(
        location=location, service_s=int(hours * HOUR), period=period,
        window=TimeWindow(earliest_s=earliest, latest_s=earliest + slack_min * MINUTE),
    )  # fmt: skip


@pytest.fixture
def two(board):
    """Two villages ten and thirty minutes east of the depot."""

    def make(*clients: DayClient, **changes: int) -> DayInstance:
        vehicle = replace(VEHICLE, **changes)
        return DayInstance(
            matrix=board([(0, 0), (10, 0), (30, 0)]), clients=clients, vehicle=vehicle
        )

    return make


def test_a_round_leaves_as_late_as_the_first_start_allows(two):
    route = schedule(two(visit(1, 9)), [0])
    assert route is not None
    assert (route.depart_s, route.return_s) == (8 * HOUR + 50 * MINUTE, 11 * HOUR + 10 * MINUTE + 5)


def test_lunch_lies_before_the_first_visit_of_the_afternoon(two):
    route = schedule(two(visit(1, 9, hours=3), visit(2, 13, 60, period=1)), [0, 1])
    assert route is not None
    arrive = 12 * HOUR + 20 * MINUTE
    assert route.pauses == (Pause(arrive, arrive + 45 * MINUTE),)
    assert route.stops[1].start_s == arrive + 45 * MINUTE


def test_a_lunch_shorter_than_a_break_is_a_pause_that_interrupts_nothing(two):
    clients = visit(1, 9, hours=2.5), visit(1, 11.5, 60, hours=2.5, period=1)
    short = two(*clients, period_break_s=10 * MINUTE)
    route = schedule(short, [0, 1])
    assert route is not None
    assert route.pauses == (Pause(41_400, 42_000),)
    assert route.work_s == route.return_s - route.depart_s - 600
    strict = replace(short, vehicle=replace(short.vehicle, break_after_s=5 * HOUR))
    longer = schedule(strict, [0, 1])
    assert longer is not None
    assert longer.pauses == (Pause(41_400, 42_600),)


def test_a_break_is_forced_only_where_work_would_be_too_long(two):
    morning = visit(1, 8, hours=3), visit(2, 11, 60, hours=2.5)
    relaxed = schedule(two(*morning, break_after_s=7 * HOUR), [0, 1])
    assert relaxed is not None
    assert relaxed.pauses == ()
    forced = schedule(two(*morning), [0, 1])
    assert forced is not None
    (pause,) = forced.pauses
    assert pause.end_s - pause.start_s == 20 * MINUTE
    assert schedule(two(visit(1, 8, hours=3), visit(2, 11.5, 0, hours=2.6)), [0, 1]) is None


def test_a_visit_that_ends_too_late_is_refused(two):
    assert schedule(two(visit(2, 18, hours=2)), [0]) is None
    assert schedule(two(visit(2, 18, hours=2), latest_s=21 * HOUR), [0]) is not None


def test_a_visit_that_begins_too_early_is_refused(two):
    assert schedule(two(visit(2, 6)), [0]) is None
    assert schedule(two(visit(2, 6, 30)), [0]) is not None


def test_no_way_no_round(board):
    matrix = board([(0, 0), (10, 0)], island=1)
    instance = DayInstance(matrix=matrix, clients=(visit(1, 9),), vehicle=VEHICLE)
    assert schedule(instance, [0]) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"start": 3}, "start"), ({"end": -1}, "end")],
)
def test_a_depot_off_the_matrix_is_refused(two, changes, words):
    with pytest.raises(ValueError, match=words):
        two(visit(1, 9), **changes)


def test_a_client_off_the_matrix_is_refused(two):
    with pytest.raises(ValueError, match="client 1: location 7"):
        two(visit(1, 9), visit(7, 9))


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends at 1, before 2"):
        TimeWindow(earliest_s=2, latest_s=1)
