"""Due sessions: blocks of weeks, months, nth weekdays, dates; the half rule at the edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.check.case import Case
from routing.planning.check.periods import Period, belongs, dues, periods
from routing.planning.check.rules.frequency import frequency
from routing.planning.dates import DateRange
from routing.planning.plans import Round, RoundStop
from routing.planning.programme import (
    EveryWeeks,
    HalfDay,
    NthWeekday,
    OnDates,
    PastSession,
    PerMonth,
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WEEK = timedelta(days=7)


def case_of(house, horizon=None, **changes):
    """The house with nothing but a changed Rians, and an empty plan."""
    past = changes.pop("past", ())
    house = house.with_permanence("rians", **changes)
    programme = replace(
        house.programme, permanences=(house.programme.permanence("rians"),), past=past
    )
    plan = house.plan((), unassigned=(), horizon=horizon or house.plan().horizon)
    return Case(programme=programme, plan=plan, territory=house.territory, travel=house.travel)


def with_plan(case, dates=(), unassigned=()):
    rounds = tuple(replace(case_round(case), id=str(day), date=day) for day in dates)
    return replace(case, plan=replace(case.plan, rounds=rounds, unassigned=tuple(unassigned)))


def case_round(case):
    stop = RoundStop(
        permanence="rians", site="s-rians", half_day=HalfDay.MORNING, arrive_s=0, start_s=0,
        end_s=0, depart_s=0, distance_m=0, travel_s=0,
    )  # fmt: skip
    return Round(
        id="", date=case.plan.horizon.first, unit="UMS", depart_s=0, return_s=0, distance_m=0,
        driving_s=0, stops=(stop,), team=(),
    )  # fmt: skip


def codes(case):
    return sorted(violation.code for violation in frequency(case))


def held(day):
    return PastSession(permanence="rians", date=day, half_day=HalfDay.MORNING)


def due(case):
    permanence = case.programme.permanences[0]
    return [(d.dates.first, d.dates.last, d.due) for d in dues(case, permanence)]


# -- through the whole checker ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["rians", "bras", "carces"])
def test_a_session_less_is_missed(house, name):
    plan = house.plan()
    index = {"rians": 0, "bras": 0, "carces": 1}[name]
    rounds = plan.rounds[:index] + plan.rounds[index + 1 :]
    found = house.check(replace(plan, rounds=rounds, indicators={}))
    assert (name, "SESSION_MISSING") in {(v.record, v.code) for v in found}


def test_a_due_date_unheard_of_is_missed(house):
    assert house.codes(house.plan(unassigned=())) == {"SESSION_MISSING"}


def test_held_and_listed_as_unassigned(house):
    plan = house.plan()
    more = (*plan.unassigned, house.unassigned("carces", date(2027, 1, 7)))
    assert house.codes(replace(plan, unassigned=more)) == {"UNASSIGNED_NOT_DUE"}


def test_a_due_range_is_the_part_of_the_block_in_the_horizon(house):
    wrong = (house.unassigned("barjols", date(2027, 1, 12)),)
    found = house.codes(house.plan(unassigned=wrong))
    assert found == {"UNASSIGNED_NOT_DUE", "SESSION_MISSING"}


def test_on_another_date_than_due(house):
    plan = house.with_round(house.plan(), 1, date=date(2027, 1, 14))
    assert house.codes(plan) == {"SESSION_NOT_DUE", "SESSION_MISSING"}


# -- blocks of weeks -------------------------------------------------------------------------


def test_blocks_count_from_the_monday_of_the_anchor(house):
    case = case_of(house)
    assert due(case) == [
        (date(2027, 1, 1), date(2027, 1, 3), 0),
        (date(2027, 1, 4), date(2027, 1, 17), 1),
        (date(2027, 1, 18), date(2027, 1, 31), 1),
    ]


def test_parity_survives_a_year_with_53_weeks(house):
    # 2026 has 53 ISO weeks; a block must not shrink or stretch at New Year
    fortnight = EveryWeeks(weeks=2, anchor=date(2026, 11, 2))
    winter = DateRange(date(2026, 12, 1), date(2027, 1, 31))
    found = [p.dates.first for p in periods(fortnight, winter)]
    assert {later - earlier for earlier, later in pairwise(found)} == {2 * WEEK}
    assert all((first - date(2026, 11, 2)) % (2 * WEEK) == timedelta(0) for first in found)


FEBRUARY = DateRange(date(2027, 2, 1), date(2027, 2, 28))
CUT = EveryWeeks(weeks=2, anchor=date(2027, 1, 25))  # 25 January to 7 February


def test_without_a_past_a_cut_block_belongs_where_its_median_open_date_lies(house):
    assert due(case_of(house, frequency=CUT))[-1] == (date(2027, 1, 25), date(2027, 1, 31), 1)
    case = case_of(house, horizon=FEBRUARY, frequency=CUT)
    assert due(case)[0] == (date(2027, 2, 1), date(2027, 2, 7), 0)


def test_the_day_of_the_last_session_decides_for_a_cut_block(house):
    past = (held(date(2027, 1, 19)),)  # second week of its block
    assert due(case_of(house, frequency=CUT, past=past))[-1][2] == 0
    case = case_of(house, horizon=FEBRUARY, frequency=CUT, past=past)
    assert due(case)[0] == (date(2027, 2, 1), date(2027, 2, 7), 1)


def test_a_session_known_to_be_missed_is_caught_up(house):
    past = (held(date(2027, 1, 12)),)  # first week: due in January, and not held there
    case = case_of(house, horizon=FEBRUARY, frequency=CUT, past=past)
    assert due(case)[0] == (date(2027, 2, 1), date(2027, 2, 7), 1)
    old = (held(date(2026, 12, 15)),)  # nothing is known of the two blocks before
    case = case_of(house, horizon=FEBRUARY, frequency=CUT, past=old)
    assert due(case)[0][2] == 0
    closed = (DateRange(date(2027, 2, 1), date(2027, 2, 7)),)
    case = case_of(house, horizon=FEBRUARY, frequency=CUT, past=past, closed=closed)
    assert due(case)[0][2] == 0  # no day is left for it


def test_a_block_closed_throughout_is_due_where_it_begins(house):
    every = EveryWeeks(weeks=2, anchor=date(2027, 1, 25))
    closed = (DateRange(date(2027, 1, 20), date(2027, 2, 20)),)
    assert due(case_of(house, frequency=every, closed=closed))[-1][2] == 1


def test_a_past_session_serves_its_block(house):
    past = (held(date(2026, 12, 29)),)
    every = EveryWeeks(weeks=2, anchor=date(2026, 12, 28))
    case = case_of(house, frequency=every, past=past)
    assert [n for *_, n in due(case)] == [0, 1, 1]
    assert "SESSION_TOO_MANY" in codes(with_plan(case, [date(2027, 1, 5)]))


def test_one_session_a_block(house):
    case = with_plan(case_of(house), [date(2027, 1, 5), date(2027, 1, 13), date(2027, 1, 26)])
    assert codes(case) == ["SESSION_TOO_MANY"]


def test_a_block_of_the_next_horizon_is_left_alone(house):
    case = case_of(house, frequency=CUT, past=(held(date(2026, 12, 22)),))  # a second week
    days = [date(2027, 1, 5), date(2027, 1, 19), date(2027, 1, 27)]
    assert "SESSION_NOT_DUE" in codes(with_plan(case, days))


# -- months and dates ------------------------------------------------------------------------


def test_a_month_asks_for_what_is_left(house):
    case = case_of(house, frequency=PerMonth(times=3), past=(held(date(2027, 1, 5)),))
    january = case.plan.horizon
    assert due(case) == [(january.first, january.last, 2)]
    listed = [house.unassigned("rians", january.first, january.last)]
    assert codes(with_plan(case, [date(2027, 1, 12)], listed)) == []
    assert codes(with_plan(case, [date(2027, 1, 12)], listed * 2)) == ["UNASSIGNED_NOT_DUE"]
    assert codes(with_plan(case, [date(2027, 1, 12)])) == ["SESSION_MISSING"]
    days = [date(2027, 1, day) for day in (12, 13, 19)]
    assert codes(with_plan(case, days)) == ["SESSION_TOO_MANY"]


def test_how_many_are_missing_or_too_many_is_said(house):
    case = case_of(house, frequency=PerMonth(times=3))
    january = case.plan.horizon
    listed = [house.unassigned("rians", january.first, january.last)]
    (lacking,) = frequency(with_plan(case, (), listed))
    assert "2\N{NO-BREAK SPACE}séances dues" in lacking.message
    (extra,) = frequency(with_plan(case, [date(2027, 1, 5)], listed * 3))
    assert "1\N{NO-BREAK SPACE}séance " in extra.message


def test_a_cut_month_belongs_to_the_larger_half(house):
    horizon = DateRange(date(2027, 1, 7), date(2027, 2, 9))
    case = case_of(house, horizon=horizon, frequency=PerMonth(times=2))
    assert [n for *_, n in due(case)] == [2, 0]


def test_nth_weekdays_of_a_month(house):
    frequency_ = NthWeekday(nth=(1, 5, -1), weekday=4)
    first_quarter = DateRange(date(2027, 1, 1), date(2027, 3, 31))
    found = [p.dates.first for p in periods(frequency_, first_quarter)]
    assert found == [
        date(2027, 1, 1), date(2027, 1, 29),
        date(2027, 2, 5), date(2027, 2, 26),
        date(2027, 3, 5), date(2027, 3, 26),
    ]  # fmt: skip


def test_a_closed_nth_weekday_is_still_due(house):
    case = case_of(house, frequency=NthWeekday(nth=(1,), weekday=4))  # 1 January
    assert due(case) == [(date(2027, 1, 1), date(2027, 1, 1), 1)]
    assert codes(with_plan(case, (), [house.unassigned("rians", date(2027, 1, 1))])) == []


def test_dates_outside_the_horizon_are_not_due(house):
    case = case_of(house, frequency=OnDates(dates=(date(2027, 2, 2), date(2027, 1, 5))))
    assert due(case) == [(date(2027, 1, 5), date(2027, 1, 5), 1)]
    case = replace(case, programme=replace(case.programme, past=(held(date(2027, 1, 5)),)))
    assert due(case)[0][2] == 0


# -- properties ------------------------------------------------------------------------------

FREQUENCIES = st.one_of(
    st.builds(EveryWeeks, weeks=st.integers(1, 26), anchor=DAYS),
    st.builds(PerMonth, times=st.integers(1, 4)),
)
CLOSED = st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=6).map(
    lambda spans: tuple(DateRange(first, first + timedelta(days=n)) for first, n in spans)
)


@given(asked=FREQUENCIES, first=DAYS, length=st.integers(0, 80))
def test_every_date_of_the_horizon_lies_in_one_period(asked, first, length):
    horizon = DateRange(first, first + timedelta(days=length))
    found = [period.dates for period in periods(asked, horizon)]
    assert all(sum(day in dates for dates in found) == 1 for day in horizon)
    assert all(dates.first <= horizon.last and horizon.first <= dates.last for dates in found)


@pytest.mark.parametrize("asked", [EveryWeeks(weeks=1, anchor=date(2027, 2, 1)), PerMonth(times=1)])
def test_a_period_that_begins_on_the_last_date_counts(asked):
    found = list(periods(asked, DateRange(date(2027, 1, 25), date(2027, 2, 1))))
    assert [period.dates.first for period in found][1:] == [date(2027, 2, 1)]


@settings(max_examples=60)
@given(asked=FREQUENCIES, closed=CLOSED, cuts=st.sets(DAYS, min_size=2, max_size=6))
def test_every_period_belongs_to_exactly_one_of_a_row_of_horizons(house, asked, closed, cuts):
    marks = [date(2024, 1, 1), *sorted(cuts), date(2030, 1, 1)]
    row = [DateRange(first, last - timedelta(days=1)) for first, last in pairwise(marks)]
    whole = DateRange(min(cuts), max(cuts))
    cases = [case_of(house, horizon=h, frequency=asked, closed=closed) for h in row]
    for period in periods(asked, whole):
        owners = [belongs(period, case.programme.permanences[0], case) for case in cases]
        assert owners.count(True) == 1


@settings(max_examples=100)
@given(
    asked=st.builds(PerMonth, times=st.integers(1, 4)),
    closed=CLOSED, first=DAYS, length=st.integers(0, 80),
)  # fmt: skip
def test_where_one_edge_cuts_a_month_the_larger_half_has_it(house, asked, closed, first, length):
    horizon = DateRange(first, first + timedelta(days=length))
    case = case_of(house, horizon=horizon, frequency=asked, closed=closed)
    permanence = case.programme.permanences[0]
    for period in periods(asked, horizon):
        if period.dates.first < horizon.first and horizon.last < period.dates.last:
            continue  # two edges
        days = [d for d in period.dates if case.closures.is_open(permanence, d)]
        inside = sum(day in horizon for day in days)
        if days:
            half = 2 * inside == len(days)
            expected = 2 * inside > len(days) or (half and days[0] in horizon)
        else:
            expected = period.dates.first in horizon
        assert belongs(period, permanence, case) is expected


@settings(max_examples=60)
@given(
    asked=st.one_of(FREQUENCIES, st.builds(NthWeekday, nth=st.just((1, 3)), weekday=st.just(1))),
    first=DAYS, length=st.integers(0, 80), data=st.data(),
)  # fmt: skip
def test_held_or_listed_whatever_the_choice(house, asked, first, length, data):
    horizon = DateRange(first, first + timedelta(days=length))
    case = case_of(house, horizon=horizon, frequency=asked)
    days, listed = [], []
    for one in dues(case, case.programme.permanences[0]):
        room = min(one.due, len(one.dates))
        count = data.draw(st.integers(0, room))
        days += list(one.dates)[:count]
        missing = one.due - count
        listed += [house.unassigned("rians", one.dates.first, one.dates.last)] * missing
    good = with_plan(case, days, listed)
    assert codes(good) == []
    if days:
        spoilt = data.draw(st.sampled_from(days))
        fewer = with_plan(case, [d for d in days if d != spoilt], listed)
        assert codes(fewer) == ["SESSION_MISSING"]
    if listed:
        assert codes(with_plan(case, days, listed[1:])) == ["SESSION_MISSING"]
        assert codes(with_plan(case, days, [*listed, listed[0]])) == ["UNASSIGNED_NOT_DUE"]


def test_a_period_is_whole_even_where_the_horizon_cuts_it(house):
    found = list(periods(PerMonth(times=2), DateRange(date(2027, 1, 20), date(2027, 2, 3))))
    assert found == [
        Period(dates=DateRange(date(2027, 1, 1), date(2027, 1, 31)), asked=2),
        Period(dates=DateRange(date(2027, 2, 1), date(2027, 2, 28)), asked=2),
    ]
