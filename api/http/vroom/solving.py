"""From a problem to the order of each vehicle's steps: the core searches, a bounded while."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from api.http.vroom.eta import Times, choose_times
from api.http.vroom.instance import instance_of
from api.http.vroom.limits import limited
from api.http.vroom.problem import Car, Plan, Planned, Problem
from api.http.vroom.request import BreakModel
from api.http.vroom.walk import Walk
from routing.vrp.solution import Route, TakenBreak
from routing.vrp.solve import solve
from routing.vrp.stop import Cancelled, FirstOf, MaxIterations, NoImprovement

SEED = 1
_WORK = 2_000_000
"""Iterations times tasks squared of a search, from 2,000 iterations to 100,000."""
_PATIENCE = 4
"""A search may go on for a part of its iterations, one in so many, without finding better."""


def solved(problem: Problem, seconds: float) -> list[tuple[Plan, Times]]:
    """Return timed routes that serve as much as they can at least cost.

    The same problem gets the same answer, unless it would take longer than ``seconds``.

    Raises
    ------
    Refusal
        When the problem asks for what the core has no word for.
    """
    until = time.monotonic() + seconds
    strict: frozenset[int] = frozenset()
    while True:
        timed = [_timed(plan) for plan in _searched(problem, strict, until)]
        beyond = {problem.cars.index(plan.car) for plan, times in timed if _too_long(plan, times)}
        if beyond <= strict:
            return timed
        strict |= beyond


def _searched(problem: Problem, strict: frozenset[int], until: float) -> Iterator[Plan]:
    instance = instance_of(problem, strict)
    tasks = max(1, len(problem.tasks))
    iterations = min(100_000, max(2_000, _WORK * 10 // tasks**2))
    stop = FirstOf(
        MaxIterations(iterations),
        NoImprovement(max(1000, iterations // _PATIENCE)),
        Cancelled(lambda: time.monotonic() > until),
    )
    for route in solve(instance, stop, SEED).routes:
        yield _plan(problem, route)


def _plan(problem: Problem, route: Route) -> Plan:
    car = problem.cars[int(route.vehicle)]
    pauses = dict(_taken(car, route.breaks))
    steps: list[Planned] = []
    for place, stop in enumerate(route.stops):
        steps += [Planned(pause) for pause, before in pauses.items() if before == place]
        number = int(stop.task.rpartition(" ")[2])
        if stop.kind == "visit":
            steps.append(Planned(problem.jobs[number]))
        else:
            steps.append(Planned(problem.shipments[number][stop.kind == "delivery"]))
    last = len(route.stops)
    steps += [Planned(pause) for pause, before in pauses.items() if before == last]
    return Plan(car, tuple(steps))


def _taken(car: Car, breaks: Sequence[TakenBreak]) -> Iterator[tuple[BreakModel, int]]:
    """Tell which breaks of the request the core's are, in the order of their times."""
    left = list(car.model.breaks)
    for taken in sorted(breaks, key=lambda taken: taken.start_s):
        lasting = taken.end_s - taken.start_s
        for pause in left:
            windows = pause.time_windows
            open_then = any(low <= taken.start_s <= high for low, high in windows) or not windows
            if pause.service == lasting and open_then:
                left.remove(pause)
                yield pause, taken.before
                break


def _timed(plan: Plan) -> tuple[Plan, Times]:
    """Choose times, with the breaks that the core leaves out where the route does without.

    VROOM takes every break, at the latest after the last task; so do we wherever that can be.
    """
    taken = [step.pause for step in plan.steps]
    best = plan, choose_times(plan)
    for pause in plan.car.model.breaks:
        if pause in taken:
            continue
        for place in (len(best[0].steps), *range(len(best[0].steps))):
            steps = (*best[0].steps[:place], Planned(pause), *best[0].steps[place:])
            longer = Plan(plan.car, steps)
            times = choose_times(longer)
            if not set(Walk(longer, times).tally.causes) - {"missing_break"}:
                best = longer, times
                break
    return best


def _too_long(plan: Plan, times: Times) -> bool:
    causes = Walk(plan, times).tally.causes
    return limited(plan.car) and bool({"max_travel_time", "max_distance"} & causes.keys())


def elapsed_ms(since: float) -> int:
    """Return whole milliseconds since a moment of the monotonic clock."""
    return round(1000 * (time.monotonic() - since))
