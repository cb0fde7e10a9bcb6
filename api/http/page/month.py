"""A plan's calendar: weeks of days, each with its sessions and rides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.http.page.sight import Sight
from maps.ride_views import DriverDayView
from maps.views import RoundView, StopView
from routing.planning.dates import Horizon
from routing.planning.open_days import public_holiday, school_holiday
from routing.planning.territory import Territory

_LANGUAGES = {"fr": "fr", "en": "en_US"}
WORKING_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date: whether the plan is about it, and what happens on it."""

    date: date
    inside: bool
    holiday: str = ""
    school: str = ""
    sessions: tuple[tuple[RoundView, StopView], ...] = ()
    rides: tuple[DriverDayView, ...] = ()

    @property
    def trips(self) -> int:
        """Trips of volunteers."""
        return sum(len(view.rides) for view in self.rides)

    @property
    def people(self) -> int:
        """People who are carried."""
        return sum(view.people for view in self.rides)

    @property
    def busy(self) -> bool:
        """Whether anything happens."""
        return bool(self.sessions or self.rides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The calendar of a plan.

    ``weekdays`` counts the columns from Monday: five, unless something happens on a weekend.
    """

    weekdays: int
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def names(self) -> tuple[date, ...]:
        """A date of each column, to name it by."""
        return tuple(day.date for day in self.weeks[0])


def month_of_plan(sight: Sight, lang: str) -> Month:
    """Return the calendar of a plan, in whole weeks."""
    rides: Mapping[date, list[DriverDayView]] = defaultdict(list)
    for view in sight.days:
        rides[view.date].append(view)
    horizon = sight.plan.horizon
    weekend = any(day.weekday() >= WORKING_DAYS for day in sight.dates)
    columns = 7 if weekend or len(horizon) < WORKING_DAYS else WORKING_DAYS

    def told(day: date) -> Day:
        inside = day in horizon
        return Day(
            date=day,
            inside=inside,
            holiday=holiday_of(sight.territory, day, lang),
            school=school_holiday(sight.territory, day) or "",
            sessions=tuple(sight.sessions(day)) if inside else (),
            rides=tuple(rides.get(day, ())) if inside else (),
        )

    weeks = (tuple(told(day) for day in week[:columns]) for week in _weeks(horizon))
    return Month(weekdays=columns, weeks=tuple(week for week in weeks if _any_inside(week)))


def holiday_of(territory: Territory, day: date, lang: str) -> str:
    """Return the name of a public holiday in a language of the page, else an empty string."""
    return public_holiday(territory, day, _LANGUAGES[lang]) or ""


def _any_inside(week: Iterable[Day]) -> bool:
    return any(day.inside for day in week)


def _weeks(horizon: Horizon) -> Iterable[list[date]]:
    first = horizon.first - timedelta(days=horizon.first.weekday())
    while first <= horizon.last:
        yield [first + timedelta(days=n) for n in range(7)]
        first += timedelta(days=7)
