"""The plain engine: SciPy's compiled Dijkstra. Slower, and a check on the hierarchy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.roads.arcs import Arcs
from routing.roads.engine import Ends, Found
from routing.roads.weights import INFINITE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT = 2**53
"""Above this a float64 no longer holds every integer; only absurdly long ways get there."""


@dataclass(frozen=True, slots=True, eq=False)
class DijkstraEngine:
    """A directed graph in compressed rows, one arc per pair of nodes.

    Parameters
    ----------
    start, head, weight
        ``(n + 1,)`` row bounds, ``(m,)`` arc heads, ``(m,)`` packed weights as float64, which
        are exact below ``EXACT``.
    """

    start: Ints
    head: Ints
    weight: Floats

    @classmethod
    def over(cls, arcs: Arcs) -> DijkstraEngine:
        """Put the arcs of a network into rows."""
        start = np.searchsorted(arcs.tail, np.arange(arcs.count + 1)).astype(np.int32)
        return cls(start, arcs.head, arcs.weight.astype(np.float64))

    def table(self, origins: Ends, destinations: Ends) -> Longs:
        """Packed weight from every origin to every destination, ``INFINITE`` where no way."""
        graph, sources = self._with_sources(origins, apart=True)
        table = np.empty((len(sources), len(destinations.nodes)), dtype=np.int64)
        for row, source in enumerate(sources):  # one row at a time keeps memory small
            reached = _packed(dijkstra(graph, indices=source))
            ways = reached[destinations.nodes] + destinations.weights
            table[row] = np.minimum(ways.min(axis=1), INFINITE)
        return table

    def spread(self, origins: Ends) -> Longs:
        """Packed weight to every node from the origin nearest to it."""
        graph, (source,) = self._with_sources(origins, apart=False)
        return _packed(dijkstra(graph, indices=source))[:source]

    def find(self, origin: Ends, destination: Ends) -> Found | None:
        """Give the best way between two places (one row each), None where there is none."""
        graph, (source,) = self._with_sources(origin, apart=False)
        reached, before = dijkstra(graph, indices=source, return_predecessors=True)
        ways = np.minimum(_packed(reached)[destination.nodes[0]] + destination.weights[0], INFINITE)
        last = int(ways.argmin())
        if ways[last] >= INFINITE:
            return None
        nodes = [int(destination.nodes[0, last])]
        while before[nodes[-1]] != source:
            nodes.append(int(before[nodes[-1]]))
        leaving = np.where(origin.nodes[0] == nodes[-1], origin.weights[0], INFINITE)
        return Found(
            weight=int(ways[last]),
            nodes=np.array(nodes[::-1], dtype=np.int32),
            first=int(leaving.argmin()),
            last=last,
        )

    def _with_sources(self, origins: Ends, *, apart: bool) -> tuple[csr_array, list[int]]:
        """Append nodes that lead to the ends of the origins: one per origin, or one for all."""
        count = len(self.start) - 1
        rows = len(origins.nodes) if apart else 1
        origin = np.repeat(np.arange(rows), origins.nodes.size // max(rows, 1))
        nodes, weights = origins.nodes.ravel(), origins.weights.ravel()
        order = np.lexsort((weights, nodes, origin))
        origin, nodes, weights = origin[order], nodes[order], weights[order]
        keep = weights < INFINITE
        keep[1:] &= (origin[1:] != origin[:-1]) | (nodes[1:] != nodes[:-1])
        bounds = self.start[-1] + np.searchsorted(origin[keep], np.arange(1, rows + 1))
        graph = csr_array(
            (
                np.concatenate([self.weight, weights[keep].astype(np.float64)]),
                np.concatenate([self.head, nodes[keep]]),
                np.concatenate([self.start, bounds]).astype(np.int32),
            ),
            shape=(count + rows, count + rows),
        )
        return graph, list(range(count, count + rows))


def _packed(reached: Floats) -> Longs:
    """Back to integers; refuse what a float64 cannot hold exactly."""
    finite = np.isfinite(reached)
    if finite.any() and reached[finite].max() >= EXACT:
        raise OverflowError("a way is too long for exact sums: more than 37 h of driving")
    return np.where(finite, reached, INFINITE).astype(np.int64)
