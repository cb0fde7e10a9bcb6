"""Drivers wait no longer than they want to, unless there is no time to go home."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check import MatrixTravel, places_of
from routing.planning.plans import Leg, Pause, RideStopKind
from tests.planning.check.rides.clock import at

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF


def waiting(fleet, **changes):
    """D2 waits at the hospital instead of bringing the van home."""
    calls = [("C", OUT, IN), ("C", OUT, OFF), ("C", BACK, IN, at(11, 10)), ("C", BACK, OFF)]
    plan = fleet.without(fleet.with_rebuilt("T2", at(9, 10), calls), "T3")
    return fleet.with_driver("D2", **changes), plan


def waited_s(fleet, plan):
    stops = fleet.of(plan, "T2").stops
    return stops[2].start_s - stops[1].start_s - 60


def test_who_does_not_mind_waits(fleet):
    patient, plan = waiting(fleet, max_wait_s=None)
    assert patient.check(plan) == ()


@pytest.mark.parametrize(("less", "codes"), [(0, set()), (1, {"DRIVER_WAITS"})])
def test_nobody_waits_longer_than_they_want_to(fleet, less, codes):
    _, plan = waiting(fleet)
    driver, plan = waiting(fleet, max_wait_s=waited_s(fleet, plan) - less)
    assert driver.codes(plan) == codes


@pytest.mark.parametrize(("less", "codes"), [(0, {"DRIVER_WAITS"}), (1, set())])
def test_who_has_no_time_to_go_home_waits(fleet, less, codes):
    _, plan = waiting(fleet)
    way_s = fleet.road("depot", "s-carces")[0] + fleet.road("s-carces", "depot")[0]
    start_s = fleet.of(plan, "T2").stops[1].start_s + 60 + way_s - less
    calls = [("C", OUT, IN), ("C", OUT, OFF), ("C", BACK, IN, start_s), ("C", BACK, OFF)]
    plan = fleet.without(fleet.with_rebuilt("T2", at(9, 10), calls), "T3")
    assert {"DRIVER_WAITS"} & fleet.with_driver("D2", max_wait_s=0).codes(plan) == codes


def test_a_pause_is_not_waiting(fleet):
    driver, plan = waiting(fleet)
    stops = fleet.of(plan, "T2").stops
    whole = Pause(start_s=stops[2].start_s - waited_s(fleet, plan) + 900, end_s=stops[2].start_s)
    plan = fleet.with_ride(plan, "T2", pauses=(whole,))
    assert driver.check(plan) == ()
    assert fleet.with_driver("D2", max_wait_s=899).check(plan) == ()  # too little to go home


def test_time_in_a_pause_does_not_bring_anybody_home(fleet):
    driver, plan = waiting(fleet)
    stop = fleet.of(plan, "T2").stops[2]
    short = Pause(start_s=stop.start_s - 600, end_s=stop.start_s)
    assert driver.codes(fleet.with_ride(plan, "T2", pauses=(short,))) == {"DRIVER_WAITS"}


@pytest.mark.parametrize(("less", "codes"), [(0, {"DRIVER_WAITS"}), (1, set())])
@pytest.mark.parametrize("limit", ["max_m_per_day", "max_m_per_month"])
def test_who_may_not_drive_that_far_waits(fleet, limit, less, codes):
    _, plan = waiting(fleet)
    way_m = fleet.road("depot", "s-carces")[1] + fleet.road("s-carces", "depot")[1]
    most = fleet.of(plan, "T2").distance_m + way_m - less
    driver, _ = waiting(fleet, **{limit: most})
    assert driver.codes(plan) == codes


def test_with_somebody_aboard_nobody_goes_home(fleet):
    plan = fleet.plan()
    ride = fleet.of(plan, "T4")
    first, last = ride.stops
    wait = 600
    stops = (first, replace(last, start_s=last.start_s + wait, depart_s=last.depart_s + wait))
    plan = fleet.with_ride(plan, "T4", stops=stops, return_s=ride.return_s + wait)
    assert fleet.check(plan) == ()
    next_door = fleet.with_driver("D1", max_wait_s=0)
    assert ("DRIVER_WAITS", "T1") in next_door.found(plan)
    assert ("DRIVER_WAITS", "T4") not in next_door.found(plan)


def test_who_cannot_reach_home_waits(fleet):
    driver, plan = waiting(fleet)
    names = [place.id for place in places_of(driver.house.programme, driver.house.territory)]
    travel = driver.house.travel
    seconds = np.array([[travel.seconds(a, b) for b in names] for a in names], np.int32)
    metres = np.array([[travel.metres(a, b) for b in names] for a in names], np.int32)
    seconds[names.index("depot"), names.index("s-carces")] = UNREACHABLE
    cut = MatrixTravel(names, Matrix(durations_s=seconds, distances_m=metres))
    driver = replace(driver, house=replace(driver.house, travel=cut))
    assert "DRIVER_WAITS" not in driver.codes(plan)
