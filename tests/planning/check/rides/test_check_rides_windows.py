"""On which date and at what time people are taken and fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.planning.plans import Leg, RideStopKind
from routing.planning.ride_requests import Back, Return, ToAppointment, ToPermanence
from tests.planning.check.rides.clock import at

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
FIFTH, SEVENTH, NINETEENTH = (date(2027, 1, day) for day in (5, 7, 19))
HOURS = {"ARRIVES_EARLY", "ARRIVES_LATE", "FETCHED_EARLY", "FETCHED_LATE"}
SHIFT = st.integers(-2 * 3600, 2 * 3600)


def expected(name, start_s, earliest_s, latest_s):
    early = {f"{name}_EARLY"} if start_s < earliest_s else set()
    return early | ({f"{name}_LATE"} if start_s > latest_s else set())


# -- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["T1", "T6"])
def test_no_ride_without_its_session(fleet, name):
    plan = fleet.with_ride(fleet.plan(), name, date=date(2027, 1, 12))
    passengers = {"T1": 2, "T6": 1}[name]
    assert fleet.found(plan) == [("RIDE_WITHOUT_SESSION", name)] * passengers


def test_rides_fall_with_their_session(fleet):
    plan = fleet.plan()
    cancelled = replace(plan, rounds=plan.rounds[:2])
    found = [record for code, record in fleet.found(cancelled) if code == "RIDE_WITHOUT_SESSION"]
    assert found == ["T6"]


def test_a_session_on_another_date_is_not_accepted(fleet):
    asked = ToPermanence(permanence="rians", dates=(NINETEENTH,))
    found = fleet.with_request("A", destination=asked).found(fleet.plan())
    assert found == [("SESSION_NOT_ACCEPTED", "T1")]


def test_any_session_where_no_date_is_named(fleet):
    asked = fleet.with_request("A", destination=ToPermanence(permanence="rians"))
    assert asked.check(fleet.plan()) == ()
    later = fleet.with_ride(fleet.plan(), "T1", date=NINETEENTH)
    found = asked.codes(later)
    assert found == {"NOT_THE_NEXT_SESSION", "DRIVER_OVERLAP"}


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ((), {"NOT_THE_NEXT_SESSION"}),
        ((date(2027, 1, 2),), {"NOT_THE_NEXT_SESSION"}),
        ((FIFTH,), {"NOT_THE_NEXT_SESSION"}),
        ((date(2027, 1, 6),), set()),
        ((NINETEENTH,), set()),
        ((date(2027, 1, 20),), {"NOT_THE_NEXT_SESSION"}),
    ],
)
def test_the_next_session_is_the_first_held_from_a_date_on(fleet, dates, codes):
    asked = ToPermanence(permanence="rians", dates=dates, only_next=True, stay_s=at(2, 30))
    assert fleet.with_request("H", destination=asked).codes(fleet.plan()) == codes


@pytest.mark.parametrize("names", [("T2", "T3"), ("T4",), ("T5",)])
def test_an_appointment_and_an_event_keep_their_date(fleet, names):
    plan = fleet.plan()
    for name in names:
        plan = fleet.with_ride(plan, name, date=date(2027, 1, 14))
    found = [record for code, record in fleet.found(plan) if code == "RIDE_OTHER_DATE"]
    assert found == list(names)


# -- the way there ---------------------------------------------------------------------------


@given(by=SHIFT, least=st.integers(0, 1200), more=st.integers(0, 3600))
@example(by=0, least=0, more=0)
def test_an_appointment_is_reached_in_time(fleet, by, least, more):
    asked = fleet.with_request("C", arrive_early_s=(least, least + more))
    start_s = fleet.of(fleet.plan(), "T2").stops[1].start_s + by
    plan = fleet.later(fleet.plan(), "T2", by)
    hours = expected("ARRIVES", start_s, at(10) - least - more, at(10) - least)
    assert asked.codes(plan) & HOURS == hours


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (at(9, 30), set()),
        (at(9, 30) - 1, {"ARRIVES_EARLY"}),
        (at(9, 50), set()),
        (at(9, 50) + 1, {"ARRIVES_LATE"}),
    ],
)
def test_an_appointment_is_reached_to_the_second(fleet, start, codes):
    plan = fleet.plan()
    by = start - fleet.of(plan, "T2").stops[1].start_s
    assert fleet.codes(fleet.later(plan, "T2", by)) == codes


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (at(13, 30), set()),
        (at(13, 30) - 1, {"ARRIVES_EARLY"}),
        (at(13, 50), set()),
        (at(13, 50) + 1, {"ARRIVES_LATE"}),
    ],
)
def test_an_event_is_reached_to_the_second(fleet, start, codes):
    plan = fleet.plan()
    by = start - fleet.of(plan, "T4").stops[1].start_s
    free = fleet.with_driver("D1", hours=fleet.house.programme.drivers[3].hours, lunch=None)
    assert free.codes(fleet.later(plan, "T4", by)) == codes


@given(start=st.integers(at(8), at(12)), stay=st.integers(60, at(4)))
@example(start=at(8, 50), stay=at(1))
@example(start=at(8, 50) - 1, stay=at(1))
@example(start=at(10), stay=at(1))
@example(start=at(10) + 1, stay=at(1))
@example(start=at(9, 30), stay=at(2, 30))
@example(start=at(9, 30) + 1, stay=at(2, 30))
@example(start=at(8, 40), stay=at(3, 20))
@example(start=at(8, 30), stay=at(3, 31))
def test_a_session_is_reached_while_there_is_time_to_stay(fleet, start, stay):
    asked = ToPermanence(permanence="rians", dates=(NINETEENTH,), stay_s=stay)
    visiting = fleet.with_request("H", destination=asked, back=Return(kind=Back.NONE))
    ride = fleet.ride("T6", NINETEENTH, "D1", 0, [("H", OUT, IN), ("H", OUT, OFF)])
    plan = fleet.plan()
    plan = replace(plan, rides=(*plan.rides[:5], ride))
    plan = fleet.later(plan, "T6", start - ride.stops[1].start_s)
    latest_s = min(at(10), at(12) - stay)
    earliest_s = max(at(8, 30), min(at(8, 50), latest_s))
    assert visiting.codes(plan) & HOURS == expected("ARRIVES", start, earliest_s, latest_s)


# -- the way back ----------------------------------------------------------------------------


def with_return(fleet, start_s):
    """The plan with H brought back from Rians at an hour."""
    calls = [("H", OUT, IN), ("H", OUT, OFF), ("H", BACK, IN, start_s), ("H", BACK, OFF)]
    return fleet.with_rebuilt("T6", at(9, 5), calls)


@given(start=st.integers(at(9, 21), at(13)), stay=st.integers(60, at(2, 41)))
@example(start=at(11, 49) + 11, stay=at(2, 30))
@example(start=at(12, 15), stay=at(1))
@example(start=at(12, 15) + 1, stay=at(1))
@example(start=at(12, 30), stay=at(2, 30))
@example(start=at(12, 30) + 1, stay=at(2, 30))
def test_a_visitor_stays_as_long_as_needed_and_leaves_before_the_team(fleet, start, stay):
    asked = ToPermanence(permanence="rians", dates=(NINETEENTH,), stay_s=stay)
    visiting = fleet.with_request("H", destination=asked).with_driver("D1", lunch=None)
    plan = with_return(fleet, start)
    arrived_s = fleet.of(plan, "T6").stops[1].start_s
    latest_s = min(at(10), at(12) - stay)
    until_s = max(latest_s + stay + at(0, 30), at(12, 15))
    hours = expected("FETCHED", start, arrived_s + stay, until_s)
    assert visiting.codes(plan) == hours


@pytest.mark.parametrize(("by", "codes"), [(0, set()), (-1, {"FETCHED_EARLY"})])
def test_a_stay_begins_with_the_arrival(fleet, by, codes):
    eaten = fleet.with_driver("D1", lunch=None)
    plan = fleet.plan()
    stayed = fleet.of(plan, "T6").stops[1].start_s + at(2, 30)
    assert eaten.codes(with_return(fleet, stayed + by)) == codes


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (at(11), set()),
        (at(11) - 1, {"FETCHED_EARLY"}),
        (at(11, 30), set()),
        (at(11, 30) + 1, {"FETCHED_LATE"}),
    ],
)
def test_fetched_from_an_appointment_to_the_second(fleet, start, codes):
    free = fleet.with_driver("D2", hours=fleet.house.programme.drivers[3].hours)
    plan = fleet.plan()
    by = start - fleet.of(plan, "T3").stops[0].start_s
    assert free.codes(fleet.later(plan, "T3", by)) == codes


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (at(16), set()),
        (at(16) - 1, {"FETCHED_EARLY"}),
        (at(16, 30), set()),
        (at(16, 30) + 1, {"FETCHED_LATE"}),
    ],
)
def test_fetched_from_an_event_to_the_second(fleet, start, codes):
    asked = fleet.with_request("D", back=Return())
    calls = [("D", OUT, IN), ("D", OUT, OFF), ("D", BACK, IN, start), ("D", BACK, OFF)]
    assert asked.codes(fleet.with_rebuilt("T4", at(13, 15), calls)) == codes


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        (at(17, 15), set()),
        (at(17, 15) - 1, {"FETCHED_EARLY"}),
        (at(17, 30), set()),
        (at(17, 30) + 1, {"FETCHED_LATE"}),
    ],
)
def test_fetched_at_the_hour_asked_for(fleet, start, codes):
    calls = [("E", OUT, IN), ("E", OUT, OFF), ("E", BACK, IN, start), ("E", BACK, OFF)]
    assert fleet.codes(fleet.with_rebuilt("T5", at(15, 25), calls)) == codes


@given(start=st.integers(at(16, 15), at(18)), first=st.integers(at(16), at(18)))
@example(start=at(17), first=at(17))
def test_fetched_when_certainly_finished(fleet, start, first):
    back = Return(kind=Back.WHEN_FINISHED, from_s=first - 600, until_s=first)
    calls = [("E", OUT, IN), ("E", OUT, OFF), ("E", BACK, IN, start), ("E", BACK, OFF)]
    plan = fleet.with_rebuilt("T5", at(15, 25), calls)
    hours = expected("FETCHED", start, first, first + 900)
    assert fleet.with_request("E", back=back).codes(plan) & HOURS == hours


def test_nobody_is_fetched_after_midnight(fleet):
    late = ToAppointment(place="depot", date=SEVENTH, at_s=at(23), length_s=at(1))
    asked = fleet.with_request("C", destination=late)
    plan = fleet.later(
        fleet.plan(), "T3", at(24) + 60 - fleet.of(fleet.plan(), "T3").stops[0].start_s
    )
    assert "FETCHED_LATE" in asked.codes(plan)


@pytest.mark.parametrize("early", [60, 600])
def test_the_stay_of_who_was_never_taken_there_is_unknown(fleet, early):
    plan = fleet.plan()
    calls = [("H", BACK, IN), ("H", BACK, OFF)]
    ride = fleet.ride("T6", NINETEENTH, "D1", at(12) - early - 660, calls)
    plan = replace(plan, rides=(*plan.rides[:5], ride))
    assert fleet.codes(plan) == {"RETURN_ONLY", "FETCHED_EARLY"}
