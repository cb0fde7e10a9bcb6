"""A route stays within its shift."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def shifts(case: Case) -> Iterator[Violation]:
    """Departure and return lie between the first and the last second of the shift."""
    for run in case.runs:
        route, shift = run.route, run.shift
        if route.depart_s < shift.earliest_s or route.return_s > shift.latest_s:
            message = (
                f"Away from {route.depart_s} to {route.return_s} s, the shift goes from "
                f"{shift.earliest_s} to {shift.latest_s} s."
            )
            yield Violation("SHIFT", run.where, message)
