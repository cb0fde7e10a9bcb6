"""Short words with which the shipped programmes are written: hours, weeks, dates, openings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay, Opening, Role, RoleNeed

MON, TUE, WED, THU, FRI = range(5)
AM, PM, EVE = HalfDay.MORNING, HalfDay.AFTERNOON, HalfDay.EVENING
WEEK = (MON, TUE, WED, THU, FRI)
START_S = {AM: 9 * 3600, PM: 14 * 3600, EVE: 17 * 3600 + 1800}
"""The hour on the poster of each half-day."""

NURSE, DOCTOR, WELCOME = "infirmier", "medecin", "accueil"
DEVELOPMENT, DRIVER = "developpement", "conducteur"
ROLES = (
    Role(id=NURSE, label="Infirmier ou infirmière"),
    Role(id=DOCTOR, label="Médecin", authorised_sites_only=True),
    Role(id=WELCOME, label="Accueil"),
    Role(id=DEVELOPMENT, label="Chargé ou chargée de développement"),
    Role(id=DRIVER, label="Conducteur ou conductrice"),
)
WITH_DOCTOR = (RoleNeed(role=NURSE), RoleNeed(role=DOCTOR), RoleNeed(role=WELCOME))
WITHOUT_DOCTOR = (RoleNeed(role=NURSE), RoleNeed(role=WELCOME))

FORTNIGHTS = date(2026, 11, 23)
"""A Monday that begins a fortnight: December 2026 and January 2027 then hold two each."""


def hours(number: float) -> int:
    """Seconds of so many hours."""
    return round(number * 3600)


def minutes(number: int) -> int:
    """Seconds of so many minutes."""
    return number * 60


def day(text: str) -> date:
    """Return the date of an ISO text."""
    return date.fromisoformat(text)


def days(first: str, last: str | None = None, label: str = "") -> DateRange:
    """Return dates from the first to the last, both included."""
    return DateRange(day(first), day(last or first), label)


def slots(weekdays: Iterable[int], *halves: HalfDay) -> frozenset[tuple[int, HalfDay]]:
    """Return every half-day of the weekdays."""
    return frozenset((weekday, half) for weekday in weekdays for half in halves)


def openings(*slots_by_rank: Iterable[tuple[int, HalfDay]]) -> tuple[Opening, ...]:
    """Return openings at the usual hours; the first group is liked best."""
    return tuple(
        Opening(
            weekday=weekday,
            half_day=half,
            start_s=START_S[half],
            latest_start_s=START_S[half],
            preference=rank,
        )
        for rank, group in enumerate(slots_by_rank)
        for weekday, half in group
    )
