"""What is asked: a programme of permanences, the people and units that hold them.

Times of day are integer seconds after local midnight, durations are integer seconds,
weekdays count from Monday = 0 as :meth:`datetime.date.weekday` does. Every type is
validated when made; messages are read by :mod:`api.wire`, which names record and field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

from routing.planning.dates import DAY_S, DateRange, Horizon
from routing.planning.drivers import AssociationCar, Driver
from routing.planning.ride_requests import Event, RideRequest


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_HasId)


def _by_id(items: tuple[_Item, ...], item_id: str) -> _Item:
    for item in items:
        if item.id == item_id:
            return item
    raise KeyError(item_id)


class HalfDay(StrEnum):
    """A part of the day, in the order in which a round meets them."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def rank(self) -> int:
        """0 for the morning, 1 for the afternoon, 2 for the evening."""
        return tuple(HalfDay).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryWeeks:
    """Once in each block of ``weeks`` weeks; blocks are counted from the week of ``anchor``.

    Counting from an anchor instead of from the ISO week number keeps the parity right
    through years with 53 weeks.
    """

    weeks: int
    anchor: date

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= 52:
            raise ValueError(f"weeks must lie between 1 and 52, got {self.weeks}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerMonth:
    """``times`` sessions in each calendar month."""

    times: int

    def __post_init__(self) -> None:
        if not 1 <= self.times <= 31:
            raise ValueError(f"times must lie between 1 and 31, got {self.times}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """On the ``nth`` ``weekday`` of each month: 1 is the first, -1 the last."""

    nth: tuple[int, ...]
    weekday: int

    def __post_init__(self) -> None:
        if not self.nth or any(n not in (1, 2, 3, 4, 5, -1) for n in self.nth):
            raise ValueError(f"nth takes 1 to 5 or -1, got {list(self.nth)}")
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday must lie between 0 and 6, got {self.weekday}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDates:
    """On exactly these dates."""

    dates: tuple[date, ...]

    def __post_init__(self) -> None:
        if len(set(self.dates)) != len(self.dates):
            raise ValueError("names a date twice")


Frequency: TypeAlias = EveryWeeks | PerMonth | NthWeekday | OnDates


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A half-day on which a permanence may be held.

    The session begins between ``start_s`` (the hour on the poster) and ``latest_start_s``
    (equal to ``start_s`` when people must find the door open on the hour).
    ``preference`` 0 is the best; larger numbers are held only if something else wins.
    """

    weekday: int
    half_day: HalfDay
    start_s: int
    latest_start_s: int
    preference: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday must lie between 0 and 6, got {self.weekday}")
        if not 0 <= self.start_s <= self.latest_start_s < DAY_S:
            raise ValueError("needs 0 <= start <= latest start < 24 h")
        if self.preference < 0:
            raise ValueError("preference must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNeed:
    """``count`` people of one role; an ``optional`` need is filled when somebody is free."""

    role: str
    count: int = 1
    optional: bool = False

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"count must be at least 1, got {self.count}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanence:
    """A recurring session at a site.

    ``setup_s`` passes between arrival and start, ``packing_s`` between end and departure.
    ``min_gap_days``/``max_gap_days`` bound the days between two consecutive sessions.
    ``priority`` is a positive weight: when not all can be held, larger ones are.
    ``unit_required`` is false where any car will do (the team then needs no unit).
    ``cancelled``: dates on which a session was planned and will not be held; it stays due.
    """

    id: str
    name: str
    site: str
    frequency: Frequency
    openings: tuple[Opening, ...]
    duration_s: int
    setup_s: int = 0
    packing_s: int = 0
    roles: tuple[RoleNeed, ...] = ()
    unit_required: bool = True
    priority: int = 1
    min_gap_days: int | None = None
    max_gap_days: int | None = None
    closed: tuple[DateRange, ...] = ()
    closed_in_school_holidays: bool = False
    cancelled: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.duration_s <= 0 or self.setup_s < 0 or self.packing_s < 0:
            raise ValueError("duration must be positive, set-up and packing not negative")
        if self.priority < 1:
            raise ValueError(f"priority must be at least 1, got {self.priority}")
        if not self.openings:
            raise ValueError("has no half-day on which it may be held")
        slots = [(o.weekday, o.half_day) for o in self.openings]
        if len(set(slots)) != len(slots):
            raise ValueError("lists a half-day twice")
        low, high = self.min_gap_days, self.max_gap_days
        if low is not None and low < 0:
            raise ValueError("min_gap_days must not be negative")
        if high is not None and high < max(low or 1, 1):
            raise ValueError("max_gap_days must be at least 1 and not below min_gap_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A function in a team; ``authorised_sites_only`` holds for doctors (CSP R4127-74)."""

    id: str
    label: str
    authorised_sites_only: bool = False


class StaffKind(StrEnum):
    """Whether the labour code binds (employee) or only the association's habit (volunteer)."""

    EMPLOYEE = "employee"
    VOLUNTEER = "volunteer"


class Joins(StrEnum):
    """Where somebody joins a round: aboard the unit at its depot, or at the village."""

    DEPOT = "depot"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where somebody sets out from, degrees WGS 84; never written into a plan."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """An employee or volunteer.

    Parameters
    ----------
    availability
        Weekday and half-day pairs on which the person can come.
    absences, extra_days
        Dates on which they cannot, and dates on which they can all day although the
        week says no; an absence wins.
    contract_s_per_week
        Most seconds of work a week, from leaving the depot to returning (0.4 FTE of 35 h
        is 14 h); ``None`` when only the general rules bind.
    sites_allowed
        ``None`` means every site; ``sites_refused`` is taken away from it.
    authorised_sites
        Sites that the Order's authorisation covers, for roles that need one.
    joins
        Aboard at the depot (then there for every stop of the round) or at the village
        with their own car from ``home``.
    """

    id: str
    label: str
    roles: tuple[str, ...]
    kind: StaffKind
    availability: frozenset[tuple[int, HalfDay]]
    absences: tuple[DateRange, ...] = ()
    extra_days: tuple[date, ...] = ()
    contract_s_per_week: int | None = None
    max_half_days_per_week: int | None = None
    max_half_days_per_month: int | None = None
    sites_allowed: frozenset[str] | None = None
    sites_refused: frozenset[str] = frozenset()
    authorised_sites: frozenset[str] = frozenset()
    may_drive_unit: bool = False
    joins: Joins = Joins.DEPOT
    home: Home | None = None

    def __post_init__(self) -> None:
        if not self.roles:
            raise ValueError("has no role")
        if self.joins is Joins.SITE and self.home is None:
            raise ValueError("joins at the village but has no home to set out from")
        for limit in ("contract_s_per_week", "max_half_days_per_week", "max_half_days_per_month"):
            value = getattr(self, limit)
            if value is not None and value < 0:
                raise ValueError(f"{limit} must not be negative, got {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A vehicle that carries a team: the mobile unit, or a plain car (``is_car``).

    A permanence with ``unit_required`` accepts only units that are not plain cars.
    ``leave_s`` and ``return_s`` are the earliest departure and latest return of a day.
    """

    id: str
    label: str
    depot: str
    seats: int
    leave_s: int = 7 * 3600
    return_s: int = 20 * 3600
    maintenance: tuple[DateRange, ...] = ()
    is_car: bool = False

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError(f"seats must be at least 1, got {self.seats}")
        if not 0 <= self.leave_s < self.return_s <= DAY_S:
            raise ValueError("needs 0 <= earliest departure < latest return <= 24 h")

    def runs(self, day: date) -> bool:
        """Whether the unit is not in maintenance on ``day``."""
        return not any(day in maintenance for maintenance in self.maintenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDuty:
    """What one person did in a past session: who, in which role, for how long."""

    staff: str
    role: str
    work_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """A session held before the horizon, for spacing, habits and fair shares."""

    permanence: str
    date: date
    half_day: HalfDay
    team: tuple[PastDuty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTimeRules:
    """Ceilings of the French labour code, as settings (articles L3121-16 to L3132-3).

    ``bind_volunteers`` applies the same ceilings to volunteers, as a recommendation.
    ``lunch_s`` is the least free time in a round that covers morning and afternoon.
    """

    max_day_s: int = 10 * 3600
    break_after_s: int = 6 * 3600
    break_s: int = 20 * 60
    daily_rest_s: int = 11 * 3600
    max_week_s: int = 48 * 3600
    max_days_per_week: int = 6
    sunday_work: bool = False
    lunch_s: int = 45 * 60
    bind_volunteers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """All that is asked of the planner, except the roads and the search options."""

    name: str
    title: str
    headquarters: str
    roles: tuple[Role, ...]
    permanences: tuple[Permanence, ...]
    staff: tuple[StaffMember, ...]
    units: tuple[Unit, ...]
    horizon: Horizon | None = None
    past: tuple[PastSession, ...] = ()
    rules: WorkingTimeRules = field(default_factory=WorkingTimeRules)
    public_holidays_open: bool = False
    requests: tuple[RideRequest, ...] = ()
    drivers: tuple[Driver, ...] = ()
    cars: tuple[AssociationCar, ...] = ()
    events: tuple[Event, ...] = ()

    def permanence(self, permanence_id: str) -> Permanence:
        """Return the permanence with this id; ``KeyError`` when there is none."""
        return _by_id(self.permanences, permanence_id)

    def member(self, staff_id: str) -> StaffMember:
        """Return the staff member with this id; ``KeyError`` when there is none."""
        return _by_id(self.staff, staff_id)

    def unit(self, unit_id: str) -> Unit:
        """Return the unit with this id; ``KeyError`` when there is none."""
        return _by_id(self.units, unit_id)

    def driver(self, driver_id: str) -> Driver:
        """Return the driver with this id; ``KeyError`` when there is none."""
        return _by_id(self.drivers, driver_id)

    def event(self, event_id: str) -> Event:
        """Return the event with this id; ``KeyError`` when there is none."""
        return _by_id(self.events, event_id)

    def role(self, role_id: str) -> Role:
        """Return the role with this id; ``KeyError`` when there is none."""
        return _by_id(self.roles, role_id)
