"""Aims tried at their least cost, and plans improved a part at a time.

What an ordinary lexicographic search proves last, that nothing needs to be given up, is here
assumed first: with the aims before it at their least, the model of the last is far smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from ortools.sat.python import cp_model

from routing.planning.model.aims import Objective
from routing.planning.model.floor import floor_of
from routing.planning.model.search import Outcome, Search, Stage

STEP_SHARE = 0.25
"""Most of the budget left for one proof that a habit less cannot be kept."""

QUICK_SHARE = 0.1
"""Most of the budget left for a first attempt, which settles small questions."""

POLISH_S = 1.0
"""Deterministic seconds for one attempt to improve a part of the plan."""

POLISH_SHARE = 0.3
"""Most of the budget left for polishing a plan."""

AT_ONCE = 2
"""Parts of a plan that are improved at a time, each on one core; the same on every machine."""

Parts = Sequence[Sequence[cp_model.IntVar]]
"""Decisions to keep while the others are free, one list an attempt."""


def run_from_below(
    search: Search,
    stages: Sequence[Stage],
    share: float,
    steps: int = 0,
    keeping: Parts = (),
) -> bool:
    """Try all aims but the last at their least cost, where the model is far smaller.

    The least is what variables by themselves allow: what no date is open for is missing
    for certain. The second aim is given up to ``steps`` more, one by one, as long as it
    is proven that less is impossible: small proofs, where that of a least sum is long.
    Each may spend a share of the budget that is left, so that enough of it remains for an
    ordinary search. A first plan found that way is polished, ``keeping`` some decisions at
    a time, and bounded from below, before ``share`` of the budget goes to the last aim.

    Returns
    -------
    bool
        Whether it worked; if so everything is as after :meth:`Search.run`. If not, nothing
        has changed but the budget.
    """
    *before, last = [part for stage in stages for part in stage.parts]
    goal = Stage(parts=(last,), share=share, gap=stages[-1].gap)
    least = [_least(search, part.cost) for part in before]
    for most in range(steps + 1):
        caps = [low + most * (index == 1) for index, low in enumerate(least)]
        strict = _capped(search, before, caps)
        if _first_plan(strict, goal):
            _improve(strict, goal, keeping)
            search.values = strict.values
            search.outcomes = [
                Outcome(objective=part, cost=search.value(part.cost), bound=cap)
                for part, cap in zip(before, caps, strict=True)
            ]
            search.outcomes += strict.outcomes[-1:]
            search.freeze([*before, last])
            return True
        if not strict.impossible or search.budget.exhausted:
            return False
        if any(not isinstance(part.cost, int) for part in before[2:]):
            first = _capped(search, before[:2], caps[:2])  # are the aims after it to blame?
            if first.ran((_any_plan(last),)) or not first.impossible:
                return False
    return False


def polish(search: Search, keeping: Parts, share: float = POLISH_SHARE) -> None:
    """Improve the last aim with some decisions kept, others free, as long as it helps.

    A large-neighbourhood search: it goes through ``keeping``, ``AT_ONCE`` attempts at a time
    of which the best is taken, until a whole turn has brought nothing, or it has spent its
    ``share`` of the budget.
    """
    budget, idle, turn = search.budget, 0, 0
    end_s = budget.spent + share * budget.deterministic_s
    while idle < len(keeping) and search.outcomes[-1].gap > 0 and not budget.exhausted:
        left_s = min(POLISH_S, (end_s - budget.spent) / AT_ONCE)
        if left_s <= 0:
            break
        several = [keeping[(turn + n) % len(keeping)] for n in range(min(AT_ONCE, len(keeping)))]
        turn += len(several)
        with ThreadPoolExecutor(len(several)) as pool:
            trials = list(pool.map(partial(_freed, search, left_s), several))
        budget.spent += sum(spent for _, spent in trials)
        found = min((values for values, _ in trials), key=lambda v: _cost(search, v))
        idle = 0 if _cost(search, found) < search.outcomes[-1].cost else idle + len(several)
        _take(search, found)


def _first_plan(strict: Search, goal: Stage) -> bool:
    """Find any plan; one that is quickly proven best is left with its proof."""
    if strict.ran((replace(goal, share=QUICK_SHARE),)):
        return True
    return not strict.impossible and strict.ran((_any_plan(goal.parts[0]),))


def _any_plan(last: Objective) -> Stage:
    return Stage(parts=(last,), share=STEP_SHARE, gap=0.999)


def _improve(strict: Search, goal: Stage, keeping: Parts) -> None:
    """Polish a first plan and bound it, both at a time, then search on where a gap is left."""
    if strict.outcomes[-1].gap <= goal.gap:
        return
    budget, cost = strict.budget, goal.parts[0].cost
    with ThreadPoolExecutor(1) as pool:
        bounding = pool.submit(
            floor_of,
            strict.model.clone(),
            cost,
            strict.values,
            seed=budget.limits.seed,
            wall_s=budget.wall_s,
            cancelled=budget.cancelled,
        )
        polish(strict, keeping)
        floor = bounding.result()
    budget.spent += floor.spent
    _raise_bound(strict, floor.bound)
    if strict.outcomes[-1].gap <= goal.gap:
        return
    known = strict.outcomes[-1].bound
    strict.run((goal,))
    _raise_bound(strict, known)


def _raise_bound(search: Search, bound: int) -> None:
    last = search.outcomes[-1]
    search.outcomes[-1] = replace(last, bound=min(last.cost, max(last.bound, bound)))


def _freed(
    search: Search, left_s: float, kept: Sequence[cp_model.IntVar]
) -> tuple[list[int], float]:
    """Solve with some decisions kept; return the solution and the seconds it took."""
    trial = Search(search.model.clone(), search.budget, search.phase, values=search.values)
    for literal in kept:
        trial.model.add(literal == search.value(literal))
    part = left_s / search.budget.deterministic_s
    last = search.outcomes[-1].objective
    solver, status = trial.attempt(last.cost, Stage(parts=(last,), share=part, alone=True))
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = list(solver.response_proto.solution) if found else search.values
    return values, solver.response_proto.deterministic_time


def _cost(search: Search, values: list[int]) -> int:
    return replace(search, values=values).value(search.outcomes[-1].objective.cost)


def _take(search: Search, values: list[int]) -> None:
    """Take a solution if it is better than the one there is."""
    cost = _cost(search, values)
    if cost < search.outcomes[-1].cost:
        search.values = values
        search.outcomes[-1] = replace(search.outcomes[-1], cost=cost)


def _least(search: Search, expression: cp_model.LinearExprT) -> int:
    """Value below which an expression cannot be, whatever the constraints."""
    flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([expression, 0]))
    total = int(flat.offset)
    for variable, coefficient in zip(flat.vars, flat.coeffs, strict=True):
        low, *_, high = search.model.proto.variables[variable.index].domain
        total += int(coefficient) * (low if coefficient > 0 else high)
    return total


def _capped(search: Search, parts: Sequence[Objective], caps: Sequence[int]) -> Search:
    """Return a search over the same model with these aims at most so dear."""
    strict = Search(search.model.clone(), search.budget, search.phase)
    for part, cap in zip(parts, caps, strict=True):
        if not isinstance(part.cost, int):
            strict.model.add(part.cost <= cap)
    return strict
