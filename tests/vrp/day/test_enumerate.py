"""All sets of clients that one route can visit, against trying every order there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.vrp.day import (
    DayClient,
    DayInstance,
    DayVehicle,
    TimeWindow,
    enumerate_routes,
    schedule,
)

MINUTE, HOUR = 60, 3600


def allowed(instance: DayInstance, order: tuple[int, ...]) -> bool:
    """Whether periods never fall and no two clients exclude each other."""
    clients = [instance.clients[n] for n in order]
    groups = [client.group for client in clients if client.group >= 0]
    rising = all(a.period <= b.period for a, b in pairwise(clients))
    return rising and len(set(groups)) == len(groups)


def by_force(instance: DayInstance) -> dict[frozenset[int], tuple[int, int]]:
    """Least driving, then earliest return, of every set of clients that some order can visit."""
    best: dict[frozenset[int], tuple[int, int]] = {}
    for size in range(1, instance.vehicle.max_stops + 1):
        for order in permutations(range(len(instance.clients)), size):
            route = schedule(instance, order) if allowed(instance, order) else None
            if route is not None:
                cost = route.driving_s, route.return_s
                key = frozenset(order)
                best[key] = min(best.get(key, cost), cost)
    return best


@settings(max_examples=200)
@given(data=st.data())
def test_nothing_is_forgotten_and_the_cheapest_order_kept(data, tiny):
    instance = data.draw(tiny())
    routes, complete = enumerate_routes(instance)
    assert complete
    assert {frozenset(r.clients): (r.driving_s, r.return_s) for r in routes} == by_force(instance)
    assert all(route == schedule(instance, route.clients) for route in routes)
    sizes = [len(route.stops) for route in routes]
    assert sizes == sorted(sizes)


@given(data=st.data())
def test_the_same_question_is_listed_in_the_same_order(data, tiny):
    instance = data.draw(tiny())
    assert enumerate_routes(instance) == enumerate_routes(instance)


@settings(max_examples=60)
@given(data=st.data(), limit=st.integers(1, 4))
def test_a_limit_that_cuts_says_so(data, limit, tiny):
    instance = data.draw(tiny())
    routes, complete = enumerate_routes(instance, limit=limit)
    everything, _ = enumerate_routes(instance)
    if complete:
        assert routes == everything
    known = {frozenset(route.clients) for route in everything}
    assert {frozenset(route.clients) for route in routes} <= known


def test_a_village_too_far_for_itself_may_do_with_a_second_one(board):
    # four and a half hours there and two to go home are more than six hours at a stretch,
    # unless lunch at a place on the way lies between
    far, near = (
        DayClient(
            location=place, service_s=minutes * MINUTE, period=period,
            window=TimeWindow(earliest_s=start * HOUR, latest_s=start * HOUR + 150 * MINUTE),
        )
        for place, start, minutes, period in ((1, 9, 270, 0), (2, 13, 60, 1))
    )  # fmt: skip
    vehicle = DayVehicle(
        start=0, end=0, earliest_s=6 * HOUR, latest_s=20 * HOUR, max_work_s=10 * HOUR,
        break_after_s=6 * HOUR, break_s=20 * MINUTE, period_break_s=45 * MINUTE,
    )  # fmt: skip
    instance = DayInstance(
        matrix=board([(0, 0), (120, 0), (60, 0)]), clients=(far, near), vehicle=vehicle
    )
    found = {route.clients for route in enumerate_routes(instance)[0]}
    assert found == {(1,), (0, 1)}
    one_stop = replace(instance, vehicle=replace(vehicle, max_stops=1))
    assert {route.clients for route in enumerate_routes(one_stop)[0]} == {(1,)}


def test_variants_of_one_visit_never_meet(board):
    client = DayClient(
        location=1,
        service_s=HOUR,
        window=TimeWindow(earliest_s=9 * HOUR, latest_s=9 * HOUR),
        group=0,
    )
    later = replace(client, window=TimeWindow(earliest_s=14 * HOUR, latest_s=14 * HOUR), period=1)
    vehicle = DayVehicle(
        start=0, end=0, earliest_s=6 * HOUR, latest_s=20 * HOUR, max_work_s=10 * HOUR,
        break_after_s=6 * HOUR, break_s=20 * MINUTE, period_break_s=45 * MINUTE,
    )  # fmt: skip
    matrix = board([(0, 0), (10, 0)])
    apart = DayInstance(matrix=matrix, clients=(client, later), vehicle=vehicle)
    assert {r.clients for r in enumerate_routes(apart)[0]} == {(0,), (1,)}
    free = replace(apart, clients=(replace(client, group=-1), replace(later, group=-1)))
    assert {r.clients for r in enumerate_routes(free)[0]} == {(0,), (1,), (0, 1)}
