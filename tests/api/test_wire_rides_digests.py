"""Digests of programmes with rides: what changes them and what does not."""

from __future__ import annotations

from api.wire.programme_json import load_programme, programme_digest
from routing.planning.territory import Territory
from tests.api.good_rides import GOOD, changed

BEFORE_RIDES = "37f1cf4e5c98c12e56f2a60f1087c3b17ec517f8df125b7f0e4dba181a04eab3"
"""Digest of the good document without its rides, at 6a878f4, which knew of none."""


def test_programmes_without_rides_keep_their_digest(territory: Territory) -> None:
    without = changed(events=[], cars=[], drivers=[], requests=[])
    assert programme_digest(load_programme(without, territory)) == BEFORE_RIDES
    assert programme_digest(load_programme(GOOD, territory)) != BEFORE_RIDES


def test_a_digest_does_not_depend_on_how_a_place_is_named(territory: Territory) -> None:
    barjols = territory.commune("83012")
    point = {"lon": barjols.lon, "lat": barjols.lat, "commune": "Barjols"}
    same = load_programme(changed(drivers__0__home=point), territory)
    assert programme_digest(same) == programme_digest(load_programme(GOOD, territory))
