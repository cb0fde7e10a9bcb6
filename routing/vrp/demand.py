"""What is to be served: clients, visited where they are, and shipments, carried from A to B."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from routing.vrp.checks import demand, in_order, nonnegative
from routing.vrp.time_window import TimeWindow

Same = Literal["free", "vehicle", "crew"]
"""Who comes to the visits of one client: anyone, one and the same vehicle, or one crew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRule:
    """Skills that a vehicle must have (all, and at least one of ``any_of``) or must not have."""

    all_of: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    def accepts(self, skills: frozenset[str]) -> bool:
        """Whether a vehicle with these ``skills`` may come."""
        return (
            self.all_of <= skills
            and (not self.any_of or bool(self.any_of & skills))
            and not self.none_of & skills
        )


ANY_VEHICLE = SkillRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPattern:
    """The sets of days on which a client may be visited; exactly one of them is chosen.

    Parameters
    ----------
    day_sets
        Each a strictly rising tuple of days of the horizon, counted from 0.
    same
        Who comes to all visits of the chosen set.

    Raises
    ------
    ValueError
        When no set is given, or one is empty, not rising or negative.
    """

    day_sets: tuple[tuple[int, ...], ...]
    same: Same = "free"

    def __post_init__(self) -> None:
        demand(bool(self.day_sets), "day_sets", self.day_sets, "give at least one set of days")
        for days in self.day_sets:
            rising = bool(days) and days[0] >= 0 and all(a < b for a, b in pairwise(days))
            demand(rising, "day_sets", days, "give rising days, counted from 0")

    @classmethod
    def every(
        cls,
        frequency: int,
        allowed_days: tuple[int, ...],
        *,
        min_gap: int = 1,
        max_gap: int | None = None,
        same: Same = "free",
    ) -> VisitPattern:
        """List the sets of ``frequency`` allowed days whose gaps keep the two bounds (days).

        Raises
        ------
        ValueError
            When no set of days keeps them.
        """
        sets: list[tuple[int, ...]] = [()]
        for _ in range(frequency):
            sets = [
                (*chosen, day)
                for chosen in sets
                for day in sorted(set(allowed_days))
                if not chosen
                or (
                    min_gap <= day - chosen[-1] and (max_gap is None or day - chosen[-1] <= max_gap)
                )
            ]
        return cls(day_sets=tuple(days for days in sets if days), same=same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A visit, or several over the horizon.

    Parameters
    ----------
    id
        Unique among clients and shipments.
    location
        Row of the matrix.
    windows
        Rising, disjoint windows for the START of service; none: any time. Every day has them.
    service_s, setup_s
        Seconds of service, and of setting up before it, which is left out when the vehicle
        comes from the very same location. Set-up may begin before the window opens.
    delivery, pickup
        Load per dimension brought from the depot, and taken to it.
    prize
        Cost of not serving the client (all its visits or none); ``None``: must be served, and
        an answer that leaves it out says so among its unassigned.
    priority
        Among those that must be served, who goes first when not all can be: higher first.
    pattern
        Days of the visits; ``None``: one visit, on any day.
    """

    id: str
    location: int
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 0
    setup_s: int = 0
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    skills: SkillRule = ANY_VEHICLE
    prize: int | None = None
    priority: int = 0
    pattern: VisitPattern | None = None

    def __post_init__(self) -> None:
        demand(bool(self.id), "id", self.id, "give an id")
        in_order(self.windows)
        nonnegative(self, "service_s", "setup_s", "prize", "priority", "delivery", "pickup")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentStop:
    """One end of a shipment; the fields mean what they mean for a :class:`Client`."""

    location: int
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 0
    setup_s: int = 0

    def __post_init__(self) -> None:
        in_order(self.windows)
        nonnegative(self, "service_s", "setup_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A load or a person carried by one vehicle from a pickup to a delivery, on one day.

    Parameters
    ----------
    load
        Load per dimension, aboard from the pickup to the delivery.
    max_ride_s
        Most seconds from the END of service at the pickup to the START of service at the
        delivery (Cordeau & Laporte 2003, 10.1016/S0191-2615(02)00045-0).
    days
        Days on which it may be carried; ``None``: any.
    """

    id: str
    pickup: ShipmentStop
    delivery: ShipmentStop
    load: tuple[int, ...] = ()
    max_ride_s: int | None = None
    skills: SkillRule = ANY_VEHICLE
    prize: int | None = None
    priority: int = 0
    days: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        demand(bool(self.id), "id", self.id, "give an id")
        demand(self.days is None or bool(self.days), "days", self.days, "give a day, or None")
        nonnegative(self, "load", "max_ride_s", "prize", "priority")
