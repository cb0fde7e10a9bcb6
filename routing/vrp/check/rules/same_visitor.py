"""Who comes to one visit of a client comes to all, where the client asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def same_visitor(case: Case) -> Iterator[Violation]:
    """One vehicle, or one crew (a vehicle without one is its own), comes to all visits."""
    for client in case.instance.clients:
        same = "free" if client.pattern is None else client.pattern.same
        comes = [
            case.instance.vehicle_by_id.get(r.vehicle) for r, _ in case.stops_by_task[client.id]
        ]
        known = [vehicle for vehicle in comes if vehicle is not None]
        if same == "vehicle":
            names = sorted({vehicle.id for vehicle in known})
        else:
            names = sorted({vehicle.driven_by for vehicle in known})
        if same != "free" and len(names) > 1:
            message = f"Visited by {names}, though by one {same} only."
            yield Violation(f"SAME_{same.upper()}", f"task {client.id}", message)
