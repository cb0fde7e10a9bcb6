"""The timetable of an order: of least duration, and then with rides as short as that allows."""

from __future__ import annotations

from routing.vrp.fleet import Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import Route, Stop, TakenBreak
from routing.vrp.timing.chain import settle, shortest
from routing.vrp.timing.course import Course, course
from routing.vrp.timing.loads import leaving
from routing.vrp.timing.pauses import BEFORE, Laying, Timed, layings, timed
from routing.vrp.timing.statics import static_faults


def timetable(instance: Instance, order: Order) -> Route | None:
    """Time the stops of ``order`` under all rules; ``None`` where no timetable keeps them all.

    The duration from departure to return is the least there is; among such timetables the
    return is as early, then the departure and the pickups as late, then the rest as early as
    they can be.
    """
    run = course(instance, order)
    if run is None or not run.halts or any(True for _ in static_faults(run)):
        return None
    best = best_laying(run)
    return None if best is None else _route(run, *best)


def best_laying(run: Course) -> tuple[int, int, Laying] | None:
    """Return the least duration, its earliest return, and where the breaks lie then."""
    best: tuple[int, int, Laying] | None = None
    for laying in layings(run):
        found = shortest(timed(run, laying).chain)
        if found is not None and (best is None or found < best[:2]):
            best = (*found, laying)
    return best


def best_duration(instance: Instance, order: Order) -> int | None:
    """Return the least seconds from departure to return, or ``None`` as ``timetable`` does."""
    route = timetable(instance, order)
    return None if route is None else route.return_s - route.depart_s


def route_cost(instance: Instance, order: Order) -> int:
    """Return what a feasible order costs: distance, least duration and use.

    Raises
    ------
    ValueError
        When no timetable keeps all rules.
    """
    vehicle = instance.vehicles[order.vehicle]
    route = timetable(instance, order)
    if route is None:
        raise ValueError(f"the order of {vehicle.id} on day {order.day} has no timetable")
    return cost_as_timed(vehicle, route)


def cost_as_timed(vehicle: Vehicle, route: Route) -> int:
    """Return what a route of ``vehicle`` costs: distance, duration and use."""
    driving = vehicle.cost_per_m * route.distance_m
    return driving + vehicle.cost_per_s * (route.return_s - route.depart_s) + vehicle.cost_per_use


def _route(run: Course, duration: int, back: int, laying: Laying) -> Route | None:
    view = timed(run, laying)
    pickups = [at for at, halt in zip(view.stops, run.halts, strict=True) if halt.kind == "pickup"]
    times = settle(view.chain, duration, back, pickups)
    if times is None:
        return None
    return Route(
        vehicle=run.vehicle.id,
        day=run.shift.day,
        stops=_stops(run, view, times),
        depart_s=times[view.chain.departure],
        return_s=times[view.chain.back],
        distance_m=run.distance_m,
        driving_s=run.driving_s,
        breaks=tuple(
            TakenBreak(
                start_s=times[view.breaks[which]],
                end_s=times[view.breaks[which]] + run.shift.breaks[which].duration_s,
                before=0 if slot == BEFORE else slot,
            )
            for slot, which in laying.slots
        ),
    )


def _stops(run: Course, view: Timed, times: list[int]) -> tuple[Stop, ...]:
    leave = times[view.chain.departure]
    stops = []
    for k, (halt, load) in enumerate(zip(run.halts, leaving(run), strict=True)):
        start = times[view.stops[k]]
        stops.append(
            Stop(
                kind=halt.kind,
                task=halt.task,
                location=halt.location,
                arrive_s=leave + run.seconds(k),
                start_s=start,
                depart_s=start + halt.service_s,
                load=load,
            )
        )
        leave = start + halt.service_s
    return tuple(stops)
