"""The periods in which a frequency asks for sessions, and to which horizon each belongs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.planning.check.case import Case
from routing.planning.dates import DateRange, Horizon
from routing.planning.programme import EveryWeeks, Frequency, NthWeekday, Permanence, PerMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Dates among which a permanence asks for ``asked`` sessions; the horizon may cut them."""

    dates: DateRange
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What a period asks of a plan.

    ``dates`` is the part of the period inside the horizon; ``due`` the number of sessions
    that the plan must hold or list as unassigned; ``past`` those held before.
    """

    dates: DateRange
    due: int
    past: int


def dues(case: Case, permanence: Permanence) -> tuple[Dues, ...]:
    """Return what each period that touches the horizon asks for, by date."""
    horizon = case.plan.horizon
    past = case.past_dates[permanence.id]
    found = []
    for period in periods(permanence.frequency, horizon):
        held = sum(day in period.dates for day in past)
        mine = belongs(period, permanence, case)
        cut = DateRange(
            max(period.dates.first, horizon.first), min(period.dates.last, horizon.last)
        )
        found.append(Dues(dates=cut, due=max(period.asked - held, 0) if mine else 0, past=held))
    return tuple(found)


def belongs(period: Period, permanence: Permanence, case: Case) -> bool:
    """Whether this horizon, not the one before or after, must see to the period.

    A block of weeks belongs to the horizon that holds its *usual day*: as many days after
    its first Monday as the last past session came after that of its own block; where that
    day is closed, the next open one of the block stands for it, or else the last before.
    Where the permanence has a past, and the past of the programme reaches into the two blocks
    before or further, but none of its sessions lies in this block, the session was missed,
    and the next horizon catches it up if a date is open to it.

    A block of a permanence without a past, and a month, belong to the horizon that holds
    their *median* open date (the earlier of the two middle ones when their number is even).
    Without any open date a period belongs where it begins. In an unbroken row of horizons
    each period is somebody's.
    """
    opened = [day for day in period.dates if case.closures.is_open(permanence, day)]
    past = case.past_dates[permanence.id]
    if not opened:
        decisive = period.dates.first
    elif past and isinstance(permanence.frequency, EveryWeeks):
        decisive = _nearest(opened, _usual_day(period, past))
    else:
        decisive = opened[(len(opened) - 1) // 2]
    weeks = isinstance(permanence.frequency, EveryWeeks)
    return decisive in case.plan.horizon or (weeks and _missed(period, permanence, case))


def _usual_day(period: Period, past: Sequence[date]) -> date:
    first, length = period.dates.first, len(period.dates)
    return first + timedelta(days=(max(past) - first).days % length)


def _nearest(opened: Sequence[date], usual: date) -> date:
    return min(opened, key=lambda day: (day < usual, abs(day - usual)))


def _missed(period: Period, permanence: Permanence, case: Case) -> bool:
    """Whether the past shows that the horizon before left this block's session out."""
    block, horizon = period.dates, case.plan.horizon
    past = case.past_dates[permanence.id]
    recent = block.first - timedelta(days=2 * len(block))
    told = any(recent <= session.date < horizon.first for session in case.programme.past)
    held = any(block.first <= day <= block.last for day in past)
    left = any(
        horizon.first <= day <= horizon.last and case.closures.is_open(permanence, day)
        for day in block
    )
    return block.first < horizon.first and bool(past) and told and not held and left


def periods(frequency: Frequency, horizon: Horizon) -> Iterator[Period]:
    """Yield the periods that touch the horizon, by date, whole even where it cuts them."""
    match frequency:
        case EveryWeeks():
            yield from _blocks(frequency, horizon)
        case PerMonth():
            for first, last in _months(horizon):
                yield Period(dates=DateRange(first, last), asked=frequency.times)
        case NthWeekday():
            for first, last in _months(horizon):
                for day in _nth_weekdays(frequency, first, last):
                    if day in horizon:
                        yield Period(dates=DateRange(day, day), asked=1)
        case _:
            for day in sorted(frequency.dates):
                if day in horizon:
                    yield Period(dates=DateRange(day, day), asked=1)


def _blocks(frequency: EveryWeeks, horizon: Horizon) -> Iterator[Period]:
    """Blocks of weeks from Monday to Sunday, counted from the week of the anchor."""
    length = timedelta(weeks=frequency.weeks)
    origin = frequency.anchor - timedelta(days=frequency.anchor.weekday())
    first = origin + (horizon.first - origin) // length * length
    while first <= horizon.last:
        yield Period(dates=DateRange(first, first + length - timedelta(days=1)), asked=1)
        first += length


def _months(horizon: Horizon) -> Iterator[tuple[date, date]]:
    """First and last date of each month that the horizon touches."""
    first = horizon.first.replace(day=1)
    while first <= horizon.last:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, last
        first = last + timedelta(days=1)


def _nth_weekdays(frequency: NthWeekday, first: date, last: date) -> list[date]:
    """Return the wanted weekdays of a month; a fifth that does not exist is not wanted."""
    every = [day for day in DateRange(first, last) if day.weekday() == frequency.weekday]
    wanted = {nth - 1 if nth > 0 else len(every) + nth for nth in frequency.nth}
    return [day for index, day in enumerate(every) if index in wanted]
