"""On which dates a permanence may be held at all: holidays, closures, school holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from routing.planning.dates import DateRange
from routing.planning.errors import PlanningError
from routing.planning.holiday_names import named
from routing.planning.programme import Opening, Permanence, Programme
from routing.planning.territory import Territory
from routing.sentence import say

if TYPE_CHECKING:
    from vacances_scolaires_france import SchoolHolidayDates


SESSION_CANCELLED = "SESSION_CANCELLED"
"""Code of the reason that somebody cancelled the session: there is nothing left to settle."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a date is out: a stable code and words for people."""

    code: str
    because: str


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The calendar of a programme in a territory."""

    programme: Programme
    territory: Territory

    def openings(self, permanence: Permanence, day: date) -> tuple[Opening, ...]:
        """Half-days on which ``permanence`` may be held on ``day``; empty when closed."""
        if self.closed(permanence, day) is not None:
            return ()
        return tuple(o for o in permanence.openings if o.weekday == day.weekday())

    def closed(self, permanence: Permanence, day: date) -> Closed | None:
        """Why ``day`` is out for ``permanence`` whatever the weekday, or ``None``."""
        if day in permanence.cancelled:
            return Closed(SESSION_CANCELLED, say("séance annulée"))
        if not self.programme.public_holidays_open:
            name = public_holiday(self.territory, day)
            if name is not None:
                return Closed("PUBLIC_HOLIDAY", say("jour férié ({name})", name=named(name)))
        for closing in permanence.closed:
            if day in closing:
                because = closing.label or say("site fermé")
                return Closed("SITE_CLOSED", because)
        if permanence.closed_in_school_holidays:
            name = _school_holiday(day, self.territory.school_zone)
            if name is not None:
                zone = self.territory.school_zone
                because = say("{name}, zone {zone}", name=named(name), zone=zone)
                return Closed("SCHOOL_HOLIDAY", because)
        return None

    def require_known(self, permanence: Permanence, days: DateRange) -> None:
        """Refuse days for which nobody has published the school holidays that close it.

        Raises
        ------
        PlanningError
            When ``permanence`` closes in school holidays and they are not known on all days.
        """
        if not permanence.closed_in_school_holidays:
            return
        _, known = _school_calendar()
        if days.first not in known or days.last not in known:
            raise PlanningError(
                say(
                    "les vacances scolaires du {first:%d/%m/%Y} au {last:%d/%m/%Y} ne sont "
                    "pas toutes connues (données du {known_first:%d/%m/%Y} au "
                    "{known_last:%d/%m/%Y}) : mettez à jour le paquet vacances-scolaires-france, "
                    "ou notez ces congés comme fermetures des permanences",
                    first=days.first,
                    last=days.last,
                    known_first=known.first,
                    known_last=known.last,
                )
            )

    def candidate_dates(self, permanence: Permanence, days: DateRange) -> tuple[date, ...]:
        """Dates in ``days`` on which at least one half-day is open."""
        return tuple(day for day in days if self.openings(permanence, day))


def public_holiday(territory: Territory, day: date, language: str = "fr") -> str | None:
    """Return the name of the public holiday that a date is, ``None`` for other dates."""
    country, subdivision = territory.holiday_country, territory.holiday_subdivision
    return _public_holidays(country, subdivision, day.year, language).get(day)


def school_holiday(territory: Territory, day: date) -> str | None:
    """Return the name of the school holidays that a date lies in, where it is known."""
    return _school_holiday(day, territory.school_zone)


@lru_cache(maxsize=64)
def _public_holidays(
    country: str, subdivision: str | None, year: int, language: str
) -> dict[date, str]:
    import holidays

    return dict(
        holidays.country_holidays(country, subdiv=subdivision, years=year, language=language)
    )


@lru_cache(maxsize=4096)
def _school_holiday(day: date, zone: str) -> str | None:
    calendar, known = _school_calendar()
    if day not in known or not calendar.is_holiday_for_zone(day, zone):
        return None
    return str(calendar.data[day]["nom_vacances"])


@lru_cache(maxsize=1)
def _school_calendar() -> tuple[SchoolHolidayDates, DateRange]:
    """Return the school holidays and the dates that they cover."""
    from vacances_scolaires_france import SchoolHolidayDates

    calendar = SchoolHolidayDates()
    return calendar, DateRange(min(calendar.data), max(calendar.data))
