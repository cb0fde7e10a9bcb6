"""A client with a pattern is visited on exactly one of its sets of days."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def patterns(case: Case) -> Iterator[Violation]:
    """Require the days of one of the sets, or no visits at all."""
    for client in case.instance.clients:
        days = tuple(sorted({route.day for route, _ in case.stops_by_task[client.id]}))
        if days and client.pattern is not None and days not in client.pattern.day_sets:
            message = f"Visited on days {days}, which is none of {client.pattern.day_sets}."
            yield Violation("PATTERN", f"task {client.id}", message)
