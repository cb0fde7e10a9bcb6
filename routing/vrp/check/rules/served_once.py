"""Nothing is served twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def served_once(case: Case) -> Iterator[Violation]:
    """One visit a client, with a pattern one a day; one pickup and one delivery a shipment."""
    for name, stops in case.stops_by_task.items():
        client = case.instance.client_by_id.get(name)
        by_day = client is not None and client.pattern is not None
        counts = Counter((stop.kind, route.day if by_day else None) for route, stop in stops)
        for (kind, day), count in counts.items():
            if count > 1:
                when = "" if day is None else f" on day {day}"
                message = f"{name} has {count} stops of kind {kind}{when}, at most 1 may be."
                yield Violation("SERVED_TWICE", f"task {name}", message)
