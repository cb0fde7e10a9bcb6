"""Sessions begin when their permanence opens."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case, Session
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, day, half_day, weekday


def openings(case: Case) -> Iterator[Violation]:
    """Require an opening on the weekday and half-day, and a start within its hours."""
    for session in case.sessions:
        yield from _opening(session)


def _opening(session: Session) -> Iterator[Violation]:
    stop, permanence, round_ = session.stop, session.permanence, session.round
    number = round_.date.weekday()
    where = f"Permanence {permanence.id}, tournée {round_.id} du {day(round_.date)}"
    for opening in permanence.openings:
        if (opening.weekday, opening.half_day) == (number, stop.half_day):
            if not opening.start_s <= stop.start_s <= opening.latest_start_s:
                yield Violation(
                    "START_OUTSIDE_OPENING",
                    round_.id,
                    f"{where} : début à {clock(stop.start_s)}, alors qu’elle ouvre entre "
                    f"{clock(opening.start_s)} et {clock(opening.latest_start_s)}.",
                )
            return
    slot = f"{weekday(number)} {half_day(stop.half_day)}"
    yield Violation("NO_OPENING", round_.id, f"{where} : elle n’ouvre pas le {slot}.")
