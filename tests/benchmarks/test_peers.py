"""Each peer answers what it can express, within the rules and at the cost it tells."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.peers import PEERS, Answer, peer
from routing.matrix import Matrix
from routing.vrp import (
    Break,
    Client,
    Cost,
    Instance,
    Link,
    Shift,
    Shipment,
    ShipmentStop,
    Solution,
    TimeWindow,
    Vehicle,
    VisitPattern,
)
from routing.vrp.answer import timed
from routing.vrp.check import check

SECONDS = 0.3
TASKS = 6
RNG = np.random.default_rng(11)
AT = RNG.integers(0, 100, (2 * TASKS + 1, 2))
APART = np.abs(AT[:, None] - AT[None]).sum(2).astype(np.int32)
MATRIX = Matrix(durations_s=APART, distances_m=APART)
CAR = Vehicle(id="v", start=0, end=0, capacities=((4,),), shifts=(Shift(latest_s=2000),))


def cars(count: int, **changes: object) -> tuple[Vehicle, ...]:
    return tuple(replace(CAR, id=f"v{k}", **changes) for k in range(count))


def window(row: int, width: int) -> tuple[TimeWindow, ...]:
    early = int(APART[0, row]) + 37 * row % 200
    return (TimeWindow(earliest_s=early, latest_s=early + width),)


def visits(**changes: object) -> tuple[Client, ...]:
    return tuple(
        Client(id=str(row), location=row, delivery=(1,), service_s=5, **changes)
        for row in range(1, TASKS + 1)
    )


def carried(row: int) -> Shipment:
    to = row + TASKS
    return Shipment(
        id=str(row),
        pickup=ShipmentStop(location=row, windows=window(row, 300), service_s=3),
        delivery=ShipmentStop(location=to, windows=window(to, 900), service_s=3),
        load=(1,),
    )


WINDOWED = tuple(replace(client, windows=window(client.location, 150)) for client in visits())
SPREAD = VisitPattern(day_sets=((0,), (1,)))
FIXED = VisitPattern(day_sets=((0, 1),))
FAMILIES = {
    "vrptw": Instance(matrices=(MATRIX,), vehicles=cars(3), clients=WINDOWED, dimensions=1),
    "pdptw": Instance(
        matrices=(MATRIX,),
        vehicles=cars(4, cost_per_use=10_000),
        shipments=tuple(carried(row) for row in range(1, TASKS + 1)),
        dimensions=1,
    ),
    "pvrp": Instance(
        matrices=(MATRIX,),
        vehicles=cars(2, shifts=(Shift(day=0, latest_s=2000), Shift(day=1, latest_s=2000))),
        clients=tuple(
            replace(client, pattern=FIXED if client.location == 1 else SPREAD)
            for client in visits()
        ),
        days=2,
        dimensions=1,
    ),
}


def verified(instance: Instance, answer: Answer) -> Cost:
    """Return the recomputed cost of an answer that serves all it must and keeps every rule."""
    found = timed(instance, answer.orders)
    solution = Solution(routes=found.routes, unassigned=(), cost=found.cost)
    # no peer says why it leaves out a client that may be left out
    assert {fault.code for fault in check(instance, solution)} <= {"NOT_LISTED"}
    assert found.cost.missed == 0
    if answer.trace:
        assert (answer.trace[-1].missed, answer.trace[-1].total) == (0, found.cost.total)
        elapsed = [point.elapsed_s for point in answer.trace]
        assert elapsed == sorted(elapsed)
        assert 0 <= elapsed[-1] < SECONDS + 1
    return found.cost


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", PEERS)
def test_an_answer_keeps_the_rules_at_the_cost_it_tells(name: str, family: str) -> None:
    solver, instance = peer(name), FAMILIES[family]
    assert solver.name == name
    assert solver.expresses(instance) is None
    cost = verified(instance, solver.solve(instance, SECONDS, 1)).total
    if name in ("pyvrp", "vroom"):
        other = {"pyvrp": "vroom", "vroom": "pyvrp"}[name]
        assert cost == verified(instance, peer(other).solve(instance, SECONDS, 2)).total


def shipping(**changes: object) -> Instance:
    shipments = tuple(replace(carried(row), **changes) for row in (1, 2))
    return Instance(matrices=(MATRIX,), vehicles=cars(2), shipments=shipments, dimensions=1)


def visiting(pattern: VisitPattern) -> Instance:
    shifts = tuple(Shift(day=day) for day in range(4))
    clients = visits(pattern=pattern)
    vehicles = cars(2, shifts=shifts)
    return Instance(matrices=(MATRIX,), vehicles=vehicles, clients=clients, days=4, dimensions=1)


BREAK = Break(windows=(TimeWindow(earliest_s=50, latest_s=60),), duration_s=5)
LINKED = replace(shipping(), links=(Link(first="1", second="2"),))
REFUSED = {
    "ride-time": shipping(max_ride_s=100),
    "sets of visit days": visiting(VisitPattern(day_sets=((0, 2), (1, 3)))),
    "one vehicle": visiting(VisitPattern(day_sets=((0, 2),), same="vehicle")),
    "links": LINKED,
    "breaks": replace(shipping(), vehicles=cars(2, shifts=(Shift(breaks=(BREAK,)),))),
}


@pytest.mark.parametrize("reason", REFUSED)
@pytest.mark.parametrize("name", ["pyvrp", "vroom"])
def test_a_peer_says_what_it_cannot_express(name: str, reason: str) -> None:
    solver, instance = peer(name), REFUSED[reason]
    said = solver.expresses(instance)
    assert said is not None
    assert reason in said
    with pytest.raises(ValueError, match="cannot express"):
        solver.solve(instance, SECONDS, 0)


def test_several_windows_are_understood() -> None:
    late = TimeWindow(earliest_s=700, latest_s=800)
    clients = tuple(replace(c, windows=(*c.windows, late), prize=150) for c in WINDOWED)
    instance = replace(FAMILIES["vrptw"], clients=clients, vehicles=cars(1))
    verified(instance, peer("pyvrp").solve(instance, SECONDS, 1))


def test_no_peer_of_that_name() -> None:
    with pytest.raises(ValueError, match="choose among ortools"):
        peer("nobody")


def test_no_peer_is_loaded_before_it_is_asked_for() -> None:
    code = "import sys, benchmarks.peers; print({'pyvrp', 'vroom', 'ortools'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
