"""A shipment is carried entirely, by one vehicle on one day, and in the right order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.vrp.check.case import Case, place_of
from routing.vrp.check.violation import Violation
from routing.vrp.solution import Route, Stop


def whole_shipments(case: Case) -> Iterator[Violation]:
    """Where there is a pickup there is a delivery, later in the same route, and conversely."""
    for shipment in case.instance.shipments:
        stops = case.stops_by_task[shipment.id]
        kinds = [stop.kind for _, stop in stops]
        where = f"task {shipment.id}"
        if kinds and set(kinds) != {"pickup", "delivery"}:
            yield Violation("HALF_SHIPMENT", where, f"There is only a {kinds[0]}.")
        elif len(kinds) == 2:
            yield from _order(where, stops)


def _order(where: str, stops: Sequence[tuple[Route, Stop]]) -> Iterator[Violation]:
    (one, first), (other, _) = stops
    if place_of(one) != place_of(other):
        message = f"Its ends lie in two routes: {place_of(one)} and {place_of(other)}."
        yield Violation("SPLIT_SHIPMENT", where, message)
    elif first.kind == "delivery":
        message = f"In the route of {place_of(one)} the delivery comes before the pickup."
        yield Violation("DELIVERY_FIRST", where, message)
