"""Series of requests: « every Tuesday three times » becomes one request a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from routing.planning.ride_requests import (
    Destination,
    RideRequest,
    ToAppointment,
    ToEvent,
    ToPermanence,
)

MAX_TIMES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RideSeries:
    """The same ride ``times`` times, every ``every_weeks`` weeks.

    Parameters
    ----------
    dates
        The dates as people edited them, one for each time; none: as the rule has them.
    """

    every_weeks: int
    times: int
    dates: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.every_weeks <= 52:
            raise ValueError(f"every_weeks must lie between 1 and 52, got {self.every_weeks}")
        if not 1 <= self.times <= MAX_TIMES:
            raise ValueError(f"times must lie between 1 and {MAX_TIMES}, got {self.times}")
        if self.dates and len(self.dates) != self.times:
            raise ValueError(f"has {len(self.dates)} dates for {self.times} times")
        if any(later <= earlier for earlier, later in pairwise(self.dates)):
            raise ValueError("its dates must follow each other")

    def dates_from(self, first: date) -> tuple[date, ...]:
        """Return the dates of a series that begins on ``first``, or those that were edited."""
        step = timedelta(weeks=self.every_weeks)
        return self.dates or tuple(first + number * step for number in range(self.times))


def expand(request: RideRequest, series: RideSeries) -> tuple[RideRequest, ...]:
    """Return one request for each date of a series, « r12/1 », « r12/2 » and so on.

    ``request`` is the first; where it accepts several sessions, all of them move together.

    Raises
    ------
    ValueError
        When the request names no date from which to count, or an event, which has one date.
    """
    first = first_date(request.destination)
    if first is None:
        raise ValueError("a series needs a destination with a date of its own")
    return tuple(
        replace(
            request,
            id=f"{request.id}/{number}",
            destination=_moved(request.destination, day - first),
            series=request.id,
        )
        for number, day in enumerate(series.dates_from(first), start=1)
    )


def first_date(destination: Destination) -> date | None:
    """Return the first date that a destination names itself."""
    if isinstance(destination, ToPermanence):
        return min(destination.dates, default=None)
    return destination.date if isinstance(destination, ToAppointment) else None


def _moved(destination: Destination, by: timedelta) -> Destination:
    if isinstance(destination, ToPermanence):
        return replace(destination, dates=tuple(day + by for day in destination.dates))
    if isinstance(destination, ToEvent):
        return destination
    return replace(destination, date=destination.date + by)
