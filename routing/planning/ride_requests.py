"""What passengers ask for: to be fetched, taken somewhere in time, and brought back.

Times of day are integer seconds after local midnight, durations integer seconds. Names, phones
and addresses live apart: a passenger is a pseudonym here, a pickup a point on the map.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from routing.planning.dates import DAY_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point where somebody lives, waits or has to be, degrees WGS 84.

    Parameters
    ----------
    commune
        INSEE code where it is known; the nearest commune of the territory otherwise.
    label
        For people; never written into a plan.
    """

    lon: float
    lat: float
    commune: str | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not -180 <= self.lon <= 180 or not -90 <= self.lat <= 90:
            raise ValueError("needs a longitude within ±180 and a latitude within ±90")


class Wheelchair(StrEnum):
    """Whether somebody rides in a wheelchair, or in a seat with the chair folded in the boot."""

    NONE = "none"
    FOLDABLE = "foldable"
    RIGID = "rigid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who and what gets in.

    Parameters
    ----------
    passengers, companions
        People; companions need a seat as well and must not travel alone.
    child_seats
        How many of them need a child seat of the car's.
    walkers
        Walking frames, each a place in the boot as a folded wheelchair is.
    """

    passengers: int = 1
    companions: int = 0
    child_seats: int = 0
    wheelchair: Wheelchair = Wheelchair.NONE
    walkers: int = 0

    def __post_init__(self) -> None:
        if self.passengers < 1:
            raise ValueError("needs at least one passenger")
        if min(self.companions, self.child_seats, self.walkers) < 0:
            raise ValueError("counts must not be negative")
        if self.child_seats > self.people:
            raise ValueError("asks for more child seats than people")

    @property
    def people(self) -> int:
        """Passengers and companions."""
        return self.passengers + self.companions

    @property
    def load(self) -> tuple[int, int, int, int]:
        """Seats, wheelchair places, places in the boot, child seats."""
        rigid = self.wheelchair is Wheelchair.RIGID
        folded = self.wheelchair is Wheelchair.FOLDABLE
        return self.people - rigid, int(rigid), folded + self.walkers, self.child_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPermanence:
    """To a session of a permanence.

    Parameters
    ----------
    dates
        The session asked for is held on one of these; none: any session of the horizon.
    only_next
        Only the first session held from the first of ``dates`` (or of the horizon) on.
    stay_s
        Time needed there, waiting included.
    """

    permanence: str
    dates: tuple[date, ...] = ()
    only_next: bool = False
    stay_s: int = 60 * 60

    def __post_init__(self) -> None:
        if self.stay_s <= 0:
            raise ValueError("the stay must be positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAppointment:
    """To an appointment at a site of the territory or at any point."""

    place: str | Spot
    date: date
    at_s: int
    length_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.at_s < DAY_S:
            raise ValueError("the appointment must lie within the day")
        if self.length_s <= 0 or self.at_s + self.length_s > DAY_S:
            raise ValueError("the appointment must end after it begins, on the same day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToEvent:
    """To an event of the programme."""

    event: str


Destination: TypeAlias = ToPermanence | ToAppointment | ToEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something with a date that people are taken to: a workshop, a health breakfast."""

    id: str
    label: str
    place: str | Spot
    date: date
    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s <= DAY_S:
            raise ValueError("needs 0 <= start < end <= 24 h")


class Back(StrEnum):
    """When somebody is brought back."""

    NONE = "none"
    AFTER = "after"
    """As soon as it is over."""
    AT = "at"
    """At a given time."""
    WHEN_FINISHED = "when_finished"
    """At some moment between two times, told on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The way back.

    Parameters
    ----------
    from_s, until_s
        Of ``AT`` the time (``from_s``); of ``WHEN_FINISHED`` both ends.
    same_driver_required
        Otherwise the same driver is only preferred.
    """

    kind: Back = Back.AFTER
    from_s: int | None = None
    until_s: int | None = None
    same_driver_required: bool = False

    def __post_init__(self) -> None:
        asked = {Back.AT: (True, False), Back.WHEN_FINISHED: (True, True)}
        given = (self.from_s is not None, self.until_s is not None)
        if given != asked.get(self.kind, (False, False)):
            raise ValueError(
                "a return “at” takes from, “when_finished” takes from and until, others neither"
            )
        if self.from_s is not None and not 0 <= self.from_s < DAY_S:
            raise ValueError("the return must lie within the day")
        if self.from_s is not None and self.until_s is not None and self.until_s < self.from_s:
            raise ValueError("the return ends before it begins")

    def between(self, over_s: int, wait_s: int, late_s: int) -> tuple[int, int] | None:
        """Return the earliest and latest moment at which the way back begins.

        “When finished” it begins when the person has certainly finished.

        Parameters
        ----------
        over_s
            When the appointment or session is over.
        wait_s, late_s
            Most time after that, and after an hour that was asked for.
        """
        if self.kind is Back.NONE:
            return None
        if self.from_s is None:
            return over_s, min(DAY_S, over_s + wait_s)
        begin_s = self.from_s if self.until_s is None else self.until_s
        return begin_s, min(DAY_S, begin_s + late_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What entitles somebody to social transport (C. transports, R3133-1), or to another.

    Parameters
    ----------
    residence
        INSEE code of the commune of residence; ``None``: that of the pickup.
    low_income
        C2S, resources below its ceiling, or one of the minimum benefits.
    member
        Member of the association, which may carry its members privately (L3131-1).
    prescription
        A medical transport prescription exists (CSS, R322-10): a taxi or VSL should be used.
    """

    residence: str | None = None
    low_income: bool = False
    member: bool = False
    prescription: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RideRequest:
    """One person, or a party from one door, to be taken somewhere and perhaps back.

    Parameters
    ----------
    passenger
        A pseudonym; the same for all requests of one person.
    boarding_s
        To get in at the door, and to get out: half of it at the other end.
    arrive_early_s
        Least and most time before an appointment (or event) at which to be at the door.
    max_ride_s
        Most time on board, each way; ``None``: the larger of 1.5 × direct and direct + 15 min.
    max_wait_s
        Most time that they wait for the car once it is over, or after the hour asked for; ``None``:
        half an hour, or a quarter after an hour asked for.
    priority
        Positive weight: when not all can be served, larger ones are.
    wished_drivers, refused_drivers
        By id; if any are wished, nobody else comes.
    series
        Id of the series it belongs to, for people.
    """

    id: str
    passenger: str
    pickup: Spot
    destination: Destination
    back: Return = field(default_factory=Return)
    party: Party = field(default_factory=Party)
    boarding_s: int = 120
    arrive_early_s: tuple[int, int] = (10 * 60, 30 * 60)
    max_ride_s: int | None = None
    max_wait_s: int | None = None
    priority: int = 1
    wished_drivers: frozenset[str] = frozenset()
    refused_drivers: frozenset[str] = frozenset()
    entitlement: Entitlement = field(default_factory=Entitlement)
    series: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.priority <= 100:
            raise ValueError(f"priority must lie between 1 and 100, got {self.priority}")
        if not 0 <= self.boarding_s <= 3600:
            raise ValueError("boarding must take between 0 and 60 minutes")
        low, high = self.arrive_early_s
        if not 0 <= low <= high:
            raise ValueError("needs 0 <= least <= most time before the appointment")
        if self.max_ride_s is not None and self.max_ride_s <= 0:
            raise ValueError("the time on board must be positive")
        if self.max_wait_s is not None and self.max_wait_s <= 0:
            raise ValueError("the wait for the car must be positive")
        if self.wished_drivers & self.refused_drivers:
            raise ValueError("wishes and refuses the same driver")
