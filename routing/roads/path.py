"""Turns a found way into a leg: its line, its steps by road name, its tolls."""

from __future__ import annotations

from collections import Counter
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
BIT_M = 100
"""Shorter stretches without name and number are not worth a line."""


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


class Road(NamedTuple):
    """What a road is called."""

    name: str
    ref: str


def _same(road: Road, before: Road) -> bool:
    """Whether two stretches are one road to a driver: one number counts, whatever the name."""
    return road == before or road.ref == before.ref != ""


def _main_name(roads: Sequence[Road], lengths_m: Sequence[int]) -> str:
    """Give the name borne by at least half of the way; a numbered road may have none."""
    borne = Counter[str]()
    for road, length_m in zip(roads, lengths_m, strict=True):
        borne[road.name] += length_m
    name, length_m = borne.most_common(1)[0]
    return name if 2 * length_m >= sum(lengths_m) else ""


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
        line = np.asarray(to_degrees(kept).round(7))
        line.flags.writeable = False  # legs are remembered, and given to several
        return line

    def _steps(self, driven: Sequence[Piece]) -> tuple[Step, ...]:
        """Tell the way by road numbers and names; the sums equal the leg's."""
        sums = np.cumsum(np.concatenate([[0], self._weights(driven)]))
        metre, second = metres(sums).tolist(), seconds(sums).tolist()
        roads = self._roads(driven, np.diff(metre).tolist())
        bounds = [i for i, road in enumerate(roads) if i == 0 or not _same(road, roads[i - 1])]
        return tuple(
            Step(
                name=_main_name(roads[first:last], np.diff(metre[first : last + 1]).tolist()),
                ref=roads[first].ref,
                distance_m=metre[last] - metre[first],
                duration_s=second[last] - second[first],
            )
            for first, last in pairwise([*bounds, len(roads)])
            if metre[last] > metre[first] or second[last] > second[first]
        )

    def _roads(self, driven: Sequence[Piece], lengths_m: Sequence[int]) -> list[Road]:
        """Name and number of every stretch.

        A roundabout, or a short bit without a name, belongs to the road that led there.
        """
        data, roads = self.data, list[Road]()
        for (edge, _, _), length_m in zip(driven, lengths_m, strict=True):
            road = Road(data.strings[data.edge_name[edge]], data.strings[data.edge_ref[edge]])
            is_roundabout = bool(data.edge_flags[edge] & ROUNDABOUT)
            is_bit = not any(road) and length_m < BIT_M
            roads.append(roads[-1] if roads and (is_roundabout or is_bit) else road)
        return roads

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
