"""People rest between two days of work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, span
from routing.planning.check.work import by_day
from routing.planning.dates import DAY_S
from routing.sentence import say


def daily_rest(case: Case) -> Iterator[Violation]:
    """From a day's last return to the next day's first departure, at least ``daily_rest_s``.

    Code du travail, article L3131-1. Counted on the clock: the hour that a change to
    summer time takes is not. Past sessions have no hours, so nothing is said about them.
    """
    least = case.programme.rules.daily_rest_s
    for name, shifts in case.shifts_by_member.items():
        if not case.binds(shifts[0].member):
            continue
        for (date, before), (next_date, after) in pairwise(by_day(shifts)):
            ended = max(shift.duty.return_s for shift in before)
            begins = min(shift.duty.depart_s for shift in after)
            rest = (next_date - date).days * DAY_S + begins - ended
            if rest < least:
                yield Violation(
                    "DAILY_REST",
                    name,
                    say(
                        "{name} se repose {rest} entre le {date} et le {next_date} (au moins "
                        "{least}).",
                        name=name,
                        rest=span(rest),
                        date=day(date),
                        next_date=day(next_date),
                        least=span(least),
                    ),
                )
