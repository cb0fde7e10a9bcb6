"""Small random instances with single time windows, and an exact recheck of a route's order."""

from __future__ import annotations

import numpy as np

from routing.matrix import Matrix
from routing.vrp import (
    Client,
    Instance,
    Pin,
    Shift,
    Shipment,
    ShipmentStop,
    SkillRule,
    TimeWindow,
    Vehicle,
)
from routing.vrp.search.engine import Order


def random_instance(
    seed: int,
    clients: int,
    shipments: int,
    vehicles: int = 2,
    *,
    use: int = 0,
    unlike: bool = False,
    optional: bool = False,
) -> Instance:
    dice = np.random.default_rng(seed)
    places = 1 + clients + 2 * shipments
    xy = dice.uniform(0, 1000, (places + 1, 2))
    apart = np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
    metres = np.ceil(apart).astype(np.int32)

    def window() -> tuple[TimeWindow, ...]:
        begin = int(dice.integers(0, 4000))
        width = int(dice.integers(200, 3000))
        return (TimeWindow(earliest_s=begin, latest_s=begin + width),)

    def prize() -> int | None:
        return int(dice.integers(200, 1500)) if optional and dice.random() < 0.5 else None

    def skills() -> SkillRule:
        return SkillRule(all_of=frozenset({"lift"} if unlike and dice.random() < 0.2 else ()))

    def stop(place: int) -> ShipmentStop:
        return ShipmentStop(
            location=place, windows=window(), service_s=int(dice.integers(0, 60)), setup_s=5
        )

    return Instance(
        matrices=(Matrix(durations_s=metres, distances_m=metres),),
        vehicles=tuple(
            Vehicle(
                id=f"v{v}",
                start=places if unlike and v == 1 else 0,
                end=None if unlike and v == 1 else 0,
                shifts=(Shift(earliest_s=0, latest_s=9000 - 500 * v * unlike),),
                capacities=((10 + 4 * v * unlike, 30),),
                skills=frozenset({"lift"} if v == 0 else ()),
                cost_per_use=use + 100 * v * unlike,
                cost_per_m=1 + (v if unlike else 0),
            )
            for v in range(vehicles)
        ),
        clients=tuple(
            Client(
                id=f"c{c}",
                location=1 + c,
                windows=window() if dice.random() < 0.8 else (),
                service_s=int(dice.integers(0, 60)),
                setup_s=int(dice.integers(0, 20)),
                delivery=(int(dice.integers(0, 5)), 1),
                pickup=(int(dice.integers(0, 5)), 0),
                skills=skills(),
                prize=prize(),
                priority=int(dice.integers(0, 2)),
            )
            for c in range(clients)
        ),
        shipments=tuple(
            Shipment(
                id=f"s{s}",
                pickup=stop(1 + clients + 2 * s),
                delivery=stop(2 + clients + 2 * s),
                load=(int(dice.integers(1, 6)), 2),
                skills=skills(),
                prize=prize(),
            )
            for s in range(shipments)
        ),
        dimensions=2,
        pins=(Pin(task="c0", vehicles=frozenset({"v0"})),) if unlike and clients else (),
    )


def task_of(instance: Instance, code: int) -> Client | Shipment:
    c = len(instance.clients)
    return instance.clients[code] if code < c else instance.shipments[(code - c) // 2]


def stop_of(instance: Instance, code: int) -> Client | ShipmentStop:
    task = task_of(instance, code)
    if isinstance(task, Client):
        return task
    return task.delivery if (code - len(instance.clients)) % 2 else task.pickup


def route_cost(instance: Instance, order: Order) -> int | None:  # noqa: C901 (told in one go)
    """Cost of a route by simulation, stop after stop; None when it breaks a rule."""
    vehicle = instance.vehicles[order.vehicle]
    shift = next(s for s in vehicle.shifts if s.day == order.day)
    matrix = instance.matrix_of(vehicle)
    tasks = [task_of(instance, code) for code in order.stops]
    for task in tasks:
        pinned = [pin for pin in instance.pins if pin.task == task.id]
        if not task.skills.accepts(vehicle.skills):
            return None
        if any(vehicle.id not in pin.vehicles for pin in pinned):
            return None
    load = np.zeros(instance.dimensions, int)
    for task in tasks:
        if isinstance(task, Client) and task.delivery:
            load += task.delivery
    now, place, metres = shift.earliest_s, vehicle.start, 0
    if (load > vehicle.capacities[0]).any():
        return None
    aboard: set[str] = set()
    for code, task in zip(order.stops, tasks, strict=True):
        stop = stop_of(instance, code)
        if place is not None:
            now += int(matrix.durations_s[place, stop.location])
            metres += int(matrix.distances_m[place, stop.location])
        now += stop.setup_s if place != stop.location else 0
        if stop.windows:
            now = max(now, stop.windows[0].earliest_s)
            if now > stop.windows[0].latest_s:
                return None
        now += stop.service_s
        place = stop.location
        if isinstance(task, Client):
            load += np.array(task.pickup) - np.array(task.delivery)
        elif stop is task.pickup:
            aboard.add(task.id)
            load += task.load
        elif task.id not in aboard:
            return None
        else:
            aboard.remove(task.id)
            load -= task.load
        if (load > vehicle.capacities[0]).any():
            return None
    if vehicle.end is not None:
        now += int(matrix.durations_s[place, vehicle.end])
        metres += int(matrix.distances_m[place, vehicle.end])
    if now > shift.latest_s or aboard:
        return None
    return metres * vehicle.cost_per_m + vehicle.cost_per_use


def solution_cost(instance: Instance, orders: list[Order]) -> tuple[int, int]:
    """Return ``(missed, total)``, after a recheck of each route."""
    served = {task_of(instance, code).id for order in orders for code in order.stops}
    stops = [code for order in orders for code in order.stops]
    assert len(stops) == len(set(stops))
    costs = [route_cost(instance, order) for order in orders]
    assert None not in costs
    missed, total = 0, sum(cost for cost in costs if cost is not None)
    for task in (*instance.clients, *instance.shipments):
        if task.id not in served:
            missed += 0 if task.prize is not None else 1 + task.priority
            total += task.prize or 0
    return missed, total
