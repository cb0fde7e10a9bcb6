"""On which dates a permanence may be held: holidays, closed dates, school holidays."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from functools import cache
from typing import Any

from routing.planning.check import wording
from routing.planning.dates import DateRange
from routing.planning.programme import Permanence, Programme
from routing.planning.territory import Territory
from routing.sentence import Sentence, say

_UNKNOWN = "SCHOOL_CALENDAR_UNKNOWN"


class Closures:
    """The calendar of a programme in a territory.

    The public holidays are those of the ``holidays`` package, the school holidays those of
    ``vacances-scolaires-france`` (arrêtés of the ministry of education). School holidays
    are published a few years ahead only: after the last known one a permanence that closes
    in school holidays counts as open, and :meth:`reasons` says that nobody can know.
    """

    def __init__(self, programme: Programme, territory: Territory) -> None:
        self._holidays_open = programme.public_holidays_open
        self._territory = territory

    def is_open(self, permanence: Permanence, value: date) -> bool:
        """Whether the permanence may be held on the date, whoever is there to hold it."""
        if all(opening.weekday != value.weekday() for opening in permanence.openings):
            return False
        return all(code == _UNKNOWN for code, _ in self.reasons(permanence, value))

    def reasons(self, permanence: Permanence, value: date) -> Iterator[tuple[str, Sentence]]:
        """Code and sentence of everything that closes the permanence on the date."""
        spoken = wording.day(value)
        if value in permanence.cancelled:
            yield "SESSION_CANCELLED", say("sa séance du {day} est annulée", day=spoken)
        if not self._holidays_open and self._is_public_holiday(value):
            yield "PUBLIC_HOLIDAY", say("le {day} est un jour férié", day=spoken)
        for closed in permanence.closed:
            if value in closed:
                label = f" ({closed.label})" if closed.label else ""
                yield (
                    "CLOSED_DATE",
                    say("elle est fermée {dates}{label}", dates=wording.dates(closed), label=label),
                )
        if permanence.closed_in_school_holidays:
            yield from self._school_reasons(value)

    def _is_public_holiday(self, value: date) -> bool:
        territory = self._territory
        return value in _public_holidays(territory.holiday_country, territory.holiday_subdivision)

    def _school_reasons(self, value: date) -> Iterator[tuple[str, Sentence]]:
        school, known = _school_holidays()
        zone = self._territory.school_zone
        if value not in known:
            yield (
                _UNKNOWN,
                say(
                    "les vacances scolaires ne sont pas connues le {day}",
                    day=wording.day(value),
                ),
            )
        elif school.is_holiday_for_zone(value, zone):
            yield (
                "SCHOOL_HOLIDAY",
                say(
                    "le {day} tombe dans les vacances scolaires de la zone {zone}",
                    day=wording.day(value),
                    zone=zone,
                ),
            )


@cache
def _public_holidays(country: str, subdivision: str | None) -> Container[date]:
    import holidays  # slow to import

    found: Container[date] = holidays.country_holidays(country, subdiv=subdivision)
    return found


@cache
def _school_holidays() -> tuple[Any, DateRange]:
    """Return the school calendar, a large table, and the dates it covers."""
    from vacances_scolaires_france import SchoolHolidayDates

    calendar = SchoolHolidayDates()
    return calendar, DateRange(min(calendar.data), max(calendar.data))
