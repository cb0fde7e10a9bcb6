"""People do not work every day of the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, days
from routing.planning.check.work import week_of
from routing.sentence import say


def days_per_week(case: Case) -> Iterator[Violation]:
    """At most ``max_days_per_week`` dates of work in a week, past ones included.

    Code du travail, article L3132-1.
    """
    most = case.programme.rules.max_days_per_week
    for name, shifts in case.shifts_by_member.items():
        if not case.binds(shifts[0].member):
            continue
        weeks: defaultdict[date, set[date]] = defaultdict(set)
        for shift in shifts:
            weeks[week_of(shift.round.date)].add(shift.round.date)
        for monday, planned in sorted(weeks.items()):
            count = len(planned | _past(case, name, monday))
            if count > most:
                yield Violation(
                    "TOO_MANY_DAYS",
                    name,
                    say(
                        "{name} travaille {count} dans la semaine du {monday} (au plus {most}).",
                        name=name,
                        count=days(count),
                        monday=day(monday),
                        most=most,
                    ),
                )


def _past(case: Case, name: str, monday: date) -> set[date]:
    return {
        session.date
        for session in case.programme.past
        if week_of(session.date) == monday and any(duty.staff == name for duty in session.team)
    }
