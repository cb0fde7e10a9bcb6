"""Regularity: the same weekday, half-day and week of the fortnight as before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.model.rounds import Held
from routing.planning.programme import EveryWeeks, HalfDay, Permanence, PerMonth, Programme
from routing.planning.series import block_start


@dataclass(frozen=True, slots=True, order=True)
class Habit:
    """A day in the cycle of weeks (``offset`` 0 is the first Monday) and its half-day."""

    offset: int
    half_day: HalfDay

    @property
    def weekly(self) -> tuple[int, HalfDay]:
        """Weekday and half-day, whatever the week of the cycle."""
        return self.offset % 7, self.half_day


def habit_of(permanence: Permanence, day: date, half_day: HalfDay) -> Habit:
    """Return where a session falls in the cycle of its permanence."""
    if isinstance(permanence.frequency, EveryWeeks):
        return Habit((day - block_start(permanence.frequency, day)).days, half_day)
    return Habit(day.weekday(), half_day)


def past_habit(programme: Programme, permanence: Permanence) -> Habit | None:
    """Return the commonest habit of the past that is still allowed, the latest on a tie."""
    allowed = {(o.weekday, o.half_day) for o in permanence.openings}
    seen = [
        habit
        for session in sorted(programme.past, key=lambda s: s.date, reverse=True)
        if session.permanence == permanence.id
        and (habit := habit_of(permanence, session.date, session.half_day)).weekly in allowed
    ]
    return Counter(seen).most_common(1)[0][0] if seen else None


def add_habits(
    model: cp_model.CpModel, held: Held, programme: Programme
) -> list[cp_model.LinearExprT]:
    """Count what breaks a habit: 1 for another week of the cycle, 2 for another half-day.

    Where the past shows no habit, the model chooses one: any day of the cycle, so that
    sessions follow one another regularly.
    """
    broken: list[cp_model.LinearExprT] = []
    for permanence in programme.permanences:
        if not isinstance(permanence.frequency, EveryWeeks | PerMonth):
            continue  # their dates are given
        sessions = [
            (day, habit_of(permanence, day, half), cp_model.LinearExpr.sum(literals))
            for (name, day, half), literals in held.items()
            if name == permanence.id
        ]
        known = past_habit(programme, permanence)
        if known is not None:
            broken += [
                (2 if habit.weekly != known.weekly else 1) * literal
                for _, habit, literal in sessions
                if habit != known
            ]
        elif sessions:
            broken += _choose(model, permanence, sessions)
    return broken


def _choose(
    model: cp_model.CpModel,
    permanence: Permanence,
    sessions: Sequence[tuple[date, Habit, cp_model.LinearExprT]],
) -> list[cp_model.LinearExprT]:
    habits = sorted({habit for _, habit, _ in sessions})
    slots = sorted({habit.weekly for habit in habits})
    name = permanence.id
    cycle = {h: model.new_bool_var(f"habit:{name}:{h.offset}:{h.half_day}") for h in habits}
    week = {w: model.new_bool_var(f"weekly:{name}:{w[0]}:{w[1]}") for w in slots}
    model.add_exactly_one(cycle.values())
    for slot, literal in week.items():
        model.add(sum(cycle[h] for h in habits if h.weekly == slot) == literal)
    broken: list[cp_model.LinearExprT] = []
    for day, habit, held in sessions:
        for what, choice in (("cycle", cycle[habit]), ("week", week[habit.weekly])):
            off = model.new_bool_var(f"off:{what}:{name}:{day}:{habit.half_day}")
            model.add(choice + off >= held)  # one by one: their sum would leave a weaker bound
            broken.append(off)
    return broken
