"""One run of one solver on one instance: what is measured, and how it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.formats import SCALE, Problem
from routing.vrp.search.engine import Order
from routing.vrp.solution import TracePoint

OURS = "tournees"
NO_SOLUTION = "no solution in its time"


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKnown:
    """The best value of the literature, its number of vehicles where told, and its source."""

    cost: float
    vehicles: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one solver answered, verified.

    Parameters
    ----------
    cost
        Unrounded Euclidean length; ``None``: there is no solution.
    vehicles
        Routes; over several days, those of the busiest day.
    unassigned
        Customers or requests that are not served.
    reason
        Why there is no solution, or what is wrong with it.
    """

    family: str
    instance: str
    solver: str
    seed: int
    time_limit_s: float
    wall_s: float
    cost: float | None = None
    vehicles: int | None = None
    best_known: BestKnown | None = None
    feasible: bool = False
    unassigned: int = 0
    reason: str = ""
    expressible: bool = True
    fleet_first: bool = False
    orders: tuple[Order, ...] = ()
    curve: tuple[tuple[float, float], ...] = field(default=())
    """(elapsed seconds, cost) of every new best that serves everyone."""

    @property
    def gap_percent(self) -> float | None:
        """Distance above the best known, percent; of feasible solutions only."""
        if self.best_known is None or self.cost is None or not self.feasible:
            return None
        return (self.cost / self.best_known.cost - 1) * 100

    @property
    def excess(self) -> int | None:
        """Vehicles above the best known, where that is told."""
        known = self.best_known.vehicles if self.best_known else None
        return None if known is None or self.vehicles is None else self.vehicles - known

    @property
    def rank(self) -> tuple[bool, int, int, float]:
        """What makes a run better than another of its instance: smaller is better."""
        fleet = (self.vehicles or 0) if self.fleet_first else 0
        cost = float("inf") if self.cost is None else self.cost
        return not self.feasible, self.unassigned, fleet, cost

    def line(self) -> dict[str, object]:
        """Return the run as it is written on a line of JSON."""
        known = self.best_known
        written: dict[str, object] = {
            "family": self.family,
            "instance": self.instance,
            "solver": self.solver,
            "seed": self.seed,
            "time_limit_s": self.time_limit_s,
            "wall_s": round(self.wall_s, 3),
            "cost": self.cost,
            "vehicles": self.vehicles,
            "bks": known.cost if known else None,
            "gap_percent": self.gap_percent,
            "feasible": self.feasible,
            "unassigned": self.unassigned,
        }
        return written | ({"reason": self.reason} if self.reason else {})


def document(problem: Problem, run: Run) -> dict[str, object]:
    """Return the solution in the literature's terms.

    Days and vehicles are numbered from 1, as in Cordeau's solution files; stops are the node
    numbers of the instance file, without the depot.
    """
    numbers = problem.vehicle_numbers
    routes = sorted(run.orders, key=lambda order: (order.day, numbers[order.vehicle]))
    return {
        "instance": run.instance,
        "cost": run.cost,
        "routes": [
            {
                "day": order.day + 1,
                "vehicle": numbers[order.vehicle],
                "stops": problem.nodes(order),
            }
            for order in routes
        ],
    }


def busiest_day(orders: Sequence[Order]) -> int:
    """Return the number of routes of the day that has most."""
    return max(Counter(order.day for order in orders).values(), default=0)


def curve_of(problem: Problem, trace: Sequence[TracePoint]) -> tuple[tuple[float, float], ...]:
    """Return a trace in the literature's units, without the cost of using vehicles.

    Where the fleet comes first, only from the moment on at which the final fleet is reached:
    the distance of a larger one would be no progress.
    """
    use = max((vehicle.cost_per_use for vehicle in problem.instance.vehicles), default=0)
    complete = [point for point in trace if point.missed == 0]
    if use and complete:
        fleet = min(point.total // use for point in complete)
        complete = [point for point in complete if point.total // use == fleet]
    return tuple(
        (point.elapsed_s, (point.total % use if use else point.total) / SCALE) for point in complete
    )
