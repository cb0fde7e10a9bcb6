"""OR-Tools' routes for any mix of features keep every rule it can be told."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from hypothesis import HealthCheck, given, settings

from routing.vrp import Instance, Solution
from routing.vrp.answer import timed
from routing.vrp.check import check
from routing.vrp.construct import relaxed, routing_orders
from routing.vrp.timing import obstacles


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


strategies = _load(Path(__file__).parents[1] / "strategies.py")

# a drawn prefix may be impossible to drive, and then there is no route at all
FEATURES = [feature for feature in strategies.FEATURES if feature != "prefixes"]
EXAMPLES = 120


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.instances(features=FEATURES))
def test_routes_keep_every_rule_that_is_not_relaxed(instance: Instance) -> None:
    told: list[tuple[int, int]] = []
    orders = routing_orders(
        instance, seconds=None, solutions=15, on_best=lambda *cost: told.append(cost)
    )
    broken = [fault for order in orders for fault in obstacles(instance, order)]
    if broken:
        assert relaxed(instance)
        return
    answer = timed(instance, orders)
    found = check(instance, Solution(routes=answer.routes, unassigned=(), cost=answer.cost))
    assert relaxed(instance) or {fault.code for fault in found} <= {"NOT_LISTED"}
    visits = any(client.pattern for client in instance.clients)
    if told and not visits and not relaxed(instance):
        assert min(told) == (answer.cost.missed, answer.cost.total)
