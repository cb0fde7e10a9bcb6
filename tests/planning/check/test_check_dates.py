"""Holidays, closed dates, school holidays, twice a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.check.closures import Closures
from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay, PastSession


def closures(house, name, **changes):
    changed = house.with_permanence(name, **changes)
    return Closures(changed.programme, changed.territory), changed.programme.permanence(name)


def codes(house, name, day, **changes):
    calendar, permanence = closures(house, name, **changes)
    return {code for code, _ in calendar.reasons(permanence, day)}


def test_no_session_on_a_public_holiday(house):
    plan = house.with_round(house.plan(), 1, date=date(2027, 1, 1))
    assert "PUBLIC_HOLIDAY" in house.codes(plan)
    working = house.with_programme(public_holidays_open=True)
    assert "PUBLIC_HOLIDAY" not in working.codes(plan)


@pytest.mark.parametrize(
    "day", [date(2026, 12, 25), date(2027, 3, 29), date(2027, 5, 6), date(2027, 11, 11)]
)
def test_public_holidays_of_other_seasons(house, day):
    assert "PUBLIC_HOLIDAY" in codes(house, "rians", day)


def test_another_country_has_other_holidays(house):
    belgium = replace(house, territory=replace(house.territory, holiday_country="BE"))
    assert codes(belgium, "rians", date(2027, 7, 21)) == {"PUBLIC_HOLIDAY"}
    assert codes(house, "rians", date(2027, 7, 21)) == set()


@given(before=st.integers(0, 30), after=st.integers(0, 13))
def test_no_session_on_a_closed_date(house, before, after):
    day = date(2027, 1, 5)
    closed = DateRange(day - timedelta(days=before), day + timedelta(days=after), "travaux")
    shut = house.with_permanence("rians", closed=(closed,))
    found = [v for v in shut.check(house.plan()) if v.code == "CLOSED_DATE"]
    assert [v.record for v in found] == ["R1"]
    assert "travaux" in found[0].message


def test_no_session_that_was_cancelled(house):
    other = house.with_permanence("rians", cancelled=(date(2027, 1, 6),))
    assert other.check(house.plan()) == ()
    off = house.with_permanence("rians", cancelled=(date(2027, 1, 5),))
    found = [v for v in off.check(house.plan()) if v.code == "SESSION_CANCELLED"]
    assert [v.record for v in found] == ["R1"]


def test_school_holidays_close_where_the_programme_says_so(house):
    holidays = date(2027, 3, 2)  # winter holidays of zone B: 20 February to 7 March 2027
    assert codes(house, "rians", holidays) == set()
    assert codes(house, "rians", holidays, closed_in_school_holidays=True) == {"SCHOOL_HOLIDAY"}


def test_the_zone_decides(house):
    zone_a = replace(house, territory=replace(house.territory, school_zone="A"))
    day = date(2027, 3, 2)
    assert codes(house, "barjols", day) == {"SCHOOL_HOLIDAY"}
    assert codes(zone_a, "barjols", day) == set()


def test_school_holidays_that_nobody_knows_yet(house):
    calendar, permanence = closures(
        house, "barjols", frequency=house.programme.permanences[0].frequency
    )
    assert [c for c, _ in calendar.reasons(permanence, date(2040, 1, 11))] == [
        "SCHOOL_CALENDAR_UNKNOWN"
    ]
    assert calendar.is_open(permanence, date(2040, 1, 11))


def test_open_means_an_opening_and_nothing_that_closes(house):
    calendar, rians = closures(house, "rians")
    days = [day for day in house.plan().horizon if calendar.is_open(rians, day)]
    assert [day.day for day in days] == [5, 6, 12, 13, 19, 20, 26, 27]


def test_not_twice_on_a_date(house):
    plan = house.plan()
    again = replace(plan.rounds[0], id="R9", depart_s=0, return_s=1)
    codes_found = house.codes(replace(plan, rounds=(*plan.rounds, again)))
    assert {"HELD_TWICE"} <= codes_found


def test_not_on_a_date_on_which_it_was_held_already(house):
    past = PastSession(permanence="rians", date=date(2027, 1, 5), half_day=HalfDay.MORNING)
    assert "HELD_TWICE" in house.with_programme(past=(past,)).codes(house.plan())
