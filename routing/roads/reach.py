"""The area within so many minutes, drawn from the stretches of road that are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.roads.geometry import Shapes, to_degrees, to_mercator
from routing.roads.metric import Metric
from routing.roads.search import Ground, Spots

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

AROUND_M = 250
"""Whoever lives this near to a reached road is counted in."""
BRIDGE_M = 250
"""Gaps between reached roads narrower than about twice this, beyond AROUND_M, are closed."""
HOLE_KM2 = 1.0
"""Smaller holes are fields between roads, not places out of reach."""

MEAN_RADIUS_KM = 6371.0072
"""Radius of the sphere that has the surface of the Earth."""


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Edges reached from end to end, and lines in map metres for those reached in part."""

    whole: NDArray[np.bool_]
    parts: list[Floats]


def drawn_edges(ground: Ground, bounds: Box | None) -> NDArray[np.bool_]:
    """Tell which edges may be part of an area: one may stop there, and they touch the box."""
    stopping = ground.snapper.stopping
    if bounds is None:
        return stopping
    points, starts = ground.shapes.points, ground.shapes.start[:-1]
    low, high = to_mercator(np.array(bounds, dtype=np.float64).reshape(2, 2))
    most, least = np.maximum.reduceat(points, starts), np.minimum.reduceat(points, starts)
    return np.asarray(stopping & np.all((least <= high) & (most >= low), axis=1))


def reached(
    ground: Ground,
    metric: Metric,
    arrival_ms: tuple[Longs, Longs],
    origins: Spots,
    limit_ms: int,
    drawn: NDArray[np.bool_],
) -> Reached:
    """Find all of the drawn roads that are reached in time; the last ones are cut.

    ``arrival_ms`` holds, per edge, the milliseconds to its tail and head.
    """
    shapes = ground.shapes
    from_tail = _share(limit_ms - arrival_ms[0], metric.forward_ms)
    from_head = _share(limit_ms - arrival_ms[1], metric.backward_ms)
    from_tail = np.where(from_tail < 0, -1, np.minimum(from_tail, metric.closed_from))
    to_head = np.where(from_head < 0, 2, np.maximum(1 - from_head, metric.closed_to))
    whole = drawn & ((from_tail >= to_head) | (from_tail >= 1) | (to_head <= 0))
    begun, ended = (drawn & ~whole & some for some in (from_tail > 0, to_head < 1))
    parts = [shapes.cut(e, 0.0, from_tail[e]) for e in np.flatnonzero(begun).tolist()]
    parts += [shapes.cut(e, to_head[e], 1.0) for e in np.flatnonzero(ended).tolist()]
    return Reached(whole, parts + _own_lines(shapes, metric, origins, limit_ms, drawn))


def _share(left_ms: Longs, edge_ms: Longs) -> Floats:
    """Part of an edge that can be driven in the time left, 0 to 1; -1 where none may be."""
    share = np.minimum(left_ms / np.maximum(edge_ms, 1), 1.0)
    return np.where((left_ms < 0) | (edge_ms < 0), -1.0, share)


def _own_lines(
    shapes: Shapes, metric: Metric, origins: Spots, limit_ms: int, drawn: NDArray[np.bool_]
) -> list[Floats]:
    """Cut what is reached along the very edges the origins stand on."""
    lines = []
    for edge, at in zip(origins.edge, origins.fraction, strict=True):
        if not drawn[edge] or metric.inside_closure(edge, at):
            continue
        ahead, back = metric.forward_ms[edge], metric.backward_ms[edge]
        end = min(1.0, at + limit_ms / max(ahead, 1)) if ahead >= 0 else at
        start = max(0.0, at - limit_ms / max(back, 1)) if back >= 0 else at
        if at < metric.closed_from[edge]:
            end = min(end, metric.closed_from[edge])
        if at > metric.closed_to[edge]:
            start = max(start, metric.closed_to[edge])
        lines.append(shapes.cut(int(edge), float(start), float(end)))
    return lines


@dataclass
class AreaPainter:
    """Widens more and more lines to areas in map metres; each area holds the one before.

    Every point within ``AROUND_M`` of a line is in (to ``grid_m``); then narrow gaps and small
    holes are closed.
    """

    shapes: Shapes
    scale: float
    grid_m: float
    _drawn: NDArray[np.bool_] | bool = False
    _wide: Any = field(default_factory=shapely.MultiPolygon)
    _area: Any = field(default_factory=shapely.MultiPolygon)

    def widened(self, reached: Reached) -> Any:
        """Return the area of what is reached, which must hold what was reached before."""
        fresh = np.flatnonzero(reached.whole & ~np.asarray(self._drawn))
        lines = [*(self.shapes.line(edge) for edge in fresh.tolist()), *reached.parts]
        self._drawn = reached.whole
        pieces = _coarse_lines(lines, self.grid_m * self.scale)
        buffers = shapely.buffer(pieces, (AROUND_M + BRIDGE_M) * self.scale, quad_segs=3)
        self._wide = shapely.union_all([self._wide, *buffers])
        narrowed = shapely.buffer(self._wide, -BRIDGE_M * self.scale, quad_segs=3)
        # a metre more, so that rounding cannot push the smaller area out of the larger one
        joined = shapely.union(narrowed, shapely.buffer(self._area, self.scale, quad_segs=1))
        self._area = _without_small_holes(joined, HOLE_KM2 * (1000 * self.scale) ** 2)
        return self._area


def _coarse_lines(lines: Sequence[Floats], grid: float) -> NDArray[np.object_]:
    """Join lines after moving them to grid points; dense streets repeat one another there."""
    if not lines:
        return np.empty(0, dtype=object)
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    made = shapely.linestrings(np.concatenate(lines), indices=owner)
    points, owner = shapely.get_coordinates(shapely.simplify(made, grid / 2), return_index=True)
    cells = np.rint(points / grid).astype(np.int64)
    joined = owner[1:] == owner[:-1]
    ends = np.concatenate([cells[:-1][joined], cells[1:][joined]], axis=1)
    reverse = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[reverse] = ends[reverse][:, [2, 3, 0, 1]]
    segments = np.unique(ends, axis=0).reshape(-1, 2, 2)
    is_dot = np.all(segments[:, 0] == segments[:, 1], axis=1)
    made = shapely.linestrings(segments[~is_dot] * grid)
    merged = shapely.line_merge(shapely.multilinestrings(made))
    # a street shorter than the grid is a dot, needed only where no longer one passes
    keys = segments[..., 0] * 2**32 + segments[..., 1]
    lone = is_dot & ~np.isin(keys[:, 0], keys[~is_dot])
    return np.concatenate([shapely.get_parts(merged), shapely.points(segments[lone, 0] * grid)])


def _without_small_holes(shape: Any, least: float) -> Any:
    polygons = []
    for part in shapely.get_parts(shape):
        holes = shapely.get_rings(part)[1:]
        kept = [hole for hole in holes if shapely.area(shapely.polygons(hole)) >= least]
        polygons.append(shapely.polygons(shapely.get_exterior_ring(part), holes=kept or None))
    return shapely.multipolygons(polygons)


def in_degrees(shape: Any) -> Any:
    """Project an area back to longitude and latitude, to a millionth of a degree."""
    rounded = shapely.set_precision(shapely.transform(shape, to_degrees), 1e-6)
    return shapely.multipolygons(shapely.get_parts(rounded))


def area_km2(shape: Any) -> float:
    """Measure an area in degrees, in square kilometres (equal-area projection of a sphere)."""

    def equal_area(lon_lat: Floats) -> Floats:
        lon, lat = np.radians(lon_lat).T
        return MEAN_RADIUS_KM * np.stack([lon, np.sin(lat)], axis=1)

    return float(shapely.area(shapely.transform(shape, equal_area)))
