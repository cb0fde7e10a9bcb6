"""Small random dial-a-ride instances, and an exact judge of one route that shares no code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from routing.matrix import Matrix
from routing.vrp.demand import Client, Shipment, ShipmentStop, SkillRule
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.ties import Pin
from routing.vrp.time_window import TimeWindow

Judge = Callable[[Instance, int, int, tuple[int, ...]], int | None]


def _shortest(matrix: np.ndarray) -> np.ndarray:
    matrix = matrix.copy()
    np.fill_diagonal(matrix, 0)
    for k in range(len(matrix)):
        matrix = np.minimum(matrix, matrix[:, k : k + 1] + matrix[k : k + 1, :])
    return matrix


def random_instance(
    seed: int,
    requests: int = 4,
    vehicles: int = 2,
    days: int = 1,
    *,
    setup: bool = False,
    visits: int = 0,
) -> Instance:
    """Draw one with every feature that the search knows, each now and then."""
    rng = np.random.default_rng(seed)
    size = 2 * requests + 3

    def chance(p: float) -> bool:
        return bool(rng.random() < p)

    def number(low: int, high: int) -> int:
        return int(rng.integers(low, high))

    matrices = tuple(
        Matrix(
            durations_s=_shortest(rng.integers(1, 40, (size, size))).astype(np.int32),
            distances_m=rng.integers(1, 60, (size, size)).astype(np.int32),
        )
        for _ in range(2)
    )

    def stop() -> ShipmentStop:
        begin = number(0, 150)
        window = TimeWindow(earliest_s=begin, latest_s=begin + number(5, 80))
        return ShipmentStop(
            location=number(0, size),
            windows=(window,) if chance(0.6) else (),
            service_s=number(0, 6),
            setup_s=number(0, 3) if setup else 0,
        )

    shipments = tuple(
        Shipment(
            id=f"s{k}",
            pickup=stop(),
            delivery=stop(),
            load=(number(0, 3), number(0, 2)),
            max_ride_s=number(25, 70) if chance(0.7) else None,
            skills=SkillRule(all_of=frozenset({"lift"}) if chance(0.2) else frozenset()),
            prize=number(5, 200) if chance(0.3) else None,
            priority=number(0, 3) if chance(0.2) else 0,
            days=(number(0, days),) if chance(0.3) else None,
        )
        for k in range(requests)
    )
    fleet = tuple(
        Vehicle(
            id=f"v{k}",
            start=number(0, size) if chance(0.8) else None,
            end=number(0, size) if chance(0.8) else None,
            shifts=tuple(
                Shift(day=day, earliest_s=number(0, 20), latest_s=number(150, 300))
                for day in range(days)
            ),
            capacities=((4, 1), (2, 2)) if chance(0.7) else ((3, 2),),
            skills=frozenset({"lift"}) if chance(0.7) else frozenset(),
            max_duration_s=number(100, 260) if chance(0.6) else None,
            max_distance_m=number(150, 400) if chance(0.3) else None,
            max_stops=number(2, 9) if chance(0.3) else None,
            cost_per_m=number(0, 3),
            cost_per_s=number(0, 3) if chance(0.6) else 0,
            cost_per_use=number(0, 50) if chance(0.5) else 0,
            profile=number(0, 2),
        )
        for k in range(vehicles)
    )
    clients = tuple(
        Client(
            id=f"c{k}",
            location=number(0, size),
            windows=stop().windows,
            service_s=number(0, 9),
            prize=number(5, 200) if chance(0.3) else None,
        )
        for k in range(visits)
    )
    if visits:
        fleet = tuple(replace(vehicle, max_stops=None) for vehicle in fleet)
    pins = (Pin(task="s0", vehicles=frozenset({"v0"})),) if chance(0.2) else ()
    return Instance(
        matrices=matrices,
        vehicles=fleet,
        clients=clients,
        shipments=shipments,
        dimensions=2,
        days=days,
        pins=pins,
    )


def judge(  # noqa: C901 -- one rule after the other
    instance: Instance, vehicle_index: int, day: int, stops: tuple[int, ...]
) -> int | None:
    """Return the exact cost of a route, or ``None`` when it breaks a rule.

    Times by longest paths in the graph of difference constraints (Floyd-Warshall).
    """
    vehicle = instance.vehicles[vehicle_index]
    shift = next(shift for shift in vehicle.shifts if shift.day == day)
    matrix = instance.matrix_of(vehicle)
    visits = len(instance.clients)
    riders = {(code - visits) // 2 for code in stops if code >= visits}
    if not all(_may_ride(instance, rider, vehicle, day) for rider in riders):
        return None
    carried = tuple(code - visits for code in stops if code >= visits)
    if not _fits(instance, vehicle, carried) or not _in_order(carried):
        return None
    ends = [_end(instance, code) for code in stops]
    rows = [vehicle.start, *(end.location for end in ends), vehicle.end]
    count = len(rows)
    origin = count  # the node of time zero
    best = np.full((count + 1, count + 1), -np.inf)
    np.fill_diagonal(best, 0)

    def at_least(a: int, b: int, gap: float) -> None:  # x_b >= x_a + gap
        best[a, b] = max(best[a, b], gap)

    metres = 0
    for k, (a, z) in enumerate(pairwise(rows)):
        gap = 0 if k == 0 else ends[k - 1].service_s
        if k + 1 < count - 1 and a != z:
            gap += ends[k].setup_s
        if a is not None and z is not None:
            gap += int(matrix.durations_s[a, z])
            metres += int(matrix.distances_m[a, z])
        at_least(k, k + 1, gap)
    for k in (0, count - 1):
        at_least(origin, k, shift.earliest_s)
        at_least(k, origin, -shift.latest_s)
    for k, end in enumerate(ends, 1):
        at_least(origin, k, 0)
        for window in end.windows:
            at_least(origin, k, window.earliest_s)
            at_least(k, origin, -window.latest_s)
    for rider in riders:
        shipment = instance.shipments[rider]
        p, d = (stops.index(visits + 2 * rider + end) + 1 for end in (0, 1))
        if shipment.max_ride_s is not None:
            at_least(d, p, -(shipment.pickup.service_s + shipment.max_ride_s))
    if vehicle.max_duration_s is not None:
        at_least(count - 1, 0, -vehicle.max_duration_s)
    for k in range(count + 1):
        best = np.maximum(best, best[:, k : k + 1] + best[k : k + 1, :])
    if best.diagonal().max() > 0:
        return None
    if vehicle.max_distance_m is not None and metres > vehicle.max_distance_m:
        return None
    if vehicle.max_stops is not None and len(stops) > vehicle.max_stops:
        return None
    lasts = int(best[0, count - 1])
    return vehicle.cost_per_use + vehicle.cost_per_m * metres + vehicle.cost_per_s * lasts


def _end(instance: Instance, code: int) -> Client | ShipmentStop:
    if code < len(instance.clients):
        return instance.clients[code]
    shipment = instance.shipments[(code - len(instance.clients)) // 2]
    return (shipment.pickup, shipment.delivery)[(code - len(instance.clients)) % 2]


def _may_ride(instance: Instance, rider: int, vehicle: Vehicle, day: int) -> bool:
    shipment = instance.shipments[rider]
    pins = [pin for pin in instance.pins if pin.task == shipment.id]
    return (
        shipment.skills.accepts(vehicle.skills)
        and (shipment.days is None or day in shipment.days)
        and all(vehicle.id in pin.vehicles and pin.day in (None, day) for pin in pins)
    )


def _in_order(stops: tuple[int, ...]) -> bool:
    return len(set(stops)) == len(stops) and all(
        code ^ 1 in stops and stops.index(code & ~1) < stops.index(code | 1) for code in stops
    )


def _fits(instance: Instance, vehicle: Vehicle, stops: tuple[int, ...]) -> bool:
    loads = [np.zeros(2, int)]
    for code in stops:
        sign = -1 if code % 2 else 1
        loads.append(loads[-1] + sign * np.array(instance.shipments[code // 2].load))
    return any(all((load <= capacity).all() for load in loads) for capacity in vehicle.capacities)


@pytest.fixture(name="judge")
def _judge() -> Judge:
    return judge


@pytest.fixture(name="draw")
def _draw() -> Callable[..., Instance]:
    return random_instance
