"""No route is too long."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.rules.totals import driven
from routing.vrp.check.violation import Violation


def max_distance(case: Case) -> Iterator[Violation]:
    """Hold the metres driven, by the matrix, against the vehicle's bound."""
    for run in case.runs:
        most, metres = run.vehicle.max_distance_m, driven(run)[0]
        if most is not None and metres > most:
            yield Violation("MAX_DISTANCE", run.where, f"Drives {metres} m, at most {most} m.")
