"""Breaks are taken on arrival, before the first departure or after the last arrival."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.vrp.check.case import Case, Run
from routing.vrp.check.violation import Violation
from routing.vrp.solution import TakenBreak


def breaks_placed(case: Case) -> Iterator[Violation]:
    """No break overlaps driving, set-up, service, another break, or the ends of the shift."""
    for run in case.runs:
        for taken in run.route.breaks:
            inside = run.shift.earliest_s <= taken.start_s and taken.end_s <= run.shift.latest_s
            if not inside or not _free(run, taken):
                message = f"It fills {taken.start_s} to {taken.end_s} s, which is not free."
                yield Violation("BREAK_PLACE", f"{run.where}, break {taken.before}", message)
        ordered = sorted(run.route.breaks, key=lambda taken: (taken.start_s, taken.end_s))
        for one, other in pairwise(ordered):
            if other.start_s < one.end_s:
                message = f"One ends at {one.end_s} s, the next begins at {other.start_s} s."
                yield Violation("BREAK_OVERLAP", run.where, message)


def _free(run: Run, taken: TakenBreak) -> bool:
    if not 0 <= taken.before <= len(run.halts):
        return False
    if taken.before == len(run.halts):
        return taken.start_s >= run.route.return_s
    if taken.before == 0 and taken.end_s <= run.route.depart_s:
        return True
    halt = run.halts[taken.before]
    begins = halt.stop.start_s - halt.setup_s
    return halt.stop.arrive_s <= taken.start_s and taken.end_s <= begins
