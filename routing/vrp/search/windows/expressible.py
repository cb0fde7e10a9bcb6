"""Which instances this search can express: time windows, loads and unlike vehicles, no more."""

from __future__ import annotations

from routing.vrp.demand import Client, Shipment, ShipmentStop
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.time_window import TimeWindow

HORIZON_S = 2**30 - 1
"""No time of a day lies beyond; an arc that is no way at all takes longer than this."""


def can_express(instance: Instance) -> bool:
    """Whether every rule of ``instance`` is one that the compiled search keeps."""
    return (
        not (instance.links or instance.incompatibilities or instance.prefixes)
        and all(map(_plain_vehicle, instance.vehicles))
        and all(map(_plain_client, instance.clients))
        and all(map(_plain_shipment, instance.shipments))
        and bool(instance.clients or instance.shipments)
        and any(vehicle.shifts for vehicle in instance.vehicles)
    )


def window_of(stop: Client | ShipmentStop) -> TimeWindow:
    """Return the single window of a stop, cut to the horizon."""
    if not stop.windows:
        return TimeWindow(earliest_s=0, latest_s=HORIZON_S)
    only = stop.windows[0]
    return TimeWindow(earliest_s=only.earliest_s, latest_s=min(only.latest_s, HORIZON_S))


def shift_of(shift: Shift) -> TimeWindow:
    """Return the first departure and the last return of a shift, cut to the horizon."""
    return TimeWindow(earliest_s=shift.earliest_s, latest_s=min(shift.latest_s, HORIZON_S))


def _single(stop: Client | ShipmentStop) -> bool:
    return len(stop.windows) <= 1 and (not stop.windows or stop.windows[0].earliest_s < HORIZON_S)


def _plain_client(client: Client) -> bool:
    once = client.pattern is None or all(len(days) == 1 for days in client.pattern.day_sets)
    return _single(client) and once


def _plain_shipment(shipment: Shipment) -> bool:
    if not (_single(shipment.pickup) and _single(shipment.delivery)):
        return False
    if shipment.max_ride_s is None:
        return True
    leaves = window_of(shipment.pickup).earliest_s + shipment.pickup.service_s
    return shipment.max_ride_s >= window_of(shipment.delivery).latest_s - leaves


def _plain_vehicle(vehicle: Vehicle) -> bool:
    return (
        len(vehicle.capacities) <= 1
        and vehicle.max_distance_m is None
        and vehicle.max_duration_s is None
        and vehicle.max_stops is None
        and vehicle.cost_per_s == 0
        and (vehicle.max_trips == 1 or not vehicle.reloads)
        and all(not s.breaks and s.earliest_s < HORIZON_S for s in vehicle.shifts)
    )
