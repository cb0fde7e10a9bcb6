"""How late a driver who has passengers already would bring one more."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from routing.planning.rides.day import DayAnswer, plan_day
from routing.planning.rides.insertion import orders
from routing.planning.rides.question import request_of
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.visits import Visit
from routing.vrp.stop import MaxIterations

STEP_S = 5 * 60
MOST_S = 60 * 60
ITERATIONS = 400


def lateness(answer: DayAnswer, visit: Visit, shift: DriverShift) -> int | None:
    """Return by how many seconds, in steps of :data:`STEP_S`, an arrival would be late.

    The driver keeps all passengers. ``None`` where it would be more than :data:`MOST_S`, or where
    somebody is brought back by another driver, so that the question cannot be put to one alone.
    """
    tasks = {s.task for route in answer.routes if route.vehicle == shift.id for s in route.stops}
    legs = Counter(map(request_of, tasks))
    mine = [v for v in answer.question.visits if v.request.id in legs]
    if any(legs[v.request.id] != (1 if v.collect_s is None else 2) for v in mine):
        return None
    routes = [route for route in answer.routes if route.vehicle == shift.id]

    def fits(late_s: int) -> bool:
        visits = (_later(visit, late_s), *mine)
        question = replace(answer.question, visits=visits, shifts=(shift,))
        start = orders(routes, question.instance)
        stop = MaxIterations(ITERATIONS)
        return not plan_day(question, stop, threads=1, start=start, exact=False).unserved

    if not fits(MOST_S):
        return None
    low, high = -1, MOST_S // STEP_S
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle * STEP_S) else (middle, high)
    return high * STEP_S


def _later(visit: Visit, late_s: int) -> Visit:
    """Return the visit with a later latest arrival; the way back begins so much later too."""
    early, late = visit.arrive_s
    collect = visit.collect_s
    if collect is not None:
        collect = collect[0] + late_s, collect[1] + late_s
    return replace(visit, arrive_s=(early, late + late_s), collect_s=collect)
