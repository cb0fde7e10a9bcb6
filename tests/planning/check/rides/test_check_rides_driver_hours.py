"""Drivers drive when they are free, and one ride at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.planning.dates import DateRange
from routing.planning.drivers import ExtraHours, Hours
from tests.planning.check.rides.clock import at

SEVENTH, NINETEENTH = date(2027, 1, 7), date(2027, 1, 19)


@given(start=st.integers(at(8), at(10)), end=st.integers(at(9, 30), at(12)))
def test_drivers_drive_when_they_are_free(fleet, start, end):
    if start >= end:
        start, end = end - 1, start + 1
    plan = fleet.plan()
    ride = fleet.of(plan, "T2")
    hours = (
        Hours(weekday=3, start_s=start, end_s=end),
        Hours(weekday=3, start_s=at(10, 40), end_s=at(12)),
    )
    busy = fleet.with_driver("D2", hours=hours)
    covered = start <= ride.depart_s and (ride.return_s <= end or end >= at(10, 40))
    found = busy.found(plan)
    assert (("DRIVER_NOT_FREE", "T2") not in found) is covered


@pytest.mark.parametrize(("late", "early"), [(0, 0), (1, 0), (0, 1)])
def test_hours_bind_to_the_second(fleet, late, early):
    plan = fleet.plan()
    one, other = fleet.of(plan, "T2"), fleet.of(plan, "T3")
    hours = Hours(weekday=3, start_s=one.depart_s + late, end_s=other.return_s - early)
    found = fleet.with_driver("D2", hours=(hours,)).found(plan)
    wrong = [("DRIVER_NOT_FREE", "T2")] * late + [("DRIVER_NOT_FREE", "T3")] * early
    assert found == wrong


@pytest.mark.parametrize(("gap", "codes"), [(0, set()), (1, {"DRIVER_NOT_FREE"})])
def test_hours_that_follow_on_each_other_are_one(fleet, gap, codes):
    hours = (
        Hours(weekday=1, start_s=at(10) + gap, end_s=at(13)),
        Hours(weekday=1, start_s=at(8), end_s=at(10)),
    )
    assert fleet.with_driver("D1", hours=hours).codes(fleet.plan()) == codes


def test_hours_that_overlap_are_one(fleet):
    hours = (
        Hours(weekday=1, start_s=at(8), end_s=at(13)),
        Hours(weekday=1, start_s=at(9), end_s=at(10)),
    )
    assert fleet.with_driver("D1", hours=hours).check() == ()


def test_extra_hours_are_of_one_date(fleet):
    other = (ExtraHours(date=date(2027, 1, 14), start_s=at(13), end_s=at(18)),)
    assert fleet.with_driver("D1", extra_hours=other).found() == [("DRIVER_NOT_FREE", "T4")]


def test_hours_are_of_one_weekday(fleet):
    hours = tuple(replace(h, weekday=2) for h in fleet.house.programme.driver("D2").hours)
    found = fleet.with_driver("D2", hours=hours).found()
    assert found == [("DRIVER_NOT_FREE", "T2"), ("DRIVER_NOT_FREE", "T3")]


@given(before=st.integers(0, 20), after=st.integers(0, 20))
def test_an_absence_wins(fleet, before, after):
    away = DateRange(SEVENTH - timedelta(days=before), SEVENTH + timedelta(days=after))
    found = fleet.with_driver("D3", absences=(away,)).found()
    assert found == [("DRIVER_ABSENT", "T5")]


def test_an_absence_on_other_dates_does_not_matter(fleet):
    away = (DateRange(date(2027, 1, 6), date(2027, 1, 6)), DateRange(date(2027, 1, 8), NINETEENTH))
    assert fleet.with_driver("D3", absences=away).check() == ()


@given(gap=st.integers(-at(1), at(1)))
@example(gap=0)
@example(gap=-1)
def test_a_driver_is_in_one_car_at_a_time(fleet, gap):
    plan = fleet.plan()
    one, other = fleet.of(plan, "T2"), fleet.of(plan, "T3")
    plan = fleet.later(plan, "T3", one.return_s + gap - other.depart_s)
    assert (("DRIVER_OVERLAP", "D2") in fleet.found(plan)) is (gap < 0)


def test_two_drivers_may_be_out_at_once_and_one_on_two_dates(fleet):
    assert fleet.of(fleet.plan(), "T1").depart_s < fleet.of(fleet.plan(), "T6").return_s
    plan = fleet.later(fleet.plan(), "T4", 300)
    by = fleet.of(plan, "T4").depart_s - fleet.of(plan, "T5").depart_s
    assert "DRIVER_OVERLAP" not in fleet.codes(fleet.later(plan, "T5", by))
