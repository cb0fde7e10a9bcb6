"""What the instance asks at a stop: where, when and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from routing.vrp.demand import Client, Shipment, ShipmentStop
from routing.vrp.fleet import Reload
from routing.vrp.instance import Instance
from routing.vrp.ties import StopKind
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A place, the windows for the start there, and the seconds of set-up and of service."""

    location: int
    windows: tuple[TimeWindow, ...]
    setup_s: int
    service_s: int

    def opens(self, start_s: int) -> bool:
        """Whether a window holds ``start_s``; without windows, always."""
        return not self.windows or any(w.earliest_s <= start_s <= w.latest_s for w in self.windows)


def tasks_of(instance: Instance) -> list[Client | Shipment]:
    """Return everything that may be served."""
    return [*instance.clients, *instance.shipments]


def asked_by_task(instance: Instance, kind: StopKind, task: str) -> Asked | None:
    """Return what a client or an end of a shipment asks; ``None`` where there is no such one."""
    if kind == "visit":
        client = instance.client_by_id.get(task)
        return None if client is None else _of(client)
    shipment = instance.shipment_by_id.get(task)
    if shipment is None or kind == "reload":
        return None
    return _of(shipment.pickup if kind == "pickup" else shipment.delivery)


def asked_by_reload(reload: Reload) -> Asked:
    """Return what a reload asks: no set-up, and its duration as service."""
    return Asked(
        location=reload.location, windows=reload.windows, setup_s=0, service_s=reload.duration_s
    )


def _of(place: Client | ShipmentStop) -> Asked:
    return Asked(
        location=place.location,
        windows=place.windows,
        setup_s=place.setup_s,
        service_s=place.service_s,
    )
