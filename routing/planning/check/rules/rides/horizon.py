"""Rides are dated within the plan's horizon."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates, day
from routing.sentence import say


def horizon(case: Case) -> Iterator[Violation]:
    """No ride lies outside the horizon."""
    for ride in case.plan.rides:
        if ride.date not in case.plan.horizon:
            yield Violation(
                "RIDE_OUTSIDE_HORIZON",
                ride.id,
                say(
                    "Le transport {ride} a lieu le {date}, hors de la période planifiée "
                    "({horizon}).",
                    ride=ride.id,
                    date=day(ride.date),
                    horizon=dates(case.plan.horizon),
                ),
            )
