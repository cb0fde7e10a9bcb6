"""What is pinned to vehicles and a day is served there, if at all."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def pins(case: Case) -> Iterator[Violation]:
    """Every stop of a pinned task lies with one of its vehicles, and on its day."""
    for pin in case.instance.pins:
        for route, _ in case.stops_by_task[pin.task]:
            if route.vehicle not in pin.vehicles:
                message = f"Served by {route.vehicle}, though pinned to {sorted(pin.vehicles)}."
                yield Violation("PIN_VEHICLE", f"task {pin.task}", message)
            if pin.day is not None and route.day != pin.day:
                message = f"Served on day {route.day}, though pinned to day {pin.day}."
                yield Violation("PIN_DAY", f"task {pin.task}", message)
