"""Areas within so many minutes: nested, cut at the right point, the nearest origin counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely

from routing.roads import Closure, NoRouteError, Place, RoadNetwork
from routing.roads.data import RoadData

At = Callable[..., Place]
M_PER_DEGREE = 111_319.5


@pytest.fixture(scope="module")
def network(town: RoadData) -> RoadNetwork:
    return RoadNetwork(town)


@pytest.fixture(scope="module")
def straight(draw: Callable[..., RoadData], road: Callable[..., object]) -> RoadNetwork:
    """One road of 20 km at 60 km/h."""
    return RoadNetwork(draw([(-10_000, 0), (10_000, 0)], [road(tail=0, head=1)]))


def has(area: object, place: Place) -> bool:
    return bool(shapely.contains_xy(area, place.lon, place.lat))


def test_roads_are_cut_where_time_runs_out(straight: RoadNetwork, at: At) -> None:
    areas = straight.reach(at(0, 0), [2, 5])
    for area, metres in zip(areas, [2000, 5000], strict=True):
        for side in (-1, 1):
            assert has(area, at(side * (metres + 190), 0))
            assert not has(area, at(side * (metres + 310), 0))
        assert has(area, at(metres - 300, 190))
        assert not has(area, at(0, 310))


def test_longer_times_hold_shorter_ones_whatever_their_order(network: RoadNetwork, at: At) -> None:
    three, one, two = network.reach(at(100, 0), [3, 1, 2])
    assert shapely.covers(two, one)
    assert shapely.covers(three, two)
    assert one.area < two.area < three.area
    for area in (one, two, three):
        assert area.geom_type == "MultiPolygon"
        assert area.is_valid


def test_an_area_within_a_box_is_the_same_there_and_nothing_elsewhere(
    straight: RoadNetwork, draw: Callable[..., RoadData], road: Callable[..., object], at: At
) -> None:
    """Two roads that meet: the box holds one of them, and is reached over the other."""
    cross = RoadNetwork(
        draw(
            [(0, 0), (5_000, 0), (5_000, 5_000)],
            [road(tail=0, head=1), road(tail=1, head=2)],
        )
    )
    box = (at(4_000, 2_000).lon, at(4_000, 2_000).lat, at(6_000, 6_000).lon, at(6_000, 6_000).lat)
    (whole,), (boxed,) = (cross.reach(at(0, 0), [8], bounds=b) for b in (None, box))
    assert has(boxed, at(5_000, 2_500))
    assert not has(boxed, at(2_500, 0))
    assert has(whole, at(2_500, 0))
    inside = shapely.box(*box)
    apart = shapely.symmetric_difference(whole & inside, boxed & inside)
    assert apart.area * M_PER_DEGREE**2 < 50**2


def test_a_motorway_passes_without_serving_its_edges(network: RoadNetwork, at: At) -> None:
    (area,) = network.reach(at(100, 0), [10])
    assert has(area, at(4000, 0))
    assert not has(area, at(2000, -1000))


def test_zero_minutes_is_where_one_stands(straight: RoadNetwork, at: At) -> None:
    (area,) = straight.reach(at(0, 0), [0])
    assert has(area, at(0, 0))
    assert not has(area, at(400, 0))


def test_the_nearest_of_several_origins_counts(straight: RoadNetwork, at: At) -> None:
    both = straight.reach([at(-5000, 0), at(5000, 0)], [1])[0]
    apart = [straight.reach(at(x, 0), [1])[0] for x in (-5000, 5000)]
    assert shapely.symmetric_difference(both, shapely.union_all(apart)).area < 1e-6
    assert len(both.geoms) == 2


def test_closures_hold_reach_back(straight: RoadNetwork, at: At) -> None:
    cut = Closure(lon=at(1000, 0).lon, lat=at(1000, 0).lat, radius_m=20)
    (area,) = straight.reach(at(0, 0), [5], closures=[cut])
    assert has(area, at(1150, 0))
    assert not has(area, at(1400, 0))
    assert has(area, at(-4900, 0))


def test_standing_on_a_closed_road_reaches_nothing(straight: RoadNetwork, at: At) -> None:
    cut = Closure(lon=at(0, 0).lon, lat=at(0, 0).lat)
    with pytest.raises(NoRouteError, match="Le camion se trouve sur une route fermée"):
        straight.reach(at(0, 0, "le camion"), [5], closures=[cut])
    (area,) = straight.reach([at(0, 0), at(3000, 0)], [1], closures=[cut])
    assert has(area, at(3500, 0))
    assert not has(area, at(0, 0))


@pytest.mark.parametrize("minutes", [[-1], [float("nan")], [10, float("inf")]])
def test_impossible_times_are_refused(network: RoadNetwork, at: At, minutes: list[float]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        network.reach(at(0, 0), minutes)


def test_the_area_agrees_with_the_matrix(network: RoadNetwork, at: At) -> None:
    """Whoever lives on a road is in if the drive takes less, and out if clearly more."""
    rng = np.random.default_rng(5)
    home = at(200, 0)
    (area,) = network.reach(home, [2])
    roads = [(x, 0) for x in rng.uniform(0, 4000, 30)] + [(0, y) for y in rng.uniform(0, 2000, 20)]
    snaps = network.snap([home, *(at(x, y) for x, y in roads)])
    seconds = network.table(snaps[:1], snaps[1:]).durations_s[0]
    for snap, duration in zip(snaps[1:], seconds, strict=True):
        inside = bool(shapely.contains_xy(area, snap.lon, snap.lat))
        if duration <= 120:
            assert inside
        elif duration > 120 + 60:  # more than 500 m beyond the farthest point, at any speed
            assert not inside
