"""Linked shipments stand or fall together."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Carriage, Case
from routing.vrp.check.violation import Violation
from routing.vrp.ties import Link


def links(case: Case) -> Iterator[Violation]:
    """Both or neither, on one day, the second after the first, by one vehicle where asked."""
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
    elif not _in_order(first, second):
        message = f"{link.second} is picked up before {link.first} is delivered."
        yield Violation("LINK_ORDER", where, message)
    if link.same_vehicle and vehicles[0] != vehicles[1]:
        message = f"Carried by {vehicles}, though by one vehicle only."
        yield Violation("LINK_VEHICLE", where, message)


def _in_order(first: Carriage, second: Carriage) -> bool:
    """By place in one route; by time between two: service here ends before service there."""
    if first.run.where == second.run.where:
        return first.delivery < second.pickup
    delivered, picked = first.run.halts[first.delivery], second.run.halts[second.pickup]
    return delivered.stop.start_s + delivered.asked.service_s <= picked.stop.start_s
