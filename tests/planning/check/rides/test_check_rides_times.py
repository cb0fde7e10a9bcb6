"""Hours, legs, totals and pauses of rides; time on board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check import MatrixTravel, places_of
from routing.planning.plans import Leg, Pause, RideStopKind
from tests.planning.check.rides.clock import at

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
SIZES = {"T1": 8, "T2": 2, "T3": 2, "T4": 2, "T5": 4, "T6": 4}
STOPS = st.sampled_from([(name, index) for name, size in SIZES.items() for index in range(size)])
FAR_OFF = st.integers(-7200, 7200).filter(lambda by: abs(by) > 1)


# -- legs and totals -------------------------------------------------------------------------


@given(where=STOPS, by=FAR_OFF)
def test_a_leg_lasts_what_the_road_says(fleet, where, by):
    name, index = where
    plan = fleet.plan()
    travel_s = fleet.of(plan, name).stops[index].travel_s
    plan = fleet.with_stop(plan, name, index, travel_s=travel_s + by)
    assert fleet.codes(plan) == {"RIDE_LEG_DURATION", "RIDE_ARRIVAL_TIME", "RIDE_DRIVING"}


@given(where=STOPS, by=FAR_OFF)
def test_a_leg_measures_what_the_road_says(fleet, where, by):
    name, index = where
    plan = fleet.plan()
    distance_m = fleet.of(plan, name).stops[index].distance_m
    plan = fleet.with_stop(plan, name, index, distance_m=distance_m + by)
    assert fleet.codes(plan) == {"RIDE_LEG_DISTANCE", "RIDE_DISTANCE"}


@pytest.mark.parametrize("by", [-1, 1])
def test_a_second_and_a_metre_are_rounding(fleet, by):
    plan = fleet.plan()
    ride = fleet.of(plan, "T4")
    stops = [replace(s, travel_s=s.travel_s + by, distance_m=s.distance_m + by) for s in ride.stops]
    left_s = ride.depart_s
    for index, stop in enumerate(stops):
        arrive_s = left_s + stop.travel_s
        left_s = stop.depart_s - stop.arrive_s + arrive_s
        stops[index] = replace(stop, arrive_s=arrive_s, start_s=arrive_s, depart_s=left_s)
    back_s = ride.return_s - ride.stops[-1].depart_s
    rounded = replace(
        ride, stops=tuple(stops), return_s=left_s + back_s, driving_s=ride.driving_s + 2 * by,
        distance_m=ride.distance_m + 2 * by,
    )  # fmt: skip
    rides = tuple(rounded if r.id == "T4" else r for r in plan.rides)
    assert fleet.check(replace(plan, rides=rides)) == ()


@given(name=st.sampled_from(list(SIZES)), by=st.integers(-7200, 7200).filter(bool))
def test_the_way_back_ends_at_home(fleet, name, by):
    plan = fleet.plan()
    return_s = fleet.of(plan, name).return_s
    codes = fleet.codes(fleet.with_ride(plan, name, return_s=return_s + by))
    assert "RIDE_DRIVING" in codes
    assert ("RIDE_RETURN_TIME" in codes) is (abs(by) > 1)


@given(name=st.sampled_from(list(SIZES)), by=st.integers(-7200, 7200).filter(bool))
def test_totals_are_sums(fleet, name, by):
    plan = fleet.plan()
    ride = fleet.of(plan, name)
    driving = fleet.with_ride(plan, name, driving_s=ride.driving_s + by)
    assert fleet.codes(driving) == {"RIDE_DRIVING"}
    distance = fleet.with_ride(plan, name, distance_m=ride.distance_m + by)
    assert fleet.codes(distance) == ({"RIDE_DISTANCE"} if abs(by) > 1 else set())


def test_nobody_goes_out_for_nothing(fleet):
    plan = fleet.plan()
    idle = replace(
        fleet.of(plan, "T4"), id="T7", stops=(), return_s=at(13, 15), driving_s=0, distance_m=0
    )
    assert fleet.found(replace(plan, rides=(*plan.rides, idle))) == [("EMPTY_RIDE", "T7")]


@pytest.mark.parametrize("cut", ["pickup:D", "event:atelier"])
def test_a_place_that_no_road_reaches_or_leaves(fleet, cut):
    names = [place.id for place in places_of(fleet.house.programme, fleet.house.territory)]
    travel = fleet.house.travel
    seconds = np.array([[travel.seconds(a, b) for b in names] for a in names], np.int32)
    metres = np.array([[travel.metres(a, b) for b in names] for a in names], np.int32)
    seconds[names.index(cut), :] = UNREACHABLE
    island = MatrixTravel(names, Matrix(durations_s=seconds, distances_m=metres))
    found = replace(fleet, house=replace(fleet.house, travel=island)).found(fleet.plan())
    assert set(found) == {("NO_ROAD", "T4")}


# -- stops -----------------------------------------------------------------------------------


@given(where=STOPS, by=st.integers(-7200, 7200).filter(bool))
def test_arrival_follows_from_departure(fleet, where, by):
    name, index = where
    plan = fleet.plan()
    arrive_s = fleet.of(plan, name).stops[index].arrive_s
    codes = fleet.codes(fleet.with_stop(plan, name, index, arrive_s=arrive_s + by))
    assert "RIDE_ARRIVAL_TIME" in codes


@given(name=st.sampled_from(list(SIZES)), by=st.integers(-7200, 7200).filter(bool))
def test_the_first_arrival_follows_from_leaving_home(fleet, name, by):
    plan = fleet.plan()
    depart_s = fleet.of(plan, name).depart_s
    codes = fleet.codes(fleet.with_ride(plan, name, depart_s=depart_s + by))
    assert "RIDE_ARRIVAL_TIME" in codes


@given(where=STOPS, by=st.integers(1, 7200))
def test_nobody_gets_in_or_out_before_the_car_is_there(fleet, where, by):
    name, index = where
    plan = fleet.plan()
    arrive_s = fleet.of(plan, name).stops[index].arrive_s
    plan = fleet.with_stop(plan, name, index, start_s=arrive_s - by)
    assert "RIDE_STARTS_BEFORE_ARRIVAL" in fleet.codes(plan)


@given(where=STOPS, by=st.integers(1, 300))
def test_getting_in_or_out_takes_its_time(fleet, where, by):
    name, index = where
    plan = fleet.plan()
    start_s = fleet.of(plan, name).stops[index].start_s
    plan = fleet.with_stop(plan, name, index, start_s=start_s + by)
    assert "BOARDING_TOO_SHORT" in fleet.codes(plan)


@pytest.mark.parametrize("boarding", [120, 121, 122, 123])
def test_getting_out_takes_half_as_long(fleet, boarding):
    slow = fleet.with_request("D", boarding_s=boarding)
    codes = slow.codes(slow.with_rebuilt("T4", at(13, 15), [("D", OUT, IN), ("D", OUT, OFF)]))
    assert codes == set()
    plan = fleet.with_request("D", boarding_s=120).plan()
    stop = fleet.of(plan, "T4").stops[1]
    late = fleet.with_stop(plan, "T4", 1, start_s=stop.start_s + 1)
    assert ("BOARDING_TOO_SHORT" in fleet.codes(late)) is True
    assert fleet.with_request("D", boarding_s=118).codes(late) == set()


def test_a_car_may_wait_for_others_after_somebody_got_in(fleet):
    plan = fleet.plan()
    ride = fleet.of(plan, "T4")
    first, last = ride.stops
    wait = 300
    later = (
        replace(first, depart_s=first.depart_s + wait),
        replace(
            last, arrive_s=last.arrive_s + wait, start_s=last.start_s + wait,
            depart_s=last.depart_s + wait,
        ),
    )  # fmt: skip
    plan = fleet.with_ride(plan, "T4", stops=later, return_s=ride.return_s + wait)
    assert fleet.check(plan) == ()


# -- pauses ----------------------------------------------------------------------------------


@given(start=st.integers(at(8), at(14)), length=st.integers(0, at(4)))
@example(start=at(9, 20), length=0)
def test_pauses_are_free_time(fleet, start, length):
    ride = fleet.of(fleet.plan(), "T6")
    plan = fleet.with_ride(fleet.plan(), "T6", pauses=(Pause(start_s=start, end_s=start + length),))
    back = ride.stops[2]
    inside = length > 0 and back.arrive_s <= start and start + length <= back.start_s
    assert ("RIDE_PAUSE_NOT_FREE" in fleet.codes(plan)) is not inside


def test_a_pause_may_follow_on_getting_out(fleet):
    plan = fleet.plan()
    ride = fleet.of(plan, "T6")
    _, off, back, _ = ride.stops
    late = back.start_s - 600
    free = (off.start_s + 60, late)
    stops = (
        ride.stops[0], replace(off, depart_s=late), replace(back, arrive_s=late), ride.stops[3]
    )  # fmt: skip
    for start_s, code in ((free[0], set()), (free[0] - 1, {"RIDE_PAUSE_NOT_FREE"})):
        pause = Pause(start_s=start_s, end_s=late)
        lunch = replace(fleet.house.programme.drivers[0].lunch, from_s=start_s)
        eating = fleet.with_driver("D1", lunch=lunch)
        spoilt = eating.with_ride(plan, "T6", stops=stops, pauses=(pause,))
        assert eating.codes(spoilt) == code


def test_pauses_do_not_overlap(fleet):
    plan = fleet.plan()
    (pause,) = fleet.of(plan, "T6").pauses
    twice = fleet.with_ride(plan, "T6", pauses=(pause, pause))
    assert fleet.found(twice) == [("RIDE_PAUSE_OVERLAP", "T6")]
    after = Pause(start_s=pause.end_s, end_s=pause.end_s + 60)
    assert fleet.check(fleet.with_ride(plan, "T6", pauses=(after, pause))) == ()


# -- on board --------------------------------------------------------------------------------


@given(most=st.integers(60, 3600))
@example(most=600)
@example(most=599)
def test_nobody_is_aboard_longer_than_they_allow(fleet, most):
    plan = fleet.plan()
    ride = fleet.of(plan, "T1")
    aboard = [
        ride.stops[2].start_s - ride.stops[1].depart_s,
        ride.stops[6].start_s - ride.stops[4].depart_s,
    ]
    asked = fleet.with_request("A", max_ride_s=most)
    assert asked.codes(plan) == ({"TOO_LONG_ABOARD"} if max(aboard) > most else set())


def slow_ride(fleet, leg, index, more):
    """T5 with so much more time on board on a leg: the car stands still."""
    plan = fleet.plan()
    ride = fleet.of(plan, "T5")
    stops = list(ride.stops)
    stops[index - 1] = replace(stops[index - 1], depart_s=stops[index - 1].depart_s + more)
    moved = 1 if leg is OUT else 4 - index
    for later in range(index, index + moved):
        one = stops[later]
        stops[later] = replace(
            one, arrive_s=one.arrive_s + more, start_s=one.start_s + more,
            depart_s=one.depart_s + more,
        )  # fmt: skip
    if leg is OUT:
        stops[2] = replace(stops[2], arrive_s=stops[2].arrive_s + more)
    return_s = ride.return_s + (0 if leg is OUT else more)
    return fleet.with_ride(plan, "T5", stops=tuple(stops), return_s=return_s)


@pytest.mark.parametrize(("leg", "index"), [(OUT, 1), (BACK, 3)])
@pytest.mark.parametrize("over", [0, 1])
def test_a_long_way_may_take_half_as_long_again(fleet, leg, index, over):
    patient = fleet.with_request("E", max_ride_s=None, arrive_early_s=(0, at(1)))
    direct_s = fleet.of(fleet.plan(), "T5").stops[index].travel_s
    assert direct_s > 1800
    more = direct_s // 2 + over
    codes = patient.codes(slow_ride(patient, leg, index, more))
    assert codes == ({"TOO_LONG_ABOARD"} if over else set())


@pytest.mark.parametrize(("over", "codes"), [(0, set()), (1, {"TOO_LONG_ABOARD"})])
def test_a_short_way_may_take_a_quarter_of_an_hour_more(fleet, over, codes):
    """T4: six minutes of way, so twenty-one on board."""
    plan = fleet.plan()
    ride = fleet.of(plan, "T4")
    first, last = ride.stops
    wait, early = 900 + over, 600
    stops = (
        replace(
            first, arrive_s=first.arrive_s - early, start_s=first.start_s - early,
            depart_s=first.depart_s - early + wait,
        ),
        replace(
            last, arrive_s=last.arrive_s - early + wait, start_s=last.start_s - early + wait,
            depart_s=last.depart_s - early + wait,
        ),
    )  # fmt: skip
    slow = fleet.with_ride(
        plan, "T4", stops=stops, depart_s=ride.depart_s - early,
        return_s=ride.return_s - early + wait,
    )  # fmt: skip
    free = fleet.with_driver("D1", hours=fleet.house.programme.drivers[3].hours)
    assert free.codes(slow) == codes


def test_boarding_is_not_time_on_board_getting_out_neither(fleet):
    plan = fleet.plan()
    travel_s = fleet.of(plan, "T4").stops[1].travel_s
    assert fleet.with_request("D", max_ride_s=travel_s).check(plan) == ()
    assert fleet.with_request("D", max_ride_s=travel_s - 1).codes(plan) == {"TOO_LONG_ABOARD"}


@given(by=st.integers(-at(2), at(2)))
def test_a_ride_may_move_as_far_as_its_windows_and_its_driver_allow(fleet, by):
    assume(by)
    plan = fleet.later(fleet.plan(), "T4", by)
    ride = fleet.of(plan, "T4")
    free = at(13) <= ride.depart_s and ride.return_s <= at(18)
    in_time = at(13, 30) <= ride.stops[1].start_s <= at(13, 50)
    assert (fleet.check(plan) == ()) is (free and in_time)


def test_dates_do_not_matter_to_hours(fleet):
    everyday = fleet.with_driver("D4", hours=())
    assert everyday.check(everyday.plan()) == ()
    assert date(2027, 1, 7) == fleet.of(fleet.plan(), "T4").date
