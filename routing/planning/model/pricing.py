"""Which routes are worth offering: reduced costs from the linear relaxation over dates.

The relaxation forgets dates and teams and asks only how often each route is driven. By
linear programming duality a plan that uses a route costs at least the relaxation's value
plus the route's reduced cost, so routes left out come with a proven price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from ortools.linear_solver import pywraplp

from routing.planning.model.aims import travel_cost_s
from routing.planning.model.build import Question
from routing.planning.model.frequency import WORTH
from routing.planning.pool import Template
from routing.planning.programme import Unit

ROUTES_PER_PERMANENCE = 6


@dataclass(frozen=True, slots=True)
class Priced:
    """Routes by unit id and weekday, and those left out because they seem too dear."""

    question: Question
    offered: Mapping[tuple[str, int], tuple[Template, ...]]
    left_out: tuple[Template, ...]

    def templates(self, unit: Unit, day: date) -> list[Template]:
        """Routes offered to a unit on a date."""
        return self.question.open(self.offered.get((unit.id, day.weekday()), ()), unit, day)


def price(question: Question) -> Priced:
    """Keep all routes with one stop and the most promising of the others."""
    pools = _pools(question)
    keep = ROUTES_PER_PERMANENCE * max(1, len(question.programme.permanences))
    if all(len(pool) <= 2 * keep for pool in pools.values()):
        return Priced(question, pools, ())
    _, duals = _relaxation(question, pools, 0)
    offered: dict[tuple[str, int], tuple[Template, ...]] = {}
    left_out: list[Template] = []
    for key, pool in pools.items():
        single = [t for t in pool if len(t.visits) == 1]
        several = [t for t in pool if len(t.visits) > 1]
        several.sort(key=lambda t: (_reduced(t, duals), t.slots))
        offered[key] = (*single, *several[:keep])
        left_out += several[keep:]
    return Priced(question, offered, tuple(left_out))


def floor_of_left_out(question: Question, priced: Priced, missing_cost: int) -> float:
    """Least travel cost of any plan that uses a route left out, in seconds.

    ``missing_cost`` is what the plan may leave unheld, as the first aim counts it.
    """
    if not priced.left_out:
        return inf
    everything = {**_pools(question)}
    value, duals = _relaxation(question, everything, missing_cost)
    return value + min(max(0.0, _reduced(t, duals)) for t in priced.left_out)


def _pools(question: Question) -> dict[tuple[str, int], tuple[Template, ...]]:
    """All routes whose permanences are due at all, by unit and weekday."""
    due = {need.permanence.id for need in question.due}
    return {
        (unit.id, weekday): tuple(
            template
            for template in question.pool.templates(unit, weekday)
            if all(name in due for name, _ in template.slots)
        )
        for unit in question.programme.units
        for weekday in sorted({day.weekday() for day in question.horizon})
    }


def _reduced(template: Template, duals: Mapping[str, float]) -> float:
    return travel_cost_s(template.route) - sum(duals[name] for name, _ in template.slots)


def _relaxation(
    question: Question,
    pools: Mapping[tuple[str, int], tuple[Template, ...]],
    missing_cost: int,
) -> tuple[float, dict[str, float]]:
    """Least driving that visits each permanence as often as due, and the dual prices."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    times: Counter[str] = Counter()
    for need in question.due:
        times[need.permanence.id] += need.count
    rows = {name: solver.Constraint(count, inf) for name, count in times.items()}
    spare = solver.Constraint(-inf, missing_cost)
    for name, count in times.items():
        unheld = solver.NumVar(0, count, "")
        rows[name].SetCoefficient(unheld, 1)
        spare.SetCoefficient(unheld, WORTH * question.programme.permanence(name).priority)
    for names, cost in sorted(_cheapest(pools).items()):
        variable = solver.NumVar(0, inf, "")
        solver.Objective().SetCoefficient(variable, cost)
        for name in names:
            rows[name].SetCoefficient(variable, 1)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0.0, dict.fromkeys(times, 0.0)  # nothing is proven, every route costs itself
    duals = {name: row.dual_value() for name, row in rows.items()}
    return solver.Objective().Value(), duals


def _cheapest(
    pools: Mapping[tuple[str, int], tuple[Template, ...]],
) -> dict[tuple[str, ...], float]:
    """Least cost of a route for each set of permanences, whatever the weekday."""
    found: dict[tuple[str, ...], float] = {}
    for pool in pools.values():
        for template in pool:
            names = tuple(sorted(name for name, _ in template.slots))
            cost = float(travel_cost_s(template.route))
            found[names] = min(cost, found.get(names, inf))
    return found
