"""The master problem: dates and rounds, with teams only counted by heads.

Units alike are taken together and nobody is named, so the model is small. All it forgets
are constraints, hence its optimum bounds every real plan from below, aim by aim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.model.aims import (
    Aim,
    Objective,
    held_objective,
    people_objective,
    regularity_objective,
    travel_objective,
)
from routing.planning.model.build import Question
from routing.planning.model.crowds import limit_crowds
from routing.planning.model.frequency import add_sessions
from routing.planning.model.rounds import TURNAROUND_S, Column, Held, Offer, alike, column_name
from routing.planning.model.stability import session_changes
from routing.planning.model.staffing import Staffing
from routing.planning.programme import HalfDay, Programme, Unit


@dataclass(slots=True, kw_only=True)
class Master:
    """The model, its columns (``unit`` is the first of its kind) and its aims."""

    model: cp_model.CpModel
    columns: dict[tuple[str, date], list[Column]]
    objectives: dict[Aim, Objective]


def build_master(question: Question, offer: Offer, staffing: Staffing) -> Master:
    """Write the master problem over the routes on offer."""
    programme, model = question.programme, cp_model.CpModel()
    columns: dict[tuple[str, date], list[Column]] = {}
    held: Held = defaultdict(list)
    for day in question.horizon:
        today = []
        for units in _kinds(programme, day):
            group = _add_kind(model, day, units, offer, staffing)
            columns[units[0].id, day] = group
            today += group
        for column in today:
            for permanence, half_day in column.template.slots:
                held[permanence, day, half_day].append(column.chosen)
        _count_drivers(model, staffing, day, today)
    sessions = add_sessions(model, held, programme, question.horizon, question.due)
    everything = [column for group in columns.values() for column in group]
    limit_crowds(model, programme, staffing, everything)
    empty = [(staffing.least_empty(c.template, c.date), c.chosen) for c in everything]
    aims = [
        held_objective(sessions),
        people_objective(model, held, everything, question.reach),
        regularity_objective(model, held, sessions, programme),
        Objective(Aim.ROLES, sum(n * chosen for n, chosen in empty if n), sum(n for n, _ in empty)),
        travel_objective(everything),
    ]
    if question.told:
        aims.append(session_changes(held, question.told))
    return Master(
        model=model, columns=columns, objectives={objective.aim: objective for objective in aims}
    )


def _kinds(programme: Programme, day: date) -> list[list[Unit]]:
    """Units that run on ``day``, alike ones together."""
    kinds: dict[tuple[object, ...], list[Unit]] = defaultdict(list)
    for unit in programme.units:
        if unit.runs(day):
            kinds[alike(unit)].append(unit)
    return list(kinds.values())


def _add_kind(
    model: cp_model.CpModel, day: date, units: Sequence[Unit], offer: Offer, staffing: Staffing
) -> list[Column]:
    first = units[0]
    columns = [
        Column(first.id, day, template, model.new_bool_var(column_name(first.id, day, template)))
        for template in offer(first, day)
        if staffing.possible(template, day)
    ]
    for together in _meeting(columns):
        if len(together) > len(units):
            model.add(sum(column.chosen for column in together) <= len(units))
    return columns


def _meeting(columns: Sequence[Column]) -> Iterable[list[Column]]:
    """Largest sets of trips of which no two can have the same unit, at one moment or another.

    A unit is taken from departure until it is back and ready to leave again.

    Intervals that never exceed ``k`` at a time can always be shared among ``k`` units.
    """
    seen: list[set[int]] = []
    for moment in sorted({c.template.route.depart_s for c in columns}, reverse=True):
        active = [
            i
            for i, c in enumerate(columns)
            if c.template.route.depart_s <= moment < c.template.route.return_s + TURNAROUND_S
        ]
        if not any(set(active) <= other for other in seen):
            seen.append(set(active))
            yield [columns[i] for i in active]


def _count_drivers(
    model: cp_model.CpModel, staffing: Staffing, day: date, columns: Sequence[Column]
) -> None:
    """Send no more units out at a time than people can drive."""
    for half_day in HalfDay:
        covering = [c for c in columns if half_day in c.template.half_days]
        drivers = len(staffing.drivers(day, (half_day,)))
        if len(covering) > drivers:
            model.add(sum(c.chosen for c in covering) <= drivers)
