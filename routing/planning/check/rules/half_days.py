"""Nobody serves more half-days than they offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import counted, day, month
from routing.planning.check.work import week_of
from routing.planning.programme import HalfDay
from routing.sentence import Sentence, say

_Slot: TypeAlias = tuple[date, HalfDay]


def half_days(case: Case) -> Iterator[Violation]:
    """Half-days served in a week and in a calendar month stay within the person's limits.

    A half-day is one date and part of the day, however many sessions it holds; past ones
    count. The limits bind volunteers as much as employees: they are what people offered.
    """
    for name in case.shifts_by_member:
        member, planned, past = case.members[name], _planned(case, name), _past(case, name)
        if member.max_half_days_per_week is not None:
            for monday, count in _counts(planned, past, week_of):
                if count > member.max_half_days_per_week:
                    where = say("dans la semaine du {monday}", monday=day(monday))
                    yield _violation("WEEK", name, count, where, member.max_half_days_per_week)
        if member.max_half_days_per_month is not None:
            for first, count in _counts(planned, past, _month_of):
                if count > member.max_half_days_per_month:
                    where = say("en {month}", month=month(first))
                    yield _violation("MONTH", name, count, where, member.max_half_days_per_month)


def _planned(case: Case, name: str) -> set[_Slot]:
    return {
        (shift.round.date, session.stop.half_day)
        for shift in case.shifts_by_member[name]
        for session in shift.sessions
    }


def _past(case: Case, name: str) -> set[_Slot]:
    return {
        (session.date, session.half_day)
        for session in case.programme.past
        if any(duty.staff == name for duty in session.team)
    }


def _counts(
    planned: set[_Slot], past: set[_Slot], key: Callable[[date], date]
) -> list[tuple[date, int]]:
    """Half-days of each week or month that the plan touches."""
    found: defaultdict[date, int] = defaultdict(int)
    touched = {key(value) for value, _ in planned}
    for value, _ in planned | past:
        if key(value) in touched:
            found[key(value)] += 1
    return sorted(found.items())


def _month_of(value: date) -> date:
    return value.replace(day=1)


def _violation(period: str, name: str, count: int, where: Sentence, most: int) -> Violation:
    served = counted(
        count,
        say("1\N{NO-BREAK SPACE}demi-journée"),
        say("{n}\N{NO-BREAK SPACE}demi-journées"),
    )
    message = say(
        "{name} sert {count} {where} (au plus {most}).",
        name=name,
        count=served,
        where=where,
        most=most,
    )
    return Violation(f"HALF_DAYS_PER_{period}", name, message)
