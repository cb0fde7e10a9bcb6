"""From orders of stops to timed routes, their cost, and why the rest is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.vrp.codes import task_of
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import Cost, Route
from routing.vrp.timing import timetable


@dataclass(frozen=True, slots=True)
class Answer:
    """Timed routes of ``orders``, what they cost, and the numbers of the tasks left out."""

    orders: tuple[Order, ...]
    routes: tuple[Route, ...]
    cost: Cost
    left_out: tuple[int, ...]


def timed(instance: Instance, orders: Sequence[Order]) -> Answer:
    """Time every order.

    Raises
    ------
    RuntimeError
        When an order breaks a rule: a fault of the search that made it.
    """
    by_vehicle = sorted(orders, key=lambda order: (order.day, order.vehicle))
    routes = []
    for order in by_vehicle:
        route = timetable(instance, order)
        if route is None:
            raise RuntimeError(f"a search handed over a route that breaks a rule: {order}")
        routes.append(route)
    served = {task_of(instance, code) for order in orders for code in order.stops}
    left_out = tuple(task for task in range(len(instance.tasks)) if task not in served)
    cost = _cost(instance, by_vehicle, routes, left_out)
    return Answer(tuple(by_vehicle), tuple(routes), cost, left_out)


def _cost(
    instance: Instance, orders: Sequence[Order], routes: Sequence[Route], left_out: Sequence[int]
) -> Cost:
    distance = duration = use = 0
    for order, route in zip(orders, routes, strict=True):
        vehicle = instance.vehicles[order.vehicle]
        distance += vehicle.cost_per_m * route.distance_m
        duration += vehicle.cost_per_s * (route.return_s - route.depart_s)
        use += vehicle.cost_per_use
    out = [instance.tasks[task] for task in left_out]
    return Cost(
        missed=sum(1 + record.priority for record in out if record.prize is None),
        distance=distance,
        duration=duration,
        use=use,
        prizes=sum(record.prize or 0 for record in out),
        links=_broken_links(instance, orders),
    )


def _broken_links(instance: Instance, orders: Sequence[Order]) -> int:
    count, vehicles = len(instance.clients), instance.vehicles
    carrier = {
        instance.shipments[(code - count) // 2].id: (vehicles[order.vehicle].driven_by, order.day)
        for order in orders
        for code in order.stops
        if code >= count
    }
    return sum(
        link.penalty
        for link in instance.links
        if link.first in carrier and carrier[link.first] != carrier.get(link.second)
    )
