"""Units: shift, maintenance, one round at a time, the right kind, seats, a driver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.dates import DateRange

AHEAD = st.integers(1, 4 * 3600)


@given(by=AHEAD)
def test_a_unit_does_not_leave_early(house, by):
    leaves = house.rounds()[0].depart_s
    assert house.with_unit("UMS", leave_s=leaves).check(house.plan()) == ()
    late = house.with_unit("UMS", leave_s=leaves + by)
    assert late.codes(house.plan()) == {"UNIT_LEAVES_EARLY"}


@given(by=AHEAD)
def test_a_unit_does_not_return_late(house, by):
    returns = house.rounds()[0].return_s
    assert house.with_unit("UMS", return_s=returns).check(house.plan()) == ()
    early = house.with_unit("UMS", return_s=returns - by)
    assert early.codes(house.plan()) == {"UNIT_RETURNS_LATE"}


@given(before=st.integers(0, 20), after=st.integers(0, 20))
def test_a_unit_in_maintenance_stays_in(house, before, after):
    day = house.rounds()[0].date
    period = DateRange(day - timedelta(days=before), day + timedelta(days=after))
    busy = house.with_unit("UMS", maintenance=(period,))
    assert busy.codes(house.plan()) == {"UNIT_MAINTENANCE"}


@given(gap=st.integers(-3 * 3600, 3 * 3600))
def test_a_unit_is_in_one_place_at_a_time(house, gap):
    plan = house.plan()
    one, other = plan.rounds[0], plan.rounds[1]
    shift = one.return_s + gap - other.depart_s
    moved = replace(
        other, date=one.date, unit="UMS", depart_s=other.depart_s + shift,
        return_s=other.return_s + shift,
    )  # fmt: skip
    codes = house.codes(replace(plan, rounds=(one, moved, plan.rounds[2])))
    overlaps = one.return_s > moved.depart_s and moved.return_s > one.depart_s
    assert ("UNIT_OVERLAP" in codes) is overlaps


def test_a_unit_may_leave_again_at_once_whatever_the_order_of_the_plan(house):
    plan = house.plan()
    one, other, last = plan.rounds
    moved = replace(other, date=one.date, unit="UMS", depart_s=one.return_s, return_s=80_000)
    for rounds in ((one, moved, last), (moved, one, last)):
        assert "UNIT_OVERLAP" not in house.codes(replace(plan, rounds=rounds))


def test_two_units_may_be_out_at_once(house):
    plan = house.with_round(house.plan(), 1, date=date(2027, 1, 5))
    assert "UNIT_OVERLAP" not in house.codes(plan)


@pytest.mark.parametrize("index", [0, 2])
def test_a_plain_car_is_not_the_unit(house, index):
    assert house.codes(house.with_round(house.plan(), index, unit="AUTO")) == {"UNIT_REQUIRED"}


def test_the_unit_may_go_where_a_car_would_do(house):
    assert house.check(house.with_round(house.plan(), 1, unit="UMS")) == ()


def test_everybody_aboard_has_a_seat(house):
    assert house.with_unit("UMS", seats=2).check(house.plan()) == ()
    assert house.with_unit("UMS", seats=1).codes(house.plan()) == {"TOO_FEW_SEATS"}


def test_somebody_aboard_can_drive(house):
    nurse_only = house.with_member("CHA1", may_drive_unit=False)
    assert nurse_only.check(house.plan()) == ()
    nobody = nurse_only.with_member("INF1", may_drive_unit=False)
    assert nobody.codes(house.plan()) == {"NO_DRIVER"}


def test_who_joins_at_the_village_does_not_drive_there(house):
    doctor = house.with_member("MED1", may_drive_unit=True)
    passengers = doctor.with_member("INF1", may_drive_unit=False)
    passengers = passengers.with_member("CHA1", may_drive_unit=False)
    found = [v.record for v in passengers.check(house.plan()) if v.code == "NO_DRIVER"]
    assert found == ["R1", "R3"]
