"""What is done already stays as it was done."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def prefixes(case: Case) -> Iterator[Violation]:
    """Compare the route of a prefix's vehicle and day with it, stop by stop."""
    for prefix in case.instance.prefixes:
        asked = [(s.kind, "" if s.kind == "reload" else s.task) for s in prefix.stops]
        made = [
            [(s.kind, "" if s.kind == "reload" else s.task) for s in route.stops]
            for route in case.solution.routes
            if (route.vehicle, route.day) == (prefix.vehicle, prefix.day)
        ]
        if asked and not any(stops[: len(asked)] == asked for stops in made):
            where = f"vehicle {prefix.vehicle}, day {prefix.day}"
            message = f"The route must begin with {asked}, and begins with {made}."
            yield Violation("PREFIX", where, message)
