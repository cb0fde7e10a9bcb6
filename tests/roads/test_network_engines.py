"""The hierarchy, SciPy's Dijkstra and a naive search give the same answers, exactly."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.roads.cch.order import nested_dissection_order
from routing.roads.data import RoadData
from routing.roads.metric import Metric
from routing.roads.network import RoadNetwork
from routing.roads.path import LegWriter, pieces
from routing.roads.search import Ground, Search, Spots
from routing.roads.types import Place, Side, Snap
from routing.roads.weights import INFINITE

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data/communes/roads.npz"


@st.composite
def networks(draw: st.DrawFn) -> RoadData:
    """Few nodes, any edges: loops, parallels, one-ways, dead ends, islands, zero weights."""
    n = draw(st.integers(1, 12))
    e = draw(st.integers(1, 24))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    tail, head = rng.integers(0, n, (2, e), dtype=np.int32)
    if draw(st.booleans()):  # a ring makes it strongly connected
        tail = np.concatenate([tail, np.arange(n, dtype=np.int32)])
        head = np.concatenate([head, (np.arange(n, dtype=np.int32) + 1) % n]).astype(np.int32)
        e += n
    top = draw(st.sampled_from([1, 3, 60_000]))  # small numbers make many ties
    ms = rng.integers(0, top, (2, e), endpoint=True, dtype=np.int32)
    shut = rng.integers(0, 3, e)
    lon, lat = rng.integers(5_900_000, 5_950_000, (2, n), dtype=np.int32)
    ordered = nested_dissection_order(lon, lat, tail, head)
    order = ordered if draw(st.booleans()) else rng.permutation(n).astype(np.int32)
    return RoadData(
        node_lon=lon,
        node_lat=lat + 37_500_000,
        edge_tail=tail,
        edge_head=head,
        edge_length_dm=rng.integers(0, top, e, endpoint=True, dtype=np.int32),
        edge_forward_ms=np.where(shut == 1, -1, ms[0]).astype(np.int32),
        edge_backward_ms=np.where(shut == 2, -1, ms[1]).astype(np.int32),
        edge_class=np.full(e, 4, dtype=np.uint8),
        edge_flags=np.zeros(e, dtype=np.uint8),
        edge_name=np.zeros(e, dtype=np.int32),
        edge_ref=np.zeros(e, dtype=np.int32),
        shape_offset=np.zeros(e + 1, dtype=np.int32),
        shape_lon=np.empty(0, dtype=np.int32),
        shape_lat=np.empty(0, dtype=np.int32),
        order=order,
        strings=("",),
        meta={},
    )


@st.composite
def metrics(draw: st.DrawFn, data: RoadData) -> Metric:
    """The network as built, or with a few closed stretches and slow roads."""
    metric = Metric.of(data)
    if draw(st.booleans()):
        edges = len(data.edge_tail)
        closed = draw(st.lists(st.integers(0, edges - 1), max_size=4))
        ends = [sorted(draw(st.tuples(SHARES, SHARES))) for _ in closed]
        start, end = np.array(ends, dtype=np.float64).reshape(-1, 2).T
        metric = metric.closed(np.array(closed, dtype=np.int32), start, end)
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        metric = metric.scaled(rng.uniform(0.5, 3, edges))
    return metric


SHARES = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.9, 1.0]) | st.floats(0, 1)


@st.composite
def questions(draw: st.DrawFn) -> tuple[RoadData, Metric, Spots]:
    data = draw(networks())
    edges = st.integers(0, len(data.edge_tail) - 1)
    spots = draw(st.lists(st.tuples(edges, SHARES), min_size=1, max_size=6))
    edge, fraction = zip(*spots, strict=True)
    return (
        data,
        draw(metrics(data)),
        Spots(np.array(edge, dtype=np.int32), np.array(fraction, dtype=np.float64)),
    )


def naive(data: RoadData, metric: Metric, spots: Spots) -> np.ndarray:
    """Cut every edge at every spot on it and relax until nothing changes (Floyd, Warshall)."""
    n, k = len(data.node_lon), len(spots.edge)
    best = np.full((n + k, n + k), INFINITE, dtype=np.int64)
    np.fill_diagonal(best, 0)
    for edge, (tail, head) in enumerate(zip(data.edge_tail, data.edge_head, strict=True)):
        on_edge = [
            (float(spots.fraction[i]), n + int(i)) for i in np.flatnonzero(spots.edge == edge)
        ]
        chain = [(0.0, int(tail)), *sorted(on_edge), (1.0, int(head))]
        for (low, a), (high, b) in pairwise(chain):
            if low <= metric.closed_to[edge] and high >= metric.closed_from[edge]:
                continue
            one = np.array([edge], dtype=np.int32)
            for forward, start, end in ((True, a, b), (False, b, a)):
                allowed = (metric.forward_ms if forward else metric.backward_ms)[edge] >= 0
                if allowed or low == high:
                    ends = [metric.up_to(one, np.array([x]), forward=forward) for x in (high, low)]
                    best[start, end] = min(best[start, end], int((ends[0] - ends[1])[0]))
    for middle in range(n + k):
        best = np.minimum(best, best[:, middle, None] + best[None, middle, :])
    return np.minimum(best, INFINITE)


def without_diagonal(table: np.ndarray) -> np.ndarray:
    table = table.copy()
    np.fill_diagonal(table, 0)
    return table


@settings(max_examples=300, deadline=None)
@given(question=questions())
def test_tables_agree_with_a_naive_search(question: tuple[RoadData, Metric, Spots]) -> None:
    data, metric, spots = question
    ground = Ground(data)
    wanted = naive(data, metric, spots)[len(data.node_lon) :, len(data.node_lon) :]
    for engine in ("cch", "dijkstra"):
        found = Search(ground, metric, engine).weights(spots, spots)
        assert np.array_equal(without_diagonal(found), wanted), engine


@settings(max_examples=150, deadline=None)
@given(question=questions())
def test_spread_agrees(question: tuple[RoadData, Metric, Spots]) -> None:
    data, metric, spots = question
    hierarchy = Search(Ground(data), metric, "cch")
    plain = Search(Ground(data), metric, "dijkstra")
    ends = hierarchy._leaving(spots)
    assert np.array_equal(hierarchy.engine.spread(ends), plain.engine.spread(ends))


def as_snap(spots: Spots, index: int) -> Snap:
    place = Place(id=str(index), lon=0, lat=0)
    return Snap(
        place=place, edge=int(spots.edge[index]), fraction=float(spots.fraction[index]),
        distance_m=0, side=Side.ON, lon=0, lat=0, name="", ref="",
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(question=questions())
@pytest.mark.parametrize("engine", ["cch", "dijkstra"])
def test_found_ways_can_be_driven_and_weigh_what_the_table_says(
    engine: str, question: tuple[RoadData, Metric, Spots]
) -> None:
    data, metric, spots = question
    search = Search(Ground(data), metric, engine)  # type: ignore[arg-type]
    table = search.weights(spots, spots)
    writer = LegWriter(data, search.ground.shapes, metric)
    for i in range(len(spots.edge)):
        for j in range(len(spots.edge)):
            origin, destination = spots[i : i + 1], spots[j : j + 1]
            found = search.engine.find(search._leaving(origin), search._arriving(destination))
            leg = search.leg(as_snap(spots, i), as_snap(spots, j))
            assert (leg is None) == (table[i, j] >= INFINITE)
            if found is None:
                continue
            driven = pieces(as_snap(spots, i), as_snap(spots, j), found, search.arcs)
            assert int(writer._weights(driven).sum()) == found.weight
            assert table[i, j] <= found.weight
            for edge, start, end in driven:
                ms = metric.forward_ms if end > start else metric.backward_ms
                assert start == end or ms[edge] >= 0
                low, high = min(start, end), max(start, end)
                if high > low:
                    assert high < metric.closed_from[edge] or low > metric.closed_to[edge]
            reached = [(data.edge_tail, data.edge_head)[int(p.end)][p.edge] for p in driven[:-1]]
            left = [(data.edge_tail, data.edge_head)[int(p.start)][p.edge] for p in driven[1:]]
            assert reached == left


@pytest.fixture(scope="session", params=["shipped", *sorted(
    p.name for p in (ROOT / "../shared/osm/test-extracts").glob("*")
)])  # fmt: skip
def real(request: pytest.FixtureRequest) -> RoadData:
    """The shipped network and, where they lie beside the project, small foreign extracts."""
    if request.param == "shipped":
        return RoadData.load(SHIPPED)
    from routing.roads.builder.recipe import build_network

    return build_network(ROOT / "../shared/osm/test-extracts" / request.param)


def random_spots(data: RoadData, count: int) -> Spots:
    rng = np.random.default_rng(1)
    edge = rng.integers(0, len(data.edge_tail), count).astype(np.int32)
    return Spots(edge, rng.uniform(0, 1, count))


def test_engines_agree_on_real_roads(real: RoadData) -> None:
    spots, ground = random_spots(real, 60), Ground(real)
    metric = Metric.of(real)
    rng = np.random.default_rng(2)
    shut = rng.choice(len(real.edge_tail), len(real.edge_tail) // 20, replace=False)
    halves = np.full(len(shut), 0.5)
    closed = metric.closed(shut.astype(np.int32), halves, halves)
    for changed in (metric, closed.scaled(rng.uniform(1, 2, len(real.edge_tail)))):
        fast, plain = (Search(ground, changed, engine) for engine in ("cch", "dijkstra"))
        assert np.array_equal(fast.weights(spots, spots), plain.weights(spots, spots))
        ends = fast._leaving(spots[:3])
        assert np.array_equal(fast.engine.spread(ends), plain.engine.spread(ends))


def test_every_edge_of_a_real_network_can_be_reached_and_left(real: RoadData) -> None:
    search = Search(Ground(real), Metric.of(real), "cch")
    middle = Spots(np.arange(1, dtype=np.int32), np.array([0.5]))
    assert search.engine.spread(search._leaving(middle)).max() < INFINITE
    backwards = replace(
        real,
        edge_forward_ms=real.edge_backward_ms,
        edge_backward_ms=real.edge_forward_ms,
    )
    search = Search(Ground(backwards), Metric.of(backwards), "cch")
    assert search.engine.spread(search._leaving(middle)).max() < INFINITE


def test_both_engines_have_one_door(town: RoadData) -> None:
    places = [Place(id=str(i), lon=5.9 + i * 0.005, lat=43.4) for i in range(5)]
    fast, plain = (RoadNetwork(town, engine=engine) for engine in ("cch", "dijkstra"))
    one, other = fast.matrix(places), plain.matrix(places)
    assert np.array_equal(one.durations_s, other.durations_s)
    assert np.array_equal(one.distances_m, other.distances_m)
    assert one.durations_s.dtype == np.int32
    assert fast.path(places).duration_s == plain.path(places).duration_s


def test_distances_stay_exact_on_long_ways(town: RoadData) -> None:
    """A ring of 400 edges of 30 km: sums in two numbers, kept apart."""
    n = 400
    node = np.arange(n, dtype=np.int32)
    ring = RoadData(
        node_lon=(5_900_000 + 1000 * np.cos(node)).astype(np.int32),
        node_lat=(43_400_000 + 1000 * np.sin(node)).astype(np.int32),
        edge_tail=node,
        edge_head=np.roll(node, -1),
        edge_length_dm=np.full(n, 150_001, dtype=np.int32),
        edge_forward_ms=np.full(n, 300_007, dtype=np.int32),
        edge_backward_ms=np.full(n, -1, dtype=np.int32),
        edge_class=np.zeros(n, dtype=np.uint8),
        edge_flags=np.zeros(n, dtype=np.uint8),
        edge_name=np.zeros(n, dtype=np.int32),
        edge_ref=np.zeros(n, dtype=np.int32),
        shape_offset=np.zeros(n + 1, dtype=np.int32),
        shape_lon=np.empty(0, dtype=np.int32),
        shape_lat=np.empty(0, dtype=np.int32),
        order=node,
        strings=("",),
        meta={},
    )
    spots = Spots(np.array([0, n - 1], dtype=np.int32), np.array([0.0, 1.0]))
    for engine in ("cch", "dijkstra"):
        search = Search(Ground(ring), Metric.of(ring), engine)
        whole = int(search.weights(spots, spots)[0, 1])
        assert whole == 0  # the end of the last edge is the start of the first
        spots_far = Spots(np.array([0, n - 1], dtype=np.int32), np.array([0.0, 0.0]))
        far = int(search.weights(spots_far, spots_far)[0, 1])
        assert (far >> 26, far & (2**26 - 1)) == (399 * 300_007, 399 * 150_001)
