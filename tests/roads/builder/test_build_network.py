"""The compiled network as a whole: topology, geometry, detail, meta."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.roads.builder.recipe import build_network
from routing.roads.builder.reshape import z_order
from routing.roads.data import CLASSES, FLAG_ROUNDABOUT, RoadData
from routing.roads.speed import SpeedModel

Build = Callable[..., Any]


def digraph(data: RoadData) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(data.node_lon)))
    for i, (tail, head) in enumerate(zip(data.edge_tail, data.edge_head, strict=True)):
        if data.edge_forward_ms[i] >= 0:
            graph.add_edge(int(tail), int(head), edge=i)
        if data.edge_backward_ms[i] >= 0:
            graph.add_edge(int(head), int(tail), edge=i)
    return graph


def test_nodes_where_nothing_turns_off_disappear(sketch: Any, build: Build) -> None:
    points = [(x, 30 * math.sin(x / 60)) for x in range(0, 1000, 10)]
    ids = sketch.line(*points, highway="tertiary", name="Test")
    sketch.way([ids[0], sketch.node(-100, 0)], highway="tertiary", name="Test")
    net = build(sketch)
    assert len(net.data.edge_tail) == 1
    drawn = sum(math.dist(a, b) for a, b in pairwise(points)) + 100
    assert net.metres("Test") == pytest.approx(drawn, abs=1)


@pytest.mark.parametrize(
    ("tags", "edges"),
    [
        ({}, 1),
        ({"name": "Other"}, 2),
        ({"ref": "D 1"}, 2),
        ({"highway": "primary"}, 2),
        ({"toll": "yes"}, 2),
        ({"bridge": "yes"}, 1),
        ({"maxspeed": "50"}, 1),
    ],
)
def test_edges_are_merged_only_where_people_see_no_change(
    sketch: Any, build: Build, tags: dict[str, str], edges: int
) -> None:
    a, b, c = (sketch.node(x, 0) for x in (0, 500, 1000))
    common = {"highway": "tertiary", "name": "Test"}
    sketch.way([a, b], common)
    sketch.way([c, b], {**common, **tags})
    assert len(build(sketch).data.edge_tail) == edges


def test_geometry_stays_near_the_road(sketch: Any, build: Build) -> None:
    points = [(x, 80 * math.sin(x / 50)) for x in range(0, 2000, 5)]
    sketch.line(*points, highway="tertiary", name="Test")
    fine, coarse = (build(sketch, tolerance_m=m).data for m in (0.01, 3.0))
    assert len(coarse.shape_lon) < len(fine.shape_lon) / 4
    lines = [edge_line(data, 0) for data in (fine, coarse)]
    assert shapely.hausdorff_distance(*lines) < 3.2
    assert coarse.edge_length_dm.tolist() == fine.edge_length_dm.tolist()


def edge_line(data: RoadData, edge: int) -> shapely.LineString:
    """An edge in metres."""
    low, high = data.shape_offset[edge : edge + 2]
    lon = [data.node_lon[data.edge_tail[edge]], *data.shape_lon[low:high],
           data.node_lon[data.edge_head[edge]]]  # fmt: skip
    lat = [data.node_lat[data.edge_tail[edge]], *data.shape_lat[low:high],
           data.node_lat[data.edge_head[edge]]]  # fmt: skip
    scale = 0.11119 * np.array([np.cos(np.radians(43.4)), 1.0])
    return shapely.LineString(np.stack([lon, lat], axis=1) * scale)


def test_geometry_runs_from_tail_to_head(square: Any, build: Build) -> None:
    square.way(
        [square.east, square.node(800, 700), square.node(200, 700), square.west],
        highway="residential", oneway="yes", name="Test",
    )  # fmt: skip
    data = build(square).data
    for i in range(len(data.edge_tail)):
        drawn = edge_line(data, i).length
        assert drawn == pytest.approx(data.edge_length_dm[i] / 10, rel=0.01, abs=1)


def test_loops_are_split_and_stay_reachable(square: Any, build: Build) -> None:
    """A close that ends in a loop: two edges between two nodes, none from a node to itself."""
    start = square.node(1200, 500)
    square.way([square.east, start], highway="residential", name="Stem")
    loop = [square.node(x, y) for x, y in ((1300, 450), (1400, 500), (1300, 550))]
    square.way([start, *loop, start], highway="residential", name="Loop")
    net = build(square)
    assert len(net.edges("Loop")) == 2
    assert net.metres("Loop") == pytest.approx(4 * math.hypot(100, 50), abs=1)
    assert np.all(net.data.edge_tail != net.data.edge_head)
    assert nx.is_strongly_connected(digraph(net.data))


def test_a_roundabout_at_the_end_of_a_street(square: Any, build: Build) -> None:
    ring = [square.node(1200 + x, 500 + y) for x, y in ((0, 0), (20, -20), (40, 0), (20, 20))]
    square.way([square.east, ring[0]], highway="residential", name="Stem")
    square.way([*ring, ring[0]], highway="residential", junction="roundabout", name="Round")
    data = build(square).data
    circle = (data.edge_flags & FLAG_ROUNDABOUT) > 0
    assert circle.sum() == 2
    assert np.all(data.edge_backward_ms[circle] < 0)
    assert nx.is_strongly_connected(digraph(data))


def test_roads_drawn_twice_count_once_and_parallel_roads_twice(square: Any, build: Build) -> None:
    square.across()
    square.ways.append(square.ways[-1])
    detour = square.node(500, 520)
    square.way([square.west, detour, square.east], highway="residential", name="Parallel")
    net = build(square)
    assert net.metres("Test") == pytest.approx(1000, abs=1)
    assert net.metres("Parallel") == pytest.approx(1000, abs=2)


def test_the_fastest_of_twins_stays(square: Any, build: Build) -> None:
    square.across(maxspeed="10", name="Slow")
    square.ways.append((square.ways[-1][0], {"highway": "residential", "name": "Fast"}))
    net = build(square)
    assert net.edges("Slow") == []
    assert net.metres("Fast") == pytest.approx(1000, abs=1)


def test_an_island_does_not_tear_a_street_into_two_oneways(square: Any, build: Build) -> None:
    a, b = square.node(450, 500), square.node(550, 500)
    common = {"highway": "residential", "name": "Test"}
    square.way([square.west, a], common)
    square.way([b, square.east], common)
    square.way([a, square.node(500, 490), b], {**common, "oneway": "yes"})
    square.way([b, square.node(500, 510), a], {**common, "oneway": "yes"})
    net = build(square)
    assert len(net.edges("Test")) == 4
    assert net.metres("Test") == pytest.approx(900 + 4 * math.hypot(50, 10), abs=1)
    assert net.data.meta["counts"]["oneway_edges"] == 2


def test_rest_areas_are_no_way_through(square: Any, build: Build) -> None:
    a, b, c, d = (square.node(x, -500) for x in (-2000, 400, 600, 3000))
    square.way([a, b, c, d], highway="motorway", oneway="no", name="Motorway")
    exits = [square.node(-2000, 0), square.node(3000, 500)]
    square.way([a, exits[0], 1], highway="motorway_link", name="Exit")
    square.way([d, exits[1], square.east], highway="motorway_link", name="Exit")
    rest = square.node(500, -400)
    square.way([b, rest], highway="service", name="Rest area")
    square.way([rest, c], highway="service", name="Rest area")
    alone = build(square)
    assert alone.data.meta["rest_area_roads_cut"] == 0
    assert len(alone.edges("Rest area")) >= 1
    square.way([rest, square.node(500, -100), 2], highway="service", name="Back gate")
    gated = build(square)
    assert gated.data.meta["rest_area_roads_cut"] == 2
    assert gated.edges("Back gate")
    graph = digraph(gated.data)
    gate = gated.data.edge_head[gated.edges("Motorway")]
    services = {
        node
        for i in gated.edges("Rest area")
        for node in (int(gated.data.edge_tail[i]), int(gated.data.edge_head[i]))
    }
    assert not services & set(gate.tolist())
    assert nx.is_strongly_connected(graph)


# --- detail -------------------------------------------------------------------------------


def two_towns(sketch: Any) -> Any:
    """Two small grids of streets, ten kilometres apart, and a main road that stops short."""
    for x in (0, 10_000):
        grid = {(i, j): sketch.node(x + 100 * i, 100 * j) for i in range(4) for j in range(4)}
        for k in range(4):
            town = "West" if x == 0 else "East"
            sketch.way([grid[i, k] for i in range(4)], highway="residential", name=town)
            sketch.way([grid[k, i] for i in range(4)], highway="residential", name=town)
    first, last = sketch.node(500, 0), sketch.node(9_500, 0)
    sketch.way([first, last], highway="tertiary", name="Main")
    sketch.way([4 * 3 + 1, first], highway="unclassified", name="West link")
    sketch.way([last, 17], highway="unclassified", name="East link")
    stray = [sketch.node(10_300, 5_000), sketch.node(12_000, 5_000)]
    sketch.way(stray, highway="tertiary", name="Stray")
    sketch.way([32, stray[0]], highway="unclassified", name="Stray link")
    return sketch


def degrees(west: float, south: float, east: float, north: float) -> Any:
    scale = 111_194.9
    shrink = scale * math.cos(math.radians(43.4))
    return shapely.box(
        5.9 + west / shrink, 43.4 + south / scale, 5.9 + east / shrink, 43.4 + north / scale
    )


def test_detail_keeps_streets_inside_main_roads_and_what_connects(
    sketch: Any, build: Build
) -> None:
    drawn = two_towns(sketch)
    everything = build(drawn)
    detail = build(drawn, detail=degrees(-50, -50, 350, 350))
    west, east = everything.metres("West"), everything.metres("East")
    assert west == pytest.approx(east, rel=0.01)
    assert detail.metres("West") == pytest.approx(west)
    # of the other town only a way through to the stray main road is left
    assert 0 < detail.metres("East") <= 650
    for name in ("Main", "West link", "East link", "Stray", "Stray link"):
        assert detail.metres(name) == pytest.approx(everything.metres(name)), name
    assert nx.is_strongly_connected(digraph(detail.data))
    told = detail.data.meta["detail"]
    assert not told["everywhere"]
    assert "tertiary" in told["classes_outside"]
    assert told["area"]["type"] == "Polygon"
    assert everything.data.meta["detail"]["everywhere"]


def test_detail_does_not_change_durations(sketch: Any, build: Build) -> None:
    """Crossings with streets that are left out still count."""
    drawn = two_towns(sketch)
    detail = build(drawn, detail=degrees(-50, -50, 350, 350))
    everything = build(drawn)
    for name in ("Main", "East link", "Stray"):
        assert detail.seconds(name) == pytest.approx(everything.seconds(name), abs=0.01)


# --- the whole ----------------------------------------------------------------------------


def test_meta_tells_the_story(square: Any, build: Build) -> None:
    square.across(maxspeed="50")
    meta = build(square, date="2026-11-01", limits=("Dessiné à la main.",)).data.meta
    assert meta["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert meta["source"] == {"name": "drawn.osm", "date": "2026-11-01", "kind": "file"}
    assert meta["limits"][0] == "Dessiné à la main."
    assert meta["counts"]["edges"] == 3
    assert meta["km_by_class"] == {"residential": 5.0}
    assert meta["maxspeed_share"] == pytest.approx(0.2, abs=0.001)
    assert meta["speed_model"] == SpeedModel().to_json()
    west, south, east, north = meta["bbox"]
    assert west < east
    assert south < north
    ring = shapely.Polygon(meta["coverage"])
    assert ring.area == pytest.approx((east - west) * (north - south), rel=0.01)
    assert json.loads(json.dumps(meta)) == meta


def test_progress_is_told(square: Any, tmp_path: Path) -> None:
    square.across()
    told: list[tuple[str, float]] = []
    build_network(
        square.write(tmp_path / "drawn.osm"),
        progress=lambda phase, share: told.append((phase, share)),
    )
    phases = list(dict.fromkeys(phase for phase, _ in told))
    assert phases[0] == "Lecture du fichier OpenStreetMap"
    assert phases[-1] == "Ordre de contraction"
    assert all(0 <= share <= 1 for _, share in told)


def test_same_file_same_bytes(sketch: Any, build: Build, tmp_path: Path) -> None:
    drawn = two_towns(sketch)
    for name in ("a", "b"):
        build(drawn).data.save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_town_becomes_a_sound_network(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    """Random streets of random kinds: strongly connected, no loops, every length believable."""
    drawn = request.getfixturevalue("square").__class__()
    nodes = [1, 2, 3, 4, 5, 6]
    nodes += [
        drawn.node(data.draw(st.integers(0, 1000)), data.draw(st.integers(0, 1000)))
        for _ in range(8)
    ]
    for _ in range(data.draw(st.integers(1, 12))):
        through = data.draw(st.lists(st.sampled_from(nodes), min_size=2, max_size=6))
        tags = {"highway": data.draw(st.sampled_from(CLASSES))}
        if oneway := data.draw(st.sampled_from(["", "yes", "-1", "no"])):
            tags["oneway"] = oneway
        drawn.way(through, tags)
    network = build_network(drawn.write(tmp_path_factory.mktemp("town") / "town.osm"))
    assert np.all(network.edge_tail != network.edge_head)
    assert nx.is_strongly_connected(digraph(network))
    crow = np.hypot(
        (network.node_lon[network.edge_head] - network.node_lon[network.edge_tail])
        * np.cos(np.radians(43.4)),
        network.node_lat[network.edge_head] - network.node_lat[network.edge_tail],
    )
    assert np.all(network.edge_length_dm / 10 >= crow * 0.1111 - 0.5)
    for ms in (network.edge_forward_ms, network.edge_backward_ms):
        kph = network.edge_length_dm / np.maximum(ms, 1) * 360
        assert np.all(kph[ms >= 0] < 132)


def test_neighbours_get_close_numbers() -> None:
    lon, lat = (np.array(values, dtype=np.int32) for values in ([0, 1, 1000, 1001], [0, 1, 0, 1]))
    code = z_order(lon, lat)
    assert abs(int(code[1]) - int(code[0])) < abs(int(code[2]) - int(code[0]))
    assert len(set(code.tolist())) == 4
