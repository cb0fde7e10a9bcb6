"""Solving whole instances: golden costs, the same answer twice, stops, starts and reasons."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import generated
from benchmarks.formats import read
from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import Client, Instance, Prefix, PrefixStop, Shift, Solution, Vehicle
from routing.vrp.begun import ImpossiblePrefixError
from routing.vrp.search.engine import Order
from routing.vrp.solution import Reasons
from routing.vrp.solve import solve
from routing.vrp.stop import Cancelled, FirstOf, MaxIterations, MaxTime
from routing.vrp.team import Progress

FAMILIES = {
    "pvrp": generated.periodic(30, 4, 3),
    "darp": generated.rides(24, 4),
    "pdptw": generated.pairs(25, 8),
    "vrptw": generated.windows(40, 8),
}


@pytest.fixture(scope="module")
def instances(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Instance]:
    folder: Path = tmp_path_factory.mktemp("instances")
    made = {}
    for family, text in FAMILIES.items():
        path = folder / f"{family}.txt"
        path.write_text(text, encoding="utf-8")
        made[family] = read(family, path).instance
    return made


def orders(instance: Instance, solution: Solution) -> list[Order]:
    numbers = {vehicle.id: n for n, vehicle in enumerate(instance.vehicles)}
    count = len(instance.clients)
    codes = {("visit", client.id): n for n, client in enumerate(instance.clients)}
    for n, shipment in enumerate(instance.shipments):
        codes["pickup", shipment.id] = count + 2 * n
        codes["delivery", shipment.id] = count + 2 * n + 1
    return [
        Order(numbers[r.vehicle], r.day, tuple(codes[s.kind, s.task] for s in r.stops))
        for r in solution.routes
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_and_limit_give_the_same_answer(instances, family: str) -> None:
    first, second = (solve(instances[family], MaxIterations(600), 7) for _ in range(2))
    assert first.routes == second.routes
    assert first.cost == second.cost
    assert first.iterations == second.iterations == 600
    assert first.finished == "iterations"
    assert set(first.versions) >= {"tournees", "ortools", "numba"}


@pytest.mark.parametrize("family", FAMILIES)
def test_more_iterations_from_an_answer_never_make_it_worse(instances, family: str) -> None:
    instance = instances[family]
    once = solve(instance, MaxIterations(100), 1)
    again = solve(instance, MaxIterations(100), 2, start=orders(instance, once))
    assert (again.cost.missed, again.cost.total) <= (once.cost.missed, once.cost.total)


def test_the_trace_falls_to_the_cost(instances) -> None:
    solution = solve(instances["darp"], MaxIterations(500), 3)
    values = [(point.missed, point.total) for point in solution.trace]
    assert values == sorted(values, reverse=True)
    assert values[-1] == (solution.cost.missed, solution.cost.total)


def test_a_cancel_returns_the_best_so_far(instances) -> None:
    seen: list[Progress] = []
    stop = FirstOf(MaxTime(600.0), Cancelled(lambda: len(seen) > 8))
    solution = solve(instances["pvrp"], stop, report=seen.append)
    assert solution.finished == "cancelled"
    assert solution.cost.missed == 0


def test_every_task_left_out_has_a_reason_for_every_vehicle(instances) -> None:
    few = replace(instances["darp"], vehicles=instances["darp"].vehicles[:2])
    solution = solve(few, MaxIterations(300))
    assert solution.unassigned
    for task in solution.unassigned:
        assert isinstance(task.reasons, Reasons)
        assert task.reasons.known is None  # nobody has asked, so it took no time
        kept = pickle.loads(pickle.dumps(task))  # noqa: S301 - our own bytes
        assert kept == task
        assert isinstance(kept.reasons, tuple)
        assert {reason.vehicle for reason in task.reasons} == {v.id for v in few.vehicles}
        assert all(reason.code.isupper() and reason.message for reason in task.reasons)


def test_a_small_day_is_proven_optimal(instances) -> None:
    small = replace(instances["vrptw"], clients=instances["vrptw"].clients[:7])
    proven = solve(small, MaxIterations(1))
    assert proven.finished == "optimal"
    assert proven.lower_bound == proven.cost.total
    searched = solve(small, MaxIterations(400), exact=False)
    assert searched.lower_bound is None
    assert searched.cost.total == proven.cost.total


def test_a_route_that_cannot_end_is_refused_by_name(instances) -> None:
    darp = instances["darp"]
    late = darp.shipments[-1].id  # from first to last stop far longer than anyone may ride
    first = darp.shipments[0].id
    stops = tuple(PrefixStop(kind="pickup", task=task) for task in (late, first))
    begun = replace(darp, prefixes=(Prefix(vehicle="v0", day=0, stops=stops),))
    tight = replace(begun, shipments=tuple(replace(s, max_ride_s=1) for s in begun.shipments))
    with pytest.raises(ImpossiblePrefixError, match="prefix of v0 on day 0 cannot be driven"):
        solve(tight, MaxIterations(1))


@pytest.mark.parametrize("reachable", [True, False])
def test_a_small_route_may_end_by_way_of_somebody_else(reachable) -> None:
    """No way leads straight from c1 to the end: a proof finds the one through c2, if there is."""
    ways = np.array([[0, 5, 5], [UNREACHABLE, 0, 5], [5, 5, 0]], np.int32)
    if not reachable:
        ways[2, 0] = UNREACHABLE
    begun = Instance(
        matrices=(Matrix(durations_s=ways, distances_m=ways),),
        clients=(Client(id="c1", location=1), Client(id="c2", location=2)),
        vehicles=(
            Vehicle(
                id="v0", start=0, end=0, cost_per_m=1,
                shifts=(Shift(day=0, earliest_s=0, latest_s=100),),
            ),
        ),
        prefixes=(Prefix(vehicle="v0", day=0, stops=(PrefixStop(kind="visit", task="c1"),)),),
    )  # fmt: skip
    if not reachable:
        with pytest.raises(ImpossiblePrefixError, match="no way leads from c1 to the end"):
            solve(begun, MaxIterations(1))
        return
    proven = solve(begun, MaxIterations(1))
    assert [stop.task for stop in proven.routes[0].stops] == ["c1", "c2"]
    assert proven.cost.distance == 15
