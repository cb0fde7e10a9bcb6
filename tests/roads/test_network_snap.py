"""Places are put on the nearest road, or refused by their own names, all at once."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.roads import Place, PlaceError, RoadNetwork, Side
from routing.roads.data import RoadData

At = Callable[..., Place]


@pytest.fixture(scope="module")
def network(town: RoadData) -> RoadNetwork:
    return RoadNetwork(town)


def test_the_nearest_point_lies_on_a_road_and_not_only_at_a_junction(
    network: RoadNetwork, at: At
) -> None:
    (snap,) = network.snap([at(500, 30)])
    assert (snap.edge, snap.ref) == (4, "D 560")
    assert snap.fraction == pytest.approx(500 / 1980, abs=0.001)
    assert snap.distance_m == pytest.approx(30, abs=0.2)
    assert (snap.lon, snap.lat) == pytest.approx((at(500, 0).lon, at(500, 0).lat), abs=2e-6)


def test_side_is_seen_along_the_edge(network: RoadNetwork, at: At) -> None:
    left, right, on = network.snap([at(500, 30), at(500, -30), at(500, 0)])
    assert (left.side, right.side, on.side) == (Side.LEFT, Side.RIGHT, Side.ON)


def test_nobody_stops_on_a_motorway_or_in_a_tunnel(
    draw: Callable[..., RoadData], road: Callable[..., object], at: At
) -> None:
    nodes = [(0, 0), (1000, 0), (1000, 500), (0, 500), (1000, -30), (0, -30)]
    data = draw(nodes, [
        road(tail=0, head=1, kind="motorway"), road(tail=1, head=2), road(tail=2, head=3),
        road(tail=3, head=0), road(tail=1, head=4), road(tail=4, head=5, flags=8),
        road(tail=5, head=0),
    ])  # fmt: skip
    (snap,) = RoadNetwork(data).snap([at(500, 0)])
    assert snap.edge in (1, 2, 3)


@settings(max_examples=60, deadline=None)
@given(x=st.floats(-300, 4300), y=st.floats(-300, 2300))
def test_no_other_point_of_the_network_is_nearer(
    network: RoadNetwork, at: At, x: float, y: float
) -> None:
    (snap,) = network.snap([at(x, y)], max_distance_m=5000)
    nodes = {0: (0, 0), 1: (4000, 0), 2: (2000, 2000), 3: (0, 2000), 6: (4000, 2000)}
    straight = [(0, 3), (3, 2), (2, 6), (6, 1)]
    lines = [shapely.LineString([nodes[a], nodes[b]]) for a, b in straight]
    lines += [shapely.LineString([(0, 0), (1980, 0)]), shapely.LineString([(2020, 0), (4000, 0)])]
    lines += [shapely.LineString([(2000, 2000), (2020, 0)])]
    lines += [shapely.LineString([(1980, 0), (2000, s), (2020, 0)]) for s in (20, -20)]
    gap = min(line.distance(shapely.Point(x, y)) for line in lines)
    assert snap.distance_m == pytest.approx(gap, abs=1 + gap * 0.002)


def test_far_places_are_refused_by_name_all_at_once(network: RoadNetwork, at: At) -> None:
    far = at(1000, 900, "la permanence R12 (Ginasservis)")
    beyond = Place(id="X", lon=7.0, lat=43.4)
    swapped = Place(id="S", lon=43.4, lat=5.905, label="le dépôt")
    lambert = Place(id="L", lon=935_000.0, lat=6_260_000.0, label="la mairie")
    nowhere = Place(id="N", lon=math.nan, lat=43.4, label="le CCAS")
    with pytest.raises(PlaceError) as caught:
        network.snap([far, at(500, 0), beyond, swapped, lambert, nowhere], max_distance_m=500)
    problems = dict(caught.value.problems)
    assert list(problems) == ["1000,900", "X", "S", "L", "N"]
    text = {
        key: value.replace("\u202f", " ").replace("\xa0", " ") for key, value in problems.items()
    }
    assert text["1000,900"] == (
        "La permanence R12 (Ginasservis) est à 900 m de la route la plus proche (au plus 500 m) : "
        "vérifiez ses coordonnées."
    )
    assert text["X"].startswith("X est hors du réseau routier (latitude 43,4, longitude 7 ; ")
    assert "latitudes 43,39 à 43,42, longitudes 5,9 à 5,95" in text["X"]
    assert text["S"].endswith("latitude et longitude semblent inversées.")
    assert "Lambert 93" in text["L"]
    assert text["N"].startswith("Le CCAS n’a pas de coordonnées valables")
    assert str(caught.value).count("\n") == 4


def test_kilometres_are_written_the_french_way(network: RoadNetwork, at: At) -> None:
    with pytest.raises(PlaceError, match="à 2,4\xa0km de la route la plus proche"):
        network.snap([at(2000, -2400)])


def test_the_limit_is_the_callers(network: RoadNetwork, at: At) -> None:
    assert network.snap([at(1000, 1000)], max_distance_m=1000)[0].distance_m < 1000


def test_snaps_are_taken_as_they_are(network: RoadNetwork, at: At) -> None:
    places = [at(500, 30), at(100, 1000)]
    snaps = network.snap(places)
    again = network.snap([snaps[0], places[1]])
    assert again[0] is snaps[0]
    assert again[1] == snaps[1]
    one, other = network.matrix(places), network.matrix(snaps)
    assert np.array_equal(one.durations_s, other.durations_s)


def test_nothing_asked_nothing_found(network: RoadNetwork) -> None:
    assert network.snap([]) == ()
    assert network.matrix([]).size == 0
