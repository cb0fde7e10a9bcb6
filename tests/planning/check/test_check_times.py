"""Hours, legs and totals of rounds; openings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check import MatrixTravel, places_of
from routing.planning.programme import HalfDay

STOPS = st.sampled_from([(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)])
OFF = st.integers(-7200, 7200).filter(lambda by: abs(by) > 1)


@given(where=STOPS, by=OFF)
def test_a_leg_lasts_what_the_road_says(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    plan = house.with_stop(plan, *where, travel_s=stop.travel_s + by)
    assert {"LEG_DURATION", "ARRIVAL_TIME", "ROUND_DRIVING"} <= house.codes(plan)


@given(where=STOPS, by=OFF)
def test_a_leg_measures_what_the_road_says(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    plan = house.with_stop(plan, *where, distance_m=stop.distance_m + by)
    assert {"LEG_DISTANCE", "ROUND_DISTANCE"} <= house.codes(plan)


@given(where=STOPS, by=st.sampled_from([-1, 1]))
def test_a_second_and_a_metre_are_rounding(house, where, by):
    plan = house.plan(indicators={})
    round_ = plan.rounds[where[0]]
    stop = round_.stops[where[1]]
    plan = house.with_stop(
        plan, *where, travel_s=stop.travel_s + by, distance_m=stop.distance_m + by
    )
    plan = house.with_round(
        plan, where[0], driving_s=round_.driving_s + by, distance_m=round_.distance_m + by
    )
    assert house.codes(plan) <= {"ARRIVAL_TIME"}


@given(where=STOPS, by=st.integers(-7200, 7200).filter(bool))
def test_arrival_follows_from_departure(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    plan = house.with_stop(plan, *where, arrive_s=stop.arrive_s + by)
    assert house.codes(plan) & {"ARRIVAL_TIME", "STOP_ORDER"}


@given(where=STOPS, by=st.integers(1, 7200))
def test_setting_up_takes_its_time(house, where, by):
    plan = house.plan()
    round_ = plan.rounds[where[0]]
    stop = round_.stops[where[1]]
    setup_s = house.programme.permanence(stop.permanence).setup_s
    plan = house.with_stop(plan, *where, arrive_s=stop.start_s - setup_s + by)
    assert "SETUP_TOO_SHORT" in house.codes(plan)


def test_two_permanences_may_share_a_site(house):
    shared = house.with_permanence("bras", site="s-rians")
    plan = shared.plan()
    assert plan.rounds[0].stops[1].travel_s == 0
    assert shared.check(plan) == ()


def test_stops_come_in_the_order_of_time(house):
    plan = house.plan()
    stops = plan.rounds[0].stops
    plan = house.with_round(plan, 0, stops=stops[::-1])
    assert "STOP_ORDER" in house.codes(plan)


@given(where=STOPS, by=st.integers(-3600, 3600).filter(bool))
def test_a_session_lasts_its_duration(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    plan = house.with_stop(plan, *where, end_s=stop.end_s + by)
    assert house.codes(plan) == {"SESSION_DURATION", "PACKING_TIME"}


@given(where=STOPS, by=st.integers(-3600, 3600).filter(bool))
def test_packing_takes_its_time(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    plan = house.with_stop(plan, *where, depart_s=stop.depart_s + by)
    assert "PACKING_TIME" in house.codes(plan)


@given(index=st.integers(0, 2), by=OFF)
def test_the_return_follows_from_the_last_stop(house, index, by):
    plan = house.plan()
    plan = house.with_round(plan, index, return_s=plan.rounds[index].return_s + by)
    assert {"RETURN_TIME", "LEG_DURATION", "ROUND_DRIVING", "DUTY_TIMES"} <= house.codes(plan)


@given(index=st.integers(0, 2), by=OFF)
def test_the_totals_are_sums(house, index, by):
    plan = house.plan()
    round_ = plan.rounds[index]
    longer = house.with_round(plan, index, distance_m=round_.distance_m + by)
    assert {"ROUND_DISTANCE", "LEG_DISTANCE"} <= house.codes(longer)
    slower = house.with_round(plan, index, driving_s=round_.driving_s + by)
    assert house.codes(slower) == {"ROUND_DRIVING"}


@pytest.mark.parametrize("by", [-1, 1])
def test_a_second_and_a_metre_on_the_way_back_are_rounding(house, by):
    plan = house.plan()
    round_ = plan.rounds[1]
    duty = replace(round_.team[0], return_s=round_.return_s + by)
    plan = house.with_round(
        plan, 1, return_s=round_.return_s + by, driving_s=round_.driving_s + by,
        distance_m=round_.distance_m + by, team=(duty,),
    )  # fmt: skip
    assert house.check(plan) == ()


def test_a_round_goes_somewhere(house):
    plan = house.with_round(house.plan(), 1, stops=())
    assert "EMPTY_ROUND" in house.codes(plan)


def test_where_no_road_leads(house):
    names = [place.id for place in places_of(house.programme, house.territory)]
    shape = (len(names), len(names))
    nowhere = Matrix(
        durations_s=np.full(shape, UNREACHABLE, np.int32),
        distances_m=np.full(shape, UNREACHABLE, np.int32),
    )
    cut_off = replace(house, travel=MatrixTravel(names, nowhere))
    assert cut_off.codes(house.plan()) == {"NO_ROAD"}


@given(where=STOPS, by=st.integers(-36_000, 36_000))
def test_sessions_begin_within_their_opening(house, where, by):
    plan = house.plan()
    stop = plan.rounds[where[0]].stops[where[1]]
    permanence = house.programme.permanence(stop.permanence)
    opening = permanence.openings[0]
    start_s = opening.start_s + by
    moved = house.with_stop(plan, *where, start_s=start_s)
    inside = opening.start_s <= start_s <= opening.latest_start_s
    assert ("START_OUTSIDE_OPENING" in house.codes(moved)) is not inside


@pytest.mark.parametrize("where", [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)])
def test_a_half_day_must_be_open(house, where):
    plan = house.with_stop(house.plan(), *where, half_day=HalfDay.EVENING)
    assert "NO_OPENING" in house.codes(plan)


def test_a_weekday_must_be_open(house, january):
    open_on = {o.weekday for o in house.programme.permanence("rians").openings}
    for day in january:
        plan = house.with_round(house.plan(), 0, date=day)
        assert ("NO_OPENING" in house.codes(plan)) is not (
            day.weekday() in open_on and day.weekday() == 1
        )
