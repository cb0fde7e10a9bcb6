"""Social transport: who, where to, how far, and who should take a taxi."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.ride_requests import Entitlement, Spot, ToAppointment

SEVENTH = date(2027, 1, 7)


@given(
    residence=st.sampled_from([None, "83001", "83002", "83004", "75056"]),
    low_income=st.booleans(),
    member=st.booleans(),
)
def test_who_may_be_carried_where(fleet, residence, low_income, member):
    """C goes from the country to the town, D from one rural commune to another."""
    says = Entitlement(residence=residence, low_income=low_income, member=member)
    asked = fleet.with_request("C", entitlement=says).with_request("D", entitlement=says)
    rural = residence in (None, "83002", "83004")
    expected = set()
    if not (low_income or member):
        town = "83001"  # the door of C is nearest to it
        c_rural = residence is not None and residence != town and rural
        expected.add(("TRIP_NOT_RURAL" if c_rural else "NOT_ENTITLED", "C"))
        expected |= set() if rural else {("NOT_ENTITLED", "D")}
    assert set(asked.found()) == expected


def test_a_low_income_or_a_membership_is_enough(fleet):
    for says in (Entitlement(low_income=True), Entitlement(member=True)):
        assert fleet.with_request("C", entitlement=says).check() == ()
    nobody = fleet.with_request("C", entitlement=Entitlement())
    assert nobody.found() == [("NOT_ENTITLED", "C")]


def test_by_residence_alone_one_goes_about_in_the_country(fleet):
    rural = Entitlement(residence="83004")
    for place, codes in (("s-carces", set()), ("depot", {"TRIP_NOT_RURAL"})):
        wanted = ToAppointment(place=place, date=SEVENTH, at_s=36_000, length_s=3600)
        door = replace(fleet.house.programme.requests[2].pickup, commune="83004")
        asked = fleet.with_request("C", destination=wanted, entitlement=rural, pickup=door)
        assert asked.codes(fleet.plan()) & {"NOT_ENTITLED", "TRIP_NOT_RURAL"} == codes


def test_a_door_in_town_is_not_rural_either(fleet):
    door = replace(fleet.house.programme.requests[3].pickup, commune="83001")
    asked = fleet.with_request("D", pickup=door, entitlement=Entitlement(residence="83003"))
    assert asked.found() == [("TRIP_NOT_RURAL", "D")]


def test_what_lies_outside_the_territory_is_not_rural(fleet):
    outside = fleet.with_request("E", entitlement=Entitlement(residence="83004"))
    assert outside.found() == [("TRIP_NOT_RURAL", "E")]


def test_without_terms_the_law_says_nothing(fleet):
    (terms,) = fleet.house.territory.social_transport
    nobody = fleet.with_request("C", entitlement=Entitlement())
    assert nobody.with_territory(social_transport=()).check() == ()
    later = replace(terms, since=date(2027, 1, 8))
    assert nobody.with_territory(social_transport=(later,)).check() == ()
    today = replace(terms, since=SEVENTH)
    assert nobody.with_territory(social_transport=(today,)).codes() == {"NOT_ENTITLED"}


@pytest.mark.parametrize(("less", "codes"), [(0, set()), (1, {"TRIP_TOO_FAR"})])
def test_a_trip_has_an_end(fleet, less, codes):
    """D's six minutes are 4,680 m."""
    (terms,) = fleet.house.territory.social_transport
    metres = fleet.of(fleet.plan(), "T4").stops[1].distance_m
    short = replace(terms, max_distance_m=metres - less)
    members = fleet
    for name in "ABCEH":
        members = members.with_request(name, entitlement=Entitlement(member=True))
    assert members.with_territory(social_transport=(short,)).codes() == codes


def test_what_is_driven_to_fetch_others_does_not_count(fleet):
    """B rides with A: the way from B's own door and back counts, not the detour."""
    (terms,) = fleet.house.territory.social_transport
    stops = fleet.of(fleet.plan(), "T1").stops
    driven = stops[1].distance_m + stops[2].distance_m + stops[3].distance_m
    ends = "pickup:B", "s-rians"
    way = max(fleet.road(*ends)[1], fleet.road(*reversed(ends))[1])
    assert way < driven
    members = fleet
    for name in "ACDEH":
        members = members.with_request(name, entitlement=Entitlement(member=True))
    for limit, codes in ((way, set()), (way - 1, {"TRIP_TOO_FAR"})):
        short = (replace(terms, max_distance_m=limit),)
        assert members.with_territory(social_transport=short).codes() == codes


def test_the_terms_in_force_are_those_of_the_date(fleet):
    (terms,) = fleet.house.territory.social_transport
    strict = replace(terms, since=date(2027, 1, 7), max_distance_m=1)
    found = fleet.with_territory(social_transport=(terms, strict)).found()
    assert {record for _, record in found} == {"T2", "T3", "T4", "T6"}
    assert {code for code, _ in found} == {"TRIP_TOO_FAR"}


@pytest.mark.parametrize("name", list("ABCDEH"))
def test_who_has_a_prescription_takes_a_taxi(fleet, name):
    says = next(r for r in fleet.house.programme.requests if r.id == name).entitlement
    sick = fleet.with_request(name, entitlement=replace(says, prescription=True))
    assert sick.found() == [("MEDICAL_PRESCRIPTION", name)]


def test_who_has_a_prescription_may_be_unserved(fleet):
    assert fleet.with_request("F", entitlement=Entitlement(prescription=True)).check() == ()


def test_the_law_asks_about_communes_not_about_spots(fleet):
    far = Spot(lon=6.25, lat=42.97, commune="99999")
    asked = fleet.with_request("D", pickup=far)
    assert asked.found(fleet.plan()) == [("NOT_ENTITLED", "D")]
