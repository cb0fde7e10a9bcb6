"""The arrays in which the compiled search reads an instance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from routing.matrix import UNREACHABLE
from routing.vrp.demand import Client, Shipment, ShipmentStop
from routing.vrp.fleet import Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.windows.expressible import can_express, shift_of, window_of
from routing.vrp.search.windows.nearness import neighbours, sort_keys
from routing.vrp.search.windows.state import (
    BEST_SUCC,
    BROUGHT,
    CHANGE,
    CLOSES,
    DUE,
    FIRST,
    HIT,
    KIND,
    LAST,
    MATRIX,
    MISSES,
    MUST,
    OPENS,
    PRED,
    PRIZE,
    READY,
    ROOM,
    ROW,
    SLOT_COLUMNS,
    SUCC,
    TASK,
    TASK_COLUMNS,
    USE,
    WEIGHT,
    World,
)

_TOO_FAR = 2**30
_UNBOUNDED = 2**60
_NONE_I, _NONE_F = np.zeros(0, np.int64), np.zeros(0, np.float64)


@dataclass(frozen=True, slots=True)
class Tables:
    """An instance as arrays; ``slots``: (vehicle, day) of each slot, ``kinds``: like slots."""

    world: World
    slots: tuple[tuple[int, int], ...]
    kinds: tuple[tuple[tuple[int, int], ...], ...]


def express(instance: Instance) -> Tables | None:
    """Write ``instance`` as arrays, or return None when it has a rule this search lacks."""
    if not can_express(instance):
        return None
    stops = _stops(instance)
    slots = [(v, shift) for v, vehicle in enumerate(instance.vehicles) for shift in vehicle.shifts]
    slots.sort(key=lambda slot: (slot[1].day, slot[0]))
    row, classes, matrix_of = _rows(instance, stops, slots)
    matrices = [_matrices(instance, classes_key, stops, row) for classes_key in classes]
    if any(matrix is None for matrix in matrices):
        return None
    time = np.stack([m[0] for m in matrices if m is not None])
    cost = np.stack([m[1] for m in matrices if m is not None])
    ready = np.array([window_of(stop).earliest_s for stop in stops], np.int64)
    due = np.array([window_of(stop).latest_s for stop in stops], np.int64)
    n_clients, n_tasks = len(instance.clients), len(instance.clients) + len(instance.shipments)
    first = np.arange(n_tasks, dtype=np.int32)
    first[n_clients:] = n_clients + 2 * np.arange(n_tasks - n_clients)
    last = first.copy()
    last[n_clients:] += 1
    _tighten(first, last, time.min(axis=0), ready, due)
    tasks: list[Client | Shipment] = [*instance.clients, *instance.shipments]
    change, brought = _loads(instance)
    kind_of, kinds, allowed = _kinds(instance, tasks, slots, row, len(stops))
    task_of = np.zeros(len(stops), np.int32)
    task_of[first] = task_of[last] = np.arange(n_tasks, dtype=np.int32)
    before, after, near = neighbours(time.min(axis=0), cost.min(axis=0), ready, due, first, last)
    fleet = [instance.vehicles[v] for v, _ in slots]
    shifts = [shift_of(shift) for _, shift in slots]
    world = World(
        chain=_chain(row, task_of, len(slots)),
        times=_columns((len(row), 4), {READY: ready, DUE: due}),
        cargo=_columns((len(row), 5, change.shape[1]), {CHANGE: change, BROUGHT: brought}),
        slots=_columns(
            (len(slots) + 1, SLOT_COLUMNS),
            {
                KIND: kind_of,
                MATRIX: matrix_of,
                USE: [vehicle.cost_per_use for vehicle in fleet],
                OPENS: [shift.earliest_s for shift in shifts],
                CLOSES: [shift.latest_s for shift in shifts],
                HIT: [-1] * len(slots),
            },
        ),
        room=_columns((len(slots), 2, change.shape[1]), {ROOM: _rooms(fleet, instance.dimensions)}),
        task=_columns(
            (n_tasks, TASK_COLUMNS),
            {
                FIRST: first,
                LAST: last,
                WEIGHT: [1 + task.priority for task in tasks],
                PRIZE: [MUST if task.prize is None else task.prize for task in tasks],
                MISSES: [1] * n_tasks,
            },
        ),
        arc=np.stack([time, cost], axis=3),
        allowed=allowed,
        beside=np.stack([before, after]),
        near=near,
        keys=sort_keys(cost[0], ready, due, first, last, change, brought, int(row[len(stops)])),
        mark=np.random.default_rng(1).integers(1, 2**63, len(stops) + len(kinds), np.uint64),
        open_slot=np.full(len(kinds), -1, np.int64),
        control=_NONE_I,
        scale=_NONE_F,
        dice=np.zeros(0, np.uint64),
        rank=_NONE_F,
        scratch=_NONE_I.reshape(0, 0),
        cached=_NONE_I.reshape(0, 0, 0, 0),
        settings=_NONE_F,
    )
    named = tuple((v, shift.day) for v, shift in slots)
    return Tables(
        world=world,
        slots=named,
        kinds=tuple(tuple(named[s] for s in kind) for kind in kinds),
    )


def _columns(shape: tuple[int, ...], columns: dict[int, ArrayLike]) -> NDArray[np.int64]:
    """Fill these columns of an array of zeros, from the first row on."""
    table = np.zeros(shape, np.int64)
    for column, values in columns.items():
        table[: len(np.asarray(values)), column] = values
    return table


def _chain(row: NDArray[np.int32], task_of: NDArray[np.int32], slots: int) -> NDArray[np.int64]:
    """Make empty chains: each start is followed by its end."""
    chain = np.full((len(row), 6), -1, np.int64)
    ends = np.arange(len(row) - slots, len(row))
    chain[:, ROW] = row
    chain[: len(task_of), TASK] = task_of
    chain[ends - slots, SUCC] = chain[ends - slots, BEST_SUCC] = ends
    chain[ends, PRED] = ends - slots
    return chain


def _stops(instance: Instance) -> list[Client | ShipmentStop]:
    ends = [end for shipment in instance.shipments for end in (shipment.pickup, shipment.delivery)]
    return [*instance.clients, *ends]


def _rows(
    instance: Instance, stops: list[Client | ShipmentStop], slots: list[tuple[int, Any]]
) -> tuple[NDArray[np.int32], list[tuple[int, int]], NDArray[np.int32]]:
    """Rows of the nodes: one for each stop, then one for each place where slots start or end."""
    places: dict[int | None, int] = {}
    row = list(range(len(stops)))
    for end in ("start", "end"):
        for v, _ in slots:
            place = getattr(instance.vehicles[v], end)
            row.append(len(stops) + places.setdefault(place, len(places)))
    classes: dict[tuple[int, int], int] = {}
    matrix_of = []
    for v, _ in slots:
        vehicle = instance.vehicles[v]
        key = (vehicle.profile, vehicle.cost_per_m)
        matrix_of.append(classes.setdefault(key, len(classes)))
    return np.array(row, np.int32), list(classes), np.array(matrix_of, np.int32)


def _matrices(
    instance: Instance,
    key: tuple[int, int],
    stops: list[Client | ShipmentStop],
    row: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]] | None:
    """Time with service and set-up, and cost, between matrix rows; None: numbers too large."""
    profile, cost_per_m = key
    matrix = instance.matrices[profile]
    size = int(row.max()) + 1
    places = np.full(size, -1, np.int64)
    for x, stop in enumerate(stops):
        places[x] = stop.location
    slot_rows = iter(row[len(stops) :])
    days = [v for _, v in sorted(_slot_vehicles(instance))]
    for end in ("start", "end"):
        for v in days:
            place = getattr(instance.vehicles[v], end)
            places[next(slot_rows)] = -1 if place is None else place
    at = np.maximum(places, 0)
    nowhere = (places < 0)[:, None] | (places < 0)[None, :]
    time = np.where(nowhere, 0, matrix.durations_s[np.ix_(at, at)]).astype(np.int64)
    metres = np.where(nowhere, 0, matrix.distances_m[np.ix_(at, at)]).astype(np.int64)
    cut = time >= UNREACHABLE
    service = np.zeros(size, np.int64)
    setup = np.zeros(size, np.int64)
    for x, stop in enumerate(stops):
        service[x], setup[x] = stop.service_s, stop.setup_s
    time += service[:, None] + np.where(places[:, None] == places[None, :], 0, setup[None, :])
    cost = metres * cost_per_m
    if (cost[~cut] >= _TOO_FAR).any():
        return None
    time[cut | (time > _TOO_FAR)] = _TOO_FAR
    cost[cut] = _TOO_FAR
    return time.astype(np.int32), cost.astype(np.int32)


def _slot_vehicles(instance: Instance) -> list[tuple[tuple[int, int], int]]:
    return [
        ((shift.day, v), v)
        for v, vehicle in enumerate(instance.vehicles)
        for shift in vehicle.shifts
    ]


def _tighten(
    first: NDArray[np.int32],
    last: NDArray[np.int32],
    time: NDArray[np.int32],
    ready: NDArray[np.int64],
    due: NDArray[np.int64],
) -> None:
    """Cut the windows of shipments: the pickup leaves time for the delivery, and follows it."""
    pairs = first != last
    p, d = first[pairs], last[pairs]
    ready[d] = np.maximum(ready[d], ready[p] + time[p, d])
    due[p] = np.minimum(due[p], due[d] - time[p, d])


def _loads(instance: Instance) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    n_clients, wide = len(instance.clients), max(instance.dimensions, 1)
    n_stops = n_clients + 2 * len(instance.shipments)
    change = np.zeros((n_stops, wide), np.int64)
    brought = np.zeros((n_stops, wide), np.int64)
    for c, client in enumerate(instance.clients):
        if client.delivery:
            brought[c, : len(client.delivery)] = client.delivery
        if client.pickup:
            change[c, : len(client.pickup)] = client.pickup
    change -= brought
    for s, shipment in enumerate(instance.shipments):
        if shipment.load:
            p = n_clients + 2 * s
            change[p, : len(shipment.load)] = shipment.load
            change[p + 1] = -change[p]
    return change, brought


def _rooms(fleet: list[Vehicle], dimensions: int) -> NDArray[np.int64]:
    room = np.full((len(fleet), max(dimensions, 1)), _UNBOUNDED, np.int64)
    for slot, vehicle in enumerate(fleet):
        if vehicle.capacities:
            capacity = vehicle.capacities[0]
            room[slot, :dimensions] = capacity or 0
    return room


def _kinds(
    instance: Instance,
    tasks: list[Client | Shipment],
    slots: list[tuple[int, Any]],
    row: NDArray[np.int32],
    n_stops: int,
) -> tuple[NDArray[np.int32], list[list[int]], NDArray[np.uint8]]:
    """Group the slots that are alike for every task, and say which tasks each group may serve."""
    pins = {pin.task: pin for pin in instance.pins}
    columns: dict[Any, NDArray[np.uint8]] = {}
    groups: dict[Any, list[int]] = defaultdict(list)
    for slot, (v, shift) in enumerate(slots):
        vehicle = instance.vehicles[v]
        column = columns.get((vehicle.skills, vehicle.id if pins else "", shift.day))
        if column is None:
            column = np.array([_may(task, vehicle, shift.day, pins) for task in tasks], np.uint8)
            columns[vehicle.skills, vehicle.id if pins else "", shift.day] = column
        key = (
            int(row[n_stops + slot]),
            int(row[n_stops + len(slots) + slot]),
            shift.earliest_s,
            shift.latest_s,
            vehicle.capacities[:1],
            (vehicle.profile, vehicle.cost_per_m, vehicle.cost_per_use),
            column.tobytes(),
        )
        groups[key].append(slot)
    kind_of = np.zeros(len(slots), np.int32)
    for kind, members in enumerate(groups.values()):
        kind_of[members] = kind
    allowed = np.stack([np.frombuffer(key[-1], np.uint8) for key in groups], axis=1).copy()
    return kind_of, list(groups.values()), allowed


def _may(task: Client | Shipment, vehicle: Vehicle, day: int, pins: dict[str, Any]) -> bool:
    if not task.skills.accepts(vehicle.skills):
        return False
    pin = pins.get(task.id)
    if pin is not None and (vehicle.id not in pin.vehicles or pin.day not in (None, day)):
        return False
    if isinstance(task, Shipment):
        return task.days is None or day in task.days
    return task.pattern is None or (day,) in task.pattern.day_sets
