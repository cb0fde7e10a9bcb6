"""The contraction order and the hierarchy built on it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.roads.cch.hierarchy import contract
from routing.roads.cch.order import nested_dissection_order


def ints(values: object) -> np.ndarray:
    return np.asarray(values, dtype=np.int32)


def grid(side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    node = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    head = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    lat, lon = np.divmod(node.ravel(), side)
    return ints(1000 * lon), ints(1000 * lat), ints(tail), ints(head)


@settings(max_examples=150, deadline=None)
@given(n=st.integers(0, 40), e=st.integers(0, 80), seed=st.integers(0, 2**32))
def test_any_graph_gets_every_node_once(n: int, e: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(0, max(n, 1), (2, e if n else 0), dtype=np.int32)
    lon, lat = rng.integers(0, 3, (2, n), dtype=np.int32)  # many nodes on one point
    order = nested_dissection_order(lon, lat, tail, head)
    assert order.dtype == np.int32
    assert sorted(order.tolist()) == list(range(n))
    assert np.array_equal(order, nested_dissection_order(lon, lat, tail, head))


@settings(max_examples=150, deadline=None)
@given(n=st.integers(1, 15), e=st.integers(0, 40), seed=st.integers(0, 2**32))
def test_the_hierarchy_is_what_elimination_leaves(n: int, e: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(0, n, (2, e), dtype=np.int32)
    order = rng.permutation(n).astype(np.int32)
    tree = contract(order, tail, head)
    around: dict[int, set[int]] = {v: set() for v in range(n)}
    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        around[a].add(b)
        around[b].add(a)
    expected = set()
    for v in order.tolist():
        others = around.pop(v) - {v}
        expected |= {(v, other) for other in others}
        for other in others:
            around[other] = (around[other] | others) - {v, other}
    arcs = zip(tree.node[tree.arc_tail].tolist(), tree.node[tree.arc_head].tolist(), strict=True)
    assert set(arcs) == expected
    for seat in range(n):
        chain = tree.ancestors(seat)
        assert tree.depth[chain].tolist() == list(range(len(chain)))
        heads = tree.arc_head[tree.arc_start[seat] : tree.arc_start[seat + 1]]
        assert set(heads.tolist()) <= set(chain[:-1].tolist())


@pytest.mark.parametrize(("side", "most_arcs", "most_depth"), [(20, 4400, 65), (40, 24_000, 125)])
def test_separators_are_small(side: int, most_arcs: int, most_depth: int) -> None:
    """Grids have no natural separators; the limits are a little above what was reached."""
    lon, lat, tail, head = grid(side)
    tree = contract(nested_dissection_order(lon, lat, tail, head), tail, head)
    assert len(tree.arc_tail) < most_arcs
    assert tree.depth.max() < most_depth


def test_progress_runs_from_nothing_to_all() -> None:
    shares: list[float] = []
    nested_dissection_order(*grid(12), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
