"""No route takes too long."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def max_duration(case: Case) -> Iterator[Violation]:
    """From departure to return, waiting included, within the vehicle's bound."""
    for run in case.runs:
        most, seconds = run.vehicle.max_duration_s, run.route.return_s - run.route.depart_s
        if most is not None and seconds > most:
            yield Violation("MAX_DURATION", run.where, f"Takes {seconds} s, at most {most} s.")
