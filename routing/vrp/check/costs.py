"""The cost of an answer, computed anew from the instance and the times of the routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from routing.vrp.check.asked import tasks_of
from routing.vrp.instance import Instance
from routing.vrp.solution import Cost, Route


def cost_of(instance: Instance, routes: Sequence[Route]) -> Cost:
    """Return the cost by part; distances are read from the matrices, not from the routes.

    Routes of unknown vehicles count for nothing.
    """
    driven = [(route, instance.vehicle_by_id.get(route.vehicle)) for route in routes]
    known = [(route, vehicle) for route, vehicle in driven if vehicle is not None]
    served = {stop.task for route in routes for stop in route.stops if stop.kind != "reload"}
    left = [task for task in tasks_of(instance) if task.id not in served]
    return Cost(
        missed=sum(1 + task.priority for task in left if task.prize is None),
        distance=sum(v.cost_per_m * distance_of(instance, route) for route, v in known),
        duration=sum(v.cost_per_s * (r.return_s - r.depart_s) for r, v in known),
        use=sum(vehicle.cost_per_use for _, vehicle in known),
        prizes=sum(task.prize or 0 for task in left),
        links=_links(instance, routes),
    )


def distance_of(instance: Instance, route: Route) -> int:
    """Metres of a route by the matrix, along the rows its stops name."""
    vehicle = instance.vehicle_by_id[route.vehicle]
    ends = [[row] if row is not None else [] for row in (vehicle.start, vehicle.end)]
    rows = [*ends[0], *(stop.location for stop in route.stops), *ends[1]]
    matrix, size = instance.matrix_of(vehicle).distances_m, instance.matrices[0].size
    if not all(0 <= row < size for row in rows):
        return 0
    return sum(int(matrix[a, b]) for a, b in pairwise(rows))


def _links(instance: Instance, routes: Iterable[Route]) -> int:
    by = {
        stop.task: vehicle.driven_by
        for route in routes
        if (vehicle := instance.vehicle_by_id.get(route.vehicle)) is not None
        for stop in route.stops
        if stop.kind == "pickup"
    }
    return sum(
        link.penalty
        for link in instance.links
        if link.first in by and link.second in by and by[link.first] != by[link.second]
    )
