"""Drivers refuse communes: those that are told, and those of points in metres."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.planning.check.ride_places import RidePlaces


@pytest.mark.parametrize(
    ("driver", "insee", "rides"),
    [
        ("D1", "83002", ["T1", "T1", "T4", "T6"]),
        ("D1", "83003", ["T4"]),
        ("D1", "83004", []),
        ("D2", "83001", ["T2", "T3"]),
        ("D3", "13001", ["T5"]),
        ("D3", "83004", ["T5"]),
        ("D4", "83002", []),
    ],
)
def test_a_refused_commune_of_a_door_or_a_destination(fleet, driver, insee, rides):
    refusing = fleet.with_driver(driver, refused_communes=frozenset({insee}))
    assert refusing.found() == [("REFUSED_COMMUNE", name) for name in rides]


def test_a_commune_that_is_told_wins_over_the_nearest(fleet):
    told = replace(fleet.house.programme.requests[3].pickup, commune="83005")
    asked = fleet.with_request("D", pickup=told)
    for insee, codes in (("83005", {"REFUSED_COMMUNE"}), ("83003", set())):
        refusing = asked.with_driver("D1", refused_communes=frozenset({insee}))
        assert refusing.codes(fleet.plan()) == codes


def test_the_nearest_commune_is_so_in_metres(fleet):
    """A degree of longitude is shorter than one of latitude."""
    communes = {commune.insee: commune for commune in fleet.house.territory.communes}
    door = fleet.house.programme.requests[3].pickup
    east = replace(communes["83003"], lon=door.lon + 0.05, lat=door.lat)
    north = replace(communes["83002"], lon=door.lon, lat=door.lat + 0.04)
    for communes in ((east, north), (north, east)):
        territory = replace(fleet.house.territory, communes=communes)
        places = RidePlaces(fleet.house.programme, territory)
        assert places.commune(places.door(fleet.house.programme.requests[3])) == "83003"
    farther = replace(east, lon=door.lon + 0.06)
    territory = replace(fleet.house.territory, communes=(farther, north))
    places = RidePlaces(fleet.house.programme, territory)
    assert places.commune(places.door(fleet.house.programme.requests[3])) == "83002"


@pytest.mark.parametrize(("south", "commune"), [(0.149, "83003"), (0.151, None)])
def test_a_point_far_from_every_mairie_lies_in_no_commune(fleet, south, commune):
    bras = fleet.house.territory.commune("83003")
    door = replace(fleet.house.programme.requests[3].pickup, lon=bras.lon, lat=bras.lat - south)
    far = fleet.with_request("D", pickup=door)
    places = RidePlaces(far.house.programme, far.house.territory)
    assert places.commune(places.door(far.house.programme.requests[3])) == commune
    refusing = far.with_driver("D1", refused_communes=frozenset({"83003"}))
    codes = refusing.codes(fleet.plan()) & {"REFUSED_COMMUNE", "NOT_ENTITLED"}
    assert codes == ({"REFUSED_COMMUNE"} if commune else {"NOT_ENTITLED"})


def test_without_communes_none_is_refused(fleet):
    nowhere = fleet.with_territory(communes=(), social_transport=())
    refusing = nowhere.with_driver("D1", refused_communes=frozenset({"83003"}))
    assert refusing.check() == ()
