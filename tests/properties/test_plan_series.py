"""Planning one period after the other neither loses a session nor holds it twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.dates import DateRange
from routing.planning.open_days import OpenDays
from routing.planning.programme import (
    EveryWeeks,
    Frequency,
    HalfDay,
    Opening,
    PastSession,
    Permanence,
    PerMonth,
    Programme,
)
from routing.planning.series import block_start, months, needs
from routing.planning.territory import Territory

DAY = timedelta(days=1)


def permanence(
    frequency: Frequency,
    weekdays: set[int],
    closed: tuple[DateRange, ...] = (),
    holidays: bool = False,
) -> Permanence:
    openings = tuple(
        Opening(weekday=n, half_day=HalfDay.MORNING, start_s=32400, latest_start_s=32400)
        for n in sorted(weekdays)
    )
    return Permanence(
        id="p", name="P", site="s", frequency=frequency, openings=openings, duration_s=3600,
        closed=closed, closed_in_school_holidays=holidays,
    )  # fmt: skip


@pytest.fixture(scope="session")
def days() -> OpenDays:
    """French public holidays and school holidays of zone B."""
    programme = Programme(
        name="p", title="P", headquarters="d", roles=(), permanences=(), staff=(), units=()
    )
    territory = Territory(
        folder=Path(), name="t", title="T", timezone=ZoneInfo("Europe/Paris"), school_zone="B",
        holiday_country="FR", holiday_subdivision=None, communes=(), sites=(),
    )  # fmt: skip
    return OpenDays(programme, territory)


def rows(first: date, lengths: list[int]) -> Iterator[DateRange]:
    """Horizons that follow on one another, of the given lengths in days."""
    for length in lengths:
        yield DateRange(first, first + (length - 1) * DAY)
        first += length * DAY


def calendar_months(first: int, last: int) -> list[DateRange]:
    return list(months(DateRange(date(first, 1, 1), date(last, 12, 31))))


@st.composite
def closures(draw: st.DrawFn, first: date, length: int) -> tuple[DateRange, ...]:
    ranges = []
    for _ in range(draw(st.integers(0, 5))):
        start = first + draw(st.integers(-20, length)) * DAY
        ranges.append(DateRange(start, start + draw(st.integers(0, 60)) * DAY))
    return tuple(ranges)


WEEKDAYS = st.sets(st.integers(0, 6), min_size=1)
ANCHORS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@settings(max_examples=60)
@given(data=st.data(), weeks=st.integers(1, 26), anchor=ANCHORS, weekdays=WEEKDAYS)
def test_every_block_of_weeks_belongs_to_exactly_one_month(
    data: st.DataObject, weeks: int, anchor: date, weekdays: set[int], days: OpenDays
) -> None:
    year = data.draw(st.integers(2024, 2026))
    frequency = EveryWeeks(weeks=weeks, anchor=anchor)
    asked = permanence(
        frequency, weekdays, data.draw(closures(date(year, 1, 1), 730)), data.draw(st.booleans())
    )
    horizons = calendar_months(year, year + 1)
    found = Counter(
        block_start(frequency, need.due.first)
        for horizon in horizons
        for need in needs(asked, horizon, days, ())
    )
    block = block_start(frequency, horizons[0].first)
    whole = []
    while block + 7 * weeks * DAY <= horizons[-1].last:
        whole += [block] if block >= horizons[0].first else []
        block += 7 * weeks * DAY
    assert [found[start] for start in whole] == [1] * len(whole)
    assert max(found.values(), default=1) == 1


@settings(max_examples=40)
@given(
    data=st.data(),
    times=st.integers(1, 4),
    weekdays=WEEKDAYS,
    lengths=st.lists(st.integers(1, 60), min_size=4, max_size=14),
)
def test_every_month_belongs_to_exactly_one_horizon_of_a_row(
    data: st.DataObject, times: int, weekdays: set[int], lengths: list[int], days: OpenDays
) -> None:
    first = data.draw(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
    asked = permanence(PerMonth(times=times), weekdays, data.draw(closures(first, sum(lengths))))
    horizons = list(rows(first, lengths))
    found: Counter[date] = Counter()
    for horizon in horizons:
        for need in needs(asked, horizon, days, ()):
            found[need.due.first.replace(day=1)] += need.count
    whole = [
        month.first
        for month in months(DateRange(first, horizons[-1].last))
        if month.first >= first and month.last <= horizons[-1].last
    ]
    assert [found[month] for month in whole] == [times] * len(whole)
    assert max(found.values(), default=times) == times


@settings(max_examples=60)
@given(data=st.data(), weeks=st.integers(1, 6), anchor=ANCHORS, weekdays=WEEKDAYS)
def test_month_after_month_each_block_is_held_once_or_reported(
    data: st.DataObject, weeks: int, anchor: date, weekdays: set[int], days: OpenDays
) -> None:
    year = data.draw(st.integers(2024, 2027))
    frequency = EveryWeeks(weeks=weeks, anchor=anchor)
    asked = permanence(frequency, weekdays, data.draw(closures(date(year, 1, 1), 365)))
    past: list[PastSession] = []
    reported: set[date] = set()
    horizons = calendar_months(year, year)
    for horizon in horizons:
        for need in needs(asked, horizon, days, tuple(past)):
            if need.dates and data.draw(st.integers(0, 4)):
                chosen = data.draw(st.sampled_from(need.dates))
                past.append(PastSession(permanence="p", date=chosen, half_day=HalfDay.MORNING))
            else:
                reported.add(block_start(frequency, need.due.first))
        past.append(PastSession(permanence="q", date=horizon.last, half_day=HalfDay.MORNING))
    held = Counter(block_start(frequency, p.date) for p in past if p.permanence == "p")
    assert max(held.values(), default=1) == 1
    length = 7 * weeks * DAY
    for start in {block_start(frequency, day) for horizon in horizons for day in horizon}:
        block = DateRange(start, start + length - DAY)
        if block.first < horizons[0].first or block.last > horizons[-1].last:
            continue
        forgotten = start not in held and start not in reported
        assert not (forgotten and days.candidate_dates(asked, block))


@given(anchor=ANCHORS, weekday=st.integers(0, 6), weeks=st.integers(1, 4))
def test_the_parity_of_weeks_survives_years_with_53_of_them(
    anchor: date, weekday: int, weeks: int, days: OpenDays
) -> None:
    frequency = EveryWeeks(weeks=weeks, anchor=anchor)
    # 2026 and 2032 have 53 ISO weeks
    starts = [block_start(frequency, date(2026, 1, 1) + n * DAY) for n in range(7 * 366)]
    steps = {b - a for a, b in pairwise(starts)} - {timedelta(0)}
    assert steps == {7 * weeks * DAY}
    assert all(start.weekday() == 0 for start in starts)
