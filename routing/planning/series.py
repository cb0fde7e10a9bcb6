"""From a frequency to the sessions that are due in a horizon, with their candidate dates.

Plans made month after month must neither lose a session nor hold it twice, nor break its
rhythm. A block of weeks that the horizon cuts therefore belongs to the horizon that holds its
*usual day* (that of the last session; where it is closed the next open day of the block, or
the last before); a session that the month before missed is caught up, where the past of the
programme reaches far enough to tell. A block without a past, and a month that the horizon
cuts, belong to the horizon with their median open date, which leaves each its fair share of
the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.planning.dates import DateRange, Horizon
from routing.planning.open_days import OpenDays
from routing.planning.programme import (
    EveryWeeks,
    NthWeekday,
    OnDates,
    PastSession,
    Permanence,
    PerMonth,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """``count`` sessions of a permanence are due on the open ``dates`` within ``due``."""

    permanence: Permanence
    due: DateRange
    dates: tuple[date, ...]
    count: int


def needs(
    permanence: Permanence, horizon: Horizon, days: OpenDays, past: tuple[PastSession, ...]
) -> tuple[Need, ...]:
    """List what is due of ``permanence`` in ``horizon``, sessions already held taken off."""
    days.require_known(permanence, horizon)
    held = [p.date for p in past if p.permanence == permanence.id]
    found = []
    known_until = max((p.date for p in past if p.date < horizon.first), default=date.min)
    for period, count in _periods(permanence, horizon, days, held, known_until):
        missing = count - sum(day in period for day in held)
        if missing <= 0:
            continue
        due = DateRange(max(period.first, horizon.first), min(period.last, horizon.last))
        dates = tuple(
            day for day in days.candidate_dates(permanence, due) if _spaced(permanence, day, held)
        )
        found.append(Need(permanence=permanence, due=due, dates=dates, count=missing))
    return tuple(found)


def block_start(frequency: EveryWeeks, day: date) -> date:
    """Return the Monday on which the block of weeks around ``day`` begins."""
    first = frequency.anchor - timedelta(days=frequency.anchor.weekday())
    length = 7 * frequency.weeks
    return first + timedelta(days=(day - first).days // length * length)


def _spaced(permanence: Permanence, day: date, held: list[date]) -> bool:
    gap = permanence.min_gap_days or 1
    return all(abs((day - other).days) >= gap for other in held)


def _periods(
    permanence: Permanence,
    horizon: Horizon,
    days: OpenDays,
    held: Sequence[date],
    known_until: date,
) -> Iterator[tuple[DateRange, int]]:
    """Yield each period that belongs to the horizon with its number of sessions."""
    match permanence.frequency:
        case EveryWeeks() as frequency:
            for block in _blocks(frequency, horizon):
                usual = _usual_day(permanence, frequency, block, days, held)
                known = bool(held) and known_until >= block.first - timedelta(days=2 * len(block))
                missed = known and not any(day in block for day in held)
                if usual in horizon or (missed and _catches_up(permanence, block, horizon, days)):
                    yield block, 1
        case PerMonth(times=times):
            for month in months(horizon):
                if _belongs(permanence, month, horizon, days):
                    yield month, times
        case NthWeekday() as frequency:
            named = (day for month in months(horizon) for day in nth_days(frequency, month))
            yield from _single(named, horizon)
        case OnDates(dates=dates):
            yield from _single(sorted(dates), horizon)


def _single(dates: Iterable[date], horizon: Horizon) -> Iterator[tuple[DateRange, int]]:
    return ((DateRange(day, day), 1) for day in dates if day in horizon)


def _blocks(frequency: EveryWeeks, horizon: Horizon) -> Iterator[DateRange]:
    step = timedelta(days=7 * frequency.weeks)
    start = block_start(frequency, horizon.first)
    while start <= horizon.last:
        yield DateRange(start, start + step - timedelta(days=1))
        start += step


def _usual_day(
    permanence: Permanence,
    frequency: EveryWeeks,
    block: DateRange,
    days: OpenDays,
    held: Sequence[date],
) -> date:
    """Return the block's usual day or, where it is closed, the open day that takes its place."""
    opened = days.candidate_dates(permanence, block)
    if not held:
        return _median(opened, block)
    wanted = block.first + (max(held) - block_start(frequency, max(held)))
    later = [day for day in opened if day >= wanted]
    return next(iter([*later, *reversed(opened)]), block.first)


def _catches_up(permanence: Permanence, block: DateRange, horizon: Horizon, days: OpenDays) -> bool:
    """Whether a block that an earlier horizon missed has a day left in this one."""
    if block.first >= horizon.first:
        return False
    left = DateRange(horizon.first, min(block.last, horizon.last))
    return bool(days.candidate_dates(permanence, left))


def _belongs(permanence: Permanence, period: DateRange, horizon: Horizon, days: OpenDays) -> bool:
    if period.first in horizon and period.last in horizon:
        return True
    return _median(days.candidate_dates(permanence, period), period) in horizon


def _median(opened: Sequence[date], period: DateRange) -> date:
    """Return the middle open date, the earlier of two; without any, where the period begins."""
    return opened[(len(opened) - 1) // 2] if opened else period.first


def months(horizon: Horizon) -> Iterator[DateRange]:
    """Yield the whole calendar months that ``horizon`` touches."""
    first = horizon.first.replace(day=1)
    while first <= horizon.last:
        following = (first + timedelta(days=32)).replace(day=1)
        yield DateRange(first, following - timedelta(days=1))
        first = following


def nth_days(frequency: NthWeekday, month: DateRange) -> tuple[date, ...]:
    """Return the dates of ``month`` that the frequency names; no fifth weekday, no date."""
    days = [day for day in month if day.weekday() == frequency.weekday]
    chosen = {days[n - 1] if n > 0 else days[-1] for n in frequency.nth if n <= len(days)}
    return tuple(sorted(chosen))
