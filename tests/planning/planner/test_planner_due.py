"""From a frequency to what is due: fortnights, nth weekdays, dates, the past, cut periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from routing.planning import PlanningError
from routing.planning.dates import DateRange
from routing.planning.open_days import OpenDays
from routing.planning.programme import (
    EveryWeeks,
    HalfDay,
    NthWeekday,
    OnDates,
    PastSession,
    PerMonth,
)
from routing.planning.series import Need, months, needs

JANUARY = DateRange(date(2027, 1, 1), date(2027, 1, 31))
TUESDAY = 1


def held(*days: date) -> tuple[PastSession, ...]:
    return tuple(PastSession(permanence="p", date=day, half_day=HalfDay.MORNING) for day in days)


@pytest.fixture
def due(lab):
    """List what is due of a permanence that opens on Tuesdays, unless told otherwise."""
    days = OpenDays(lab.programme((), (), ()), lab.territory)

    def ask(
        frequency: Any,
        horizon: DateRange = JANUARY,
        past: tuple[PastSession, ...] = (),
        **changes: Any,
    ) -> list[Need]:
        permanence = lab.permanence("p", frequency=frequency, **changes)
        return list(needs(permanence, horizon, days, past))

    return ask


def test_iso_week_numbers_would_have_lost_the_parity():
    # the reason for counting from an anchor: week 53 of 2026 is odd, week 1 of 2027 too
    assert date(2026, 12, 29).isocalendar().week % 2 == date(2027, 1, 5).isocalendar().week % 2


def test_the_anchor_sets_the_week_not_the_weekday(due):
    for anchor in (date(2027, 1, 4), date(2027, 1, 8), date(2031, 1, 13)):
        assert [need.due for need in due(EveryWeeks(weeks=2, anchor=anchor))] == [
            DateRange(date(2027, 1, 4), date(2027, 1, 17)),
            DateRange(date(2027, 1, 18), date(2027, 1, 31)),
        ]


def test_only_sessions_of_this_permanence_are_taken_off(due):
    other = PastSession(permanence="q", date=date(2027, 1, 5), half_day=HalfDay.MORNING)
    assert due(PerMonth(times=1), past=(other,))[0].count == 1


def test_a_fifth_weekday_is_due_where_there_is_one(due):
    found = due(
        NthWeekday(nth=(5, -1), weekday=TUESDAY), DateRange(date(2027, 3, 1), date(2027, 4, 30))
    )
    assert [need.due.first for need in found] == [date(2027, 3, 30), date(2027, 4, 27)]


def test_an_nth_weekday_outside_a_cut_month_is_not_due(due):
    week = DateRange(date(2027, 1, 11), date(2027, 1, 17))
    assert [n.due.first.day for n in due(NthWeekday(nth=(1, 2), weekday=TUESDAY), week)] == [12]


def test_dates_are_due_within_the_horizon_only_and_in_order(due):
    dates = (date(2027, 2, 2), date(2027, 1, 19), date(2027, 1, 5))
    assert [n.due.first.day for n in due(OnDates(dates=dates))] == [5, 19]


def test_a_date_that_is_closed_is_due_without_a_date(due):
    (need,) = due(OnDates(dates=(date(2027, 1, 8),)))  # a Friday, and it opens on Tuesdays
    assert (need.count, need.dates) == (1, ())


def test_a_block_is_planned_where_its_median_open_date_lies(due):
    # 25 January to 7 February has Tuesdays 26 January and 2 February: the earlier decides
    every = EveryWeeks(weeks=2, anchor=date(2027, 1, 11))
    february = DateRange(date(2027, 2, 1), date(2027, 2, 28))
    assert due(every)[-1].due == DateRange(date(2027, 1, 25), date(2027, 1, 31))
    assert due(every, february)[0].due.first == date(2027, 2, 8)
    closed = (DateRange(date(2027, 1, 26), date(2027, 1, 26)),)
    assert due(every, closed=closed)[-1].due.last == date(2027, 1, 24)
    assert due(every, february, closed=closed)[0].due == DateRange(
        date(2027, 2, 1), date(2027, 2, 7)
    )


def test_a_quarter_is_planned_in_one_of_its_months(due):
    every = EveryWeeks(weeks=13, anchor=date(2027, 1, 4))
    found = [
        need
        for month in months(DateRange(date(2027, 1, 1), date(2027, 5, 31)))
        for need in due(every, month)
    ]
    assert [need.due for need in found] == [
        DateRange(date(2027, 2, 1), date(2027, 2, 28)),
        DateRange(date(2027, 5, 1), date(2027, 5, 31)),
    ]


def test_a_block_without_any_open_date_is_due_where_it_begins(due):
    closed = (DateRange(date(2027, 1, 1), date(2027, 3, 31)),)
    (need,) = due(EveryWeeks(weeks=4, anchor=date(2027, 1, 25)), closed=closed)[-1:]
    assert (need.due, need.dates) == (DateRange(date(2027, 1, 25), date(2027, 1, 31)), ())


def test_public_and_school_holidays_are_no_candidates(due):
    december = DateRange(date(2026, 12, 1), date(2026, 12, 31))
    (need,) = due(PerMonth(times=1), december, closed_in_school_holidays=True)
    assert need.dates == (date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15))


def test_unknown_school_holidays_are_refused_in_words(due):
    far = DateRange(date(2060, 1, 1), date(2060, 1, 31))
    assert due(PerMonth(times=1), far)[0].count == 1
    with pytest.raises(PlanningError, match="vacances scolaires du 01/01/2060"):
        due(PerMonth(times=1), far, closed_in_school_holidays=True)


def test_a_block_that_runs_past_the_known_school_holidays_is_no_reason_to_refuse(due):
    from vacances_scolaires_france import SchoolHolidayDates

    last = max(SchoolHolidayDates().data)
    monday = last - timedelta(days=last.weekday())
    every = EveryWeeks(weeks=4, anchor=monday)
    assert due(every, DateRange(monday, last), closed_in_school_holidays=True) == []
