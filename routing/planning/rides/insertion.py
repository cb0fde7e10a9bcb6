"""One more person on a date that is planned already: its routes are where the search begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from routing.planning.rides.day import DayAnswer, plan_day
from routing.planning.rides.question import DayQuestion
from routing.vrp import Instance, Route
from routing.vrp.search.engine import Order
from routing.vrp.stop import Cancelled, FirstOf, MaxIterations, NoImprovement, Stop

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
    leading: int = 1,
) -> DayAnswer | None:
    """Plan a date again from its present routes; ``None`` where somebody new stays unserved.

    ``question`` asks for ``leading`` people whom ``before`` does not serve, first among its visits,
    and for all whom it serves. Nobody gives up a place: everyone served before still is.
    """
    start = orders(before.routes, question.instance)
    if not possible(question, leading, seed):
        return None
    stop = _short(question, cancelled)
    answer = plan_day(question, stop, seed, threads=1, start=start, exact=False)
    newcomers = {visit.request.id for visit in question.visits[:leading]}
    return None if answer.unserved & newcomers or _lost(before, answer) else answer


def possible(question: DayQuestion, leading: int = 1, seed: int = 0) -> bool:
    """Whether the first people of a question could be carried if nobody else were."""
    alone = replace(question, visits=question.visits[:leading])
    return not plan_day(alone, MaxIterations(200), seed, threads=1).unserved


def _lost(before: DayAnswer, after: DayAnswer) -> bool:
    """Whether somebody served before no longer is."""
    return bool(after.unserved - before.unserved)


def _short(question: DayQuestion, cancelled: Callable[[], bool]) -> Stop:
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
