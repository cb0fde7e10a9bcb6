"""Drivers have lunch: on the way, before they leave or once they are back."""

from __future__ import annotations

import pytest

from routing.planning.drivers import Lunch
from routing.planning.plans import Pause
from tests.planning.check.rides.clock import at


def eating(fleet, first, last, length):
    return fleet.with_driver("D1", lunch=Lunch(from_s=first, until_s=last, length_s=length))


def test_lunch_is_had(fleet):
    plan = fleet.with_ride(fleet.plan(), "T6", pauses=())
    assert fleet.found(plan) == [("DRIVER_LUNCH_MISSING", "D1")]
    assert fleet.with_driver("D1", lunch=None).check(plan) == ()


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        (at(11, 30), at(12), set()),
        (at(11, 30) - 1, at(12) - 1, {"DRIVER_LUNCH_MISSING"}),
        (at(11, 30) - 1, at(12), set()),
        (at(11, 30), at(12) - 1, {"DRIVER_LUNCH_MISSING"}),
        (at(11, 50), at(12, 20), set()),
        (at(9, 30), at(10), {"DRIVER_LUNCH_MISSING"}),
        (at(9, 30), at(12), set()),
    ],
)
def test_lunch_begins_in_time_and_is_long_enough(fleet, start, end, codes):
    pauses = (Pause(start_s=start, end_s=end),)
    assert fleet.codes(fleet.with_ride(fleet.plan(), "T6", pauses=pauses)) == codes


@pytest.mark.parametrize(
    ("by", "codes"), [(-1, {"DRIVER_LUNCH_MISSING"}), (0, set()), (600, set())]
)
def test_who_is_back_by_then_has_lunch_at_home(fleet, by, codes):
    plan = fleet.with_ride(fleet.plan(), "T6", pauses=())
    back_s = fleet.of(plan, "T6").return_s
    assert eating(fleet, at(11), back_s + by, 1800).codes(plan) == codes


@pytest.mark.parametrize(
    ("length", "codes"), [(at(0, 20), set()), (at(0, 20) + 1, {"DRIVER_LUNCH_MISSING"})]
)
def test_who_leaves_later_has_had_lunch_at_home(fleet, length, codes):
    """T4 leaves at 13.15 and is out at 13.30."""
    hungry = eating(fleet, at(12, 55), at(13, 30), length)
    assert hungry.codes(fleet.plan()) == codes


def test_who_leaves_after_the_last_moment_needs_nothing(fleet):
    assert eating(fleet, at(13, 10), at(13, 15) - 1, at(2)).check() == ()
    assert eating(fleet, at(13, 10), at(13, 15), at(2)).codes() == {"DRIVER_LUNCH_MISSING"}


@pytest.mark.parametrize(("more", "codes"), [(0, set()), (1, {"DRIVER_LUNCH_MISSING"})])
def test_lunch_between_two_rides_is_at_home(fleet, more, codes):
    plan = fleet.plan()
    home_s = fleet.of(plan, "T3").depart_s - fleet.of(plan, "T2").return_s
    lunch = Lunch(from_s=at(9, 30), until_s=at(11), length_s=home_s + more)
    assert fleet.with_driver("D2", lunch=lunch).codes() == codes


def test_each_date_has_its_own_lunch(fleet):
    plan = fleet.with_ride(fleet.plan(), "T4", pauses=(Pause(start_s=at(12), end_s=at(12, 30)),))
    plan = fleet.with_ride(plan, "T6", pauses=())
    assert "DRIVER_LUNCH_MISSING" in fleet.codes(plan)
