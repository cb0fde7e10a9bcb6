"""Sunday is a day of rest unless the programme says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say

_SUNDAY = 6


def sunday(case: Case) -> Iterator[Violation]:
    """Nobody whom the rules bind works on a Sunday without ``sunday_work``.

    Code du travail, article L3132-3. That a permanence opens on Sundays is not enough.
    """
    if case.programme.rules.sunday_work:
        return
    for shift in case.shifts:
        date = shift.round.date
        if date.weekday() == _SUNDAY and case.binds(shift.member):
            message = say(
                "{member} travaille le {date} (tournée {round}).",
                member=shift.member.id,
                date=day(date),
                round=shift.round.id,
            )
            yield Violation("SUNDAY_WORK", shift.round.id, message)
