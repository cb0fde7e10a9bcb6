"""Durations: cruising speeds, bends, junctions, acceleration, built-up areas."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.builder.profile import _trapezoid
from routing.roads.data import CLASSES, FLAG_BUILT_UP
from routing.roads.speed import OPEN_KPH, SpeedModel

Build = Callable[..., Any]
MODEL = SpeedModel()


def test_model_goes_into_json_and_names_its_faults() -> None:
    told = SpeedModel().to_json()
    assert json.loads(json.dumps(told)) == told
    assert set(told["open_kph"]) == set(CLASSES)
    with pytest.raises(ValueError, match=r"open_kph\['primary'\].*brake_m_s2.*slowest_kph must"):
        SpeedModel(
            open_kph={**OPEN_KPH, "primary": 0}, brake_m_s2=0.0, slowest_kph=80, fastest_kph=70
        )


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "primary"}, MODEL.open_kph["primary"]),
        ({"highway": "primary", "maxspeed": "50"}, 47),
        ({"highway": "primary", "maxspeed": "30 mph"}, 45.4),
        ({"highway": "primary", "maxspeed": "FR:urban"}, 47),
        ({"highway": "primary", "maxspeed": "FR:rural"}, 75.2),
        ({"highway": "unclassified", "maxspeed": "80"}, 44),
        ({"highway": "motorway", "oneway": "no", "maxspeed": "none"}, 126.5),
        ({"highway": "residential", "maxspeed": "walk"}, 5.64),
        ({"highway": "residential", "maxspeed": "FR:zone30"}, 28.2),
        ({"highway": "primary", "surface": "gravel"}, MODEL.unpaved_kph),
        ({"highway": "primary", "access": "destination"}, MODEL.local_kph),
        ({"highway": "primary", "traffic_calming": "yes"}, MODEL.calming_kph),
    ],
)
def test_cruising(sketch: Any, build: Build, tags: dict[str, str], expected: float) -> None:
    """On a very long straight street, what happens at its ends does not count."""
    sketch.way([sketch.node(0, 0), sketch.node(20_000, 0)], {**tags, "name": "Test"})
    assert build(sketch).kph("Test") == pytest.approx(expected, rel=0.01)


def test_limits_by_direction(sketch: Any, build: Build) -> None:
    ends = [sketch.node(0, 0), sketch.node(20_000, 0)]
    sketch.way(
        ends, {"highway": "primary", "maxspeed": "70", "maxspeed:backward": "30", "name": "Test"}
    )
    net = build(sketch)
    assert net.kph("Test", "east") == pytest.approx(65.8, rel=0.01)
    assert net.kph("Test", "west") == pytest.approx(28.2, rel=0.01)


def test_no_speed_is_beyond_belief(sketch: Any, build: Build) -> None:
    tags = {"highway": "motorway", "oneway": "no", "maxspeed": "200", "name": "Test"}
    fast = SpeedModel(open_kph=dict.fromkeys(CLASSES, 400.0))
    sketch.way([sketch.node(0, 0), sketch.node(9_000, 0)], tags)
    sketch.way([1, sketch.node(0, 9_000)], highway="service", name="Slow", maxspeed="1")
    net = build(sketch, speed_model=fast)
    assert net.kph("Test") <= MODEL.fastest_kph + 0.1
    assert net.seconds("Slow", "west") <= 9_000 / (MODEL.slowest_kph / 3.6) + 10


def arc(radius: float, degrees: float, step_m: float = 5.0) -> list[tuple[float, float]]:
    """A bend that starts eastwards at the origin and turns left."""
    count = max(2, round(radius * math.radians(degrees) / step_m))
    angles = np.linspace(0, math.radians(degrees), count)
    return [(radius * math.sin(a), radius * (1 - math.cos(a))) for a in angles.tolist()]


@pytest.mark.parametrize("radius", [40.0, 80.0, 120.0])
def test_bends_follow_sideways_acceleration(sketch: Any, build: Build, radius: float) -> None:
    """Round and round a circle of constant radius."""
    circle = sketch.line(*arc(radius, 350), highway="primary", name="Test")
    sketch.way([circle[-1], circle[0]], highway="primary", name="Test")
    data = build(sketch).data
    kph = data.edge_length_dm.sum() / data.edge_forward_ms.sum() * 360
    expected = min(3.6 * math.sqrt(MODEL.lateral_m_s2 * radius), MODEL.open_kph["primary"])
    assert kph == pytest.approx(expected, rel=0.08)


def test_drawing_noise_is_no_bend(sketch: Any, build: Build) -> None:
    wobble = [(x, 0.4 * (x % 20 == 0)) for x in range(0, 10_010, 10)]
    sketch.line(*wobble, highway="primary", name="Test")
    assert build(sketch).kph("Test") > 0.97 * MODEL.open_kph["primary"]


def test_hairpins_are_slow_and_cost_braking(sketch: Any, build: Build) -> None:
    sketch.line((0, 0), (2000, 0), (2010, 5), (2000, 10), (0, 10), highway="primary", name="Bent")
    length = 4000 + 2 * math.hypot(10, 5)
    net = build(sketch)
    assert net.metres("Bent") == pytest.approx(length, abs=1)
    data = net.data
    seconds = data.edge_forward_ms[net.edges("Bent")].sum() / 1000
    top, slow = MODEL.open_kph["primary"] / 3.6, MODEL.slowest_bend_kph / 3.6
    braking = (top - slow) ** 2 / (2 * top) * (1 / MODEL.accelerate_m_s2 + 1 / MODEL.brake_m_s2)
    assert seconds == pytest.approx(length / top + braking, abs=6)
    assert seconds > length / top + braking


def crossing(square: Any, *, others: str, tags: dict[str, str] | None = None) -> Any:
    """A street across the square, crossed in its middle by another from south to north."""
    south, north = square.node(500, 0), square.node(500, 1000)
    ring, ring_tags = square.ways[0]
    square.ways[0] = ([*ring[:1], south, *ring[1:3], ring[3], north, *ring[4:]], ring_tags)
    middle = square.node(500, 500, **(tags or {}))
    square.way([square.west, middle, square.east], highway="residential", name="Test")
    square.way([south, middle, north], highway=others, name="Other")
    return square


def duration(build: Build, square_type: type, **kwargs: Any) -> float:
    return float(build(crossing(square_type(), **kwargs)).seconds("Test"))


def test_rank_decides_who_waits(square: Any, build: Build) -> None:
    kind = type(square)
    behind_service = duration(build, kind, others="service")
    among_equals = duration(build, kind, others="residential")
    before_primary = duration(build, kind, others="primary")
    assert behind_service + 1 < among_equals < before_primary - 3
    calm = build(crossing(kind(), others="service"))
    busy = build(crossing(kind(), others="primary"))
    assert calm.metres("Other") == pytest.approx(busy.metres("Other"))


def test_signs_and_lights_on_nodes(square: Any, build: Build) -> None:
    kind = type(square)
    plain = duration(build, kind, others="service")
    lights = {"highway": "traffic_signals"}
    assert duration(build, kind, others="service", tags=lights) == pytest.approx(
        plain + MODEL.signal_s, abs=0.5
    )
    for tags, least in (
        ({"highway": "stop"}, MODEL.stop_s),
        ({"highway": "give_way"}, MODEL.give_way_s),
        ({"highway": "mini_roundabout"}, MODEL.roundabout_s),
        ({"railway": "level_crossing"}, MODEL.crossing_gate_s),
        ({"traffic_calming": "table"}, 0.2),
    ):
        assert duration(build, kind, others="service", tags=tags) > plain + least - 0.1
    for tags in ({"highway": "crossing"}, {"traffic_calming": "island"}):
        assert duration(build, kind, others="service", tags=tags) == pytest.approx(plain)


def test_lights_replace_priority(square: Any, build: Build) -> None:
    kind = type(square)
    lights = {"highway": "traffic_signals"}
    with_lights = duration(build, kind, others="primary", tags=lights)
    assert with_lights == pytest.approx(
        duration(build, kind, others="service", tags=lights), abs=0.5
    )


def test_a_sign_facing_one_way_stops_that_way_only(square: Any, build: Build) -> None:
    square.across(middle={"highway": "stop", "direction": "backward"})
    net = build(square)
    assert net.seconds("Test", "west") > net.seconds("Test", "east") + MODEL.stop_s - 0.5


def test_entering_a_roundabout_costs_and_driving_round_it_does_not(
    square: Any, build: Build
) -> None:
    ring = [
        square.node(500 + 20 * math.cos(a), 500 + 20 * math.sin(a))
        for a in np.linspace(-np.pi, np.pi, 17)[:-1].tolist()
    ]
    square.way([*ring, ring[0]], highway="service", junction="roundabout", name="Round")
    square.way([square.west, ring[0]], highway="residential", name="In")
    square.way([ring[8], square.east], highway="residential", name="Out")
    net = build(square)
    square.ways[1] = (square.ways[1][0], {"highway": "service", "oneway": "yes"})
    plain = build(square)
    for name, towards in (("In", "east"), ("Out", "west")):
        assert net.seconds(name, towards) > plain.seconds(name, towards) + MODEL.roundabout_s
    for name, towards in (("In", "west"), ("Out", "east")):
        assert net.seconds(name, towards) == pytest.approx(plain.seconds(name, towards))
    edges = net.edges("Round")
    assert all(net.data.edge_backward_ms[edges] < 0)
    kph = net.metres("Round") / (net.data.edge_forward_ms[edges].sum() / 1000) * 3.6
    assert 10 < kph <= MODEL.open_kph["service"]


def test_alternating_traffic_waits_once_each_way(square: Any, build: Build) -> None:
    square.across(oneway="alternating")
    plain = type(square)()
    plain.across()
    for towards in ("east", "west"):
        waited = build(square).seconds("Test", towards) - build(plain).seconds("Test", towards)
        assert waited == pytest.approx(MODEL.alternating_s, abs=0.1)


# --- built-up areas -----------------------------------------------------------------------


def long_road(sketch: Any, **tags: str) -> list[int]:
    """A main road of ten kilometres with a point every hundred metres."""
    points = [(x, 0.0) for x in range(-5000, 5100, 100)]
    return list(sketch.line(*points, highway="secondary", name="Test", **tags))


def test_residential_land_slows_the_road(sketch: Any, build: Build) -> None:
    long_road(sketch)
    square = [(-9e3, -50), (9e3, -50), (9e3, 50), (-9e3, 50), (-9e3, -50)]
    open_country = build(sketch)
    ids = [sketch.node(x, y) for x, y in square[:-1]]
    sketch.way([*ids, ids[0]], landuse="residential")
    village = build(sketch)
    assert open_country.kph("Test") > 0.97 * MODEL.open_kph["secondary"]
    assert village.kph("Test") == pytest.approx(MODEL.built_up_kph["secondary"], rel=0.03)
    assert village.data.edge_flags[village.edges("Test")[0]] & FLAG_BUILT_UP


def test_residential_multipolygons_count_too(sketch: Any, build: Build) -> None:
    long_road(sketch)
    west = [sketch.node(x, y) for x, y in ((0, -50), (-9e3, -50), (-9e3, 50), (0, 50))]
    east = [west[-1], *(sketch.node(x, y) for x, y in ((9e3, 50), (9e3, -50))), west[0]]
    ways = [sketch.way(west), sketch.way(east)]
    sketch.relation(
        [("way", way, "outer") for way in ways], type="multipolygon", landuse="residential"
    )
    assert build(sketch).kph("Test") == pytest.approx(MODEL.built_up_kph["secondary"], rel=0.03)


@pytest.mark.parametrize(("spacing", "slow"), [(100, True), (1000, False)])
def test_dense_streets_make_a_village(sketch: Any, build: Build, spacing: int, slow: bool) -> None:
    """No land use at all: only the streets that cross tell a village from fields."""
    ids = long_road(sketch)
    for i in range(0, len(ids), spacing // 100):
        ends = [sketch.node(-5000 + 100 * i, y) for y in (-150, 150)]
        sketch.way([ends[0], ids[i], ends[1]], highway="residential")
    seconds = build(sketch).seconds("Test")
    if slow:
        cruising = 10_000 / (MODEL.built_up_kph["secondary"] / 3.6)
        assert seconds == pytest.approx(cruising + 99 * MODEL.side_street_s, rel=0.03)
    else:
        assert seconds == pytest.approx(10_000 / (MODEL.open_kph["secondary"] / 3.6), rel=0.01)


def test_what_the_signs_say_beats_what_the_land_looks_like(sketch: Any, build: Build) -> None:
    long_road(sketch, maxspeed="80")
    ids = [sketch.node(x, y) for x, y in ((-9e3, -50), (9e3, -50), (9e3, 50), (-9e3, 50))]
    sketch.way([*ids, ids[0]], landuse="residential")
    assert build(sketch).kph("Test") > 70


# --- the speed profile --------------------------------------------------------------------

speeds = st.floats(1.0, 40.0)


@given(length=st.floats(0.1, 5000), enter=speeds, leave=speeds, cruise=speeds)
def test_trapezoids_never_beat_cruising(
    length: float, enter: float, leave: float, cruise: float
) -> None:
    enter, leave = min(enter, cruise), min(leave, cruise)
    up, down = 1.2, 1.6
    # a car cannot leave faster than it can speed up to, nor enter faster than it can brake from
    leave = min(leave, math.sqrt(enter**2 + 2 * up * length))
    enter = min(enter, math.sqrt(leave**2 + 2 * down * length))
    seconds = float(
        _trapezoid(
            np.array([length]), np.array([enter**2]), np.array([leave**2]),
            np.array([cruise]), up, down,
        )[0]
    )  # fmt: skip
    assert seconds >= length / cruise * (1 - 1e-9)
    slowest = length / min(enter, leave)
    assert seconds <= slowest * (1 + 1e-9)
