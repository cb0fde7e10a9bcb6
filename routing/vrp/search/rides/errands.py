"""Clients and shipments alike: something picked up and something delivered after it.

A client is an errand whose delivery lies at the same place, at once after the service: its two
halves are always neighbours in the route.
"""

from __future__ import annotations

from dataclasses import dataclass

from routing.vrp.demand import Client, Shipment, ShipmentStop, SkillRule
from routing.vrp.instance import Instance
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True)
class Errand:
    """``ride_s`` bounds the time from START to START; the rest as in a shipment."""

    id: str
    pickup: ShipmentStop
    delivery: ShipmentStop
    load: tuple[int, ...]
    ride_s: int | None
    skills: SkillRule
    prize: int | None
    priority: int
    days: frozenset[int] | None
    is_visit: bool


def errands_of(instance: Instance) -> list[Errand] | None:
    """Return clients, then shipments; ``None`` when one cannot be expressed so."""
    clients = [_visit(client) for client in instance.clients]
    shipments = [_carriage(shipment) for shipment in instance.shipments]
    known = [errand for errand in (*clients, *shipments) if errand is not None]
    return known if len(known) == len(clients) + len(shipments) else None


def _visit(client: Client) -> Errand | None:
    sets = client.pattern.day_sets if client.pattern else ()
    once = all(len(days) == 1 for days in sets)
    if any(client.delivery) or any(client.pickup) or len(client.windows) > 1 or not once:
        return None
    leaves = tuple(
        TimeWindow(
            earliest_s=window.earliest_s + client.service_s,
            latest_s=window.latest_s + client.service_s,
        )
        for window in client.windows
    )
    return Errand(
        id=client.id,
        pickup=ShipmentStop(
            location=client.location,
            windows=client.windows,
            service_s=client.service_s,
            setup_s=client.setup_s,
        ),
        delivery=ShipmentStop(location=client.location, windows=leaves),
        load=(),
        ride_s=client.service_s,
        skills=client.skills,
        prize=client.prize,
        priority=client.priority,
        days=frozenset(days[0] for days in sets) if sets else None,
        is_visit=True,
    )


def _carriage(shipment: Shipment) -> Errand | None:
    if len(shipment.pickup.windows) > 1 or len(shipment.delivery.windows) > 1:
        return None
    limit = shipment.max_ride_s
    return Errand(
        id=shipment.id,
        pickup=shipment.pickup,
        delivery=shipment.delivery,
        load=shipment.load,
        ride_s=None if limit is None else limit + shipment.pickup.service_s,
        skills=shipment.skills,
        prize=shipment.prize,
        priority=shipment.priority,
        days=None if shipment.days is None else frozenset(shipment.days),
        is_visit=False,
    )
