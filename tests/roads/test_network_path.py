"""Paths: legs as long as the matrix says, along real lines, told by road names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from routing.matrix import UNREACHABLE
from routing.roads import Closure, NoRouteError, Place, RoadNetwork, SlowDown
from routing.roads.data import RoadData

At = Callable[..., Place]


@pytest.fixture(scope="module")
def network(town: RoadData) -> RoadNetwork:
    return RoadNetwork(town)


def test_legs_equal_the_matrix(network: RoadNetwork, at: At) -> None:
    places = [at(500, 30), at(100, 1000), at(3000, 2010), at(2007, 1000), at(3000, -5)]
    matrix, path = network.matrix(places), network.path(places)
    assert len(path.legs) == 4
    for i, leg in enumerate(path.legs):
        assert leg.origin == places[i]
        assert leg.destination == places[i + 1]
        assert leg.duration_s == matrix.durations_s[i, i + 1]
        assert leg.distance_m == matrix.distances_m[i, i + 1]
        assert sum(step.duration_s for step in leg.steps) == leg.duration_s
        assert sum(step.distance_m for step in leg.steps) == leg.distance_m
    assert path.duration_s == sum(leg.duration_s for leg in path.legs)
    assert np.all(np.diag(matrix.durations_s) == 0)


def test_time_and_distance_are_those_of_the_road(network: RoadNetwork, at: At) -> None:
    (leg,) = network.path([at(500, 0), at(1500, 0)]).legs
    assert (leg.distance_m, leg.duration_s) == (1000, 45)


def test_geometry_starts_and_ends_between_junctions(network: RoadNetwork, at: At) -> None:
    (leg,) = network.path([at(500, 40), at(0, 500)]).legs
    ends = [(p.lon, p.lat) for p in (at(500, 0), at(0, 0), at(0, 500))]
    assert leg.geometry == pytest.approx(np.array(ends), abs=2e-6)
    assert leg.geometry.dtype == np.float64


def test_geometry_follows_the_roundabout_the_right_way_round(network: RoadNetwork, at: At) -> None:
    eastwards, westwards = network.path([at(1900, 0), at(2100, 0), at(1900, 0)]).legs
    assert eastwards.geometry[:, 1].min() == pytest.approx(at(0, -20).lat, abs=2e-6)
    assert westwards.geometry[:, 1].max() == pytest.approx(at(0, 20).lat, abs=2e-6)


def test_steps_are_told_by_name_and_number_without_roundabouts(
    network: RoadNetwork, at: At
) -> None:
    (leg,) = network.path([at(0, 1000), at(3000, 0)]).legs
    assert [(step.name, step.ref) for step in leg.steps] == [("", "D 2"), ("", "D 560")]
    (leg,) = network.path([at(1000, 2000), at(2010, 1000)]).legs
    assert [(s.name, s.ref) for s in leg.steps] == [("Route de Barjols", "D 1"), ("Rue Haute", "")]


def test_one_way_streets_are_not_driven_upwards(network: RoadNetwork, at: At) -> None:
    down, up = network.path([at(2002, 1800), at(2018, 200), at(2002, 1800)]).legs
    assert down.distance_m == 1600
    assert up.distance_m > 5000


def test_a_place_behind_on_a_one_way_street_means_going_round(network: RoadNetwork, at: At) -> None:
    matrix = network.matrix([at(2018, 200), at(2002, 1800)])
    assert matrix.durations_s[1, 0] < matrix.durations_s[0, 1]


def test_tolls_are_told(network: RoadNetwork, at: At) -> None:
    assert not network.path([at(0, 1), at(500, 0)]).legs[0].tolls
    slow = SlowDown(lon=at(2000, 0).lon, lat=at(2000, 0).lat, radius_m=800, factor=20)
    (paid,) = network.path([at(0, 1), at(4000, 1)], slowdowns=[slow]).legs
    assert paid.tolls
    assert "A 8" in {step.ref for step in paid.steps}


def test_a_leg_from_a_place_to_itself_is_empty(network: RoadNetwork, at: At) -> None:
    (leg,) = network.path([at(500, 0), at(500, 0)]).legs
    assert (leg.distance_m, leg.duration_s, leg.steps) == (0, 0, ())
    assert leg.geometry.shape == (2, 2)


def test_a_path_needs_two_places(network: RoadNetwork, at: At) -> None:
    with pytest.raises(ValueError, match="at least two"):
        network.path([at(0, 0)])


def test_no_way_names_both_places_and_the_closures(network: RoadNetwork, at: At) -> None:
    cut = [
        Closure(lon=at(*xy).lon, lat=at(*xy).lat, label=label)
        for xy, label in [((0, 1000), "pont"), ((1000, 0), "marché"), ((2000, -1000), "A 8")]
    ]
    one, other = at(500, 0, "la mairie"), at(3000, 0, "le dépôt")
    matrix = network.matrix([one, other], closures=cut)
    assert matrix.durations_s.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]
    assert matrix.distances_m.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]
    with pytest.raises(NoRouteError) as caught:
        network.path([one, other], closures=cut)
    for words in ("entre la mairie et le dépôt", "«\xa0pont\xa0», «\xa0marché\xa0», «\xa0A 8\xa0»"):
        assert words in str(caught.value)


def test_a_place_on_a_closed_road_is_named(network: RoadNetwork, at: At) -> None:
    here = at(1000, 5, "la permanence R1")
    closure = Closure(lon=at(1000, 0).lon, lat=at(1000, 0).lat, radius_m=50, label="inondation")
    with pytest.raises(NoRouteError, match=r"^La permanence R1 se trouve sur une route fermée"):
        network.path([here, at(3000, 0)], closures=[closure])
    matrix = network.matrix([here, at(3000, 0)], closures=[closure])
    assert matrix.durations_s.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]
