"""Distance and driving time of a route are sums over its legs."""

from __future__ import annotations

from collections.abc import Iterator

from routing.matrix import UNREACHABLE
from routing.vrp.check.case import Case, Run
from routing.vrp.check.violation import Violation


def totals(case: Case) -> Iterator[Violation]:
    """Compare both with the matrix, where there is a way."""
    for run in case.runs:
        metres, seconds = driven(run)
        if run.route.distance_m != metres:
            message = f"Told are {run.route.distance_m} m, driven are {metres} m."
            yield Violation("WRONG_DISTANCE", run.where, message)
        if run.route.driving_s != seconds < UNREACHABLE:
            message = f"Told are {run.route.driving_s} s, driven are {seconds} s."
            yield Violation("WRONG_DRIVING", run.where, message)


def driven(run: Run) -> tuple[int, int]:
    """Metres and seconds of driving by the matrix."""
    first = 1 if run.vehicle.start is None else 0
    legs = run.legs[first : -1 if run.vehicle.end is None else None]
    metres = sum(int(run.matrix.distances_m[leg]) for leg in legs)
    return metres, sum(int(run.matrix.durations_s[leg]) for leg in legs)
