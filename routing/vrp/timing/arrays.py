"""An instance as arrays for compiled timing: one table of places, one of (vehicle, day) slots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.demand import Client, ShipmentStop
from routing.vrp.fleet import Reload, Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.kinds import interchangeable
from routing.vrp.time_window import TimeWindow

BIG = 2**60
"""Stands for no bound, and for the cost of what is not allowed."""

# columns of Arrays.node
(
    LOC,
    SERVICE,
    SETUP,
    WINDOW,
    WINDOWS,
    FIRST,
    LAST,
    PARTNER,
    KIND,
    RIDE,
    TASK,
    CODE,
    AFTER,
    SHIPMENT,
) = range(14)
VISIT, PICKUP, DELIVERY, RELOAD = range(4)

# columns of Arrays.slot
(
    VEHICLE,
    DAY,
    START,
    END,
    EARLY,
    LATE,
    PROFILE,
    BREAK,
    BREAKS,
    ROOM,
    ROOMS,
    MAX_M,
    MAX_S,
    MAX_STOPS,
    MAX_TRIPS,
    DEPOT,
    DEPOTS,
    PER_M,
    PER_S,
    PER_USE,
    GROUP,
    FIXED,
    CREW,
) = range(23)

# columns of Arrays.rest
REST_S, REST_WINDOW, REST_WINDOWS, REST_LAST = range(4)


class Arrays(NamedTuple):
    """All of an instance that times and costs depend on; int64 but for the matrices.

    ``node``: places by stop code, then every vehicle's reloads; ``slot``: vehicles' days;
    ``window``: (earliest, latest); ``rest``: breaks, by their last moment within a slot;
    ``room``: configurations; ``drop``, ``take``: loads brought and added, by place;
    ``seconds``, ``metres``: (profile, row, row), int32; ``clash``: between shipments, 1 where
    not aboard together, 2 where not in one route, shape (0, 0) where there is none.
    """

    node: NDArray[np.int64]
    slot: NDArray[np.int64]
    window: NDArray[np.int64]
    rest: NDArray[np.int64]
    room: NDArray[np.int64]
    drop: NDArray[np.int64]
    take: NDArray[np.int64]
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    clash: NDArray[np.int8]


class _Maker:
    """Fills the tables record by record."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.windows: list[tuple[int, int]] = []
        self.nodes: list[list[int]] = []
        self.drops: list[tuple[int, ...]] = []
        self.takes: list[tuple[int, ...]] = []
        self.rests: list[list[int]] = []
        self.rooms: list[tuple[int, ...]] = []
        self.zero = (0,) * instance.dimensions

    def span(self, windows: Sequence[TimeWindow]) -> tuple[int, int]:
        first = len(self.windows)
        self.windows += [(window.earliest_s, window.latest_s) for window in windows]
        return first, len(windows)

    def place(
        self,
        place: Client | ShipmentStop | Reload,
        *,
        kind: int,
        task: int,
        code: int,
        partner: int = -1,
        ride: int = BIG,
        after: int = -1,
        shipment: int = -1,
        drop: Sequence[int] = (),
        take: Sequence[int] = (),
    ) -> None:
        first, count = self.span(place.windows)
        bounds = (
            (place.windows[0].earliest_s, place.windows[-1].latest_s)
            if place.windows
            else (-BIG, BIG)
        )
        service, setup = (
            (place.duration_s, 0) if isinstance(place, Reload) else (place.service_s, place.setup_s)
        )
        row = [place.location, service, setup, first, count, *bounds]
        self.nodes.append([*row, partner, kind, ride, task, code, after, shipment])
        self.drops.append(tuple(drop) or self.zero)
        self.takes.append(tuple(take) or self.zero)

    def demand(self) -> None:
        instance = self.instance
        clients = len(instance.clients)
        for c, client in enumerate(instance.clients):
            self.place(client, kind=VISIT, task=c, code=c, drop=client.delivery, take=client.pickup)
        index = {shipment.id: s for s, shipment in enumerate(instance.shipments)}
        after = {link.second: clients + 2 * index[link.first] + 1 for link in instance.links}
        for s, shipment in enumerate(instance.shipments):
            code, task = clients + 2 * s, clients + s
            most = shipment.max_ride_s
            ride = BIG if most is None else most + shipment.pickup.service_s
            self.place(
                shipment.pickup,
                kind=PICKUP,
                task=task,
                code=code,
                partner=code + 1,
                ride=ride,
                after=after.get(shipment.id, -1),
                shipment=s,
                take=shipment.load,
            )
            self.place(
                shipment.delivery,
                kind=DELIVERY,
                task=task,
                code=code + 1,
                partner=code,
                ride=ride,
                shipment=s,
                take=[-n for n in shipment.load],
            )

    def fleet(self) -> list[list[int]]:
        instance = self.instance
        crews: dict[str, int] = {}
        group = {slot: g for g, slots in enumerate(interchangeable(instance)) for slot in slots}
        begun = {(p.vehicle, p.day): len(p.stops) for p in instance.prefixes}
        rows = []
        for index, vehicle in enumerate(instance.vehicles):
            depots = len(self.nodes), len(vehicle.reloads)
            for r, reload in enumerate(vehicle.reloads):
                self.place(reload, kind=RELOAD, task=-1, code=-1 - r)
            rooms = len(self.rooms), len(vehicle.capacities)
            self.rooms += [capacity or self.zero for capacity in vehicle.capacities]
            crew = crews.setdefault(vehicle.driven_by, len(crews))
            for shift in vehicle.shifts:
                row = self.slot(index, vehicle, shift, rooms, depots)
                fixed = begun.get((vehicle.id, shift.day), 0)
                rows.append([*row, group[index, shift.day], fixed, crew])
        return rows

    def slot(
        self,
        index: int,
        vehicle: Vehicle,
        shift: Shift,
        rooms: tuple[int, int],
        depots: tuple[int, int],
    ) -> list[int]:
        first = len(self.rests)
        for rest in sorted(shift.breaks, key=lambda rest: rest.windows[-1].latest_s):
            last = rest.windows[-1].latest_s
            self.rests.append([rest.duration_s, *self.span(rest.windows), last])
        bounds = (vehicle.max_distance_m, vehicle.max_duration_s, vehicle.max_stops)
        return [
            index,
            shift.day,
            -1 if vehicle.start is None else vehicle.start,
            -1 if vehicle.end is None else vehicle.end,
            shift.earliest_s,
            shift.latest_s,
            vehicle.profile,
            first,
            len(shift.breaks),
            *rooms,
            *(BIG if bound is None else bound for bound in bounds),
            vehicle.max_trips,
            *depots,
            vehicle.cost_per_m,
            vehicle.cost_per_s,
            vehicle.cost_per_use,
        ]


def _clash(instance: Instance) -> NDArray[np.int8]:
    if not instance.incompatibilities:
        return np.zeros((0, 0), np.int8)
    count = len(instance.shipments)
    index = {shipment.id: s for s, shipment in enumerate(instance.shipments)}
    clash = np.zeros((count, count), np.int8)
    for rule in instance.incompatibilities:
        rows = [index[name] for name in rule.shipments]
        level = 2 if rule.scope == "route" else 1
        clash[np.ix_(rows, rows)] = np.maximum(clash[np.ix_(rows, rows)], level)
    np.fill_diagonal(clash, 0)
    return clash


def _table(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(len(rows), width)


def arrays(instance: Instance) -> Arrays:
    """Write ``instance`` as arrays; slots by vehicle, then in the order of its shifts."""
    maker = _Maker(instance)
    maker.demand()
    slots = maker.fleet()
    return Arrays(
        node=_table(maker.nodes, SHIPMENT + 1),
        slot=_table(slots, CREW + 1),
        window=_table(maker.windows, 2),
        rest=_table(maker.rests, REST_LAST + 1),
        room=_table(maker.rooms, instance.dimensions),
        drop=_table(maker.drops, instance.dimensions),
        take=_table(maker.takes, instance.dimensions),
        seconds=np.stack([matrix.durations_s for matrix in instance.matrices]),
        metres=np.stack([matrix.distances_m for matrix in instance.matrices]),
        clash=_clash(instance),
    )
