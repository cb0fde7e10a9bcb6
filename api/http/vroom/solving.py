"""From a problem to the order of each vehicle's steps: the core searches, a bounded while."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from api.http.vroom.eta import Times, choose_times
from api.http.vroom.instance import base_s, instance_of
from api.http.vroom.limits import limited
from api.http.vroom.prizes import priced
from api.http.vroom.problem import Car, Plan, Planned, Problem
from api.http.vroom.request import BreakModel
from api.http.vroom.walk import Walk
from routing.vrp import Instance
from routing.vrp.solution import Route, TakenBreak
from routing.vrp.solve import solve
from routing.vrp.stop import Cancelled, FirstOf, MaxIterations

SEED = 1
LISTED = 5
"""Up to so many tasks all routes are listed, and the best are proven: quick only for few."""
_DEARER = (0.5, 2.0)
"""How dear what uses up limits is tried to be where costs alone go beyond them."""


class _Patience:
    """So many seconds from the first time somebody asks: what is loaded before does not count."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: float | None = None

    def over(self) -> bool:
        """Whether the seconds have gone by."""
        now = time.monotonic()
        if self._until is None:
            self._until = now + self._seconds
        return now > self._until


Timed: TypeAlias = list[tuple[Plan, Times]]


def solved(problem: Problem, seconds: float) -> Timed:
    """Return timed routes that serve as much as they can at least cost.

    The same problem gets the same answer, unless it would take longer than ``seconds``.

    Raises
    ------
    Refusal
        When the problem asks for what the core has no word for.
    """
    patience = _Patience(seconds)
    timed = _tried(problem, {}, patience)
    beyond = _beyond(problem, timed)
    if not beyond:
        return timed
    found = [_tried(problem, dict.fromkeys(beyond, factor), patience) for factor in _DEARER]
    held = [timed for timed in found if not _beyond(problem, timed)]
    strict = set(beyond)
    while True:
        timed = _tried(problem, dict.fromkeys(strict, math.inf), patience)
        beyond = _beyond(problem, timed)
        if beyond <= strict:
            return min([*held, timed], key=_worth)
        strict |= beyond


def _tried(problem: Problem, strict: Mapping[int, float], patience: _Patience) -> Timed:
    instance = instance_of(problem, strict)
    timed = _found(problem, instance, patience)
    if sum(len(plan.tasks) for plan, _ in timed) == len(problem.tasks):
        return timed
    return min(timed, _found(problem, priced(instance), patience), key=_worth)


def _found(problem: Problem, instance: Instance, patience: _Patience) -> Timed:
    few = len(problem.tasks) <= LISTED
    stop = FirstOf(MaxIterations(_iterations(len(problem.tasks))), Cancelled(patience.over))
    solution = solve(instance, stop, SEED, exact=few)
    return [_timed(_plan(problem, route)) for route in solution.routes]


def _iterations(tasks: int) -> int:
    return min(50_000, 2_000_000 // max(1, tasks))


def _beyond(problem: Problem, timed: Timed) -> set[int]:
    """Return the numbers of vehicles whose routes are beyond a limit that was not held."""
    numbers = {car.model.id: number for number, car in enumerate(problem.cars)}
    return {numbers[plan.car.model.id] for plan, times in timed if _too_long(plan, times)}


def _worth(timed: Timed) -> tuple[int, int, int]:
    """Sort by what VROOM looks at: priorities, then tasks served, then cost."""
    tallies = [Walk(plan, times).tally for plan, times in timed]
    return (
        -sum(tally.priority for tally in tallies),
        -sum(tally.tasks for tally in tallies),
        sum(tally.cost for tally in tallies),
    )


def _plan(problem: Problem, route: Route) -> Plan:
    car = problem.cars[int(route.vehicle)]
    pauses = dict(_taken(car, route.breaks, base_s(problem)))
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


def _taken(car: Car, breaks: Sequence[TakenBreak], base: int) -> Iterator[tuple[BreakModel, int]]:
    """Tell which breaks of the request the core's are, in the order of their times."""
    left = list(car.model.breaks)
    for taken in sorted(breaks, key=lambda taken: taken.start_s):
        lasting = taken.end_s - taken.start_s
        for pause in left:
            windows = pause.time_windows
            start = taken.start_s + base
            open_then = any(low <= start <= high for low, high in windows) or not windows
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
