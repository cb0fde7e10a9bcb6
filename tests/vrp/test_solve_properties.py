"""What every answer of ``solve`` keeps to, on hundreds of tiny instances of every kind.

``TOURNEES_EXAMPLES`` sets how many are drawn a family, 500 unless told otherwise.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from routing.matrix import Matrix
from routing.vrp import (
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
    Solution,
    Vehicle,
    VisitPattern,
)
from routing.vrp.check import check
from routing.vrp.check.costs import cost_of
from routing.vrp.solve import solve
from routing.vrp.stop import MaxIterations


def _room(name: str, path: str) -> ModuleType:
    """Load a helper beside the tests, which are no package."""
    spec = spec_from_file_location(name, Path(__file__).parent / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


brute = _room("vrp_brute", "brute/brute.py")
families = _room("vrp_families", "brute/families.py")
strategies = _room("vrp_strategies", "strategies.py")

EXAMPLES = int(os.environ.get("TOURNEES_EXAMPLES", "500"))
FEW = max(1, EXAMPLES // 25)
STOP = MaxIterations(1000)
LENIENT = list(HealthCheck)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
drawn = settings(max_examples=EXAMPLES, suppress_health_check=LENIENT, phases=PHASES)
few = settings(max_examples=FEW, suppress_health_check=LENIENT, phases=PHASES)


def value(solution: Solution) -> tuple[int, int]:
    return solution.cost.missed, solution.cost.total


def answered(instance: Instance, seed: int = 0) -> Solution:
    """Solve, and look at the answer with eyes of our own."""
    solution = solve(instance, STOP, seed, threads=1)
    assert check(instance, solution) == []
    assert solution.cost == cost_of(instance, solution.routes)
    visits = Counter(
        (stop.kind, stop.task, route.day if stop.task in instance.client_by_id else None)
        for route in solution.routes
        for stop in route.stops
        if stop.kind != "reload"
    )
    assert all(count == 1 for count in visits.values())
    carried: dict[str, list[tuple[str, int, str]]] = {}
    for route in solution.routes:
        for stop in route.stops:
            if stop.task in instance.shipment_by_id:
                carried.setdefault(stop.task, []).append((route.vehicle, route.day, stop.kind))
    for (vehicle, day, kind), *rest in carried.values():
        assert kind == "pickup"
        assert rest == [(vehicle, day, "delivery")]
    return solution


@pytest.mark.parametrize("family", families.FAMILIES)
def test_brute_force_agrees(family):
    for number in range(EXAMPLES):
        instance = families.FAMILIES[family](Random(number))  # noqa: S311 - no secrets
        assert value(answered(instance)) == brute.best(instance), (family, number)


@drawn
@given(strategies.instances())
def test_brute_force_agrees_on_any_mix(instance):
    best = brute.best(instance)
    assume(best is not None)  # what is done already may have broken a rule
    assert value(answered(instance)) == best


@pytest.mark.parametrize("family", families.FAMILIES)
def test_the_search_comes_close_without_a_proof(family, monkeypatch):
    """Never below the optimum, never a task more left out, and nearly always the optimum."""
    monkeypatch.setattr("routing.vrp.solve.prove", lambda *_, **__: None)
    hits = 0
    for number in range(2 * FEW):
        instance = families.FAMILIES[family](Random(number))  # noqa: S311 - no secrets
        solution, best = answered(instance), brute.best(instance)
        assert solution.finished == "iterations"
        assert value(solution) >= best, (family, number)
        assert solution.cost.missed == best[0], (family, number)
        hits += value(solution) == best
    assert hits >= 0.95 * 2 * FEW


@few
@given(strategies.instances(max_tasks=4), st.integers(0, 1))
def test_another_vehicle_never_serves_fewer(instance, which):
    assume(brute.best(instance) is not None)
    twin = replace(instance.vehicles[min(which, len(instance.vehicles) - 1)], id="another")
    more = replace(instance, vehicles=(*instance.vehicles, twin))
    assert value(answered(more)) <= value(answered(instance))


@few
@given(strategies.instances(), st.randoms(use_true_random=False))
def test_permuting_ids_changes_nothing(instance, dice):
    assume(brute.best(instance) is not None)
    assert value(answered(renamed(instance, dice))) == value(answered(instance))


@few
@given(strategies.instances(), st.integers(0, 3))
def test_the_same_seed_gives_the_same_answer(instance, seed):
    assume(brute.best(instance) is not None)
    one, other = answered(instance, seed), answered(instance, seed)
    assert (one.routes, one.unassigned, one.cost) == (other.routes, other.unassigned, other.cost)


def renamed(instance: Instance, dice: Random) -> Instance:
    """Give the ids of tasks, and of vehicles, to each other."""
    tasks, vehicles = {}, {}
    for names, new in (
        ([*instance.client_by_id, *instance.shipment_by_id], tasks),
        ([*instance.vehicle_by_id], vehicles),
    ):
        new.update(zip(names, dice.sample(names, len(names)), strict=True))
    return replace(
        instance,
        clients=tuple(replace(c, id=tasks[c.id]) for c in instance.clients),
        shipments=tuple(replace(s, id=tasks[s.id]) for s in instance.shipments),
        vehicles=tuple(replace(v, id=vehicles[v.id]) for v in instance.vehicles),
        links=tuple(
            replace(link, first=tasks[link.first], second=tasks[link.second])
            for link in instance.links
        ),
        incompatibilities=tuple(
            replace(rule, shipments=frozenset(tasks[name] for name in rule.shipments))
            for rule in instance.incompatibilities
        ),
        pins=tuple(
            replace(pin, task=tasks[pin.task], vehicles=frozenset(map(vehicles.get, pin.vehicles)))
            for pin in instance.pins
        ),
        prefixes=tuple(
            replace(
                prefix,
                vehicle=vehicles[prefix.vehicle],
                stops=tuple(replace(stop, task=tasks[stop.task]) for stop in prefix.stops),
            )
            for prefix in instance.prefixes
        ),
    )


# found by the tests above


def _on_a_line(*places: int, **parts: object) -> Instance:
    metres = np.abs(np.subtract.outer(places, places)).astype(np.int32)
    return Instance(matrices=(Matrix(durations_s=metres, distances_m=metres),), **parts)


@pytest.mark.parametrize("capacities", [((2,),), ()])
def test_a_shipment_may_stay_aboard_while_reloading(capacities):
    car = Vehicle(
        id="v0", start=0, end=0, capacities=capacities, max_trips=2, reloads=(Reload(location=0),)
    )
    instance = _on_a_line(
        0,
        10,
        -10,
        dimensions=1,
        vehicles=(car,),
        clients=tuple(Client(id=f"c{k}", location=k, delivery=(2,)) for k in (1, 2)),
        shipments=(
            Shipment(
                id="s",
                pickup=ShipmentStop(location=1),
                delivery=ShipmentStop(location=2),
                load=(0,),
            ),
        ),
    )
    assert value(answered(instance)) == brute.best(instance) == (0, 40)


def test_more_routes_than_tasks_may_be_worth_it():
    every_day = VisitPattern(day_sets=((0, 1, 2),))
    instance = _on_a_line(
        0,
        10,
        1,
        days=3,
        dimensions=1,
        vehicles=tuple(
            Vehicle(
                id=f"v{k}",
                start=0,
                end=0,
                shifts=tuple(Shift(day=day) for day in range(3)),
                capacities=((5,),),
            )
            for k in range(2)
        ),
        clients=(
            Client(id="often", location=1, delivery=(4,), pattern=every_day),
            Client(id="once", location=2, delivery=(2,), pattern=VisitPattern(day_sets=((1,),))),
        ),
    )
    assert value(answered(instance)) == brute.best(instance) == (0, 62)


def test_what_one_vehicle_began_no_other_serves():
    begun = Prefix(vehicle="v1", day=0, stops=(PrefixStop(kind="visit", task="c"),))
    instance = _on_a_line(
        0,
        5,
        vehicles=tuple(Vehicle(id=f"v{k}", start=0, end=0) for k in range(2)),
        clients=(Client(id="c", location=1),),
        prefixes=(begun,),
    )
    (route,) = answered(instance).routes
    assert route.vehicle == "v1"


@pytest.mark.parametrize("ties", ["", "links", "incompatibilities"])
def test_who_is_aboard_already_is_delivered(ties, monkeypatch):
    monkeypatch.setattr("routing.vrp.solve.prove", lambda *_, **__: None)
    both = frozenset({"s0", "s1"})
    instance = _on_a_line(
        0,
        10,
        20,
        days=2,
        vehicles=(Vehicle(id="v0", start=0, end=0, shifts=(Shift(), Shift(day=1))),),
        shipments=tuple(
            Shipment(
                id=f"s{k}",
                pickup=ShipmentStop(location=1 + k),
                delivery=ShipmentStop(location=2 - k),
                priority=k,
            )
            for k in range(2)
        ),
        links=(Link(first="s0", second="s1"),) if ties == "links" else (),
        incompatibilities=(Incompatibility(shipments=both, scope="route"),)
        if ties == "incompatibilities"
        else (),
        prefixes=(Prefix(vehicle="v0", day=0, stops=(PrefixStop(kind="pickup", task="s0"),)),),
    )
    total = 80 if ties == "incompatibilities" else 40
    assert value(answered(instance)) == brute.best(instance) == (0, total)
