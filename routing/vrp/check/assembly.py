"""Orders of stops become routes, and routes a solution."""

from __future__ import annotations

from collections.abc import Sequence

from routing.vrp.check.aboard import by_stop
from routing.vrp.check.asked import tasks_of
from routing.vrp.check.costs import cost_of
from routing.vrp.check.itinerary import OrderStop, itinerary
from routing.vrp.check.scheduling import Timetable, timetable
from routing.vrp.instance import Instance
from routing.vrp.solution import Blocked, Route, Solution, Stop, Unassigned


def answer(instance: Instance, routes: Sequence[Route]) -> Solution:
    """Make routes a solution: what they leave out is unassigned, their cost is computed."""
    served = {stop.task for route in routes for stop in route.stops}
    reasons = tuple(
        Blocked(vehicle=vehicle.id, code="NOT_GIVEN", message="No order names it.")
        for vehicle in instance.vehicles
    )
    return Solution(
        routes=tuple(routes),
        unassigned=tuple(
            Unassigned(task=task.id, reasons=reasons)
            for task in tasks_of(instance)
            if task.id not in served
        ),
        cost=cost_of(instance, routes),
    )


def timed_route(
    instance: Instance, vehicle_id: str, day: int, stops: Sequence[OrderStop]
) -> Route | None:
    """Give an order times of least duration, or return ``None`` where there are none.

    Raises
    ------
    KeyError
        When the instance does not know the vehicle or a task.
    """
    times = timetable(instance, vehicle_id, day, stops)
    return None if times is None else laid_out(instance, vehicle_id, day, stops, times)


def laid_out(
    instance: Instance,
    vehicle_id: str,
    day: int,
    stops: Sequence[OrderStop],
    times: Timetable,
) -> Route:
    """Make an order that can be driven, and its timetable, a route."""
    vehicle = instance.vehicle_by_id[vehicle_id]
    road = itinerary(instance, vehicle_id, day, stops)
    if road is None:
        raise ValueError(f"{vehicle_id} cannot drive {list(stops)} on day {day}")
    rows = [vehicle.start, *(asked.location for asked in road.asked), vehicle.end]
    legs = [
        (rows[k], rows[k + 1])
        for k in range(len(rows) - 1)
        if rows[k] is not None and rows[k + 1] is not None
    ]
    aboard = by_stop(instance, stops)
    left, made = times.depart_s, []
    for index, ((kind, task), asked) in enumerate(zip(stops, road.asked, strict=True)):
        arrive, start = left + road.travel_s[index], times.starts[index]
        left = start + asked.service_s
        made.append(
            Stop(
                kind=kind,
                task="" if kind == "reload" else task,
                location=asked.location,
                arrive_s=arrive,
                start_s=start,
                depart_s=left,
                load=aboard[index],
            )
        )
    matrix = instance.matrix_of(vehicle)
    return Route(
        vehicle=vehicle_id,
        day=day,
        stops=tuple(made),
        depart_s=times.depart_s,
        return_s=times.return_s,
        distance_m=sum(int(matrix.distances_m[leg]) for leg in legs),
        driving_s=sum(int(matrix.durations_s[leg]) for leg in legs),
        breaks=times.breaks,
    )
