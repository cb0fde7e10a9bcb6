"""A date that is planned already, and changed a little: its routes are where the search begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from routing.planning.plans import Leg
from routing.planning.rides.day import DayAnswer, answered, left_out, plan_day
from routing.planning.rides.question import DayQuestion, shipment_id
from routing.vrp import Instance, Route
from routing.vrp.search.engine import Order
from routing.vrp.solve import solve
from routing.vrp.stop import AllServed, Cancelled, FirstOf, MaxIterations, NoImprovement, Stop
from routing.vrp.timing import timetable

ITERATIONS_PER_LEG = 25
"""Few: the routes there are have been searched for already."""
FRUITLESS_PER_LEG = 10
LEAST_LEGS = 24
"""Legs that a smaller date counts as."""


def inserted(
    before: DayAnswer,
    question: DayQuestion,
    seed: int,
    cancelled: Callable[[], bool],
    *,
    anyhow: bool = False,
) -> DayAnswer | None:
    """Plan a date again from its present routes; ``None`` where the newcomer stays unserved.

    ``question`` asks for one whom ``before`` does not serve, first among its visits, and for all
    whom it serves. Nobody gives up a place: everyone served before still is. ``anyhow``: the first
    plan that serves all is good enough, whatever its kilometres.
    """
    if not _possible(question, seed):
        return None
    # a newcomer's own other trips may have to wait for this one: their routes may not do any more
    start = whole(question, orders(before.routes, question.instance))
    stop = short(question, cancelled)
    stop = FirstOf(AllServed(), stop) if anyhow else stop
    solution = solve(question.instance, stop, seed, threads=1, start=start, exact=False)
    unserved, newcomer = left_out(question, solution), question.visits[0].request.id
    if newcomer in unserved or unserved - before.unserved:
        return None  # most tries end here: no trip is timed for nothing
    return answered(question, solution)


def replanned(
    before: DayAnswer, question: DayQuestion, seed: int, cancelled: Callable[[], bool]
) -> DayAnswer:
    """Plan a date again for the same people, other drivers' shifts; routes of the rest stay."""
    shifts = {shift.id: shift for shift in before.question.shifts}
    same = {shift.id for shift in question.shifts if shifts.get(shift.id) == shift}
    stay = orders([r for r in before.routes if r.vehicle in same], question.instance)
    start = whole(question, stay)
    stop = short(question, cancelled)
    return plan_day(question, stop, seed, start=start, exact=False)


def _possible(question: DayQuestion, seed: int) -> bool:
    """Whether the newcomer could be carried if nobody else were."""
    alone = replace(question, visits=question.visits[:1])
    return not left_out(alone, solve(alone.instance, MaxIterations(200), seed, threads=1))


def short(question: DayQuestion, cancelled: Callable[[], bool]) -> Stop:
    """Return when a search ends that begins with good routes."""
    legs = max(LEAST_LEGS, len(question.instance.shipments))
    return FirstOf(
        MaxIterations(ITERATIONS_PER_LEG * legs),
        NoImprovement(FRUITLESS_PER_LEG * legs),
        Cancelled(cancelled),
    )


def orders(routes: Iterable[Route], instance: Instance) -> list[Order]:
    """Return routes in the terms of another instance that knows all of their tasks.

    Routes of vehicles that the instance does not have are left out.
    """
    vehicles = {vehicle.id: number for number, vehicle in enumerate(instance.vehicles)}
    codes = {shipment.id: 2 * number for number, shipment in enumerate(instance.shipments)}
    return [
        Order(
            vehicles[route.vehicle],
            route.day,
            tuple(codes[stop.task] + (stop.kind != "pickup") for stop in route.stops),
        )
        for route in routes
        if route.vehicle in vehicles
    ]


def whole(question: DayQuestion, given: Iterable[Order]) -> list[Order]:
    """Leave out routes that can no longer be driven, and whoever would lack a way there or back."""
    instance, found = question.instance, list(given)
    rows = {shipment.id: row for row, shipment in enumerate(instance.shipments)}
    legs = [
        {rows[name] for leg in Leg if (name := shipment_id(visit.request.id, leg)) in rows}
        for visit in question.visits
    ]
    while True:
        found = [order for order in found if order.stops and timetable(instance, order) is not None]
        carried = {code // 2 for order in found for code in order.stops}
        halved = set().union(*(pair & carried for pair in legs if not pair <= carried))
        if not halved:
            return found
        found = [
            replace(order, stops=tuple(code for code in order.stops if code // 2 not in halved))
            for order in found
        ]
