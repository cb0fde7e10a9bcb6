"""What is due: parity through long years, months that neither lose nor double a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.recipe import month_of
from routing.planning import load_territory
from routing.planning.dates import DateRange
from routing.planning.open_days import OpenDays
from routing.planning.programme import (
    EveryWeeks,
    HalfDay,
    NthWeekday,
    OnDates,
    Opening,
    PastSession,
    Permanence,
    PerMonth,
    Programme,
)
from routing.planning.series import block_start, needs, nth_days

TERRITORY = load_territory()
MORNING = HalfDay.MORNING


def permanence(frequency, weekdays=(1, 3), closed=()) -> Permanence:
    return Permanence(
        id="P", name="P", site="PERM-RIANS", frequency=frequency, duration_s=3600, closed=closed,
        openings=tuple(
            Opening(weekday=day, half_day=MORNING, start_s=9 * 3600, latest_start_s=9 * 3600)
            for day in weekdays
        ),
    )  # fmt: skip


def due(asked: Permanence, horizon: DateRange, past=()):
    programme = Programme(
        name="p", title="p", headquarters="PVS", roles=(), permanences=(asked,), staff=(), units=()
    )
    return needs(asked, horizon, OpenDays(programme, TERRITORY), tuple(past))


def held(day: date) -> PastSession:
    return PastSession(permanence="P", date=day, half_day=MORNING)


def months(first: date, count: int) -> list[DateRange]:
    found = [month_of(first)]
    for _ in range(count - 1):
        found.append(month_of(found[-1].last + timedelta(days=1)))
    return found


@pytest.mark.parametrize("year", [2026, 2032, 2037])  # years with 53 ISO weeks
def test_parity_survives_a_year_with_53_weeks(year):
    frequency = EveryWeeks(weeks=2, anchor=date(2025, 1, 6))
    start = block_start(frequency, date(year, 12, 31))
    assert block_start(frequency, start + timedelta(days=14)) == start + timedelta(days=14)
    assert (start - date(2025, 1, 6)).days % 14 == 0


closures = st.lists(
    st.tuples(st.integers(0, 360), st.integers(0, 40)).map(
        lambda pair: DateRange(
            date(2026, 7, 1) + timedelta(days=pair[0]),
            date(2026, 7, 1) + timedelta(days=sum(pair)),
        )
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=60)
@given(
    weeks=st.integers(1, 5),
    anchor=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    weekdays=st.sets(st.integers(0, 5), min_size=1),
    closed=closures,
)
def test_every_block_is_due_in_exactly_one_month(weeks, anchor, weekdays, closed):
    frequency = EveryWeeks(weeks=weeks, anchor=anchor)
    asked = permanence(frequency, sorted(weekdays), tuple(closed))
    seen = [
        block_start(frequency, need.due.first)
        for month in months(date(2026, 9, 1), 8)
        for need in due(asked, month)
    ]
    assert len(set(seen)) == len(seen)
    first, last = date(2026, 9, 1) + timedelta(days=35), date(2027, 4, 30) - timedelta(days=35)
    whole = {block_start(frequency, first + timedelta(days=n)) for n in range((last - first).days)}
    assert whole <= set(seen)


def test_month_by_month_keeps_the_rhythm_of_a_fortnight():
    """Chained months hold every second Tuesday, whatever falls on their edges."""
    asked = permanence(EveryWeeks(weeks=2, anchor=date(2027, 1, 5)), weekdays=(1,))
    past: list[PastSession] = []
    for month in months(date(2027, 1, 1), 8):
        for need in due(asked, month, past):
            usual = [d for d in need.dates if (d - date(2027, 1, 5)).days % 14 == 0]
            past.append(held(usual[0]))
    days = [session.date for session in past]
    assert days == [date(2027, 1, 5) + timedelta(days=14 * n) for n in range(len(days))]
    assert days[-1] == date(2027, 8, 31)


def test_a_session_missed_at_the_end_of_a_month_is_caught_up():
    asked = permanence(EveryWeeks(weeks=2, anchor=date(2027, 4, 26)))
    (first, *_) = due(asked, month_of(date(2027, 5, 1)), [held(date(2027, 4, 13))])
    assert first.dates == (date(2027, 5, 4),)  # the 6th is Ascension Day


def test_a_block_cut_early_is_left_to_the_month_with_most_of_its_days():
    """29 March to 11 April: three days in March are no fair chance without a past."""
    asked = permanence(EveryWeeks(weeks=2, anchor=date(2026, 11, 23)), weekdays=(0, 2, 3))
    march, april = months(date(2027, 3, 1), 2)
    assert due(asked, march)[-1].due.last == date(2027, 3, 28)
    assert due(asked, april)[0].due == DateRange(date(2027, 4, 1), date(2027, 4, 11))


def test_candidates_are_open_days_alone():
    (one, two) = due(permanence(EveryWeeks(weeks=2, anchor=date(2026, 12, 7))), DECEMBER)
    assert one.due == DateRange(date(2026, 12, 7), date(2026, 12, 20))
    assert one.dates == tuple(date(2026, 12, day) for day in (8, 10, 15, 17))
    assert two.dates == tuple(date(2026, 12, day) for day in (22, 24, 29, 31))


def test_a_public_holiday_is_closed():
    (need,) = due(permanence(OnDates(dates=(date(2026, 12, 25),)), weekdays=(4,)), DECEMBER)
    assert need.dates == ()
    assert need.count == 1


def test_a_session_held_already_is_not_due_again():
    asked = permanence(EveryWeeks(weeks=2, anchor=date(2026, 12, 7)))
    (need,) = due(asked, DECEMBER, [held(date(2026, 12, 8))])
    assert need.due.first == date(2026, 12, 21)


def test_the_least_gap_holds_across_the_month():
    asked = replace(permanence(PerMonth(times=1)), min_gap_days=14)
    (need,) = due(asked, DECEMBER, [held(date(2026, 11, 26))])
    assert min(need.dates) == date(2026, 12, 10)


def test_several_a_month_less_those_held():
    (need,) = due(permanence(PerMonth(times=3)), DECEMBER, [held(date(2026, 12, 1))])
    assert need.count == 2


@pytest.mark.parametrize(
    ("nth", "month", "days"),
    [
        ((1,), date(2027, 1, 1), [7]),
        ((1, 3), date(2027, 1, 1), [7, 21]),
        ((5,), date(2027, 1, 1), []),
        ((5,), date(2027, 4, 1), [29]),
        ((-1,), date(2027, 1, 1), [28]),
        ((4, -1), date(2027, 1, 1), [28]),
    ],
)
def test_nth_weekday_of_the_month(nth, month, days):
    found = nth_days(NthWeekday(nth=nth, weekday=3), month_of(month))
    assert [day.day for day in found] == days


DECEMBER = month_of(date(2026, 12, 1))
