"""Nobody works too long in a day."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, span
from routing.planning.check.work import by_day, work_s
from routing.sentence import say


def working_day(case: Case) -> Iterator[Violation]:
    """Require that a day's shifts, without pauses, sum to at most ``max_day_s``.

    Code du travail, article L3121-18.
    """
    most = case.programme.rules.max_day_s
    for name, shifts in case.shifts_by_member.items():
        for date, today in by_day(shifts):
            total = sum(work_s(case, shift) for shift in today)
            if case.binds(today[0].member) and total > most:
                message = say(
                    "{name} travaille {total} le {date} (au plus {most}).",
                    name=name,
                    total=span(total),
                    date=day(date),
                    most=span(most),
                )
                yield Violation("DAY_TOO_LONG", name, message)
