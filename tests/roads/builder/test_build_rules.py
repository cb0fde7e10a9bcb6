"""Each rule of who may drive where, on a street across a square."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from routing.roads.types import OsmSourceError

BOTH, EAST, WEST, NONE = {"east", "west"}, {"east"}, {"west"}, set[str]()

Build = Callable[..., Any]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, BOTH),
        ({"oneway": "yes"}, EAST),
        ({"oneway": "true"}, EAST),
        ({"oneway": "1"}, EAST),
        ({"oneway": "-1"}, WEST),
        ({"oneway": "reverse"}, WEST),
        ({"oneway": "no"}, BOTH),
        ({"oneway": "alternating"}, BOTH),
        ({"oneway": "reversible"}, NONE),
        ({"oneway": "yes", "oneway:motor_vehicle": "no"}, BOTH),
        ({"oneway:motorcar": "-1"}, WEST),
        ({"oneway:bicycle": "yes"}, BOTH),
        ({"junction": "roundabout"}, EAST),
        ({"junction": "circular"}, EAST),
        ({"junction": "roundabout", "oneway": "no"}, BOTH),
        ({"highway": "motorway"}, EAST),
        ({"highway": "motorway", "oneway": "no"}, BOTH),
        ({"highway": "motorway_link"}, BOTH),
    ],
)
def test_oneway(square: Any, build: Build, tags: dict[str, str], expected: set[str]) -> None:
    square.across(tags)
    assert build(square).directions("Test") == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"access": "yes"}, BOTH),
        ({"access": "no"}, NONE),
        ({"access": "private"}, NONE),
        ({"access": "permissive"}, BOTH),
        ({"access": "destination"}, BOTH),
        ({"access": "customers"}, BOTH),
        ({"access": "agricultural"}, NONE),
        ({"access": "agricultural;destination"}, BOTH),
        ({"access": "forestry"}, NONE),
        ({"access": "unheard of"}, BOTH),
        ({"vehicle": "no"}, NONE),
        ({"motor_vehicle": "no"}, NONE),
        ({"motorcar": "no"}, NONE),
        ({"access": "no", "motor_vehicle": "yes"}, BOTH),
        ({"access": "no", "vehicle": "no", "motorcar": "designated"}, BOTH),
        ({"access": "yes", "motor_vehicle": "private"}, NONE),
        ({"motor_vehicle": "yes", "motorcar": "no"}, NONE),
        ({"bicycle": "no", "hgv": "no", "foot": "no"}, BOTH),
        ({"motor_vehicle:backward": "no"}, EAST),
        ({"vehicle:forward": "no"}, WEST),
        ({"access": "no", "motor_vehicle:forward": "yes"}, EAST),
        ({"impassable": "yes"}, NONE),
        ({"smoothness": "impassable"}, NONE),
        ({"area": "yes"}, NONE),
        ({"route": "ferry"}, NONE),
    ],
)
def test_access(square: Any, build: Build, tags: dict[str, str], expected: set[str]) -> None:
    square.across(tags)
    assert build(square).directions("Test") == expected


@pytest.mark.parametrize(
    ("highway", "kept"),
    [
        ("trunk", True),
        ("unclassified", True),
        ("living_street", True),
        ("service", True),
        ("road", True),
        ("tertiary_link", True),
        ("track", False),
        ("footway", False),
        ("pedestrian", False),
        ("path", False),
        ("construction", False),
        ("busway", False),
        ("raceway", False),
        ("steps", False),
    ],
)
def test_highway_classes(square: Any, build: Build, highway: str, kept: bool) -> None:
    square.across(highway=highway)
    net = build(square)
    assert bool(net.edges("Test")) is kept
    assert (highway in net.classes()) is kept


@pytest.mark.parametrize(
    ("service", "kept"),
    [
        ("driveway", True),
        ("alley", True),
        ("parking_aisle", False),
        ("drive-through", False),
        ("emergency_access", False),
    ],
)
def test_service_roads(square: Any, build: Build, service: str, kept: bool) -> None:
    square.across(highway="service", service=service)
    assert bool(build(square).edges("Test")) is kept


@pytest.mark.parametrize(
    ("middle", "passes"),
    [
        ({"barrier": "bollard"}, False),
        ({"barrier": "block"}, False),
        ({"barrier": "yes"}, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ({"barrier": "gate"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "access": "private", "motorcar": "yes"}, True),
        ({"barrier": "gate", "locked": "yes"}, False),
        ({"barrier": "lift_gate", "access": "no"}, False),
        ({"barrier": "cattle_grid"}, True),
        ({"barrier": "toll_booth"}, True),
        ({"barrier": "kerb"}, True),
        ({"highway": "crossing"}, True),
    ],
)
def test_barriers(square: Any, build: Build, middle: dict[str, str], passes: bool) -> None:
    square.across(middle=middle)
    net = build(square)
    assert net.directions("Test") == BOTH  # both stubs stay reachable from their own side
    assert (len(net.edges("Test")) == 1) is passes
    assert net.metres("Test") == pytest.approx(1000, abs=1)
    assert net.data.meta["barriers_closed"] == (0 if passes else 1)


def test_gates_and_booths_cost_time(square: Any, build: Build) -> None:
    square.across(middle={"barrier": "gate"})
    free = build(type(square)())
    assert free.edges("Test") == []
    gate = build(square).seconds("Test")
    booth = type(square)()
    booth.across(middle={"barrier": "toll_booth"})
    plain = type(square)()
    plain.across()
    assert build(plain).seconds("Test") + 30 < gate
    assert build(plain).seconds("Test") + 25 < build(booth).seconds("Test") < gate


def test_dead_end_behind_a_oneway_is_no_trap(square: Any, build: Build) -> None:
    """A street that can be entered and not left (or the reverse) is left out."""
    trap = square.node(1500, 500)
    square.way([square.east, trap], highway="residential", oneway="yes", name="Trap")
    island = [square.node(5000, 0), square.node(6000, 0)]
    square.way(island, highway="primary", name="Island")
    net = build(square)
    assert net.edges("Trap") == []
    assert net.edges("Island") == []
    assert net.data.meta["counts"]["pieces_not_connected"] == 2


def test_toll_bridge_tunnel_and_names_are_kept(square: Any, build: Build) -> None:
    square.across(toll="yes", bridge="viaduct", ref="D560;A57", highway="primary")
    net = build(square)
    edge = net.edges("Test")[0]
    assert net.data.edge_flags[edge] & 0b111 == 0b101
    assert net.data.strings[net.data.edge_ref[edge]] == "D 560; A 57"
    untolled = type(square)()
    untolled.across({"toll": "yes", "toll:motorcar": "no", "tunnel": "yes"})
    net = build(untolled)
    assert net.data.edge_flags[net.edges("Test")[0]] & 0b1111 == 0b1000


def test_ferries_and_reasons_are_counted(square: Any, build: Build) -> None:
    square.line((0, 0), (9000, 0), route="ferry", motor_vehicle="yes")
    square.across(highway="track")
    square.across(access="private")
    square.across(oneway="reversible")
    assert build(square).data.meta["excluded_ways"] == {
        "access": 1, "ferry": 1, "no open direction": 1, "track": 1,
    }  # fmt: skip


def test_turn_restrictions_are_read_and_counted(square: Any, build: Build) -> None:
    way = square.across()
    members = [("way", way, "from"), ("node", square.east, "via"), ("way", 1, "to")]
    square.relation(members, type="restriction", restriction="no_left_turn")
    square.relation(members[:2], type="restriction", restriction="only_straight_on")
    found = build(square).data.meta["turn_restrictions"]
    assert found == {
        "read": 2,
        "by_kind": {"no_left_turn": 1, "only_straight_on": 1},
        "at_a_node_of_the_network": 1,
        "applied": 0,
    }


def test_no_road_at_all_is_said(sketch: Any, build: Build) -> None:
    sketch.line((0, 0), (10, 0), highway="footway")
    with pytest.raises(OsmSourceError, match="Aucune route ouverte aux voitures"):
        build(sketch)


def test_nothing_connected_is_said(sketch: Any, build: Build) -> None:
    sketch.line((0, 0), (100, 0), highway="residential", oneway="yes")
    with pytest.raises(OsmSourceError, match="aller et revenir"):
        build(sketch)
