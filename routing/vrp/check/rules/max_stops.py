"""No route has too many stops."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def max_stops(case: Case) -> Iterator[Violation]:
    """Pickups, deliveries and visits are counted; reloads are not."""
    for run in case.runs:
        count = sum(halt.stop.kind != "reload" for halt in run.halts)
        most = run.vehicle.max_stops
        if most is not None and count > most:
            yield Violation("MAX_STOPS", run.where, f"Makes {count} stops, at most {most}.")
