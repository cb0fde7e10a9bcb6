"""Closures, slow-downs and other vehicles as a changed metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.roads import wording
from routing.roads.geometry import Shapes, map_metres, map_points
from routing.roads.metric import Metric
from routing.roads.types import Closure, PlaceError, SlowDown

Disc: TypeAlias = Closure | SlowDown
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

DM_MS_PER_KPH = 360
"""Milliseconds for a decimetre at 1 km/h."""


def adjusted_metric(
    metric: Metric,
    shapes: Shapes,
    *,
    closures: Sequence[Closure] = (),
    slowdowns: Sequence[SlowDown] = (),
    speed_factor: float = 1.0,
    max_speed_kph: float | None = None,
) -> Metric:
    """Derive a metric; see :meth:`routing.roads.network.RoadNetwork.adjusted`."""
    if not speed_factor > 0:
        raise ValueError(f"speed_factor must be positive, got {speed_factor}")
    if max_speed_kph is not None and not max_speed_kph > 0:
        raise ValueError(f"max_speed_kph must be positive, got {max_speed_kph}")
    discs: list[Disc] = [*closures, *slowdowns]
    touched = [_touched(shapes, disc) for disc in discs]
    _require_roads(discs, touched, shapes)
    ms_per_dm = 0.0 if max_speed_kph is None else DM_MS_PER_KPH / max_speed_kph
    metric = metric.scaled(1 / speed_factor, metric.length_dm * ms_per_dm)
    for slowdown, edges in zip(slowdowns, touched[len(closures) :], strict=True):
        start, end = _stretches(shapes, slowdown, edges)
        factor = np.ones(len(metric.length_dm))
        factor[edges] += (slowdown.factor - 1) * (end - start)
        metric = metric.scaled(factor)
    for closure, edges in zip(closures, touched[: len(closures)], strict=True):
        metric = metric.closed(edges, *_stretches(shapes, closure, edges))
    return metric


def _touched(shapes: Shapes, disc: Disc) -> Ints:
    """Edges with a point in the disc, ascending."""
    radius = disc.radius_m * map_metres(disc.lat)
    point = shapely.points(map_points([disc])[0])
    return np.sort(shapes.tree.query(point, predicate="dwithin", distance=radius)).astype(np.int32)


def _stretches(shapes: Shapes, disc: Disc, edges: Ints) -> tuple[Floats, Floats]:
    """First and last share of each edge that lies in the disc."""
    point = shapely.points(map_points([disc])[0])
    round_disc = shapely.buffer(point, disc.radius_m * map_metres(disc.lat), quad_segs=32)
    start, end = np.empty(len(edges)), np.empty(len(edges))
    for i, line in enumerate(shapes.lines[edges]):
        inside = shapely.intersection(line, round_disc)
        # an edge that only grazes the circle may miss the polygon
        ends = shapely.points(shapely.get_coordinates(inside)) if not inside.is_empty else [point]
        shares = shapely.line_locate_point(line, ends, normalized=True)
        start[i], end[i] = np.nan_to_num(shares.min()), np.nan_to_num(shares.max())
    return start, end


def _require_roads(discs: Sequence[Disc], touched: list[Ints], shapes: Shapes) -> None:
    """Refuse discs without any road: whoever drew them meant one."""
    problems = []
    for disc, edges in zip(discs, touched, strict=True):
        if not len(edges):
            point = shapely.points(map_points([disc])[0])
            nearest = shapes.tree.nearest(point)
            gap = shapely.distance(point, shapes.lines[nearest]) / map_metres(disc.lat)
            problems.append(
                (disc.label or f"{disc.lat},{disc.lon}", wording.untouched(disc, float(gap)))
            )
    if problems:
        raise PlaceError(tuple(problems))
