"""A vehicle drives at most one route a day, on days on which it works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.vrp.check.case import Case, place_of, shift_of
from routing.vrp.check.violation import Violation


def routes(case: Case) -> Iterator[Violation]:
    """One route a vehicle and day, with a shift, and never empty of stops."""
    for route in case.solution.routes:
        vehicle = case.instance.vehicle_by_id.get(route.vehicle)
        if vehicle is not None and shift_of(vehicle, route.day) is None:
            days = sorted(shift.day for shift in vehicle.shifts)
            message = f"{vehicle.id} works on days {days} only."
            yield Violation("NO_SHIFT", place_of(route), message)
        if not route.stops:
            yield Violation("EMPTY_ROUTE", place_of(route), "The route has no stops.")
    counts = Counter(place_of(route) for route in case.solution.routes)
    for where, count in counts.items():
        if count > 1:
            yield Violation("TWO_ROUTES", where, f"There are {count} routes, at most 1 may be.")
