"""No route has too many trips."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def max_trips(case: Case) -> Iterator[Violation]:
    """One trip more than there are reloads, within the vehicle's bound."""
    for run in case.runs:
        count = 1 + sum(halt.stop.kind == "reload" for halt in run.halts)
        if count > run.vehicle.max_trips:
            message = f"Makes {count} trips, at most {run.vehicle.max_trips}."
            yield Violation("MAX_TRIPS", run.where, message)
