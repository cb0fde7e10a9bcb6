"""Who serves: vehicles, their working days, breaks, loads and costs."""

from __future__ import annotations

from dataclasses import dataclass

from routing.vrp.checks import demand, in_order, nonnegative
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause that must be taken once in the shift, between two stops, wherever the vehicle is.

    Parameters
    ----------
    windows
        When the pause may START; rising, at least one.
    duration_s
        Its length. Time spent waiting at a stop may be part of it; driving, set-up and service
        may not. The pause lies on arrival at a stop (before set-up), or before the first
        departure, or after the last arrival: a shift that never reaches the last moment at which
        the pause may start needs no pause, nor one that begins after it.
    """

    windows: tuple[TimeWindow, ...]
    duration_s: int

    def __post_init__(self) -> None:
        demand(bool(self.windows), "windows", self.windows, "give at least one window")
        in_order(self.windows)
        nonnegative(self, "duration_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One working day of a vehicle: at most one route, within these seconds of the day."""

    day: int = 0
    earliest_s: int = 0
    latest_s: int = 2**31 - 1
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        nonnegative(self, "day", "earliest_s")
        demand(self.earliest_s <= self.latest_s, "latest_s", self.latest_s, "end after earliest_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload:
    """A depot at which a vehicle may empty and fill itself between two trips of its route.

    ``duration_s`` is spent there each time; ``windows`` bound when it may start.
    """

    location: int
    duration_s: int = 0
    windows: tuple[TimeWindow, ...] = ()

    def __post_init__(self) -> None:
        in_order(self.windows)
        nonnegative(self, "duration_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle and the person or crew driving it.

    Parameters
    ----------
    start, end
        Rows of the matrix; ``None``: the route begins at its first stop, or ends at its last.
    shifts
        Its working days, at most one a day of the horizon.
    capacities
        Configurations, each a load per dimension; at any moment of a trip the load must fit the
        one configuration chosen for that trip. A car with five seats of which two fold for a
        wheelchair has ``((5, 0), (3, 1))``. None: unbounded.
    max_distance_m, max_duration_s, max_stops
        Bounds on each route; a stop is a pickup, a delivery or a visit.
    max_trips, reloads
        Trips a route may hold, separated by visits to one of ``reloads``.
    cost_per_m, cost_per_s, cost_per_use
        Costs of a route by distance, by duration from departure to return, and by being driven.
    profile
        Which of the instance's matrices it drives on.
    crew
        Who drives, where several vehicles share a crew; the vehicle's own id otherwise.
    """

    id: str
    start: int | None
    end: int | None
    shifts: tuple[Shift, ...] = (Shift(),)
    capacities: tuple[tuple[int, ...], ...] = ()
    skills: frozenset[str] = frozenset()
    max_distance_m: int | None = None
    max_duration_s: int | None = None
    max_stops: int | None = None
    max_trips: int = 1
    reloads: tuple[Reload, ...] = ()
    cost_per_m: int = 1
    cost_per_s: int = 0
    cost_per_use: int = 0
    profile: int = 0
    crew: str | None = None

    def __post_init__(self) -> None:
        demand(bool(self.id), "id", self.id, "give an id")
        nonnegative(self, "max_distance_m", "max_duration_s", "max_stops", "profile")
        nonnegative(self, "cost_per_m", "cost_per_s", "cost_per_use")
        for capacity in self.capacities:
            demand(min(capacity, default=0) >= 0, "capacities", capacity, "give numbers from 0 on")
        days = [shift.day for shift in self.shifts]
        demand(len(days) == len(set(days)), "shifts", days, "give one shift a day")
        trips = self.max_trips >= 1 and (self.max_trips == 1 or bool(self.reloads))
        demand(trips, "max_trips", self.max_trips, "give 1, or more with a reload")

    @property
    def driven_by(self) -> str:
        """The crew; of a vehicle without one its own id."""
        return self.crew or self.id
