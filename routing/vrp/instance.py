"""One immutable question to the vehicle-routing core. Integer seconds and metres only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from routing.matrix import Matrix
from routing.vrp.checks import demand
from routing.vrp.demand import Client, Shipment
from routing.vrp.fleet import Vehicle
from routing.vrp.ties import Incompatibility, Link, Pin, Prefix


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Clients and shipments to be served by vehicles over a horizon of days.

    Parameters
    ----------
    matrices
        One a vehicle profile, all of one size; they may be asymmetric.
    days
        Length of the horizon, days counted from 0.
    dimensions
        Number of load dimensions; every load and capacity has this length, or is empty (zero).

    Raises
    ------
    ValueError
        When a record names a row, day, profile, dimension or id that is not there. The message
        begins with the record.

    Notes
    -----
    The cost to be minimised is, in this order of weight: clients and shipments that must be
    served and are not (by priority); then distance, duration, use of vehicles, prizes missed
    and penalties of broken links, added up.
    """

    matrices: tuple[Matrix, ...]
    vehicles: tuple[Vehicle, ...]
    clients: tuple[Client, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    days: int = 1
    dimensions: int = 0
    links: tuple[Link, ...] = ()
    incompatibilities: tuple[Incompatibility, ...] = ()
    pins: tuple[Pin, ...] = ()
    prefixes: tuple[Prefix, ...] = ()

    def __post_init__(self) -> None:
        from routing.vrp.instance_checks import check_instance

        check_instance(self)

    @cached_property
    def tasks(self) -> tuple[Client | Shipment, ...]:
        """Clients, then shipments: a task's number is its place here."""
        tasks: list[Client | Shipment] = [*self.clients, *self.shipments]
        return tuple(tasks)

    @cached_property
    def client_by_id(self) -> dict[str, Client]:
        """Clients by id."""
        return {client.id: client for client in self.clients}

    @cached_property
    def shipment_by_id(self) -> dict[str, Shipment]:
        """Shipments by id."""
        return {shipment.id: shipment for shipment in self.shipments}

    @cached_property
    def vehicle_by_id(self) -> dict[str, Vehicle]:
        """Vehicles by id."""
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    def matrix_of(self, vehicle: Vehicle) -> Matrix:
        """Return the matrix on which ``vehicle`` drives."""
        return self.matrices[vehicle.profile]


def unique(ids: Iterable[str], what: str) -> None:
    """Refuse ids that occur twice."""
    twice = sorted(name for name, count in Counter(ids).items() if count > 1)
    demand(not twice, what, twice, "give every id once")
