"""The brute force itself: against the checker alone, which judges every order of everything."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain, combinations, permutations, product
from pathlib import Path
from types import ModuleType

from hypothesis import HealthCheck, given, settings

from routing.vrp import Instance
from routing.vrp.check import check
from routing.vrp.check.assembly import answer, timed_route


def _file(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


HERE = Path(__file__).parent
brute = _file("vrp_brute_under_test", HERE / "brute.py")
strategies = _file("vrp_strategies_of_brute", HERE.parent / "strategies.py")
FEATURES = tuple(name for name in strategies.FEATURES if name not in ("reloads", "days"))


def judged(instance: Instance) -> tuple[int, int] | None:
    """Try every split of every order of every choice of stops; only the checker says no."""
    ends = [[("visit", client.id)] for client in instance.clients]
    ends += [[("pickup", s.id), ("delivery", s.id)] for s in instance.shipments]
    slots = [(v.id, shift.day) for v in instance.vehicles for shift in v.shifts]
    sequences = [
        order
        for count in range(len(ends) + 1)
        for chosen in combinations(ends, count)
        for order in permutations(chain.from_iterable(chosen))
    ]
    routes = [
        [None, *filter(None, (timed_route(instance, *slot, order) for order in sequences if order))]
        for slot in slots
    ]
    found = [
        (solution.cost.missed, solution.cost.total)
        for some in product(*routes)
        if not check(instance, solution := answer(instance, [r for r in some if r is not None]))
    ]
    return min(found, default=None)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(strategies.instances(features=FEATURES, max_tasks=2, max_days=2))
def test_the_checker_alone_agrees(instance):
    assert brute.best(instance) == judged(instance)
    solution = brute.best_solution(instance)
    assert solution is None or check(instance, solution) == []
