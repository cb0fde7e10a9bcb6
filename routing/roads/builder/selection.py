"""Which pieces the network keeps: the detail, the main roads, and what connects them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from routing.roads.builder.pieces import Pieces
from routing.roads.builder.raw import Geometry
from routing.roads.builder.streets import Bools, Floats, Ints, Streets
from routing.roads.data import CLASSES

MAIN_CLASSES = tuple(
    name for name in CLASSES
    if name.split("_")[0] in ("motorway", "trunk", "primary", "secondary", "tertiary")
)  # fmt: skip
"""Kept everywhere; the others inside the detail only."""

_MAIN = np.array([name in MAIN_CLASSES for name in CLASSES])
_NONE = -9999  # what SciPy writes where there is no predecessor


def strongly_connected(pieces: Pieces) -> Bools:
    """Mark the pieces of the largest part where every place reaches every other."""
    tail, head, _, piece = _arcs(pieces)
    if not len(tail):
        return np.zeros(len(pieces), dtype=bool)
    label = _strong_labels(tail, head, pieces.nodes)
    biggest = np.bincount(label[tail], minlength=label.max() + 1).argmax()
    kept = np.zeros(len(pieces), dtype=bool)
    kept[piece[(label[tail] == biggest) & (label[head] == biggest)]] = True
    return kept


def select_detail(
    pieces: Pieces, streets: Streets, lon: Floats, lat: Floats, detail: Geometry
) -> Bools:
    """Mark what touches the detail area, main roads, and the links between stray parts.

    Parameters
    ----------
    pieces
        Strongly connected.
    streets
        The ways of the pieces.
    lon, lat
        ``(v,)`` degrees of the vertices.
    detail
        Area in degrees inside which every street is kept.
    """
    shapely.prepare(detail)
    inside = np.append(0, np.cumsum(shapely.contains_xy(detail, lon, lat)))
    touches = inside[pieces.last + 1] > inside[pieces.first]
    kept = touches | _MAIN[streets.road_class[pieces.way]]
    return np.asarray(kept | _connections(pieces, kept), dtype=bool)


def _connections(pieces: Pieces, kept: Bools) -> Bools:
    """Mark the fastest ways that tie every stray kept part to the main one, there and back."""
    added = np.zeros(len(pieces), dtype=bool)
    core = strongly_connected(pieces.take(kept))
    in_core = np.zeros(pieces.nodes, dtype=bool)
    for ends in (pieces.tail, pieces.head):
        in_core[ends[np.flatnonzero(kept)[core]]] = True
    stray = np.zeros(pieces.nodes, dtype=bool)
    for ends in (pieces.tail, pieces.head):
        stray[ends[kept]] = True
    stray &= ~in_core
    if not stray.any() or not in_core.any():
        return added
    tail, head, seconds, piece = _arcs(pieces)
    label = _strong_labels(*_arcs(pieces.take(kept))[:2], pieces.nodes)
    there = _Tree(tail, head, seconds, piece, np.flatnonzero(in_core), pieces.nodes)
    back = _Tree(head, tail, seconds, piece, np.flatnonzero(in_core), pieces.nodes)
    for node in _gates(stray, label, there.seconds + back.seconds):
        added[there.pieces_to(node)] = True
        added[back.pieces_to(node)] = True
    return added


def _gates(stray: Bools, label: NDArray[np.int32], cost: Floats) -> Ints:
    """Give the cheapest node of each stray part."""
    nodes = np.flatnonzero(stray & np.isfinite(cost))
    order = nodes[np.lexsort((nodes, cost[nodes], label[nodes]))]
    return order[np.flatnonzero(np.diff(label[order], prepend=-1))]


class _Tree:
    """Fastest ways from a set of nodes to everywhere."""

    def __init__(
        self, tail: Ints, head: Ints, seconds: Floats, piece: Ints, roots: Ints, size: int
    ) -> None:
        order = np.lexsort((piece, seconds, head, tail))
        tail, head = tail[order], head[order]
        best = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0))
        tail, head = tail[best], head[best]
        self._key = tail * size + head
        self._piece = piece[order][best]
        self._size = size
        graph = csr_array((seconds[order][best] + 1e-6, (tail, head)), shape=(size, size))
        self.seconds, self._before, _ = dijkstra(
            graph, indices=roots, min_only=True, return_predecessors=True
        )

    def pieces_to(self, node: int) -> list[int]:
        """Give the pieces from the nearest root to a node."""
        found = []
        while (before := int(self._before[node])) != _NONE:
            at = int(np.searchsorted(self._key, before * self._size + node))
            found.append(int(self._piece[at]))
            node = before
        return found


def _arcs(pieces: Pieces) -> tuple[Ints, Ints, Floats, Ints]:
    """Give tail, head, seconds and piece of every allowed direction."""
    along = np.flatnonzero(np.isfinite(pieces.seconds_along))
    against = np.flatnonzero(np.isfinite(pieces.seconds_against))
    tail = np.concatenate([pieces.tail[along], pieces.head[against]])
    head = np.concatenate([pieces.head[along], pieces.tail[against]])
    seconds = np.concatenate([pieces.seconds_along[along], pieces.seconds_against[against]])
    return tail, head, seconds, np.concatenate([along, against])


def _strong_labels(tail: Ints, head: Ints, size: int) -> NDArray[np.int32]:
    graph = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(size, size))
    labels = connected_components(graph, directed=True, connection="strong")[1]
    return np.asarray(labels, dtype=np.int32)
