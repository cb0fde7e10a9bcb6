"""Linked shipments stand or fall together."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Carriage, Case
from routing.vrp.check.violation import Violation
from routing.vrp.ties import Link


def links(case: Case) -> Iterator[Violation]:
    """Both or neither, on one day, by one crew where asked; in one route in their order."""
    for link in case.instance.links:
        where = f"task {link.first}"
        served = [name for name in (link.first, link.second) if case.stops_by_task[name]]
        if len(served) == 1:
            message = f"Of {link.first} and {link.second} only {served[0]} is served."
            yield Violation("LINK_HALF", where, message)
        first, second = case.carriages.get(link.first), case.carriages.get(link.second)
        if first is not None and second is not None:
            yield from _together(link, first, second)


def _together(link: Link, first: Carriage, second: Carriage) -> Iterator[Violation]:
    where, days = f"task {link.first}", (first.run.route.day, second.run.route.day)
    vehicles = first.run.vehicle.id, second.run.vehicle.id
    if days[0] != days[1]:
        message = f"Carried on days {days}, though on one day only."
        yield Violation("LINK_DAY", where, message)
    elif vehicles[0] == vehicles[1] and second.pickup < first.delivery:
        message = f"{link.second} is picked up before {link.first} is delivered."
        yield Violation("LINK_ORDER", where, message)
    crews = {first.run.vehicle.driven_by, second.run.vehicle.driven_by}
    if link.same_vehicle and len(crews) > 1:
        message = f"Carried by {vehicles}, though by one vehicle or crew only."
        yield Violation("LINK_VEHICLE", where, message)
