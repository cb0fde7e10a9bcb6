"""Contraction order by nested dissection with inertial flow, in NumPy and SciPy alone.

Nodes of degree one and two go first, in independent rounds, as they cost no or one shortcut
(Dibbelt, Strasser, Wagner, *Customizable Contraction Hierarchies*, doi:10.1145/2886843).
The rest is split again and again by small vertex separators: sort the nodes along a few
directions, make the two ends source and sink, and let a maximum flow find the fewest nodes
that part them (Schild, Sommer, *On Balanced Separators in Road Networks*,
doi:10.1007/978-3-319-20086-6_22). A separator is more important than both of its sides.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Labels = NDArray[np.int8]

DIRECTIONS = 4
END_SHARE = 0.2
LEAF = 8
INFINITE = 2**30
SIDE_A, SIDE_B, SEPARATOR = 0, 1, 2


def nested_dissection_order(
    node_lon: Ints,
    node_lat: Ints,
    tail: Ints,
    head: Ints,
    *,
    progress: Callable[[float], None] | None = None,
) -> Ints:
    """Order the nodes of a road network from least to most important.

    Parameters
    ----------
    node_lon, node_lat
        ``(n,)`` microdegrees.
    tail, head
        ``(e,)`` node indices of the edges; directions, loops and parallels do not matter.
    progress
        Called now and then with the share done, 0 to 1.

    Returns
    -------
    ``(n,)`` int32 node indices; the same input gives the same order.
    """
    count = len(node_lon)
    y = np.asarray(node_lat, dtype=np.float64)
    x = np.asarray(node_lon, dtype=np.float64) * np.cos(np.radians(y.mean() / 1e6 if count else 0))
    rounds, pairs = _peel(count, _simple_pairs(tail, head))
    alive = np.ones(count, dtype=bool)
    alive[np.concatenate([*rounds, []]).astype(np.int64)] = False
    core = np.flatnonzero(alive)
    index = np.cumsum(alive) - 1
    graph = _graph(len(core), index[pairs])
    dissected = _dissect(graph, x[core], y[core], progress or (lambda _share: None))
    return np.concatenate([*rounds, core[dissected]]).astype(np.int32)


def _simple_pairs(tail: Ints, head: Ints) -> Longs:
    """Undirected edges ``(m, 2)``, lower index first, without loops and parallels."""
    pairs = np.stack([np.minimum(tail, head), np.maximum(tail, head)], axis=1).astype(np.int64)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _graph(count: int, pairs: Longs) -> csr_array:
    rows = np.concatenate([pairs[:, 0], pairs[:, 1]])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0]])
    ones = np.ones(len(rows), dtype=np.int32)
    graph = coo_array((ones, (rows, columns)), shape=(count, count)).tocsr()
    graph.sort_indices()
    return graph


def _peel(count: int, pairs: Longs) -> tuple[list[Longs], Longs]:
    """Remove nodes of degree ≤ 2 in independent rounds; bridge the gap that a node leaves."""
    alive = np.ones(count, dtype=bool)
    luck = np.random.default_rng(0).permutation(count)
    rounds: list[Longs] = []
    while True:
        degree = np.bincount(pairs.ravel(), minlength=count)
        small = alive & (degree <= 2)
        if not small.any():
            return rounds, pairs
        # of two small neighbours only the luckier goes in this round
        both = small[pairs[:, 0]] & small[pairs[:, 1]]
        a, b = pairs[both, 0], pairs[both, 1]
        small[np.where(luck[a] < luck[b], b, a)] = False
        chosen = np.flatnonzero(small)
        rounds.append(chosen)
        alive[chosen] = False
        gone = small[pairs[:, 0]] | small[pairs[:, 1]]
        pairs = np.unique(np.concatenate([pairs[~gone], _bridges(pairs[gone], small)]), axis=0)


def _bridges(pairs: Longs, removed: Flags) -> Longs:
    """Pairs of the two neighbours of every removed node of degree two."""
    first = removed[pairs[:, 0]]
    middle = np.where(first, pairs[:, 0], pairs[:, 1])
    other = np.where(first, pairs[:, 1], pairs[:, 0])
    by_middle = np.argsort(middle, kind="stable")
    middle, other = middle[by_middle], other[by_middle]
    twin = np.flatnonzero(middle[:-1] == middle[1:])
    a, b = other[twin], other[twin + 1]
    return np.stack([np.minimum(a, b), np.maximum(a, b)], axis=1)


def _dissect(graph: csr_array, x: Floats, y: Floats, progress: Callable[[float], None]) -> Ints:
    """Order a graph by recursive separation, most important last."""
    count = graph.shape[0]
    order = np.empty(count, dtype=np.int32)
    end = count
    stack: list[tuple[csr_array, Ints]] = [(graph, np.arange(count, dtype=np.int32))]
    while stack:  # filled from the back, so whatever is popped next is less important
        part, nodes = stack.pop()
        if len(nodes) <= LEAF:
            last = nodes[_minimum_degree(part)]
        else:
            label = _separate(part, x[nodes], y[nodes])
            last = nodes[label == SEPARATOR]
            for side in (SIDE_A, SIDE_B):
                chosen = np.flatnonzero(label == side)
                if len(chosen):
                    stack.append((part[chosen][:, chosen], nodes[chosen]))
        order[end - len(last) : end] = last
        end -= len(last)
        progress(1 - end / max(count, 1))
    return order


def _separate(graph: csr_array, x: Floats, y: Floats) -> Labels:
    """Label every node as one of two sides or separator, by the best of a few directions."""
    parts, component = connected_components(graph, directed=False)
    if parts > 1:
        return _pack_components(component)
    network = _FlowNetwork(graph)
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    alongs = (np.argsort(x * np.cos(a) + y * np.sin(a), kind="stable") for a in angles)
    return min((network.cut(along) for along in alongs), key=_cost)


def _cost(label: Labels) -> float:
    """Separator nodes per node of the smaller side: small and balanced wins."""
    sizes = np.bincount(label, minlength=3)
    return float(sizes[SEPARATOR] / (_smaller_side(label) + sizes[SEPARATOR] / 2))


def _pack_components(component: Ints) -> Labels:
    """Two sides of about one size from the connected components, no separator needed."""
    sizes = np.bincount(component)
    side = np.full(len(sizes), SIDE_B, dtype=np.int8)
    total = 0
    for index in np.argsort(-sizes, kind="stable"):
        if total == 0 or total + sizes[index] <= len(component) / 2:
            side[index] = SIDE_A
            total += sizes[index]
    return side[component]


class _FlowNetwork:
    """The vertex-split flow network of a graph; only the terminals differ between cuts.

    Node ``v`` becomes an entry ``v`` and an exit ``n + v`` joined by an arc of capacity one,
    so a minimum cut counts nodes. The source is ``2n``, the sink ``2n + 1``.
    """

    def __init__(self, graph: csr_array) -> None:
        n = graph.shape[0]
        self.count = n
        degree = np.diff(graph.indptr)
        every = np.arange(n)
        # exits lead to the neighbours' entries and, last in the row, to the sink
        exit_start = n + np.concatenate([[0], np.cumsum(degree + 1)])
        is_neighbour = np.ones(exit_start[-1] - n, dtype=bool)
        is_neighbour[exit_start[1:] - n - 1] = False
        exits = np.full(len(is_neighbour), 2 * n + 1)
        exits[is_neighbour] = graph.indices
        self.indices = np.concatenate([n + every, exits, every]).astype(np.int32)
        starts = [every, exit_start, [len(self.indices)] * 2]
        self.indptr = np.concatenate(starts).astype(np.int32)
        self.to_sink = exit_start[1:] - 1
        self.from_source = len(self.indices) - n + every
        self.capacity = np.full(len(self.indices), INFINITE, dtype=np.int32)
        self.capacity[:n] = 1

    def cut(self, along: Longs) -> Labels:
        """Part the first from the last nodes of ``along`` by as few nodes as possible."""
        n = self.count
        ends = max(1, int(n * END_SHARE))
        capacity = self.capacity.copy()
        capacity[self.from_source] = 0
        capacity[self.to_sink] = 0
        capacity[self.from_source[along[:ends]]] = INFINITE
        capacity[self.to_sink[along[-ends:]]] = INFINITE
        shape = (2 * n + 2, 2 * n + 2)
        network = csr_array((capacity, self.indices, self.indptr), shape=shape)
        residual = (network - maximum_flow(network, 2 * n, 2 * n + 1).flow).tocsr()
        residual.data = np.maximum(residual.data, 0)
        residual.eliminate_zeros()
        near = _reached(residual, 2 * n)
        far = _reached(residual.T.tocsr(), 2 * n + 1)
        by_source = _labels(near[n : 2 * n], ~near[:n])
        by_sink = _labels(~far[n : 2 * n], far[:n])
        return max(by_source, by_sink, key=_smaller_side)


def _reached(graph: csr_array, start: int) -> Flags:
    reached = np.zeros(graph.shape[0], dtype=bool)
    reached[breadth_first_order(graph, start, return_predecessors=False)] = True
    return reached


def _labels(in_a: Flags, in_b: Flags) -> Labels:
    label = np.full(len(in_a), SEPARATOR, dtype=np.int8)
    label[in_a] = SIDE_A
    label[in_b] = SIDE_B
    return label


def _smaller_side(label: Labels) -> int:
    sizes = np.bincount(label, minlength=3)
    return int(min(sizes[SIDE_A], sizes[SIDE_B]))


def _minimum_degree(graph: csr_array) -> Ints:
    """Greedy order of a small graph: always the node with the fewest neighbours left."""
    starts, targets = graph.indptr, graph.indices
    neighbours = {
        node: set(targets[starts[node] : starts[node + 1]].tolist())
        for node in range(graph.shape[0])
    }
    order = []
    while neighbours:
        node = min(neighbours, key=lambda v: (len(neighbours[v]), v))
        around = neighbours.pop(node)
        for other in around:
            neighbours[other] |= around
            neighbours[other] -= {node, other}
        order.append(node)
    return np.array(order, dtype=np.int32)
