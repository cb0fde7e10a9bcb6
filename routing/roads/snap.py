"""Puts places on roads: the nearest point on any edge where one may stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.roads import wording
from routing.roads.data import CLASSES, RoadData
from routing.roads.geometry import Shapes, map_metres, map_points, to_degrees
from routing.roads.types import Place, PlaceError, Side, Snap

Floats = NDArray[np.float64]

NO_STOPPING = tuple(CLASSES.index(name) for name in ("motorway", "motorway_link"))
TUNNEL = 8
ON_ROAD_M = 1.0
"""Nearer than this a place is on the road, on neither side."""
BEYOND_M = 5000.0
"""Farther than this from the last road, a place outside the network's box is in another land."""
JUNCTION_M = 0.1
"""Nearer than this to an end of its road, a place is at the junction."""

_DIRECTION_M = 1.0


@dataclass(eq=False)
class Snapper:
    """Finds the nearest road for places; motorways and tunnels are driven, not stopped on."""

    data: RoadData
    shapes: Shapes

    @cached_property
    def stopping(self) -> NDArray[np.bool_]:
        """Whether one may stop, by edge."""
        data = self.data
        may_stop: NDArray[np.bool_] = ~np.isin(data.edge_class, NO_STOPPING)
        may_stop &= data.edge_flags & TUNNEL == 0
        return may_stop

    @cached_property
    def _edges(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.stopping)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes.lines[self._edges])

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the network in degrees."""
        low, high = self.shapes.points.min(axis=0), self.shapes.points.max(axis=0)
        (west, south), (east, north) = to_degrees(np.stack([low, high]))
        return float(west), float(south), float(east), float(north)

    def snap(self, places: Sequence[Place], max_distance_m: float) -> tuple[Snap, ...]:
        """Put every place on its nearest road.

        Raises
        ------
        PlaceError
            Naming every place that has no road within ``max_distance_m``.
        """
        possible = [_is_on_earth(place) for place in places]
        snaps = iter(self._nearest([p for p, ok in zip(places, possible, strict=True) if ok]))
        found = [next(snaps, None) if ok else None for ok in possible]
        problems = tuple(self._problems(places, found, max_distance_m))
        if problems:
            raise PlaceError(problems)
        return tuple(snap for snap in found if snap is not None)

    def _nearest(self, places: Sequence[Place]) -> tuple[Snap, ...]:
        """Snap places however far away the road is; nothing on a network without any road."""
        if not places or not len(self._edges):
            return ()
        points = shapely.points(map_points(places))
        # several edges meet at a junction: the one with the lowest index is as good as any
        owner, candidate = self._tree.query_nearest(points, all_matches=True)
        edge = np.full(len(places), len(self.shapes.lines))
        np.minimum.at(edge, owner, self._edges[candidate])
        return self._put(places, edge)

    def nearest(self, place: Place, number: int, max_distance_m: float) -> tuple[Snap, ...]:
        """Put a place on each of so many roads, the nearest first.

        Raises
        ------
        PlaceError
            When it has no road within ``max_distance_m``.
        """
        (first,) = self.snap([place], max_distance_m)
        point, reach_m = shapely.points(map_points([place]))[0], max(first.distance_m, 1.0)
        near = self._tree.query(point)
        while len(near) < min(number, len(self._edges)) and reach_m < max_distance_m:
            reach_m = min(2 * reach_m, max_distance_m)
            map_m = reach_m * float(map_metres(place.lat))
            near = self._tree.query(point, predicate="dwithin", distance=map_m)
        snaps = self._put([place] * len(near), self._edges[np.sort(near)])
        others = [snap for snap in snaps if snap.edge != first.edge]
        return (first, *sorted(others, key=lambda snap: snap.distance_m)[: number - 1])

    def _put(self, places: Sequence[Place], edge: NDArray[np.intp]) -> tuple[Snap, ...]:
        """Put every place on the edge named for it, where that is nearest."""
        at = map_points(places)
        points = shapely.points(at)
        lines = self.shapes.lines[edge]
        along_m = shapely.line_locate_point(lines, points)
        length_m = shapely.length(lines)
        along_m = np.where(along_m < JUNCTION_M, 0.0, along_m)
        along_m = np.where(along_m > length_m - JUNCTION_M, length_m, along_m)
        fraction = np.divide(along_m, length_m, out=np.zeros(len(edge)), where=length_m > 0)
        on_road = shapely.line_interpolate_point(lines, along_m)
        gap_m = shapely.distance(points, on_road) / map_metres([p.lat for p in places])
        degrees = to_degrees(shapely.get_coordinates(on_road))
        left = _left_of(lines, along_m, at)
        return tuple(
            Snap(
                place=place,
                edge=int(edge[i]),
                fraction=float(fraction[i]),
                distance_m=float(gap_m[i]),
                side=_side(float(gap_m[i]), bool(left[i])),
                lon=float(degrees[i, 0]),
                lat=float(degrees[i, 1]),
                name=self.data.strings[self.data.edge_name[edge[i]]],
                ref=self.data.strings[self.data.edge_ref[edge[i]]],
            )
            for i, place in enumerate(places)
        )

    def _problems(
        self, places: Sequence[Place], found: Sequence[Snap | None], most_m: float
    ) -> Iterator[tuple[str, str]]:
        for place, snap in zip(places, found, strict=True):
            if snap is not None and snap.distance_m <= most_m:
                continue
            hint = self._hint(place, most_m)
            if not _is_on_earth(place):
                yield place.id, wording.impossible(place, hint)
            elif snap is None or (snap.distance_m > BEYOND_M and not self._covers(place)):
                yield place.id, wording.outside(place, self.bounds, hint)
            else:
                yield place.id, wording.too_far(place, snap.distance_m, most_m, hint)

    def _covers(self, place: Place) -> bool:
        west, south, east, north = self.bounds
        return west <= place.lon <= east and south <= place.lat <= north

    def _hint(self, place: Place, most_m: float) -> str:
        if 100_000 < place.lon < 1_300_000 and 6_000_000 < place.lat < 7_200_000:
            return wording.LAMBERT
        swapped = replace(place, lon=place.lat, lat=place.lon)
        if _is_on_earth(swapped) and self._covers(swapped):
            near = self._nearest([swapped])
            if near and near[0].distance_m <= most_m:
                return wording.SWAPPED
        return ""


def _is_on_earth(place: Place) -> bool:
    """Whether the coordinates are degrees that Mercator can hold."""
    return abs(place.lon) <= 180 and abs(place.lat) <= 85


def _left_of(lines: NDArray[np.object_], along_m: Floats, at: Floats) -> NDArray[np.bool_]:
    """Whether points lie left of their line at the place nearest to them."""
    before = np.maximum(along_m - _DIRECTION_M, 0)
    behind = shapely.get_coordinates(shapely.line_interpolate_point(lines, before))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(lines, along_m + _DIRECTION_M))
    course, offset = ahead - behind, at - behind
    return np.asarray(course[:, 0] * offset[:, 1] - course[:, 1] * offset[:, 0] > 0)


def _side(gap_m: float, left: bool) -> Side:
    if gap_m < ON_ROAD_M:
        return Side.ON
    return Side.LEFT if left else Side.RIGHT
