"""Service starts within a window."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def windows(case: Case) -> Iterator[Violation]:
    """Require a START of service in one of the stop's windows, where it has any."""
    for run in case.runs:
        for index, halt in enumerate(run.halts):
            if halt.stop.kind != "reload" and not halt.asked.opens(halt.stop.start_s):
                asked = [(w.earliest_s, w.latest_s) for w in halt.asked.windows]
                message = f"Started at {halt.stop.start_s} s, in none of the windows {asked}."
                yield Violation("WINDOW", run.at(index), message)
