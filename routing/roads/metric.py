"""How long each edge takes, and which stretches are closed: what a re-customisation changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.roads.data import RoadData
from routing.roads.weights import INFINITE, pack

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Scale: TypeAlias = NDArray[np.floating[Any]] | float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """Durations and closures of ``e`` edges.

    Parameters
    ----------
    forward_ms, backward_ms
        ``(e,)`` milliseconds along the geometry and against it, -1 where not allowed.
    length_dm
        ``(e,)`` decimetres.
    closed_from, closed_to
        ``(e,)`` the closed stretch as shares of the edge, both ends included; ``inf`` and
        ``-inf`` on an open edge. Nobody drives through a closed stretch, but both sides of it
        stay in use as dead ends.
    """

    forward_ms: Longs
    backward_ms: Longs
    length_dm: Longs
    closed_from: Floats
    closed_to: Floats

    @classmethod
    def of(cls, data: RoadData) -> Metric:
        """Take the durations of a network as it was built: everything open."""
        edges = len(data.edge_tail)
        return cls(
            forward_ms=data.edge_forward_ms.astype(np.int64),
            backward_ms=data.edge_backward_ms.astype(np.int64),
            length_dm=data.edge_length_dm.astype(np.int64),
            closed_from=np.full(edges, np.inf),
            closed_to=np.full(edges, -np.inf),
        )

    def through(self) -> tuple[Longs, Longs]:
        """Packed weights of whole edges, forward and backward; ``INFINITE`` where closed."""
        is_open = self.closed_from > self.closed_to
        return (
            _packed(self.forward_ms, self.length_dm, is_open),
            _packed(self.backward_ms, self.length_dm, is_open),
        )

    def up_to(self, edge: Ints, fraction: Floats, *, forward: bool) -> Longs:
        """Packed weight of the stretch between the tail and ``fraction``, driven either way."""
        ms = (self.forward_ms if forward else self.backward_ms)[edge]
        share = np.rint(ms * fraction), np.rint(self.length_dm[edge] * fraction)
        return pack(share[0], share[1])

    def leaving(self, edge: Ints, fraction: Floats) -> Longs:
        """``(k, 2)`` packed weights from points on edges to the edges' tail and head."""
        whole = np.ones(len(edge))
        to_tail = self.up_to(edge, fraction, forward=False)
        to_head = self.up_to(edge, whole, forward=True) - self.up_to(edge, fraction, forward=True)
        return self._sides(edge, fraction, self.backward_ms, to_tail, self.forward_ms, to_head)

    def arriving(self, edge: Ints, fraction: Floats) -> Longs:
        """``(k, 2)`` packed weights from the edges' tail and head to points on the edges."""
        whole = np.ones(len(edge))
        by_tail = self.up_to(edge, fraction, forward=True)
        by_head = self.up_to(edge, whole, forward=False) - self.up_to(edge, fraction, forward=False)
        return self._sides(edge, fraction, self.forward_ms, by_tail, self.backward_ms, by_head)

    def direct(self, edge: Ints, start: Floats, end: Floats) -> Longs:
        """Packed weight between two points of one edge without leaving it."""
        low, high = np.minimum(start, end), np.maximum(start, end)
        is_open = (high < self.closed_from[edge]) | (low > self.closed_to[edge])
        weights = []
        for forward, ms in ((True, self.forward_ms), (False, self.backward_ms)):
            weight = self.up_to(edge, high, forward=forward) - self.up_to(
                edge, low, forward=forward
            )
            right_way = start <= end if forward else start >= end
            weights.append(np.where(is_open & right_way & (ms[edge] >= 0), weight, INFINITE))
        return np.minimum(*weights)

    def inside_closure(self, edge: Ints, fraction: Floats) -> Flags:
        """Whether points lie on a closed stretch."""
        return (fraction >= self.closed_from[edge]) & (fraction <= self.closed_to[edge])

    def scaled(self, factor: Scale, least_ms: Scale = 0.0) -> Metric:
        """Multiply durations; none gets shorter than ``least_ms``."""
        return replace(
            self,
            forward_ms=_scaled(self.forward_ms, factor, least_ms),
            backward_ms=_scaled(self.backward_ms, factor, least_ms),
        )

    def closed(self, edge: Ints, start: Floats, end: Floats) -> Metric:
        """Close one more stretch on each of the given edges (an edge may repeat)."""
        closed_from, closed_to = self.closed_from.copy(), self.closed_to.copy()
        np.minimum.at(closed_from, edge, start)
        np.maximum.at(closed_to, edge, end)
        return replace(self, closed_from=closed_from, closed_to=closed_to)

    def _sides(
        self,
        edge: Ints,
        fraction: Floats,
        tail_ms: Longs,
        tail_side: Longs,
        head_ms: Longs,
        head_side: Longs,
    ) -> Longs:
        # a point at a junction may take any road there, whatever its own edge allows
        tail_open = (tail_ms[edge] >= 0) | (fraction == 0)
        head_open = (head_ms[edge] >= 0) | (fraction == 1)
        tail_open &= fraction < self.closed_from[edge]
        head_open &= fraction > self.closed_to[edge]
        sides = [np.where(tail_open, tail_side, INFINITE), np.where(head_open, head_side, INFINITE)]
        return np.stack(sides, axis=1)


def _packed(ms: Longs, length_dm: Longs, usable: Flags) -> Longs:
    return np.where(usable & (ms >= 0), pack(ms, length_dm), INFINITE)


def _scaled(ms: Longs, factor: Scale, least_ms: Scale) -> Longs:
    changed = np.maximum(np.rint(ms * factor), np.ceil(least_ms))
    return np.where(ms < 0, -1, changed).astype(np.int64)
