"""A second look at routes, with unrounded distances and in the literature's own units.

The independent checker of the project verifies whole numbers; this one says whether the very
same routes keep the rules when nothing is rounded, to within ``TOLERANCE``. It knows what the
literature's instances hold, and no more: loads, windows, longest routes and rides, days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from benchmarks.formats import SCALE, Problem
from routing.vrp import Vehicle
from routing.vrp.search.engine import Order

TOLERANCE = 1e-3


def faults(problem: Problem, orders: Sequence[Order]) -> list[str]:
    """Return what is wrong with ``orders``, a sentence each; nothing when they are feasible."""
    found = [*_days_and_vehicles(problem, orders), *_tasks(problem, orders)]
    for order in orders:
        found += [f"{_name(problem, order)}: {fault}" for fault in _route(problem, order)]
    return found


def unserved(problem: Problem, orders: Sequence[Order]) -> int:
    """Return how many clients and shipments no route serves."""
    seen = {code for order in orders for code in order.stops}
    clients = range(len(problem.instance.clients))
    ends = range(len(clients), len(problem.stop_rows), 2)
    return sum(code not in seen for code in clients) + sum(code not in seen for code in ends)


def _name(problem: Problem, order: Order) -> str:
    return f"day {order.day + 1}, vehicle {problem.vehicle_numbers[order.vehicle]}"


def _days_and_vehicles(problem: Problem, orders: Sequence[Order]) -> Iterator[str]:
    used = Counter((order.vehicle, order.day) for order in orders)
    yield from (f"{key}: driven {count} times" for key, count in used.items() if count > 1)
    for order in orders:
        days = [shift.day for shift in problem.instance.vehicles[order.vehicle].shifts]
        if order.day not in days:
            yield f"{_name(problem, order)}: no shift"


def _tasks(problem: Problem, orders: Sequence[Order]) -> Iterator[str]:
    instance, days = problem.instance, defaultdict(list)
    for order in orders:
        for code in order.stops:
            days[code].append(order.day)
    for code, on in days.items():
        client = instance.clients[code] if code < len(instance.clients) else None
        pattern = client.pattern if client else None
        allowed = pattern.day_sets if pattern else ((day,) for day in range(instance.days))
        if tuple(sorted(on)) not in set(allowed):
            yield f"node {problem.row_nodes[problem.stop_rows[code]]}: visited on days {on}"
    pins = {pin.task: pin.vehicles for pin in instance.pins}
    for order in orders:
        vehicle = instance.vehicles[order.vehicle].id
        for code in order.stops:
            if code < len(instance.clients):
                task = instance.clients[code].id
                if vehicle not in pins.get(task, {vehicle}):
                    yield f"{_name(problem, order)}: {task} belongs to another depot"


def _route(problem: Problem, order: Order) -> Iterator[str]:
    yield from _pairs(problem, order)
    yield from _loads(problem, order)
    yield from _times(problem, order)


def _pairs(problem: Problem, order: Order) -> Iterator[str]:
    first, place = len(problem.instance.clients), {code: i for i, code in enumerate(order.stops)}
    for code in place:
        if code >= first:
            pickup = code - (code - first) % 2
            if place.get(pickup, len(place)) >= place.get(pickup + 1, -1):
                node = problem.row_nodes[problem.stop_rows[pickup]]
                yield f"node {node} is not picked up before its delivery in this route"


def _loads(problem: Problem, order: Order) -> Iterator[str]:
    instance = problem.instance
    vehicle, first = instance.vehicles[order.vehicle], len(instance.clients)
    (capacity,) = vehicle.capacities[0]
    clients = [instance.clients[code] for code in order.stops if code < first]
    load = most = sum(sum(client.delivery) for client in clients)
    for code in order.stops:
        if code < first:
            load -= sum(instance.clients[code].delivery)
        else:
            shipment, end = divmod(code - first, 2)
            load += sum(instance.shipments[shipment].load) * (-1 if end else 1)
        most = max(most, load)
    if most > capacity:
        yield f"load {most} above {capacity}"


def _times(problem: Problem, order: Order) -> Iterator[str]:
    """Schedule the route by longest paths over difference constraints (Bellman–Ford).

    Variables are the departure, the start of every service, and the return; ``at[j]`` is at
    least ``at[i] + least`` for every (i, j, least). A cycle of positive length: impossible.
    """
    vehicle = problem.instance.vehicles[order.vehicle]
    shift = next((shift for shift in vehicle.shifts if shift.day == order.day), vehicle.shifts[0])
    last = len(order.stops) + 1
    at = [shift.earliest_s / SCALE] * (last + 1)
    latest = [shift.latest_s / SCALE] * (last + 1)
    stops = [_stop(problem, code) for code in order.stops]
    for place, (earliest, until, _) in enumerate(stops, 1):
        at[place], latest[place] = max(at[place], earliest), min(latest[place], until)
    arcs = list(_arcs(problem, order, vehicle, [service for *_, service in stops]))
    for _ in range(last + 2):
        changed = False
        for tail, head, least in arcs:
            if at[tail] + least > at[head] + 1e-9:
                at[head], changed = at[tail] + least, True
        late = next((i for i in range(last + 1) if at[i] > latest[i] + TOLERANCE), None)
        if late is not None:
            yield f"stop {late} starts at {at[late]:.4f}, after {latest[late]:.4f}"
            return
        if not changed:
            return
    yield "no schedule keeps the longest route and the longest rides"


def _stop(problem: Problem, code: int) -> tuple[float, float, float]:
    """Return earliest start, latest start and service of a stop code."""
    instance = problem.instance
    first = len(instance.clients)
    if code < first:
        stop = instance.clients[code]
        windows, service = stop.windows, stop.service_s
    else:
        shipment, end = divmod(code - first, 2)
        request = instance.shipments[shipment]
        place = request.delivery if end else request.pickup
        windows, service = place.windows, place.service_s
    earliest, latest = (windows[0].earliest_s, windows[0].latest_s) if windows else (0, 2**62)
    return earliest / SCALE, latest / SCALE, service / SCALE


def _arcs(
    problem: Problem, order: Order, vehicle: Vehicle, service: Sequence[float]
) -> Iterator[tuple[int, int, float]]:
    rows, serving = problem.rows(order), (0.0, *service)
    for place, (tail, head) in enumerate(pairwise(rows)):
        yield place, place + 1, serving[place] + problem.distances[tail, head]
    first = len(problem.instance.clients)
    position = {code: place for place, code in enumerate(order.stops, 1)}
    for number, shipment in enumerate(problem.instance.shipments):
        pickup = first + 2 * number
        if shipment.max_ride_s is not None and {pickup, pickup + 1} <= position.keys():
            begin, end = position[pickup], position[pickup + 1]
            yield end, begin, -(shipment.max_ride_s / SCALE + serving[begin] + TOLERANCE)
    if vehicle.max_duration_s is not None:
        yield len(rows) - 1, 0, -(vehicle.max_duration_s / SCALE + TOLERANCE)
