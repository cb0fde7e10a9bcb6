"""Set partitioning over a pool agrees with trying every choice of routes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.matrix import Matrix
from routing.vrp import Client, Instance, Shift, Vehicle, VisitPattern
from routing.vrp.partition import Effort, partition
from routing.vrp.partition.master import missed_cost
from routing.vrp.search.engine import PoolRoute

SETS = ((0,), (1,), (0, 1))


@st.composite
def pools(draw: st.DrawFn) -> tuple[Instance, list[list[tuple[int, int]]], list[PoolRoute]]:
    """A few clients over two days, some periodic, and routes of any cost through them."""
    count = draw(st.integers(1, 5))
    clients = tuple(
        Client(
            id=f"c{n}",
            location=0,
            prize=draw(st.sampled_from([None, None, 7, 40])),
            priority=draw(st.integers(0, 2)),
            pattern=draw(
                st.sampled_from(
                    [None, VisitPattern(day_sets=((0, 1),)), VisitPattern(day_sets=SETS)]
                )
            ),
        )
        for n in range(count)
    )
    zero = np.zeros((1, 1), np.int32)
    shifts = (Shift(day=0), Shift(day=1))
    vehicles = tuple(Vehicle(id=f"v{n}", start=0, end=0, shifts=shifts) for n in range(2))
    instance = Instance(
        matrices=(Matrix(durations_s=zero, distances_m=zero),),
        vehicles=vehicles,
        clients=clients,
        days=2,
    )
    kinds = [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]
    sets = st.lists(st.integers(0, count - 1), min_size=1, max_size=count, unique=True)
    routes = st.builds(PoolRoute, st.integers(0, 1), sets.map(tuple), st.integers(0, 50))
    return instance, kinds, draw(st.lists(routes, max_size=8))


def least_cost(instance: Instance, kinds: Sequence[object], pool: Sequence[PoolRoute]) -> int:
    """Try every set of routes that the vehicles can drive."""
    weight = missed_cost(instance, pool)
    best = None
    for size in range(5):
        for chosen in combinations(pool, size):
            if any(sum(r.kind == kind for r in chosen) > 2 for kind in range(len(kinds))):
                continue
            cost = _cost(instance, chosen, weight)
            if cost is not None and (best is None or cost < best):
                best = cost
    assert best is not None
    return best


def _cost(instance: Instance, chosen: Sequence[PoolRoute], weight: int) -> int | None:
    total = sum(route.cost for route in chosen)
    for number, client in enumerate(instance.clients):
        days = [route.kind for route in chosen for code in route.stops if code == number]
        sets = client.pattern.day_sets if client.pattern else ((0,), (1,))
        if not days:
            total += weight * (1 + client.priority) if client.prize is None else client.prize
        elif tuple(sorted(days)) not in sets:
            return None
    return total


@settings(max_examples=150)
@given(pools())
def test_the_cheapest_choice_is_found(case) -> None:
    instance, kinds, pool = case
    choice = partition(instance, kinds, pool, (), Effort())
    assert choice is not None
    assert choice.optimal
    assert choice.cost == least_cost(instance, kinds, pool)
    assert len({(order.vehicle, order.day) for order in choice.orders}) == len(choice.orders)


@settings(max_examples=60)
@given(pools(), st.data())
def test_an_incumbent_is_never_made_worse(case, data: st.DataObject) -> None:
    instance, kinds, pool = case
    once = partition(instance, kinds, pool, (), Effort())
    assert once is not None
    kind_of = {slot: kind for kind, slots in enumerate(kinds) for slot in slots}
    cost_of = {}
    for route in pool:
        key = (route.kind, route.stops)
        cost_of[key] = min(route.cost, cost_of.get(key, route.cost))
    incumbent = [
        PoolRoute(kind_of[o.vehicle, o.day], o.stops, cost_of[kind_of[o.vehicle, o.day], o.stops])
        for o in once.orders
    ]
    some = data.draw(st.lists(st.sampled_from(pool), max_size=4)) if pool else []
    again = partition(instance, kinds, some, incumbent, Effort())
    assert again is not None
    weight = missed_cost(instance, [*incumbent, *some])
    before = _cost(instance, incumbent, weight)
    assert before is not None
    assert again.cost <= before


@pytest.mark.parametrize("columns", [4, 8])
def test_a_large_pool_is_thinned_by_reduced_cost(columns: int) -> None:
    rng = np.random.default_rng(5)
    zero = np.zeros((1, 1), np.int32)
    instance = Instance(
        matrices=(Matrix(durations_s=zero, distances_m=zero),),
        vehicles=tuple(Vehicle(id=f"v{n}", start=0, end=0) for n in range(4)),
        clients=tuple(Client(id=str(n), location=0) for n in range(8)),
    )
    kinds = [[(n, 0) for n in range(4)]]
    pairs = [(a, b) for a, b in product(range(8), repeat=2) if a < b]
    pool = [PoolRoute(0, pair, int(rng.integers(10, 99))) for pair in pairs]
    whole = partition(instance, kinds, pool, (), Effort())
    thinned = partition(instance, kinds, pool, (), Effort(columns=columns * 4))
    assert whole is not None
    assert thinned is not None
    assert thinned.cost == whole.cost
