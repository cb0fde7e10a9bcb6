"""Closures, slow-downs and other vehicles: quick variants that leave the network alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from routing.roads import Closure, Place, PlaceError, RoadNetwork, SlowDown
from routing.roads.data import RoadData

At = Callable[..., Place]


@pytest.fixture(scope="module")
def network(town: RoadData) -> RoadNetwork:
    return RoadNetwork(town)


def closure(place: Place, radius_m: float = 15.0, label: str = "") -> Closure:
    return Closure(lon=place.lon, lat=place.lat, radius_m=radius_m, label=label)


def test_a_closure_sends_everybody_round(network: RoadNetwork, at: At) -> None:
    places = [at(500, 0), at(1500, 0)]
    before = network.matrix(places)
    shut = network.adjusted(closures=[closure(at(1000, 0))])
    after = shut.matrix(places)
    assert (after.durations_s > before.durations_s)[[0, 1], [1, 0]].all()
    assert np.array_equal(network.matrix(places).durations_s, before.durations_s)
    assert shut.closures == (closure(at(1000, 0)),)


def test_both_free_ends_of_a_cut_road_stay_in_use(network: RoadNetwork, at: At) -> None:
    shut = network.adjusted(closures=[closure(at(1000, 0), radius_m=100)])
    (leg,) = shut.path([at(0, 100), at(890, 0)]).legs
    assert leg.distance_m == 990
    (leg,) = shut.path([at(1110, 0), at(1900, 0)]).legs
    assert leg.distance_m == 790


def test_asking_with_closures_equals_an_adjusted_network(network: RoadNetwork, at: At) -> None:
    places = [at(500, 0), at(1500, 0), at(2000, 2000)]
    change = {
        "closures": [closure(at(1000, 0))],
        "slowdowns": [SlowDown(lon=at(0, 1000).lon, lat=at(0, 1000).lat, radius_m=300, factor=2)],
    }
    asked = network.matrix(places, **change)  # type: ignore[arg-type]
    lasting = network.adjusted(**change).matrix(places)  # type: ignore[arg-type]
    assert np.array_equal(asked.durations_s, lasting.durations_s)
    assert not np.array_equal(asked.durations_s, network.matrix(places).durations_s)


def test_adjustments_add_up(network: RoadNetwork, at: At) -> None:
    one, two = closure(at(1000, 0)), closure(at(0, 1000))
    step_by_step = network.adjusted(closures=[one]).adjusted(closures=[two])
    at_once = network.adjusted(closures=[one, two])
    places = [at(500, 0), at(1500, 0), at(2000, 2000), at(0, 1500)]
    assert step_by_step.closures == at_once.closures
    assert np.array_equal(
        step_by_step.matrix(places).durations_s, at_once.matrix(places).durations_s
    )


def test_a_slow_down_counts_for_the_stretch_inside_its_disc(network: RoadNetwork, at: At) -> None:
    middle = at(1000, 0)
    slow = SlowDown(lon=middle.lon, lat=middle.lat, radius_m=198, factor=3)
    before = network.matrix([at(1, 0), at(1979, 0)]).durations_s[0, 1]
    after = network.matrix([at(1, 0), at(1979, 0)], slowdowns=[slow]).durations_s[0, 1]
    assert after / before == pytest.approx(1 + 2 * 396 / 1980, rel=0.02)


def test_another_vehicle_is_slower_everywhere(network: RoadNetwork, at: At) -> None:
    places = [at(500, 0), at(1500, 0)]
    assert network.adjusted(speed_factor=0.5).matrix(places).durations_s[0, 1] == 90
    assert network.adjusted(max_speed_kph=40).matrix(places).durations_s[0, 1] == 90
    assert network.adjusted(max_speed_kph=200).matrix(places).durations_s[0, 1] == 45


def test_a_disc_without_a_road_is_refused(network: RoadNetwork, at: At) -> None:
    lost = closure(at(1000, 40), label="braderie")
    slow = SlowDown(lon=at(1000, 1000).lon, lat=at(1000, 1000).lat, radius_m=10, factor=2)
    with pytest.raises(PlaceError) as caught:
        network.adjusted(closures=[lost, closure(at(1000, 0))], slowdowns=[slow])
    first, second = str(caught.value).replace("\xa0", " ").splitlines()
    assert first.startswith(
        "La fermeture « braderie » ne touche aucune route dans son rayon de 15 m "
        "(la plus proche est à 40 m)"
    )
    assert second.startswith("Le ralentissement (43,")


@pytest.mark.parametrize(
    "change", [{"speed_factor": 0}, {"speed_factor": float("nan")}, {"max_speed_kph": -1}]
)
def test_nonsense_is_refused(network: RoadNetwork, change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        network.adjusted(**change)  # type: ignore[arg-type]


def test_nonsense_discs_are_refused() -> None:
    with pytest.raises(ValueError, match="radius_m"):
        Closure(lon=0, lat=0, radius_m=0)
    with pytest.raises(ValueError, match="factor"):
        SlowDown(lon=0, lat=0, radius_m=1, factor=-1)
