"""Who is served: once, both ways, out of the car again; who is not, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.plans import Leg, RideChange, RideReason, RideStopKind
from routing.planning.ride_requests import Back, Return
from tests.planning.check.rides.clock import at

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
FIFTH, SEVENTH = date(2027, 1, 5), date(2027, 1, 7)


def codes_of(found):
    return {code for code, _ in found}


# -- once ------------------------------------------------------------------------------------


def test_nobody_is_served_twice(fleet):
    plan = fleet.plan()
    again = fleet.ride("T7", SEVENTH, "D1", at(15), [("D", OUT, IN), ("D", OUT, OFF)])
    found = fleet.found(replace(plan, rides=(*plan.rides, again)))
    assert found == [("ARRIVES_LATE", "T7"), *[("REQUEST_SERVED_TWICE", "D")] * 2]


def test_nobody_gets_in_twice_in_a_ride(fleet):
    twice = [("D", OUT, IN), ("D", OUT, IN), ("D", OUT, OFF)]
    plan = fleet.with_rebuilt("T4", at(13, 15), twice)
    assert fleet.found(plan) == [("REQUEST_SERVED_TWICE", "D")]


def test_a_request_is_not_forgotten(fleet):
    assert fleet.found(fleet.without(fleet.plan(), "T4")) == [("REQUEST_FORGOTTEN", "D")]


@pytest.mark.parametrize("kept", [0, 1])
def test_a_request_that_cannot_be_served_is_not_forgotten(fleet, kept):
    plan = fleet.plan()
    (missing,) = {"F", "G"} - {plan.unserved[kept].request}
    plan = replace(plan, unserved=plan.unserved[kept : kept + 1])
    assert fleet.found(plan) == [("REQUEST_FORGOTTEN", missing)]


def test_who_is_served_is_not_called_unserved(fleet):
    plan = fleet.plan()
    plan = replace(plan, unserved=(*plan.unserved, fleet.unserved("D")))
    assert fleet.found(plan) == [("REQUEST_SERVED_AND_NOT", "D")]


def test_who_is_unserved_may_be_served_instead(fleet):
    plan = fleet.without(fleet.plan(), "T1", "T6")
    more = tuple(map(fleet.unserved, ("A", "B", "H")))
    assert fleet.check(replace(plan, unserved=(*plan.unserved, *more))) == ()


def test_nobody_is_unserved_twice(fleet):
    plan = fleet.plan()
    plan = replace(plan, unserved=(*plan.unserved, plan.unserved[0]))
    assert fleet.found(plan) == [("UNSERVED_TWICE", "F")]


# -- reasons ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason",
    [
        RideReason(code="", message="x"),
        RideReason(code="no driver", message="x"),
        RideReason(code="NO_DRIVER", message=" "),
    ],
)
def test_a_reason_has_a_code_and_words(fleet, reason):
    plan = fleet.plan()
    record = replace(plan.unserved[0], reasons=(*plan.unserved[0].reasons, reason))
    plan = replace(plan, unserved=(record, plan.unserved[1]))
    assert fleet.found(plan) == [("UNSERVED_REASON_MISSING", "F")]


@pytest.mark.parametrize(
    "change",
    [
        RideChange(kind="", amount=1, message="x"),
        RideChange(kind="later", amount=1, message=" "),
        RideChange(kind="later", amount=-1, message="x"),
    ],
)
def test_a_change_has_a_kind_and_words(fleet, change):
    plan = fleet.plan()
    record = replace(plan.unserved[0], changes=(change,))
    plan = replace(plan, unserved=(record, plan.unserved[1]))
    assert fleet.found(plan) == [("UNSERVED_CHANGE_INCOMPLETE", "F")]


# -- in and out ------------------------------------------------------------------------------


def test_getting_in_comes_before_getting_out(fleet):
    plan = fleet.with_rebuilt("T4", at(13, 15), [("D", OUT, OFF), ("D", OUT, IN)])
    found = codes_of(fleet.found(plan))
    assert found == {"OUT_BEFORE_IN", "NEVER_OUT"}


def test_nobody_stays_aboard(fleet):
    plan = fleet.with_rebuilt("T4", at(13, 15), [("D", OUT, IN)])
    assert fleet.found(plan) == [("NEVER_OUT", "T4")]


def test_nobody_changes_cars_on_the_way(fleet):
    plan = fleet.with_rebuilt("T4", at(13, 15), [("D", OUT, IN)])
    other = fleet.ride("T7", SEVENTH, "D1", at(14), [("D", OUT, OFF)])
    found = fleet.found(replace(plan, rides=(*plan.rides, other)))
    assert {("NEVER_OUT", "T4"), ("OUT_BEFORE_IN", "T7")} <= set(found)


def test_getting_in_on_one_leg_is_not_getting_out_on_the_other(fleet):
    plan = fleet.plan()
    plan = fleet.with_stop(plan, "T6", 1, leg=BACK)
    plan = fleet.with_stop(plan, "T6", 2, leg=OUT)
    assert {"OUT_BEFORE_IN", "NEVER_OUT"} <= fleet.codes(plan)


@given(data=st.data())
def test_any_other_order_of_getting_in_and_out_is_noticed(fleet, data):
    ride = fleet.of(fleet.plan(), "T1")
    calls = [(stop.request, stop.leg, stop.kind) for stop in ride.stops]
    order = data.draw(st.permutations(calls))
    plan = fleet.with_rebuilt("T1", at(8, 35), order)
    where = {call: index for index, call in enumerate(order)}
    wrong = any(where[r, leg, IN] > where[r, leg, OFF] for r, leg, _ in calls)
    assert ("OUT_BEFORE_IN" in fleet.codes(plan)) is wrong
    assert ("NEVER_OUT" in fleet.codes(plan)) is wrong
    ways = all(where[r, leg, IN] < where[r, leg, OFF] for r, leg, _ in calls)
    early = any(where[r, OUT, OFF] > where[r, BACK, IN] for r in "AB")
    if ways:
        assert ("RETURN_BEFORE_OUTBOUND" in fleet.codes(plan)) is early


# -- both ways -------------------------------------------------------------------------------


def test_nobody_is_left_behind(fleet):
    assert fleet.found(fleet.without(fleet.plan(), "T3")) == [("LEFT_BEHIND", "C")]


def test_nobody_is_brought_back_from_where_they_were_not_taken(fleet):
    assert fleet.found(fleet.without(fleet.plan(), "T2")) == [("RETURN_ONLY", "C")]


def test_who_asks_for_no_way_back_has_none(fleet):
    one_way = fleet.with_request("C", back=Return(kind=Back.NONE))
    assert one_way.found(fleet.plan()) == [("RETURN_NOT_ASKED", "C")]
    assert one_way.check(fleet.without(fleet.plan(), "T3")) == ()


def test_back_on_the_same_date(fleet):
    plan = fleet.with_ride(fleet.plan(), "T3", date=date(2027, 1, 14))
    assert fleet.found(plan) == [("RETURN_OTHER_DATE", "C"), ("RIDE_OTHER_DATE", "T3")]


def test_back_after_having_got_out(fleet):
    plan = fleet.plan()
    off = fleet.of(plan, "T2").stops[1]
    out_s = off.start_s + 60
    asked = fleet.with_request("C", back=Return(kind=Back.AT, from_s=out_s))
    for early, expected in ((0, set()), (1, {"RETURN_BEFORE_OUTBOUND", "FETCHED_EARLY"})):
        start_s = out_s - early
        leave_s = start_s - fleet.road("s-carces", "depot")[0]
        plan = fleet.with_rebuilt("T3", leave_s, [("C", BACK, IN), ("C", BACK, OFF)])
        codes = asked.codes(plan) - {"DRIVER_OVERLAP"}
        assert codes == expected


def test_the_same_driver_both_ways_only_where_required(fleet):
    strict = fleet.with_request("C", back=Return(same_driver_required=True))
    assert strict.check() == ()
    plan = strict.with_rebuilt("T3", at(11), [("C", BACK, IN), ("C", BACK, OFF)], driver="D4")
    assert strict.found(plan) == [("OTHER_DRIVER_BACK", "C")]
    assert fleet.check(plan) == ()


# -- one person ------------------------------------------------------------------------------


def test_nobody_is_in_two_cars_at_once(fleet):
    plan = fleet.plan()
    aboard = [ride for ride in plan.rides if {"A", "B"} <= {s.request for s in ride.stops}]
    assert aboard
    same = fleet.with_request("B", passenger="P1")
    assert "PASSENGER_OVERLAP" in {violation.code for violation in same.check(plan)}


def test_nobody_sets_out_again_before_they_are_back(fleet):
    """D’s car is gone before C’s comes back, but C has not left the appointment yet."""
    owner = next(r.passenger for r in fleet.house.programme.requests if r.id == "C")
    same = fleet.with_request("D", passenger=owner)
    assert "PASSENGER_OVERLAP" not in {violation.code for violation in same.check(fleet.plan())}
    plan = same.with_rebuilt("T4", at(9, 55), [("D", OUT, IN), ("D", OUT, OFF)])
    away, back = same.of(plan, "T4"), same.of(plan, "T3")
    assert away.return_s <= back.depart_s
    assert ("PASSENGER_OVERLAP", owner) in same.found(plan)
