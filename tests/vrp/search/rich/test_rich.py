"""The general search on any mix of features: right at every step, the same every time."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from routing.matrix import Matrix
from routing.vrp import Client, Instance, Shift, Solution, TimeWindow, Vehicle
from routing.vrp.answer import timed
from routing.vrp.check import check
from routing.vrp.search import rich
from routing.vrp.search.engine import Order
from routing.vrp.timing import route_cost


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


brute = _load(Path(__file__).parents[2] / "brute" / "brute.py")
strategies = _load(Path(__file__).parents[2] / "strategies.py")
WITHOUT_PREFIXES = [feature for feature in strategies.FEATURES if feature != "prefixes"]


def faults(instance: Instance, engine: rich.Engine) -> list[str]:
    """What the checker finds wrong with the best, reasons for what is left out aside."""
    answer = timed(instance, engine.best())
    assert (answer.cost.missed, answer.cost.total) == engine.best_cost
    solution = Solution(routes=answer.routes, unassigned=(), cost=answer.cost)
    return [str(v) for v in check(instance, solution) if v.code != "NOT_LISTED"]


@settings(max_examples=80)
@given(strategies.instances(features=WITHOUT_PREFIXES), st.integers(0, 1), st.integers(0, 9))
def test_best_keeps_every_rule_and_costs_what_it_says(
    instance: Instance, character: int, seed: int
) -> None:
    engine = rich.Engine(rich.express(instance), seed, character)
    assert not faults(instance, engine)
    for begin in (0.0, 0.5):
        engine.run(20, begin, begin + 0.5)
        assert not faults(instance, engine)


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(strategies.instances(always=["prefixes"]))
def test_stops_made_already_stay_first(instance: Instance) -> None:
    assume(brute.best(instance) is not None)  # what is done already may have broken a rule
    engine = rich.Engine(rich.express(instance), 1, 0)
    engine.run(20, 0.0, 1.0)
    assert not faults(instance, engine)


@settings(max_examples=25)
@given(strategies.instances(features=WITHOUT_PREFIXES))
def test_same_seed_same_answer_and_taking_over_loses_nothing(instance: Instance) -> None:
    engines = [rich.Engine(rich.express(instance), 7, 0) for _ in range(2)]
    for engine in engines:
        engine.run(30, 0.0, 0.7)
        engine.run(10, 0.7, 1.0)
    one, other = engines
    assert one.best() == other.best()
    assert one.best_cost == other.best_cost
    late = rich.Engine(rich.express(instance), 8, 1)
    late.adopt(one.best())
    assert late.best_cost <= one.best_cost
    assert not faults(instance, late)


@settings(max_examples=25)
@given(strategies.instances(features=WITHOUT_PREFIXES))
def test_pooled_routes_cost_what_they_say(instance: Instance) -> None:
    engine = rich.Engine(rich.express(instance), 3, 1)
    engine.run(30, 0.0, 1.0)
    for route in engine.pool()[:30]:
        vehicle, day = engine.kinds[route.kind][0]
        order = Order(vehicle, day, route.stops)
        assert route_cost(instance, order) == route.cost


def test_priority_decides_who_is_left_out() -> None:
    table = np.full((4, 4), 60, np.int32)
    np.fill_diagonal(table, 0)
    at_noon = (TimeWindow(earliest_s=43_200, latest_s=43_200),)
    clients = tuple(
        Client(id=f"c{k}", location=k + 1, windows=at_noon, service_s=600, priority=k)
        for k in range(3)
    )
    instance = Instance(
        matrices=(Matrix(durations_s=table, distances_m=table),),
        vehicles=(Vehicle(id="v", start=0, end=0, shifts=(Shift(),)),),
        clients=clients,
    )
    engine = rich.Engine(rich.express(instance), 1, 0)
    engine.run(50, 0.0, 1.0)
    assert [order.stops for order in engine.best()] == [(2,)]
    assert engine.best_cost == (3, 120)


def test_nothing_to_do_is_no_trouble() -> None:
    table = np.zeros((1, 1), np.int32)
    matrix = Matrix(durations_s=table, distances_m=table)
    vehicle = Vehicle(id="v", start=0, end=0)
    for instance in (
        Instance(matrices=(matrix,), vehicles=(vehicle,)),
        Instance(matrices=(matrix,), vehicles=(), clients=(Client(id="c", location=0),)),
    ):
        engine = rich.Engine(rich.express(instance), 1, 0)
        engine.run(10, 0.0, 1.0)
        engine.adopt([])
        assert engine.best() == []
