"""Sessions begin when their permanence opens."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Session
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, day, half_day, weekday
from routing.sentence import say


def openings(case: Case) -> Iterator[Violation]:
    """Require an opening on the weekday and half-day, and a start within its hours."""
    for session in case.sessions:
        yield from _opening(session)


def _opening(session: Session) -> Iterator[Violation]:
    stop, permanence, round_ = session.stop, session.permanence, session.round
    number = round_.date.weekday()
    where = say(
        "Permanence {permanence}, tournée {round} du {date}",
        permanence=permanence.id,
        round=round_.id,
        date=day(round_.date),
    )
    for opening in permanence.openings:
        if (opening.weekday, opening.half_day) == (number, stop.half_day):
            if not opening.start_s <= stop.start_s <= opening.latest_start_s:
                yield Violation(
                    "START_OUTSIDE_OPENING",
                    round_.id,
                    say(
                        "{where} : début à {start}, alors qu’elle ouvre entre {earliest} et "
                        "{latest}.",
                        where=where,
                        start=clock(stop.start_s),
                        earliest=clock(opening.start_s),
                        latest=clock(opening.latest_start_s),
                    ),
                )
            return
    slot = say("{weekday} {half_day}", weekday=weekday(number), half_day=half_day(stop.half_day))
    yield Violation(
        "NO_OPENING",
        round_.id,
        say("{where} : elle n’ouvre pas le {slot}.", where=where, slot=slot),
    )
