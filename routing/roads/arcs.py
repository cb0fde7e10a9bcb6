"""From edges, which may be parallel and two-way, to at most one arc per ordered node pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.roads.weights import INFINITE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """The cheapest drivable arc between every two joined nodes, sorted by tail, then head.

    ``edge`` is the network edge an arc stands for, ``forward`` whether along its geometry.
    """

    count: int
    tail: Ints
    head: Ints
    weight: Longs
    edge: Ints
    forward: NDArray[np.bool_]

    @classmethod
    def cheapest(cls, count: int, tail: Ints, head: Ints, forward: Longs, backward: Longs) -> Arcs:
        """Choose among parallel edges by packed weight, then by edge index; drop loops."""
        edges = len(tail)
        tails, heads = np.concatenate([tail, head]), np.concatenate([head, tail])
        weights = np.concatenate([forward, backward])
        edge = np.tile(np.arange(edges, dtype=np.int32), 2)
        usable = np.flatnonzero((weights < INFINITE) & (tails != heads))
        order = np.lexsort((edge[usable], weights[usable], heads[usable], tails[usable]))
        chosen = usable[order]
        first = np.ones(len(chosen), dtype=bool)
        first[1:] = (np.diff(tails[chosen]) != 0) | (np.diff(heads[chosen]) != 0)
        chosen = chosen[first]
        return cls(
            count=count,
            tail=tails[chosen].astype(np.int32),
            head=heads[chosen].astype(np.int32),
            weight=weights[chosen],
            edge=edge[chosen],
            forward=chosen < edges,
        )

    def along(self, nodes: Ints) -> NDArray[np.intp]:
        """Arcs between consecutive nodes of a way; each pair must be joined."""
        keys = self.tail.astype(np.int64) * self.count + self.head
        return np.searchsorted(keys, nodes[:-1].astype(np.int64) * self.count + nodes[1:])
