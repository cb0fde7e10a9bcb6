"""Rides are dated within the plan's horizon."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates, day


def horizon(case: Case) -> Iterator[Violation]:
    """No ride lies outside the horizon."""
    for ride in case.plan.rides:
        if ride.date not in case.plan.horizon:
            yield Violation(
                "RIDE_OUTSIDE_HORIZON",
                ride.id,
                f"Le transport {ride.id} a lieu le {day(ride.date)}, hors de la période "
                f"planifiée ({dates(case.plan.horizon)}).",
            )
