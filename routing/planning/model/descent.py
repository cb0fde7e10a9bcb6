"""Aims tried at their least cost, and plans improved a part at a time.

What an ordinary lexicographic search proves last, that nothing needs to be given up, is here
assumed first: with the aims before it at their least, the model of the last is far smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from ortools.sat.python import cp_model

from routing.planning.model.aims import Aim, Objective
from routing.planning.model.floor import floor_of
from routing.planning.model.search import Outcome, Search, Stage

ONE_SHARE = 0.1
"""Most of the budget left for one attempt to make an aim better by one, or to prove it best."""

STEP_SHARE = 0.25
"""Most of the budget left for one attempt to keep an aim at what is proven necessary."""

STEPPED = Aim.REGULARITY
"""The aim that is given up one by one."""

MOST_STEPS = 8
"""How often it is given up by one."""

BELOW_SHARE = 0.6
"""Share of the budget after which no more steps are tried."""

GOAL_SHARE = 0.05
"""Most of the budget left for searching on as a whole, where polishing brings nothing more."""

QUICK_SHARE = 0.1
"""Most of the budget left for a first attempt, which settles small questions."""

POLISH_S = 0.5
"""Deterministic seconds for one attempt to improve a part of the plan."""

POLISH_SHARE = 0.2
"""Most of the budget left for polishing a plan."""

MEANWHILE_SHARE = 0.1
"""Most of the budget left for polishing while the plan is bounded, which may bring a better one."""

CORES = 2
"""Attempts side by side, each on one core; the same on every machine."""

MOST_AT_ONCE = 8
"""Most attempts from the same plan: ``CORES`` while they help, twice as many after each failure."""

Parts = Sequence[Sequence[cp_model.IntVar]]
"""Decisions to keep while the others are free, one list an attempt."""


def descend(search: Search, aims: Sequence[Objective], gap: float, keeping: Parts = ()) -> None:
    """Optimise aims in their order, the last where all before are as good as they can be.

    First all but the last are taken at what their variables by themselves allow: what no date
    is open for is missing for certain. Regularity is then given up one by one, as long as it is
    proven that less is impossible: small proofs, where that of a least sum is long. Where this
    leads to no plan, one is built up part by part. The last aim is polished, ``keeping`` some
    decisions at a time, and bounded from below, until ``gap`` is reached or budgets are spent.

    Afterwards everything is as after :meth:`Search.run`.
    """
    *before, last = aims
    goal = Stage(parts=(last,), share=GOAL_SHARE, gap=gap)
    least = [_least(search, part.cost) for part in before]
    strict = _from_below(search, before, least, goal)
    if strict is not None:
        search.values = strict.values
        proven = [Outcome(objective=p, cost=c, bound=c) for p, c in zip(before, least, strict=True)]
    else:
        proven = _build_up(search, before, least, keeping)
        strict = _capped(search, before, [outcome.cost for outcome in proven])
        strict.values = search.values
        strict.outcomes = [Outcome(objective=last, cost=search.value(last.cost), bound=0)]
    widest = max((outcome.gap for outcome in proven), default=0.0)
    strict.hear = lambda found: search.budget.reporter.found(found.cost, max(widest, found.gap))
    strict.better(strict.outcomes[-1])
    _improve(strict, goal, keeping)
    search.values = strict.values
    search.outcomes += [*proven, strict.outcomes[-1]]
    search.freeze(aims)


def _from_below(
    search: Search, before: Sequence[Objective], least: list[int], goal: Stage
) -> Search | None:
    """Find a plan with the aims before at their least; ``least`` tells what is proven of it."""
    over = search.budget.mark(BELOW_SHARE)
    stepped = next((at for at, part in enumerate(before) if part.aim is STEPPED), None)
    for step in range(MOST_STEPS + 1):
        strict = _capped(search, before, least)
        if step == 0 and strict.ran((replace(goal, share=QUICK_SHARE),)):
            return strict
        if not strict.impossible and strict.ran((replace(goal, share=STEP_SHARE, gap=0.999),)):
            return strict
        if not strict.impossible or stepped is None or over():
            return None
        if any(not isinstance(part.cost, int) for part in before[stepped + 1 :]):
            # are the aims after to blame?
            first = _capped(search, before[: stepped + 1], least[: stepped + 1])
            if first.ran((replace(goal, share=STEP_SHARE, gap=0.999),)) or not first.impossible:
                return None
        least[stepped] += 1
    return None


def _build_up(
    search: Search, aims: Sequence[Objective], least: Sequence[int], keeping: Parts
) -> list[Outcome]:
    """Improve aim after aim a part at a time, and prove of each what can be proven.

    From a plan that holds nothing CP-SAT takes long to find one that holds nearly all; a part
    at a time it is quick.
    """
    search.started()
    rising = Search(search.model.clone(), search.budget, search.phase, values=search.values)
    for aim, low in zip(aims, least, strict=True):
        # what was proven from below holds only where the aims before are at their least
        sure = all(o.cost == known for o, known in zip(rising.outcomes, least, strict=False))
        bound = low if sure else _least(search, aim.cost)
        rising.outcomes.append(Outcome(objective=aim, cost=rising.value(aim.cost), bound=bound))
        polish(rising, keeping)
        while rising.outcomes[-1].gap > 0 and _one_less(rising):
            polish(rising, keeping)
        rising.freeze([aim])
    search.values = rising.values
    return rising.outcomes


def _one_less(search: Search) -> bool:
    """Look for any plan better in the last aim; note it if there is proven to be none."""
    last = search.outcomes[-1]
    better = _capped(search, [last.objective], [last.cost - 1])
    if better.ran((Stage(parts=(last.objective,), share=ONE_SHARE, gap=0.999),)):
        _take(search, better.values)
        return True
    if better.impossible:
        search.outcomes[-1] = replace(last, bound=last.cost)
    return False


def polish(search: Search, keeping: Parts, share: float = POLISH_SHARE) -> None:
    """Improve the last aim with some decisions kept, others free, as long as it helps.

    A large-neighbourhood search: it goes through ``keeping``, some attempts at a time of
    which the best is taken, until a whole turn has brought nothing, or it has spent its
    ``share`` of the budget.
    """
    budget, idle, turn, many = search.budget, 0, 0, CORES
    end_s, over = budget.spent + share * budget.deterministic_s, budget.mark(share)
    while idle < len(keeping) and search.outcomes[-1].gap > 0 and not over():
        left_s = min(POLISH_S, (end_s - budget.spent) / many)
        if left_s <= 0:
            break
        many = min(many, len(keeping) - idle)
        several = [keeping[(turn + n) % len(keeping)] for n in range(many)]
        turn, idle = turn + many, idle + many
        with ThreadPoolExecutor(CORES) as pool:
            trials = list(pool.map(partial(_freed, search, left_s), several))
        budget.spent += sum(spent for _, spent in trials)
        found = min((values for values, _ in trials), key=lambda v: _cost(search, v))
        many = min(2 * many, MOST_AT_ONCE)
        if _cost(search, found) < search.outcomes[-1].cost:
            _take(search, found)
            idle, many = 0, CORES


def _improve(strict: Search, goal: Stage, keeping: Parts) -> None:
    """Polish a first plan and bound it, both at a time, then search on where a gap is left."""
    if strict.outcomes[-1].gap <= goal.gap:
        return
    budget, cost, first = strict.budget, goal.parts[0].cost, strict.values
    with ThreadPoolExecutor(1) as pool:
        bounding = pool.submit(
            floor_of,
            strict.model.clone(),
            cost,
            first,
            seed=budget.limits.seed,
            wall_s=budget.wall_s / 2,
            cancelled=budget.cancelled,
        )
        polish(strict, keeping, MEANWHILE_SHARE)
        floor = bounding.result()
    budget.spent += floor.spent
    _raise_bound(strict, floor.bound)
    _take_if_better(strict, floor.values)
    polish(strict, keeping)
    if strict.outcomes[-1].gap <= goal.gap:
        return
    before = strict.outcomes[-1]
    strict.run((goal,))
    _raise_bound(strict, before.bound)
    if strict.outcomes[-1].cost < before.cost:
        polish(strict, keeping)


def _take_if_better(search: Search, values: list[int]) -> None:
    """Take a solution of another solver, if it is one of ours and better."""
    if len(values) != len(search.values) or _cost(search, values) >= search.outcomes[-1].cost:
        return
    model = search.model.clone()
    _fix(model, range(len(values)), values)
    if cp_model.CpSolver().solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        _take(search, values)


def _raise_bound(search: Search, bound: int) -> None:
    last = search.outcomes[-1]
    search.better(replace(last, bound=min(last.cost, max(last.bound, bound))))


def _freed(
    search: Search, left_s: float, kept: Sequence[cp_model.IntVar]
) -> tuple[list[int], float]:
    """Solve with some decisions kept; return the solution and the seconds it took."""
    trial = Search(search.model.clone(), search.budget, search.phase, values=search.values)
    _fix(trial.model, (literal.index for literal in kept), search.values)
    last = search.outcomes[-1].objective
    solver, status = trial.attempt(
        last.cost, Stage(parts=(last,), share=0.0, alone=True, least_s=left_s)
    )
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = list(solver.response_proto.solution) if found else search.values
    return values, solver.response_proto.deterministic_time


def _fix(model: cp_model.CpModel, indices: Iterable[int], values: Sequence[int]) -> None:
    """Leave variables no choice but their value in a solution."""
    variables = model.proto.variables
    for index in indices:
        domain = variables[index].domain
        domain.clear()
        domain.extend((values[index], values[index]))


def _cost(search: Search, values: list[int]) -> int:
    return replace(search, values=values).value(search.outcomes[-1].objective.cost)


def _take(search: Search, values: list[int]) -> None:
    search.values = values
    search.better(replace(search.outcomes[-1], cost=_cost(search, values)))


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
