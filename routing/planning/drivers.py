"""Volunteer drivers and their cars.

Times of day are integer seconds after local midnight, distances integer metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from routing.planning.dates import DAY_S, DateRange
from routing.planning.ride_requests import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """What a car carries beside its driver.

    Parameters
    ----------
    configurations
        Pairs (seats, wheelchair places), one of which holds at a time: a car in which a
        wheelchair takes two folded seats has ``((4, 0), (2, 1))``.
    boot
        Folded wheelchairs and walking frames.
    child_seats
        Seats for children aboard.
    fiscal_power
        In French fiscal horsepower (CV), for the mileage scale.
    """

    configurations: tuple[tuple[int, int], ...] = ((4, 0),)
    boot: int = 1
    child_seats: int = 0
    fiscal_power: int | None = None
    electric: bool = False

    def __post_init__(self) -> None:
        if not self.configurations:
            raise ValueError("needs at least one configuration of seats")
        if any(seats < 0 or places < 0 for seats, places in self.configurations):
            raise ValueError("seats and wheelchair places must not be negative")
        if min(self.boot, self.child_seats) < 0:
            raise ValueError("boot and child seats must not be negative")
        if self.fiscal_power is not None and not 1 <= self.fiscal_power <= 50:
            raise ValueError("the fiscal power must lie between 1 and 50")

    @property
    def seats(self) -> int:
        """Most people it holds, the driver included."""
        return 1 + max(seats + places for seats, places in self.configurations)

    @property
    def capacities(self) -> tuple[tuple[int, int, int, int], ...]:
        """Loads (seats, wheelchair places, boot, child seats) it holds, one a configuration."""
        return tuple((s, w, self.boot, self.child_seats) for s, w in self.configurations)

    def holds(self, load: Sequence[int]) -> bool:
        """Whether one configuration has room for a load, told as ``capacities`` are."""
        return any(
            all(part <= room for part, room in zip(load, capacity, strict=True))
            for capacity in self.capacities
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationCar:
    """A car of the association's, fetched from a site and brought back there."""

    id: str
    label: str
    site: str
    car: Car


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours of a weekday (Monday 0) at which somebody is free."""

    weekday: int
    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday must lie between 0 and 6, got {self.weekday}")
        if not 0 <= self.start_s < self.end_s <= DAY_S:
            raise ValueError("needs 0 <= start < end <= 24 h")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraHours:
    """Hours of a date at which somebody is free although the week says no."""

    date: date
    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s <= DAY_S:
            raise ValueError("needs 0 <= start < end <= 24 h")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lunch:
    """A pause that must begin between two times where the driver is out by then."""

    from_s: int
    until_s: int
    length_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.from_s <= self.until_s <= DAY_S or self.length_s <= 0:
            raise ValueError("needs 0 <= from <= until and a positive length")


EVENING_S = 19 * 3600
"""A trip that ends later is one of the evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a volunteer has given in the months before, for fair shares."""

    rides: int = 0
    seconds: int = 0
    metres: int = 0
    evenings: int = 0

    def __post_init__(self) -> None:
        if min(self.rides, self.seconds, self.metres, self.evenings) < 0:
            raise ValueError("what was given must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A volunteer who fetches people.

    Parameters
    ----------
    home
        Where the day begins and ends.
    car
        Their own; ``None`` where they drive ``association_car``.
    hours, extra_hours, absences
        When they are free: by the week (kept in its order), on further dates, and not at all;
        an absence wins.
    max_s_per_day, max_m_per_day, max_s_per_month, max_m_per_month
        From leaving home to being back, and all kilometres; ``None``: no limit.
    max_wait_s
        Most time they wait on the spot for somebody's way back; beyond it they go home.
        ``None``: they wait, 0: they never do.
    refused_passengers, refused_communes
        Pseudonyms; INSEE codes of places they do not drive to.
    metres_this_year
        Driven already for the association, for the mileage scale's brackets.
    """

    id: str
    label: str
    home: Spot
    car: Car | None = None
    association_car: str | None = None
    hours: tuple[Hours, ...] = ()
    extra_hours: tuple[ExtraHours, ...] = ()
    absences: tuple[DateRange, ...] = ()
    max_s_per_day: int | None = None
    max_m_per_day: int | None = None
    max_s_per_month: int | None = None
    max_m_per_month: int | None = None
    max_wait_s: int | None = None
    lunch: Lunch | None = None
    refused_passengers: frozenset[str] = frozenset()
    refused_communes: frozenset[str] = frozenset()
    metres_this_year: int = 0
    given: Given = field(default_factory=Given)

    def __post_init__(self) -> None:
        if (self.car is None) == (self.association_car is None):
            raise ValueError("drives either an own car or one of the association’s")
        limits = ("max_s_per_day", "max_m_per_day", "max_s_per_month", "max_m_per_month")
        for limit in (*limits, "max_wait_s", "metres_this_year"):
            value = getattr(self, limit)
            if value is not None and value < 0:
                raise ValueError(f"{limit} must not be negative, got {value}")
        week = sorted(self.hours, key=lambda h: (h.weekday, h.start_s, h.end_s))
        object.__setattr__(self, "hours", tuple(week))

    def free(self, day: date) -> tuple[tuple[int, int], ...]:
        """Return the hours at which they are free on ``day``, merged, in order."""
        if any(day in absence for absence in self.absences):
            return ()
        spans = [(h.start_s, h.end_s) for h in self.hours if h.weekday == day.weekday()]
        spans += [(h.start_s, h.end_s) for h in self.extra_hours if h.date == day]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)
