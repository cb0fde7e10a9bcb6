"""Routes of a pool may be driven on another day, where vehicles, shifts and clients allow it."""

from __future__ import annotations

import numpy as np
import pytest

from routing.matrix import Matrix
from routing.vrp import Client, Instance, Pin, Shift, Vehicle, VisitPattern
from routing.vrp.partition import Effort, partition
from routing.vrp.search.engine import PoolRoute

ANY = VisitPattern(day_sets=((0,), (1,)))
FIRST = VisitPattern(day_sets=((0,),))
KINDS = [[(0, 0)], [(0, 1)]]
TOGETHER = PoolRoute(kind=0, stops=(0, 1), cost=100)
APART = [PoolRoute(kind=0, stops=(0,), cost=5), PoolRoute(kind=0, stops=(1,), cost=6)]
FEW = Effort(columns=8)
"""So few that the pool is priced and not taken whole."""


def _instance(*patterns: VisitPattern, shifts: tuple[Shift, ...] = (), pins=()) -> Instance:
    zero = np.zeros((1, 1), np.int32)
    return Instance(
        matrices=(Matrix(durations_s=zero, distances_m=zero),),
        vehicles=(Vehicle(id="v", start=0, end=0, shifts=shifts or (Shift(day=0), Shift(day=1))),),
        clients=tuple(Client(id=f"c{n}", location=0, pattern=p) for n, p in enumerate(patterns)),
        days=2,
        pins=pins,
    )


def test_two_routes_met_on_the_same_day_may_be_driven_on_different_ones():
    choice = partition(_instance(ANY, ANY), KINDS, APART, [TOGETHER], FEW)
    assert choice is not None
    assert choice.cost == 11
    assert sorted(order.day for order in choice.orders) == [0, 1]


def test_a_client_with_visits_on_one_day_only_stays_there():
    choice = partition(_instance(ANY, FIRST), KINDS, APART, [TOGETHER], FEW)
    assert choice is not None
    assert {(order.day, order.stops) for order in choice.orders} == {(0, (1,)), (1, (0,))}


@pytest.mark.parametrize(
    ("shifts", "pins"),
    [
        ((Shift(day=0), Shift(day=1, earliest_s=3600)), ()),
        ((), (Pin(task="c0", vehicles=frozenset({"v"}), day=0),)),
    ],
)
def test_days_that_differ_or_are_pinned_take_no_routes_from_others(shifts, pins):
    instance = _instance(ANY, ANY, shifts=shifts, pins=pins)
    choice = partition(instance, KINDS, APART, [TOGETHER], FEW)
    assert choice is not None
    assert choice.cost == 100
