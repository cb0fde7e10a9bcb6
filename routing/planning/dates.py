"""Ranges of dates, and times of a day on the wall clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

MINUTE_S = 60
DAY_S = 24 * 3600
NOON_S = 12 * 3600


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """Dates from ``first`` to ``last``, both included."""

    first: date
    last: date
    label: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"ends on {self.last}, before it begins on {self.first}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        for offset in range(len(self)):
            yield self.first + timedelta(days=offset)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1


Horizon: TypeAlias = DateRange
"""The dates for which a plan is made."""


def moment_of(day: date, seconds: int, zone: tzinfo) -> datetime:
    """Return the time ``seconds`` after midnight of ``day`` on the wall clock of ``zone``.

    Nine o’clock is at nine on the days of 23 and 25 hours too.
    """
    wall = datetime.combine(day, time.min) + timedelta(seconds=seconds)
    return wall.replace(tzinfo=zone)
