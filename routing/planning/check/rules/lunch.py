"""A whole day out leaves time for lunch."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import span
from routing.planning.programme import HalfDay
from routing.sentence import say


def lunch(case: Case) -> Iterator[Violation]:
    """Require a pause of ``lunch_s`` in rounds with a morning and an afternoon session.

    This is a rule of the round: it holds whoever is in the team.
    """
    least = case.programme.rules.lunch_s
    for round_ in case.plan.rounds:
        parts = {stop.half_day for stop in round_.stops}
        longest = max((pause.end_s - pause.start_s for pause in round_.pauses), default=0)
        if {HalfDay.MORNING, HalfDay.AFTERNOON} <= parts and longest < least:
            yield Violation(
                "LUNCH_MISSING",
                round_.id,
                say(
                    "La tournée {round} couvre le matin et l’après-midi sans pause de "
                    "{least} (la plus longue : {longest}).",
                    round=round_.id,
                    least=span(least),
                    longest=span(longest),
                ),
            )
