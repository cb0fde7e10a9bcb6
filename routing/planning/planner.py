"""The recipe of a plan: look up the roads, write the model, search, read, verify."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version

from routing.planning.errors import PlanningError
from routing.planning.extract import extract_rounds
from routing.planning.indicators import indicators
from routing.planning.model.aims import Aim
from routing.planning.model.budget import Budget, Limits
from routing.planning.model.build import Question, ask
from routing.planning.options import DEFAULT_ITERATIONS, PlanOptions
from routing.planning.phases import Phase
from routing.planning.plans import (
    AimReport,
    Plan,
    RideReason,
    Round,
    SolverReport,
    Unassigned,
    UnservedRide,
)
from routing.planning.programme import Programme
from routing.planning.progress import Reporter, Tell
from routing.planning.reasons import ITERATIONS as REASONS_ITERATIONS
from routing.planning.reasons import unassigned
from routing.planning.remarks import remarks
from routing.planning.rides.dates import Effort
from routing.planning.rides.indicators import ride_indicators
from routing.planning.rides.off_road import grounded, on_roads, stranded
from routing.planning.rides.planner import RidesAnswer, plan_rides
from routing.planning.rides.published import Published
from routing.planning.strategy import Answer, solve
from routing.planning.territory import Territory
from routing.planning.travel import Roads, Travel, travel_table
from routing.sentence import say

_LATER = RideReason(
    code="NOT_PLANNED_YET",
    message=say("les trajets se planifient après les tournées, bientôt"),
)


def plan(
    programme: Programme,
    territory: Territory,
    roads: Roads,
    options: PlanOptions | None = None,
    *,
    published: Plan | None = None,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Choose dates, rounds and teams for the programme's horizon.

    One CP-SAT model over every route that a unit can drive in a day, solved aim by aim
    (:class:`routing.planning.model.aims.Aim`): sessions held, people reached, regularity, roles,
    kilometres and minutes, fair shares, preferences, nearness to what was ``published``. Legal
    rules are constraints.

    Parameters
    ----------
    published
        A plan that people know: its dates and teams stay where no other aim loses by it, its
        rides where that is about as good.
    progress
        Called with a :class:`Progress` now and then: phase, cost, gap, best plan so far.
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
        When sites, or homes of the staff, lie off the road network; all are named.
    """
    options, began = options or PlanOptions(), time.monotonic()
    reporter = Reporter(progress) if progress else Reporter()
    cancelled = cancelled or _never
    horizon = programme.horizon
    if horizon is None:
        raise PlanningError(say("le programme ne dit pas quels jours planifier : donnez un mois"))
    told = Published.of(published, horizon)
    reporter.at(Phase.ROADS)
    travel = travel_table(programme, territory, roads)
    asked, programme = programme, grounded(programme, travel)
    reporter.at(Phase.MODEL)
    question = ask(on_roads(programme, travel), horizon, territory, travel, told.rounds)
    limits = Limits(
        iterations=options.iterations or DEFAULT_ITERATIONS,
        time_s=options.time_limit_s,
        seed=options.seed,
    )
    budget = Budget(limits, reporter, cancelled)
    sheet = _Sheet(programme, territory, travel, question, budget, options, began)
    answer = solve(question, budget, options.gap, sheet.tell if progress else None)
    reporter.at(Phase.REASONS)
    rounds, missing = sheet.rounds(answer), sheet.missing(answer, REASONS_ITERATIONS)
    rides = plan_rides(
        programme,
        territory,
        travel,
        horizon,
        rounds,
        told,
        Effort(seed=options.seed, cancelled=cancelled),
        partial(reporter.at, Phase.RIDES),
    )
    made = sheet.plan(answer, rounds, missing, rides)
    return replace(made, remarks=(*made.remarks, *stranded(asked, travel)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a plan is written up from, beside the answer of the search."""

    programme: Programme
    territory: Territory
    travel: Travel
    question: Question
    budget: Budget
    options: PlanOptions
    began: float

    def rounds(self, answer: Answer) -> tuple[Round, ...]:
        return extract_rounds(self.question, answer.built, answer.search)

    def missing(self, answer: Answer, iterations: int) -> tuple[Unassigned, ...]:
        """List what is not held; so many iterations may be spent on finding out why."""
        held = answer.outcomes[0]
        return unassigned(
            self.question,
            answer.built,
            answer.search,
            self.budget.spare(iterations),
            open_cost=held.cost - held.bound,
        )

    def tell(self, answer: Answer) -> None:
        """Show the best plan so far: no reason that must be searched for, no ride yet."""
        waiting = (UnservedRide(request=r.id, reasons=(_LATER,)) for r in self.programme.requests)
        rides = RidesAnswer(unserved=tuple(sorted(waiting, key=lambda left: left.request)))
        best = self.plan(answer, self.rounds(answer), self.missing(answer, 0), rides)
        best = replace(best, solver=replace(best.solver, stopped_by="unfinished"))
        self.budget.reporter.found(best.solver.cost, best.solver.gap, best)

    def plan(
        self,
        answer: Answer,
        rounds: tuple[Round, ...],
        missing: tuple[Unassigned, ...],
        rides: RidesAnswer,
    ) -> Plan:
        programme, territory, travel = self.programme, self.territory, self.travel
        return Plan(
            programme=programme.name,
            title=programme.title,
            programme_digest="",
            territory=territory.name,
            horizon=self.question.horizon,
            rounds=rounds,
            unassigned=missing,
            remarks=remarks(rounds, programme, self.question.reach.people),
            indicators=indicators(rounds, missing, programme, territory, travel)
            | ride_indicators(rides.rides, programme, travel),
            solver=_report(answer, self.budget, self.options, time.monotonic() - self.began),
            options=asdict(self.options),
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


def _never() -> bool:
    return False
