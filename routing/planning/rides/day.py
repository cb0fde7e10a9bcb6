"""Plans one date: who fetches whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.planning.plans import Leg, Ride
from routing.planning.rides.question import DayQuestion, shipment_id
from routing.planning.rides.trips import trips
from routing.vrp import Route, Solution
from routing.vrp.search.engine import Order
from routing.vrp.solve import given, solve
from routing.vrp.stop import FirstOf, MaxIterations, NoImprovement, Stop

ITERATIONS_PER_LEG = 400
"""Iterations of each search thread for each leg of a date."""
FRUITLESS_PER_LEG = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnswer:
    """Trips of a date, and the requests that found no place in them.

    ``routes`` are those of ``solution``, or as they were handed to other drivers since.
    """

    question: DayQuestion
    solution: Solution
    routes: tuple[Route, ...]
    rides: tuple[Ride, ...]

    @property
    def unserved(self) -> frozenset[str]:
        """Ids of requests that are not carried."""
        return left_out(self.question, self.solution)

    @property
    def served(self) -> frozenset[str]:
        """Ids of requests that are carried."""
        return frozenset(visit.request.id for visit in self.question.visits) - self.unserved


def effort(question: DayQuestion) -> Stop:
    """Return when to stop, by the number of legs."""
    legs = max(4, len(question.instance.shipments))
    return FirstOf(
        MaxIterations(ITERATIONS_PER_LEG * legs),
        NoImprovement(FRUITLESS_PER_LEG * legs),
    )


def plan_day(
    question: DayQuestion,
    stop: Stop,
    seed: int = 0,
    *,
    threads: int = 2,
    start: Sequence[Order] = (),
    exact: bool = True,
) -> DayAnswer:
    """Solve a date, from the routes of ``start`` if there are any, and time its trips.

    ``exact``: whether a small date is proven optimal rather than searched.

    Raises
    ------
    routing.vrp.BrokenSolutionError
        When the core and its checker disagree: always a fault of ours.
    """
    solution = solve(question.instance, stop, seed, threads=threads, start=start, exact=exact)
    return answered(question, solution)


def driven(question: DayQuestion, orders: Sequence[Order]) -> DayAnswer | None:
    """Return the answer that is made of these routes, ``None`` where together they break a rule."""
    try:
        return answered(question, given(question.instance, orders))
    except RuntimeError:
        return None


def left_out(question: DayQuestion, solution: Solution) -> frozenset[str]:
    """Return the ids of requests that a solution does not carry."""
    missed = {unassigned.task for unassigned in solution.unassigned}
    return frozenset(
        visit.request.id
        for visit in question.visits
        if shipment_id(visit.request.id, Leg.OUTBOUND) in missed
    )


def answered(question: DayQuestion, solution: Solution) -> DayAnswer:
    """Return the trips of a solution, timed for comfort."""
    shifts = {shift.id: shift for shift in question.shifts}
    rides = [
        ride for route in solution.routes for ride in trips(question, route, shifts[route.vehicle])
    ]
    rides.sort(key=lambda ride: (ride.depart_s, ride.driver))
    return DayAnswer(
        question=question, solution=solution, routes=solution.routes, rides=tuple(rides)
    )


def plan_empty(question: DayQuestion) -> DayAnswer:
    """Return the answer to a date on which nobody is to be carried."""
    return plan_day(question, MaxIterations(1), threads=1)
