"""What OR-Tools' routing library cannot be told: its routes may break these rules."""

from __future__ import annotations

from routing.vrp.instance import Instance


def relaxed(instance: Instance) -> frozenset[str]:
    """Name the features of an instance that the routing model holds only in part.

    Routes for an instance without any of them keep every rule. The others are to be verified:

    - ``breaks``: a break may interrupt driving or set-up.
    - ``configurations``: on several trips each moment may have a capacity of its own.
    - ``mixed trips``: on several trips, loads brought and loads taken are bounded apart.
    - ``aboard at reload``: a shipment may be aboard while its vehicle reloads.
    - ``reload in prefix``: such a prefix is left out.
    """
    several = any(vehicle.max_trips > 1 for vehicle in instance.vehicles)
    found = {
        "breaks": any(shift.breaks for vehicle in instance.vehicles for shift in vehicle.shifts),
        "configurations": any(
            vehicle.max_trips > 1 and len(vehicle.capacities) > 1 for vehicle in instance.vehicles
        ),
        "mixed trips": several
        and any(any(client.delivery) for client in instance.clients)
        and (bool(instance.shipments) or any(any(client.pickup) for client in instance.clients)),
        "aboard at reload": several and bool(instance.shipments),
        "reload in prefix": any(
            stop.kind == "reload" for prefix in instance.prefixes for stop in prefix.stops
        ),
    }
    return frozenset(name for name, holds in found.items() if holds)
