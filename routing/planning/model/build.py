"""The whole model of a programme over a horizon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.dates import Horizon
from routing.planning.model.aims import (
    Aim,
    Objective,
    held_objective,
    people_objective,
    regularity_objective,
    team_objectives,
    travel_objective,
)
from routing.planning.model.frequency import Sessions, add_sessions
from routing.planning.model.hours import add_hours
from routing.planning.model.people import Reach, reach
from routing.planning.model.rounds import Offer, Rounds, add_rounds
from routing.planning.model.stability import all_changes
from routing.planning.model.team import Teams, add_teams
from routing.planning.open_days import OpenDays
from routing.planning.plans import Round
from routing.planning.pool import Pool, Template
from routing.planning.programme import Programme, Unit
from routing.planning.series import Need, needs
from routing.planning.territory import Territory
from routing.planning.travel import Travel


@dataclass(slots=True, kw_only=True)
class Question:
    """A programme over a horizon, with everything looked up that does not change.

    ``told``: rounds of a plan that people know; none where none was published.
    """

    programme: Programme
    horizon: Horizon
    days: OpenDays
    travel: Travel
    due: tuple[Need, ...]
    due_on: Mapping[date, frozenset[str]]
    pool: Pool
    reach: Reach
    told: tuple[Round, ...] = ()

    def open(self, templates: Iterable[Template], unit: Unit, day: date) -> list[Template]:
        """Those of ``templates`` whose sessions are all due on ``day``, if the unit runs."""
        due = self.due_on.get(day, frozenset())
        if not due or not unit.runs(day):
            return []
        return [t for t in templates if all(name in due for name, _ in t.slots)]


@dataclass(slots=True, kw_only=True)
class Built:
    """The CP-SAT model of a question and the handles to read its answer."""

    model: cp_model.CpModel
    rounds: Rounds
    sessions: Sessions
    teams: Teams
    objectives: dict[Aim, Objective]


def ask(
    programme: Programme,
    horizon: Horizon,
    territory: Territory,
    travel: Travel,
    told: Sequence[Round] = (),
) -> Question:
    """Expand the series of a programme into what is due; ``told``: rounds that people know."""
    days = OpenDays(programme, territory)
    due = [
        need
        for permanence in programme.permanences
        for need in needs(permanence, horizon, days, programme.past)
    ]
    due_on: dict[date, set[str]] = defaultdict(set)
    for need in due:
        for day in need.dates:
            due_on[day].add(need.permanence.id)
    return Question(
        programme=programme,
        horizon=horizon,
        days=days,
        travel=travel,
        due=tuple(due),
        due_on={day: frozenset(names) for day, names in due_on.items()},
        pool=Pool(programme, travel),
        reach=reach(programme, due),
        told=tuple(told),
    )


def build(question: Question, offer: Offer) -> Built:
    """Write the model of what ``offer`` allows: rounds, sessions, teams, hours and aims."""
    programme, model = question.programme, cp_model.CpModel()
    rounds = add_rounds(model, programme, question.horizon, offer)
    held = rounds.held()
    sessions = add_sessions(model, held, programme, question.horizon, question.due)
    teams = add_teams(rounds, programme)
    add_hours(rounds, teams, programme, question.travel)
    columns = [column for group in rounds.columns.values() for column in group]
    roles, fairness, preference = team_objectives(rounds, teams, programme)
    aims = [
        held_objective(sessions),
        people_objective(model, held, columns, question.reach),
        regularity_objective(model, held, sessions, programme),
        roles,
        travel_objective(columns),
        fairness,
        preference,
    ]
    if question.told:
        aims.append(all_changes(held, teams, question.told))
    return Built(
        model=model,
        rounds=rounds,
        sessions=sessions,
        teams=teams,
        objectives={objective.aim: objective for objective in aims},
    )
