"""What is answered: dated rounds with their stops and teams, and how they were found.

Times of day are integer seconds after local midnight of the round's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from routing.planning.dates import Horizon
from routing.planning.programme import HalfDay, Joins


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One person's part in a round: the role, where they join, the stops they serve.

    ``depart_s`` and ``return_s`` bound the person's working day in this round: the unit's
    own for people aboard, home to home for people who join at the village.
    """

    staff: str
    role: str
    joins: Joins
    permanences: tuple[str, ...]
    depart_s: int
    return_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStop:
    """One session of a permanence inside a round.

    ``arrive_s`` ≤ ``start_s`` − set-up, ``depart_s`` = ``end_s`` + packing.
    ``distance_m`` and ``travel_s`` are those of the leg that leads to the stop.
    """

    permanence: str
    site: str
    half_day: HalfDay
    arrive_s: int
    start_s: int
    end_s: int
    depart_s: int
    distance_m: int
    travel_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break of the people aboard, free of driving and of service."""

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One trip of a unit from its depot through one or more villages and back.

    ``distance_m`` sums all legs; ``driving_s`` too; the duration is return − departure.
    """

    id: str
    date: date
    unit: str
    depart_s: int
    return_s: int
    distance_m: int
    driving_s: int
    stops: tuple[RoundStop, ...]
    team: tuple[Duty, ...]
    pauses: tuple[Pause, ...] = ()

    @property
    def duration_s(self) -> int:
        """Seconds from departure to return."""
        return self.return_s - self.depart_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is not planned: a stable code and a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A due session that the plan does not hold.

    ``id`` is the permanence, ``due`` the dates among which the session was due.
    """

    kind: str
    id: str
    due: Horizon
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError(f"{self.kind} {self.id}: an unassigned record needs a reason")


class Leg(StrEnum):
    """The way there, or the way back."""

    OUTBOUND = "outbound"
    RETURN = "return"


class RideStopKind(StrEnum):
    """Whether a passenger gets in or out."""

    PICKUP = "pickup"
    DROPOFF = "dropoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class RideStop:
    """Where a driver stops for one passenger.

    ``place`` is a key of :mod:`routing.planning.rides.places`: no address. ``start_s`` is when
    getting in or out begins. ``load`` is what is aboard on leaving: seats, wheelchair places,
    places in the boot, child seats. ``distance_m`` and ``travel_s`` are those of the leg that
    leads to the stop.
    """

    kind: RideStopKind
    request: str
    leg: Leg
    place: str
    arrive_s: int
    start_s: int
    depart_s: int
    load: tuple[int, int, int, int]
    distance_m: int
    travel_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """One trip of a driver from home (or the association's car park) and back.

    ``distance_m`` and ``driving_s`` sum all legs, the empty ones too.
    """

    id: str
    date: date
    driver: str
    depart_s: int
    return_s: int
    distance_m: int
    driving_s: int
    stops: tuple[RideStop, ...]
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RideReason:
    """What stands against serving somebody: in general, or with one driver."""

    code: str
    message: str
    driver: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RideChange:
    """The smallest change found that would serve somebody, verified by planning it.

    ``amount`` is in the unit of its ``kind``: seconds, persons, or none. ``on``: the date
    that a change is about, where it is about one.
    """

    kind: str
    amount: int
    message: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedRide:
    """A request that the plan does not serve: why, driver by driver, and what would help."""

    request: str
    reasons: tuple[RideReason, ...]
    changes: tuple[RideChange, ...] = ()

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError(f"{self.request}: an unserved request needs a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the plan does but a coordinator should know (a gap too long, a role empty)."""

    code: str
    id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AimReport:
    """How far one of the lexicographic aims got: its cost, the proven bound, the gap."""

    aim: str
    cost: int
    bound: int
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverReport:
    """How the plan was found, enough to find it again.

    ``cost`` and ``bound`` are those of the kilometres-and-minutes aim (seconds, see
    :mod:`routing.planning.aims`); ``gap`` is the largest gap over all aims, 0 when every
    aim is proven optimal. ``wall_s`` is ``None`` when an iteration limit was asked for, so
    that two such plans can be compared byte for byte.
    """

    seed: int
    iterations: int
    cost: int
    bound: int
    gap: float
    wall_s: float | None
    aims: tuple[AimReport, ...]
    versions: Mapping[str, str]
    stopped_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The answer to a programme over a horizon, verified before anyone sees it."""

    programme: str
    title: str
    programme_digest: str
    territory: str
    horizon: Horizon
    rounds: tuple[Round, ...]
    unassigned: tuple[Unassigned, ...]
    remarks: tuple[Remark, ...]
    indicators: Mapping[str, float]
    solver: SolverReport
    generated_at: datetime | None = None
    options: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    rides: tuple[Ride, ...] = ()
    unserved: tuple[UnservedRide, ...] = ()
