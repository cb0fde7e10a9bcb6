"""Ways between points on edges: the engine's answers, plus what happens along a single edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from routing.roads.arcs import Arcs
from routing.roads.data import RoadData
from routing.roads.engine import Ends, Engine
from routing.roads.geometry import Shapes, map_metres
from routing.roads.metric import Metric
from routing.roads.types import Leg, Snap
from routing.roads.weights import INFINITE, duration_ms

if TYPE_CHECKING:
    from routing.roads.cch.hierarchy import Hierarchy
    from routing.roads.snap import Snapper

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

EngineName = Literal["cch", "dijkstra"]

REMEMBERED = 2048
"""Legs kept after they were asked for."""


@dataclass(eq=False)
class Ground:
    """What all variants of one network have in common; each part is made when first needed."""

    data: RoadData

    @cached_property
    def shapes(self) -> Shapes:
        """The lines of the edges."""
        return Shapes.of(self.data)

    @cached_property
    def snapper(self) -> Snapper:
        """What finds the nearest road."""
        from routing.roads.snap import Snapper

        return Snapper(self.data, self.shapes)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """The contracted network, before any weights."""
        from routing.roads.cch.hierarchy import contract

        return contract(self.data.order, self.data.edge_tail, self.data.edge_head)


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Points on edges: edge indices and shares along them, both ``(k,)``."""

    edge: Ints
    fraction: Floats

    @classmethod
    def of(cls, snaps: Iterable[Snap]) -> Spots:
        """Take edge and share of every snap."""
        pairs = [(snap.edge, snap.fraction) for snap in snaps]
        edge, fraction = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
        return cls(edge.astype(np.int32), fraction)

    def __getitem__(self, rows: slice) -> Spots:
        return Spots(self.edge[rows], self.fraction[rows])


@dataclass(eq=False)
class Search:
    """Answers on one metric of one network."""

    ground: Ground
    metric: Metric
    engine_name: EngineName

    @cached_property
    def engine(self) -> Engine:
        """The engine, customised when first asked."""
        data = self.ground.data
        if self.engine_name == "cch":
            from routing.roads.cch.search import CchEngine

            forward, backward = self.metric.through()
            return CchEngine.customised(
                self.ground.hierarchy, data.edge_tail, data.edge_head, forward, backward
            )
        if self.engine_name == "dijkstra":
            from routing.roads.dijkstra import DijkstraEngine

            return DijkstraEngine.over(self.arcs)
        assert_never(self.engine_name)

    @cached_property
    def arcs(self) -> Arcs:
        """The cheapest edge between every two joined nodes."""
        data = self.ground.data
        return Arcs.cheapest(
            len(data.node_lon), data.edge_tail, data.edge_head, *self.metric.through()
        )

    def weights(self, starts: Spots, goals: Spots) -> Longs:
        """Packed weight from every start to every goal, ``INFINITE`` where there is no way."""
        table = self.engine.table(self._leaving(starts), self._arriving(goals))
        row, column = _same_edge(starts.edge, goals.edge)
        direct = self.metric.direct(starts.edge[row], starts.fraction[row], goals.fraction[column])
        table[row, column] = np.minimum(table[row, column], direct)
        return table

    def leg(self, origin: Snap, destination: Snap) -> Leg | None:
        """Describe the best way from one snap to another; None where there is none."""
        return self._legs(origin, destination)

    @cached_property
    def _legs(self) -> Callable[[Snap, Snap], Leg | None]:
        """The last legs asked for: a map and a sheet draw the same ones."""
        return lru_cache(REMEMBERED)(self._leg)

    def _leg(self, origin: Snap, destination: Snap) -> Leg | None:
        from routing.roads.path import LegWriter, pieces

        start, goal = Spots.of([origin]), Spots.of([destination])
        found = self.engine.find(self._leaving(start), self._arriving(goal))
        weight = found.weight if found else INFINITE
        if origin.edge == destination.edge:
            direct = int(self.metric.direct(start.edge, start.fraction, goal.fraction)[0])
            if direct <= weight:
                weight, found = direct, None
        if weight >= INFINITE:
            return None
        driven = pieces(origin, destination, found, self.arcs)
        writer = LegWriter(self.ground.data, self.ground.shapes, self.metric)
        return writer.leg(origin, destination, driven, weight)

    def areas(
        self,
        snaps: Sequence[Snap],
        minutes: Iterable[float],
        grid_m: float,
        bounds: tuple[float, float, float, float] | None = None,
    ) -> dict[float, Any]:
        """Nested areas in degrees within so many minutes of the nearest of the snaps."""
        from routing.roads.reach import AreaPainter, drawn_edges, in_degrees, reached

        ground, data, starts = self.ground, self.ground.data, Spots.of(snaps)
        arrival = duration_ms(self.engine.spread(self._leaving(starts)))
        at_ends = arrival[data.edge_tail], arrival[data.edge_head]
        scale = map_metres(np.mean([snap.lat for snap in snaps]))
        painter = AreaPainter(ground.shapes, scale, grid_m)
        drawn, areas = drawn_edges(ground, bounds), {}
        for limit in sorted(set(minutes)):
            now = reached(ground, self.metric, at_ends, starts, round(limit * 60_000), drawn)
            areas[limit] = in_degrees(painter.widened(now))
        return areas

    def is_closed_at(self, snap: Snap) -> bool:
        """Whether the snap lies on a closed stretch of road."""
        spot = Spots.of([snap])
        return bool(self.metric.inside_closure(spot.edge, spot.fraction)[0])

    def _leaving(self, spots: Spots) -> Ends:
        return Ends(self._nodes(spots), self.metric.leaving(spots.edge, spots.fraction))

    def _arriving(self, spots: Spots) -> Ends:
        return Ends(self._nodes(spots), self.metric.arriving(spots.edge, spots.fraction))

    def _nodes(self, spots: Spots) -> Ints:
        data = self.ground.data
        return np.stack([data.edge_tail[spots.edge], data.edge_head[spots.edge]], axis=1)


def _same_edge(starts: Ints, goals: Ints) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of a row and a column that lie on one edge."""
    by_edge = np.argsort(goals, kind="stable")
    first = np.searchsorted(goals[by_edge], starts, side="left")
    sizes = np.searchsorted(goals[by_edge], starts, side="right") - first
    row = np.repeat(np.arange(len(starts)), sizes)
    before = np.cumsum(sizes) - sizes
    return row, by_edge[np.arange(len(row)) - np.repeat(before - first, sizes)]
