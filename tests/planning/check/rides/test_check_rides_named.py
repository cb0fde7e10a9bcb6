"""What rides name: drivers, requests, cars, sites, events; ids, horizon, places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.check import places_of
from routing.planning.plans import RideReason
from routing.planning.ride_requests import ToAppointment, ToEvent, ToPermanence

SEVENTH = date(2027, 1, 7)


def test_an_unknown_driver_is_reported_once(fleet):
    assert fleet.found(fleet.with_ride(fleet.plan(), "T4", driver="?")) == [
        ("UNKNOWN_DRIVER", "T4")
    ]


def test_an_unknown_driver_among_the_reasons(fleet):
    reason = RideReason(code="REFUSES", message="D9 n’y va pas.", driver="D9")
    plan = fleet.plan()
    record = replace(plan.unserved[0], reasons=(reason,))
    plan = replace(plan, unserved=(record, plan.unserved[1]))
    assert fleet.found(plan) == [("UNKNOWN_DRIVER", "F")]


def test_an_unknown_request_in_a_ride(fleet):
    plan = fleet.plan()
    for index in (0, 1):
        plan = fleet.with_stop(plan, "T4", index, request="?")
    assert fleet.found(plan) == [("REQUEST_FORGOTTEN", "D"), ("UNKNOWN_REQUEST", "T4")]


def test_an_unknown_request_that_is_not_served(fleet):
    plan = fleet.plan()
    plan = replace(plan, unserved=(*plan.unserved, fleet.unserved("?")))
    assert fleet.found(plan) == [("UNKNOWN_REQUEST", "?")]


def test_an_unknown_car(fleet):
    found = fleet.with_programme(cars=()).found(fleet.plan())
    assert found == [("UNKNOWN_CAR", "D2"), ("UNKNOWN_CAR", "D3")]


def test_an_unknown_event(fleet):
    found = fleet.with_programme(events=()).found(fleet.plan())
    assert found == [("UNKNOWN_EVENT", "D")]


def test_an_unknown_permanence(fleet):
    asked = fleet.with_request("H", destination=ToPermanence(permanence="?"))
    assert asked.found(fleet.plan()) == [("UNKNOWN_PERMANENCE", "H")]


def test_unknown_sites(fleet):
    elsewhere = ToAppointment(place="?", date=SEVENTH, at_s=36_000, length_s=3600)
    lost = fleet.with_van(site="?").with_event(place="?").with_request("C", destination=elsewhere)
    names = {"UNKNOWN_SITE"}
    assert lost.codes(fleet.plan()) == names
    assert {record for _, record in lost.found(fleet.plan())} == {"VAN", "atelier", "C"}


def test_the_roads_are_asked_about_every_end_of_a_ride_once(fleet):
    home, depot = fleet.house.programme, {"depot", "s-rians", "s-bras", "s-carces", "s-barjols"}
    ids = [place.id for place in places_of(home, fleet.house.territory)]
    doors = {f"pickup:{name}" for name in "ABCDEFGH"}
    others = {"driver:D1", "driver:D4", "event:atelier", "goal:E", "domicile:MED1"}
    assert set(ids) == depot | doors | others
    assert len(ids) == len(set(ids))


def test_the_roads_are_asked_about_the_sites_of_cars_events_and_appointments(fleet):
    bare = fleet.with_programme(units=(), permanences=(), requests=()).with_van(site="s-bras")
    event = bare.with_event(place="s-carces").with_programme(
        requests=(
            replace(fleet.house.programme.requests[2], id="C"),
            replace(fleet.house.programme.requests[3], destination=ToEvent(event="atelier")),
        )
    )
    ids = [place.id for place in places_of(event.house.programme, event.house.territory)]
    assert {"s-bras", "s-carces", "depot"} <= set(ids)
    assert not {"s-rians", "event:atelier"} & set(ids)


@pytest.mark.parametrize(("one", "other"), [("T1", "T2"), ("T2", "T6"), ("T4", "T5")])
def test_ids_are_unique(fleet, one, other):
    assert fleet.found(fleet.with_ride(fleet.plan(), other, id=one)) == [("DUPLICATE_RIDE_ID", one)]


@pytest.mark.parametrize("name", ["", " "])
def test_every_ride_has_an_id(fleet, name):
    assert fleet.codes(fleet.with_ride(fleet.plan(), "T4", id=name)) == {"RIDE_WITHOUT_ID"}


@given(
    name=st.sampled_from(["T1", "T2", "T3", "T4", "T5", "T6"]),
    days=st.integers(1, 400),
    before=st.booleans(),
)
def test_rides_lie_within_the_horizon(fleet, name, days, before):
    plan = fleet.plan()
    ends = plan.horizon
    day = ends.first - timedelta(days=days) if before else ends.last + timedelta(days=days)
    assert "RIDE_OUTSIDE_HORIZON" in fleet.codes(fleet.with_ride(plan, name, date=day))


def test_the_first_and_the_last_day_are_of_the_horizon(fleet):
    plan = fleet.plan()
    for day in (plan.horizon.first, plan.horizon.last):
        moved = fleet.with_ride(plan, "T4", date=day)
        assert "RIDE_OUTSIDE_HORIZON" not in fleet.codes(moved)


@pytest.mark.parametrize(
    ("name", "index", "place"),
    [
        ("T1", 0, "pickup:A"),
        ("T1", 0, "site:s-rians"),
        ("T1", 2, "s-rians"),
        ("T1", 7, "pickup:A"),
        ("T2", 1, "goal:C"),
        ("T4", 1, "event:D"),
        ("T5", 1, "goal:?"),
        ("T5", 2, "pickup:E"),
    ],
)
def test_a_stop_is_at_its_place(fleet, name, index, place):
    plan = fleet.with_stop(fleet.plan(), name, index, place=place)
    assert fleet.found(plan) == [("RIDE_WRONG_PLACE", name)]
