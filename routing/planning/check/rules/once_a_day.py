"""A permanence is held at most once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def once_a_day(case: Case) -> Iterator[Violation]:
    """No permanence twice on a date, past sessions of that date included."""
    for name, sessions in case.sessions_by_permanence.items():
        planned = Counter(session.round.date for session in sessions)
        past = Counter(case.past_dates[name])
        for date, count in planned.items():
            if count + past[date] > 1:
                message = say(
                    "La permanence {name} est tenue plus d’une fois le {date}.",
                    name=name,
                    date=day(date),
                )
                yield Violation("HELD_TWICE", name, message)
