"""Turns a found way into a leg: its line, its steps by road name, its tolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.roads.arcs import Arcs
from routing.roads.data import RoadData
from routing.roads.engine import Found
from routing.roads.geometry import Shapes, to_degrees
from routing.roads.metric import Metric
from routing.roads.types import Leg, Snap, Step
from routing.roads.weights import metres, seconds

Longs = NDArray[np.int64]

TOLL = 1
ROUNDABOUT = 2


class Piece(NamedTuple):
    """A stretch of one edge in driving order; against the geometry when ``end < start``."""

    edge: int
    start: float
    end: float


def pieces(origin: Snap, destination: Snap, found: Found | None, arcs: Arcs) -> list[Piece]:
    """Stretches driven between two snaps; without ``found``, along their one edge."""
    if found is None:
        return [Piece(origin.edge, origin.fraction, destination.fraction)]
    driven = [Piece(origin.edge, origin.fraction, float(found.first))]
    for arc in arcs.along(found.nodes):
        ends = (0.0, 1.0) if arcs.forward[arc] else (1.0, 0.0)
        driven.append(Piece(int(arcs.edge[arc]), *ends))
    driven.append(Piece(destination.edge, float(found.last), destination.fraction))
    return driven


@dataclass(frozen=True, slots=True, eq=False)
class LegWriter:
    """Writes legs for one network and metric."""

    data: RoadData
    shapes: Shapes
    metric: Metric

    def leg(self, origin: Snap, destination: Snap, driven: Sequence[Piece], weight: int) -> Leg:
        """Describe the way over the ``driven`` stretches, whose packed weight is ``weight``."""
        total = np.array([weight], dtype=np.int64)
        edges = np.array([piece.edge for piece in driven])
        return Leg(
            origin=origin.place,
            destination=destination.place,
            distance_m=int(metres(total)[0]),
            duration_s=int(seconds(total)[0]),
            geometry=self._line(driven),
            steps=self._steps(driven),
            tolls=bool(np.any(self.data.edge_flags[edges] & TOLL)),
        )

    def _line(self, driven: Sequence[Piece]) -> NDArray[np.float64]:
        points = np.concatenate([self.shapes.cut(*piece) for piece in driven])
        moved = np.ones(len(points), dtype=bool)
        moved[1:] = np.any(np.abs(np.diff(points, axis=0)) > 1e-6, axis=1)
        kept = points[moved] if moved.sum() > 1 else points[[0, -1]]
        return np.asarray(to_degrees(kept).round(7))

    def _steps(self, driven: Sequence[Piece]) -> tuple[Step, ...]:
        """Join neighbouring stretches of one name and number; the sums equal the leg's."""
        keys = self._road_keys(driven)
        sums = np.cumsum(np.concatenate([[0], self._weights(driven)]))
        bounds = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
        metre, second = metres(sums).tolist(), seconds(sums).tolist()
        return tuple(
            Step(
                name=self.data.strings[keys[first][0]],
                ref=self.data.strings[keys[first][1]],
                distance_m=metre[last] - metre[first],
                duration_s=second[last] - second[first],
            )
            for first, last in pairwise([*bounds, len(keys)])
            if metre[last] > metre[first] or second[last] > second[first]
        )

    def _road_keys(self, driven: Sequence[Piece]) -> list[tuple[int, int]]:
        """Name and number of every stretch; a roundabout belongs to the road that led there."""
        keys: list[tuple[int, int]] = []
        for edge, _, _ in driven:
            key = (int(self.data.edge_name[edge]), int(self.data.edge_ref[edge]))
            is_roundabout = bool(self.data.edge_flags[edge] & ROUNDABOUT)
            keys.append(keys[-1] if keys and is_roundabout else key)
        return keys

    def _weights(self, driven: Sequence[Piece]) -> Longs:
        """Packed weight of every stretch."""
        edge = np.array([piece.edge for piece in driven])
        start = np.array([piece.start for piece in driven])
        end = np.array([piece.end for piece in driven])
        low, high = np.minimum(start, end), np.maximum(start, end)
        along = self.metric.up_to(edge, high, forward=True)
        along -= self.metric.up_to(edge, low, forward=True)
        against = self.metric.up_to(edge, high, forward=False)
        against -= self.metric.up_to(edge, low, forward=False)
        return np.where(end >= start, along, against)
