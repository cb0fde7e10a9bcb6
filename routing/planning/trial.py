"""Solve again with one thing more, and see which sessions that lets be held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ortools.sat.python import cp_model

from routing.planning.additions import Addition
from routing.planning.dates import DateRange
from routing.planning.model.aims import Aim, Objective, travel_cost_s
from routing.planning.model.budget import Budget
from routing.planning.model.build import Built, Question, build
from routing.planning.model.frequency import WORTH
from routing.planning.model.rounds import Offer
from routing.planning.model.search import Search, Stage
from routing.planning.model.staffing import Staffing
from routing.planning.phases import Phase
from routing.planning.pool import Template
from routing.planning.programme import Unit
from routing.planning.series import Need
from routing.planning.strategy import MOST_AT_ONCE

ROUTES_PER_DAY = 60
"""Most routes with several stops that are tried for a unit on a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The plan there is: its routes, its values by name, its cost and what it misses."""

    driven: Mapping[tuple[str, date], Sequence[Template]]
    values: Mapping[str, int]
    cost: int
    missing: Sequence[int]

    @staticmethod
    def of(built: Built, search: Search) -> Present:
        """Read the present plan off its model."""
        driven = {
            key: [column.template for column in columns if search.value(column.chosen)]
            for key, columns in built.rounds.columns.items()
        }
        return Present(
            driven=driven,
            values=search.named_values(),
            cost=search.value(built.objectives[Aim.HELD].cost),
            missing=[search.value(count) for _, count in built.sessions.missing],
        )


def helped(
    question: Question,
    present: Present,
    addition: Addition,
    needs: Sequence[int],
    budget: Budget,
    share: float,
) -> tuple[set[int], bool]:
    """Return which of ``needs`` the addition lets be held, nothing given up, and if that is all.

    ``share`` of the budget may be spent. A large question is solved week by week, everything
    else staying as planned: what is found is true, but there may be more.
    """
    if not needs or budget.exhausted:
        return set(), not needs
    changed = replace(question, programme=addition.change(question.programme))
    offer, certain = _offer(changed, present, needs)
    trial = _Trial(build(changed, offer), present, budget, thorough=certain)
    found: set[int] = set()
    windows = [question.horizon] if certain else list(_weeks(question.horizon))
    for index, window in enumerate(windows):
        inside = [
            n for n in needs if n not in found and any(d in window for d in question.due[n].dates)
        ]
        if inside:
            named, sure = trial.helped(window, inside, share / (len(windows) - index))
            found, certain = found | named, certain and sure
    return found, certain


@dataclass(frozen=True, slots=True)
class _Trial:
    """The model of a changed programme beside the plan there is.

    ``thorough`` is whether what one solve leaves out is tried by itself.
    """

    built: Built
    present: Present
    budget: Budget
    thorough: bool

    def helped(
        self, window: DateRange, needs: Sequence[int], share: float
    ) -> tuple[set[int], bool]:
        """Return which needs can be held by changes within ``window``, and if that is all."""
        if self.budget.exhausted:
            return set(), False
        held, present = self.built.objectives[Aim.HELD].cost, self.present
        search = _search(self._kept_outside(window), present, self.budget)
        if not search.ran((Stage(parts=(self.built.objectives[Aim.HELD],), share=share),)):
            return set(), False
        gain = present.cost - search.value(held)
        most = present.cost - search.outcomes[0].bound
        found, certain = set(), True
        for n in needs:
            need, missing = self.built.sessions.missing[n]
            worth = WORTH * need.permanence.priority
            if search.value(missing) < present.missing[n] and gain >= worth:
                found.add(n)
            elif most >= worth and self.thorough:
                model = self._kept_outside(window)
                model.add(cp_model.LinearExpr.sum([held]) <= present.cost - worth)
                answer = _possible(
                    model, missing, present.missing[n] - 1, present, self.budget, share
                )
                certain = certain and answer is not None
                found |= {n} if answer else set()
        return found, certain

    def _kept_outside(self, window: DateRange) -> cp_model.CpModel:
        """Copy the model, rounds and teams of other dates being those of the plan."""
        model, values = self.built.model.clone(), self.present.values
        columns = [
            c
            for (_, day), group in self.built.rounds.columns.items()
            if day not in window
            for c in group
        ]
        kept = [column.chosen for column in columns]
        for (_, _, day, _), roles in self.built.teams.roles.items():
            if day not in window:
                kept += roles.values()
        for variable in kept:
            model.add(variable == values.get(variable.name, 0))
        return model


def _weeks(horizon: DateRange) -> Iterator[DateRange]:
    first = horizon.first
    while first <= horizon.last:
        sunday = first + timedelta(days=6 - first.weekday())
        yield DateRange(first, min(sunday, horizon.last))
        first = sunday + timedelta(days=1)


def _possible(
    model: cp_model.CpModel,
    missing: cp_model.IntVar,
    most: int,
    present: Present,
    budget: Budget,
    share: float,
) -> bool | None:
    """Whether a model allows at most ``most`` sessions to be missing; ``None`` if not found out."""
    if budget.exhausted:
        return None
    search = _search(model, present, budget)
    goal = Objective(Aim.HELD, missing, most + 1)
    if not search.ran((Stage(parts=(goal,), share=share),)):
        return False if search.impossible else None
    if search.value(missing) <= most:
        return True
    return False if search.outcomes[0].bound > most else None


def missing_alone(question: Question, need: Need, budget: Budget) -> int | None:
    """Least sessions missing if the others were not due; ``None`` if not found out."""
    if budget.exhausted:
        return None
    name = frozenset({need.permanence.id})
    only = replace(question, due=(need,), due_on=dict.fromkeys(need.dates, name))
    built = build(only, _everything(only))
    search = Search(built.model, budget, Phase.REASONS)
    _, missing = built.sessions.missing[0]
    goal = Objective(Aim.HELD, missing, need.count)
    if not search.ran((Stage(parts=(goal,), share=0.2),)) or search.outcomes[0].gap:
        return None
    return search.value(missing)


def _search(model: cp_model.CpModel, present: Present, budget: Budget) -> Search:
    search = Search(model, budget, Phase.REASONS)
    search.hint(present.values)
    return search


def _everything(question: Question) -> Offer:
    """Offer every route that somebody could drive and hold."""
    staffing = Staffing(question.programme)

    def offer(unit: Unit, day: date) -> Sequence[Template]:
        templates = question.open(question.pool.templates(unit, day.weekday()), unit, day)
        return [template for template in templates if staffing.possible(template, day)]

    return offer


def _offer(question: Question, present: Present, needs: Sequence[int]) -> tuple[Offer, bool]:
    """Offer all routes, if they are few, and say so.

    Otherwise those of the plan, all with one stop, and the cheapest that serve ``needs``.
    """
    everything = _everything(question)
    units, days = question.programme.units, question.horizon
    if sum(len(everything(unit, day)) for unit in units for day in days) <= MOST_AT_ONCE:
        return everything, True
    wanted = {question.due[n].permanence.id for n in needs}

    def offer(unit: Unit, day: date) -> Sequence[Template]:
        templates = everything(unit, day)
        single = [template for template in templates if len(template.visits) == 1]
        several = [
            template
            for template in sorted(templates, key=lambda t: (travel_cost_s(t.route), t.slots))
            if len(template.visits) > 1 and any(name in wanted for name, _ in template.slots)
        ]
        chosen = [*present.driven.get((unit.id, day), ()), *single, *several[:ROUTES_PER_DAY]]
        return list({template.slots: template for template in chosen}.values())

    return offer, False
