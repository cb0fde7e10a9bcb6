"""Drivers and passengers who want, or do not want, each other."""

from __future__ import annotations


def test_a_refused_driver(fleet):
    refusing = fleet.with_request("A", refused_drivers=frozenset({"D1"}))
    assert refusing.found() == [("REFUSED_DRIVER", "T1")]


def test_only_wished_drivers(fleet):
    wishing = fleet.with_request("A", wished_drivers=frozenset({"D2", "D4"}))
    assert wishing.found() == [("NOT_A_WISHED_DRIVER", "T1")]
    happy = fleet.with_request("A", wished_drivers=frozenset({"D2", "D1"}))
    assert happy.check() == ()


def test_a_refused_passenger(fleet):
    refusing = fleet.with_driver("D1", refused_passengers=frozenset({"P2", "P3"}))
    assert refusing.found() == [("REFUSED_PASSENGER", "T1")]
