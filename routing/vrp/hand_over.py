"""The stops of one vehicle's route, driven by another."""

from __future__ import annotations

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import Route, Stop
from routing.vrp.timing import obstacles, timetable


def handed_over(instance: Instance, route: Route, vehicle: str) -> Route | None:
    """Return ``route`` as ``vehicle`` would drive it on its day, with times of its own.

    ``None`` where its hours, loads, limits or skills, or a pin, do not allow it. Whether that
    vehicle is busy that day is not looked at, nor are links between routes.
    """
    index = next(k for k, other in enumerate(instance.vehicles) if other.id == vehicle)
    stops = tuple(_code(instance, stop) for stop in route.stops)
    order = Order(index, route.day, stops)
    return None if obstacles(instance, order) else timetable(instance, order)


def _code(instance: Instance, stop: Stop) -> int:
    """Return the code of a stop that is no reload."""
    for number, client in enumerate(instance.clients):
        if stop.kind == "visit" and client.id == stop.task:
            return number
    for number, shipment in enumerate(instance.shipments):
        if shipment.id == stop.task:
            return len(instance.clients) + 2 * number + (stop.kind == "delivery")
    raise ValueError(f"{stop.kind} of {stop.task!r}: only visits and shipments can be handed over")
