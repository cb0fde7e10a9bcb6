"""People come when they can."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, half_day
from routing.sentence import say


def availability(case: Case) -> Iterator[Violation]:
    """Nobody serves in an absence (it wins), nor outside their week and their extra days."""
    for shift in case.shifts:
        member, date = shift.member, shift.round.date
        who = say("{member}, tournée {round}", member=member.id, round=shift.round.id)
        if any(date in absence for absence in member.absences):
            message = say("{who} : absence le {date}.", who=who, date=day(date))
            yield Violation("STAFF_ABSENT", shift.round.id, message)
            continue
        if date in member.extra_days:
            continue
        for part in sorted({s.stop.half_day for s in shift.sessions}, key=lambda p: p.rank):
            if (date.weekday(), part) not in member.availability:
                message = say(
                    "{who} : pas de disponibilité le {date}, {part}.",
                    who=who,
                    date=day(date),
                    part=half_day(part),
                )
                yield Violation("STAFF_UNAVAILABLE", shift.round.id, message)
