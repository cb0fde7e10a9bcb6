"""The breaks of a shift are taken, each at most once, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.vrp.check.case import Case, Run
from routing.vrp.check.violation import Violation
from routing.vrp.fleet import Break
from routing.vrp.solution import TakenBreak


def breaks_due(case: Case) -> Iterator[Violation]:
    """Match what is taken with what is asked: length, and start within a window.

    A break is due when the route leaves no later than the last moment at which it may start,
    and returns after it; a route that returns just then may rest on being back.
    """
    for run in case.runs:
        asked = run.shift.breaks
        if not _match(run.route.breaks, asked, _due(run)):
            given = [(pause.duration_s, pause.windows[-1].latest_s) for pause in asked]
            taken = [(pause.start_s, pause.end_s) for pause in run.route.breaks]
            message = (
                f"Away from {run.route.depart_s} to {run.route.return_s} s, taken are {taken}; "
                f"asked are (duration, last start) {given}."
            )
            yield Violation("BREAKS", run.where, message)


def _due(run: Run) -> frozenset[int]:
    return frozenset(
        number
        for number, pause in enumerate(run.shift.breaks)
        if run.route.depart_s <= pause.windows[-1].latest_s < run.route.return_s
    )


def _match(taken: Sequence[TakenBreak], asked: Sequence[Break], due: frozenset[int]) -> bool:
    """Whether each taken break can have an asked one of its own, so that all due are used."""
    if not taken:
        return not due
    first, *others = taken
    for number, pause in enumerate(asked):
        starts = any(w.earliest_s <= first.start_s <= w.latest_s for w in pause.windows)
        if starts and first.end_s - first.start_s == pause.duration_s:
            left = [one for other, one in enumerate(asked) if other != number]
            still = frozenset(other - (other > number) for other in due if other != number)
            if _match(others, left, still):
                return True
    return False
