"""How a plan is found: the master problem first, then teams, then repairs by window.

1. Price the routes and keep the promising ones (:mod:`.model.pricing`).
2. Solve the master problem: dates and rounds, teams counted by heads. Its optimum bounds
   every plan from below. It is built up and improved a part at a time (:mod:`.parts`), aim
   after aim, and bounded (:mod:`.model.descent`, :mod:`.model.floor`). Of dates equally good
   those of a plan that was published are kept.
3. Solve the whole model over the rounds that the master chose: units and teams by name.
4. While the plan is worse than the master, free a window of dates and solve the whole
   model again, the rest of the month keeping its rounds.
5. Where a gap is left and the question is small, solve the whole model over all routes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from ortools.sat.python import cp_model

from routing.planning.dates import DateRange
from routing.planning.model.aims import Aim, Objective
from routing.planning.model.budget import Budget
from routing.planning.model.build import Built, Question, build
from routing.planning.model.descent import descend
from routing.planning.model.master import Master, build_master
from routing.planning.model.pricing import Priced, floor_of_left_out, price
from routing.planning.model.rounds import Column, Offer, alike
from routing.planning.model.search import Outcome, Search, Stage
from routing.planning.model.staffing import Staffing
from routing.planning.parts import kept_apart
from routing.planning.phases import Phase
from routing.planning.pool import Template
from routing.planning.programme import Unit

WINDOW_DAYS = 14
MOST_AT_ONCE = 3000
"""Routes, counted by unit and date, with which the whole model is still solved at once."""
SHARES_BUDGET = 0.1
"""Share of the budget for each aim after the travel; their proofs are long and matter little."""
TEAMS_S = 1.0
"""Deterministic seconds that teams are searched for at least, however much has been spent."""
LEADING = (Aim.HELD, Aim.PEOPLE, Aim.REGULARITY, Aim.ROLES, Aim.TRAVEL)
"""Aims that the master bounds."""

Chosen = dict[tuple[str, date], list[Template]]


@dataclass(slots=True, kw_only=True)
class Answer:
    """The best plan found, still in the model's terms, and what is proven about it."""

    built: Built
    search: Search
    outcomes: tuple[Outcome, ...]


def solve(
    question: Question, budget: Budget, gap: float, found: Callable[[Answer], None] | None = None
) -> Answer:
    """Find the best plan within the budget.

    Parameters
    ----------
    found
        Called with each plan that is better than those before, teams and all.
    """
    attempt = _Attempt(question, budget, Staffing(question.programme), price(question), found)
    master = attempt.master()
    relaxed = Search(master.model, budget, Phase.ROUNDS, optional=_literals(master.columns))
    keeping = kept_apart(master.columns, question.programme, question.travel)
    descend(relaxed, [master.objectives[aim] for aim in LEADING], gap, keeping)
    relaxed.run(_stable(master.objectives))
    built, search = attempt.staffed(_driven(master.columns, relaxed))
    attempt.tell(built, search, relaxed)
    built, search = attempt.repaired(built, search, relaxed)
    proven = attempt.proven(relaxed, search)
    if _widest(proven) > gap and attempt.small:
        settled = attempt.settled(built, search, gap)
        if settled is not None:
            built, search = settled
            attempt.tell(built, search, relaxed)
            exact = _widest(search.outcomes) <= gap
            proven = tuple(search.outcomes) if exact else attempt.proven(relaxed, search)
    aims = built.objectives
    search.phase = Phase.SHARES
    search.run(
        (
            Stage(parts=(aims[Aim.FAIRNESS],), share=SHARES_BUDGET),
            Stage(parts=(aims[Aim.PREFERENCE],), share=SHARES_BUDGET),
            *_stable(aims),
        )
    )
    return Answer(built=built, search=search, outcomes=(*proven, *search.outcomes[len(LEADING) :]))


def _leading_stages(aims: Mapping[Aim, Objective], share: float, gap: float) -> tuple[Stage, ...]:
    first = tuple(aims[aim] for aim in LEADING[:-1])
    return Stage(parts=first, share=share), Stage(parts=(aims[Aim.TRAVEL],), share=share, gap=gap)


def _stable(aims: Mapping[Aim, Objective]) -> tuple[Stage, ...]:
    """Return the last stage of all: to stay near what was published, if anything was."""
    if Aim.STABILITY not in aims:
        return ()
    return (Stage(parts=(aims[Aim.STABILITY],), share=SHARES_BUDGET),)


def _driven(columns: Mapping[tuple[str, date], Sequence[Column]], search: Search) -> Chosen:
    """Routes driven in the best solution, by unit and date."""
    return {
        key: [column.template for column in group if search.value(column.chosen)]
        for key, group in columns.items()
    }


def _literals(columns: Mapping[tuple[str, date], Sequence[Column]]) -> list[cp_model.IntVar]:
    return [column.chosen for group in columns.values() for column in group]


def _continued(built: Built, before: Search, phase: Phase) -> Search:
    """Search on from the rounds and teams of another model."""
    decided = _literals(built.rounds.columns)
    for roles in built.teams.roles.values():
        decided += roles.values()
    return Search(built.model, before.budget, phase, optional=decided, known=before.named_values())


def _widest(outcomes: Iterable[Outcome]) -> float:
    return max(outcome.gap for outcome in outcomes)


def _vector(search: Search) -> tuple[int, ...]:
    """Costs of the leading aims, in order."""
    return tuple(outcome.cost for outcome in search.outcomes[: len(LEADING)])


@dataclass(slots=True)
class _Attempt:
    """What all steps of one search for a plan share."""

    question: Question
    budget: Budget
    staffing: Staffing
    priced: Priced
    found: Callable[[Answer], None] | None

    def tell(self, built: Built, search: Search, relaxed: Search) -> None:
        """Show a plan to whoever watches, with what is proven of it so far."""
        if self.found is not None:
            proven = self.proven(relaxed, search, thorough=False)
            self.found(Answer(built=built, search=search, outcomes=proven))

    def master(self) -> Master:
        return build_master(self.question, self.priced.templates, self.staffing)

    def staffed(self, chosen: Chosen) -> tuple[Built, Search]:
        """Share the master's rounds among units alike and give them teams."""
        programme = self.question.programme
        by_kind: dict[tuple[object, ...], list[Template]] = defaultdict(list)
        for (first, day), templates in chosen.items():
            by_kind[(day, *alike(programme.unit(first)))] += templates

        def offer(unit: Unit, day: date) -> Sequence[Template]:
            return by_kind[(day, *alike(unit))] if unit.runs(day) else ()

        built = build(self.question, offer)
        optional = _literals(built.rounds.columns)
        search = Search(built.model, self.budget, Phase.TEAMS, optional=optional)
        stages = _leading_stages(built.objectives, 0.4, 0.0)
        search.run([replace(stage, least_s=TEAMS_S) for stage in stages])
        return built, search

    def repaired(self, built: Built, search: Search, relaxed: Search) -> tuple[Built, Search]:
        """Free one window of dates after the other while the plan lags behind its bound."""
        windows, goal = _windows(self.question.horizon), _vector(relaxed)
        turn = idle = 0
        while _vector(search) > goal and idle < len(windows) and not self.budget.exhausted:
            window = windows[turn % len(windows)]
            trial = build(
                self.question, self._opened(window, _driven(built.rounds.columns, search))
            )
            again = _continued(trial, search, Phase.REPAIR)
            better = again.ran(_leading_stages(trial.objectives, 0.25, 0.0)) and (
                _vector(again) < _vector(search)
            )
            if better:
                built, search = trial, again
                self.tell(built, search, relaxed)
            turn, idle = turn + 1, 0 if better else idle + 1
        return built, search

    @property
    def small(self) -> bool:
        """Whether the whole model can be solved at once over every route there is."""
        if self.priced.left_out or not self.question.pool.complete or self.budget.exhausted:
            return False
        units, days = self.question.programme.units, self.question.horizon
        return sum(len(self.priced.templates(u, d)) for u in units for d in days) <= MOST_AT_ONCE

    def settled(self, built: Built, search: Search, gap: float) -> tuple[Built, Search] | None:
        """Solve the whole model, all routes on offer; ``None`` when that led to nothing as good."""
        everything = self._opened(self.question.horizon, _driven(built.rounds.columns, search))
        trial = build(self.question, everything)
        again = _continued(trial, search, Phase.PROOF)
        found = again.ran(_leading_stages(trial.objectives, 0.5, gap))
        return (trial, again) if found and _vector(again) <= _vector(search) else None

    def _opened(self, window: DateRange, driven: Chosen) -> Offer:
        """Every priced route within the window, the present ones elsewhere."""

        def offer(unit: Unit, day: date) -> Sequence[Template]:
            present = driven.get((unit.id, day), [])
            if day not in window or not unit.runs(day):
                return present
            known = {template.slots for template in present}
            return present + [
                template
                for template in self.priced.templates(unit, day)
                if template.slots not in known and self.staffing.possible(template, day)
            ]

        return offer

    def proven(
        self, relaxed: Search, search: Search, *, thorough: bool = True
    ) -> tuple[Outcome, ...]:
        """Costs of the plan against bounds of the master, aim by aim.

        Where the plan is worse than the master, ``thorough`` takes the time to bound it anew.
        """
        leading = relaxed.outcomes[: len(LEADING)]
        bounds = [outcome.bound for outcome in leading]
        costs = _vector(search)
        if costs[:-1] != _vector(relaxed)[:-1]:
            bounds[-1] = self._travel_bound(costs) if thorough else 0
            same = True
            for index, (cost, outcome) in enumerate(zip(costs, leading, strict=True)):
                if not same and index < len(costs) - 1:
                    bounds[index] = 0
                same = same and cost == outcome.cost
        if self.priced.left_out:
            floor = floor_of_left_out(self.question, self.priced, costs[0])
            bounds[-1] = min(bounds[-1], max(0, ceil(floor - 1e-6)))
            bounds[:-1] = [0] * (len(bounds) - 1)  # a route left out might have done better
        if not self.question.pool.complete:
            bounds = [0] * len(bounds)  # nobody knows what the routes never listed could do
        return tuple(
            Outcome(objective=o.objective, cost=cost, bound=min(cost, bound))
            for o, cost, bound in zip(search.outcomes, costs, bounds, strict=False)
        )

    def _travel_bound(self, costs: tuple[int, ...]) -> int:
        """Least driving of any plan that is as good in the aims before."""
        if self.budget.exhausted:
            return 0
        master = self.master()
        for aim, cost in zip(LEADING[:-1], costs, strict=False):
            objective = master.objectives[aim].cost
            if not isinstance(objective, int):
                master.model.add(objective <= cost)
        search = Search(master.model, self.budget, Phase.PROOF)
        known = search.ran((Stage(parts=(master.objectives[Aim.TRAVEL],), share=0.5),))
        return search.outcomes[0].bound if known else 0


def _windows(horizon: DateRange) -> list[DateRange]:
    """Overlapping windows over the horizon."""
    step = timedelta(days=WINDOW_DAYS // 2)
    windows, first = [], horizon.first
    while first <= horizon.last:
        last = min(first + timedelta(days=WINDOW_DAYS - 1), horizon.last)
        windows.append(DateRange(first, last))
        if last == horizon.last:
            break
        first += step
    return windows
