"""What any search engine must answer; :mod:`.cch` is the fast one, :mod:`.dijkstra` the plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """``k`` places seen from the network: the two nodes next to each, and the way to them.

    Parameters
    ----------
    nodes
        ``(k, 2)`` int32: tail and head of the edge that the place lies on.
    weights
        ``(k, 2)`` int64 packed weights between place and node, ``INFINITE`` where not allowed.
    """

    nodes: Ints
    weights: Longs

    def one(self, index: int) -> Ends:
        """Keep only the place at ``index``."""
        return Ends(self.nodes[index : index + 1], self.weights[index : index + 1])


class Found(NamedTuple):
    """The way between two places: packed weight, nodes passed, ends used (0 tail, 1 head)."""

    weight: int
    nodes: Ints
    first: int
    last: int


class Engine(Protocol):
    """Shortest ways on one set of weights. Ways along a single edge are the caller's."""

    def table(self, origins: Ends, destinations: Ends) -> Longs:
        """Packed weight from every origin to every destination, ``INFINITE`` where no way."""

    def spread(self, origins: Ends) -> Longs:
        """Packed weight to every node from the origin nearest to it."""

    def find(self, origin: Ends, destination: Ends) -> Found | None:
        """Give the best way between two places (one row each), None where there is none."""
