"""What each vehicle's routes are measured by, so that costs and limits fit one sum a route.

The core adds up one number a leg besides seconds, and limits it. Costs by the hour limit travel
time as well, costs by the kilometre distance. Where nothing in a problem has its time, seconds
may stand for a limit. Otherwise a vehicle that went beyond its limit is charged for what uses up
the limit as well, or is measured by it alone: its routes are then held to it, short rather than
cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from api.http.vroom.problem import COST_UNITS, NO_WAY, TICKS, Car, Grid, Problem
from routing.matrix import UNREACHABLE

_LARGEST = 2**26
"""Largest entry of a matrix of costs: many fit a sum, and little is lost by rounding to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Yardstick:
    """Length of each leg, the most a route may add up to, and what using the vehicle adds."""

    grid: Grid
    most: int | None
    per_use: int


def timeless(problem: Problem) -> bool:
    """Whether nothing has its time, so that any order of steps has a timetable."""
    free = not any(task.model.time_windows for task in problem.tasks)
    return free and not any(car.model.time_window or car.model.breaks for car in problem.cars)


def clocked(car: Car) -> tuple[Grid, int] | None:
    """Return what stands for seconds, and its bound, in a problem in which time is free."""
    return next(((grid, int(limit)) for grid, limit in _unmeasured(car)), None)


def limited(car: Car) -> bool:
    """Whether a vehicle has a limit that its costs do not measure."""
    return any(True for _ in _unmeasured(car))


def yardsticks(problem: Problem, strict: Mapping[int, float]) -> list[Yardstick]:
    """Return how each vehicle is measured.

    Parameters
    ----------
    strict
        By number of a vehicle, how dear what uses up its limits is compared with its costs;
        infinite: nothing else counts, and the limits hold.
    """
    scale = _scale(problem, fine=bool(strict))
    known: dict[int, Grid] = {}
    found = []
    for number, car in enumerate(problem.cars):
        per_use = round(car.model.costs.fixed * COST_UNITS * scale)
        travel = car.travel
        if id(travel) not in known:
            known[id(travel)] = _scaled(travel.cost, travel.ticks, scale)
        grid, most = known[id(travel)], _most(car, scale)
        if number in strict:
            used, bound = _by_limits(car, scale)
            if np.isinf(strict[number]):
                grid, most = used, bound
            else:
                dear = np.minimum(used * strict[number] + grid, UNREACHABLE).astype(np.int64)
                grid, most = np.where(travel.ticks < NO_WAY, dear, UNREACHABLE), None
        found.append(Yardstick(grid, most, per_use))
    return found


def _scale(problem: Problem, *, fine: bool) -> Fraction:
    """Return the core's units in one unit of cost: exact where the numbers allow it."""
    costs = [car.travel.cost[car.travel.ticks < NO_WAY] for car in problem.cars]
    largest = max((int(cost.max(initial=0)) for cost in costs), default=0)
    if fine:
        return Fraction(_LARGEST, max(1, largest))
    divisor = np.gcd.reduce([int(np.gcd.reduce(cost, initial=0)) for cost in costs])
    fixed = [car.model.costs.fixed * COST_UNITS for car in problem.cars]
    divisor = int(np.gcd.reduce([int(divisor), *fixed]))
    exact = Fraction(1, max(1, divisor))
    return min(exact, Fraction(_LARGEST, max(1, largest)))


def _scaled(grid: Grid, ticks: Grid, scale: Fraction) -> Grid:
    top, bottom = scale.numerator, scale.denominator
    exact = grid // bottom if top == 1 else np.rint(grid * (top / bottom)).astype(np.int64)
    return np.where(ticks < NO_WAY, exact, UNREACHABLE)


def _most(car: Car, scale: Fraction) -> int | None:
    """Return the bound on a route's scaled cost that holds the limits which costs measure."""
    rates, bounds = car.travel.rates or (0, 0), list[Fraction]()
    if car.model.max_travel_time is not None and _by_time(car):
        bounds.append(car.model.max_travel_time * TICKS * rates[0] * scale)
    if car.model.max_distance is not None and _by_distance(car):
        bounds.append(car.model.max_distance * rates[1] * scale)
    return int(min(bounds)) if bounds else None


def _by_time(car: Car) -> bool:
    rates = car.travel.rates
    return rates is not None and rates[0] > 0 and rates[1] == 0


def _by_distance(car: Car) -> bool:
    rates = car.travel.rates
    return rates is not None and rates[0] == 0 and rates[1] > 0


def _unmeasured(car: Car) -> Iterator[tuple[Grid, float]]:
    """Yield legs and limit of what costs do not measure."""
    if car.model.max_travel_time is not None and not _by_time(car):
        yield car.travel.ticks, car.model.max_travel_time * TICKS
    metres = car.travel.metres
    if car.model.max_distance is not None and metres is not None and not _by_distance(car):
        yield metres, car.model.max_distance


def _by_limits(car: Car, scale: Fraction) -> tuple[Grid, int]:
    """Measure by the share of its limits that a leg uses up, the largest where there are several.

    The unit is such that a leg costs about what it costs otherwise, to compare with others'.
    """
    open_legs = car.travel.ticks < NO_WAY
    limits = [(grid, max(limit, 0.5)) for grid, limit in _all_limits(car)]
    shares = np.max([grid / limit for grid, limit in limits], axis=0)
    cost = float(car.travel.cost[open_legs].sum()) * float(scale)
    used = float(shares[open_legs].sum())
    most = max(1, min(2**30, round(cost / used))) if used > 0 and cost > 0 else _LARGEST
    # rounded up, and never beyond what is no way at all: the limit holds whatever is added up
    grid = np.minimum(np.ceil(shares * most), UNREACHABLE - 1).astype(np.int64)
    return np.where(open_legs, grid, UNREACHABLE), most


def _all_limits(car: Car) -> Iterator[tuple[Grid, float]]:
    if car.model.max_travel_time is not None:
        yield car.travel.ticks, car.model.max_travel_time * TICKS
    if car.model.max_distance is not None and car.travel.metres is not None:
        yield car.travel.metres, car.model.max_distance
