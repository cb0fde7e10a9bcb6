"""Reloading starts within a window of the depot."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def reload_windows(case: Case) -> Iterator[Violation]:
    """Require a start of reloading in one of the reload's windows, where it has any."""
    for run in case.runs:
        for index, halt in enumerate(run.halts):
            if halt.stop.kind == "reload" and not halt.asked.opens(halt.stop.start_s):
                asked = [(w.earliest_s, w.latest_s) for w in halt.asked.windows]
                message = f"Started at {halt.stop.start_s} s, in none of the windows {asked}."
                yield Violation("RELOAD_WINDOW", run.at(index), message)
