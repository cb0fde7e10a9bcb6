"""The recipe of a plan: look up the roads, write the model, search, read, verify."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from importlib.metadata import version

from routing.planning.errors import PlanningError
from routing.planning.extract import extract_rounds
from routing.planning.indicators import indicators
from routing.planning.model.aims import Aim
from routing.planning.model.budget import Budget, Limits
from routing.planning.model.build import ask
from routing.planning.options import DEFAULT_ITERATIONS, PlanOptions
from routing.planning.phases import Phase
from routing.planning.plans import AimReport, Plan, SolverReport
from routing.planning.programme import Programme
from routing.planning.reasons import ITERATIONS as REASONS_ITERATIONS
from routing.planning.reasons import unassigned
from routing.planning.remarks import remarks
from routing.planning.rides.dates import Effort
from routing.planning.rides.indicators import ride_indicators
from routing.planning.rides.planner import plan_rides
from routing.planning.rides.published import Published
from routing.planning.strategy import Answer, solve
from routing.planning.territory import Territory
from routing.planning.travel import Roads, travel_table
from routing.sentence import say

Progress = Callable[[str, float], None]


def plan(
    programme: Programme,
    territory: Territory,
    roads: Roads,
    options: PlanOptions | None = None,
    *,
    published: Plan | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Choose dates, rounds and teams for the programme's horizon.

    One CP-SAT model over every route that a unit can drive in a day, solved aim by aim
    (:class:`routing.planning.model.aims.Aim`): sessions held, people reached, regularity, roles,
    kilometres and minutes, fair shares, preferences. Legal rules are constraints.

    Parameters
    ----------
    published
        A plan that people know: its rides stay where that is about as good.
    progress
        Called with a :class:`Phase` and the share of it that is done, 0 to 1.
    cancelled
        Asked often; once true, the best plan so far is returned.

    Returns
    -------
    Plan
        Without ``programme_digest`` and ``generated_at``, which belong to the wire.

    Raises
    ------
    PlanningError
        When the programme has no horizon, no plan was found within the limits, or the published
        plan is about other dates.
    Cancelled
        When cancelled before a first plan existed.
    routing.roads.PlaceError
        When places lie off the road network; all are named.
    """
    options, began = options or PlanOptions(), time.monotonic()
    progress, cancelled = progress or _silent, cancelled or _never
    if programme.horizon is None:
        raise PlanningError(say("le programme ne dit pas quels jours planifier : donnez un mois"))
    told = Published.of(published, programme.horizon)
    progress(Phase.ROADS, 0.0)
    travel = travel_table(programme, territory, roads)
    progress(Phase.MODEL, 0.0)
    question = ask(programme, programme.horizon, territory, travel)
    limits = Limits(
        iterations=options.iterations or DEFAULT_ITERATIONS,
        time_s=options.time_limit_s,
        seed=options.seed,
    )
    budget = Budget(limits, progress, cancelled)
    answer = solve(question, budget, options.gap)
    progress(Phase.REASONS, 0.0)
    rounds = extract_rounds(question, answer.built, answer.search)
    missing = unassigned(
        question,
        answer.built,
        answer.search,
        budget.spare(REASONS_ITERATIONS),
        open_cost=answer.outcomes[0].cost - answer.outcomes[0].bound,
    )
    rides = plan_rides(
        programme,
        territory,
        travel,
        programme.horizon,
        rounds,
        told,
        Effort(seed=options.seed, cancelled=cancelled),
        partial(progress, Phase.RIDES),
    )
    return Plan(
        programme=programme.name,
        title=programme.title,
        programme_digest="",
        territory=territory.name,
        horizon=programme.horizon,
        rounds=rounds,
        unassigned=missing,
        remarks=remarks(rounds, programme, question.reach.people),
        indicators=indicators(rounds, missing, programme, territory, travel)
        | ride_indicators(rides.rides, programme, travel),
        solver=_report(answer, budget, options, time.monotonic() - began),
        options=asdict(options),
        rides=rides.rides,
        unserved=rides.unserved,
    )


def _report(answer: Answer, budget: Budget, options: PlanOptions, wall_s: float) -> SolverReport:
    aims = tuple(
        AimReport(aim=o.objective.aim, cost=o.cost, bound=o.bound, gap=round(o.gap, 6))
        for o in answer.outcomes
    )
    travel = next(aim for aim in aims if aim.aim == Aim.TRAVEL)
    leading = aims[: aims.index(travel) + 1]
    return SolverReport(
        seed=options.seed,
        iterations=budget.iterations,
        cost=travel.cost,
        bound=travel.bound,
        gap=max(aim.gap for aim in leading),
        wall_s=None if options.iterations is not None else round(wall_s, 3),
        aims=aims,
        versions={name: version(name) for name in ("ortools", "numpy", "holidays")},
        stopped_by=budget.stopped_by,
    )


def _silent(phase: str, share: float) -> None:
    """No one watches."""


def _never() -> bool:
    return False
