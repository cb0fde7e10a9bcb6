"""The lines of the edges, in metres of the Mercator projection and back in degrees.

Mercator keeps angles, so the nearest point on the map is the nearest on the ground, and one
local factor turns map metres into ground metres.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from routing.roads.data import RoadData

if TYPE_CHECKING:
    from shapely import STRtree

Floats = NDArray[np.float64]


class Spot(Protocol):
    """Anything with a longitude and a latitude."""

    @property
    def lon(self) -> float:
        """Degrees east."""

    @property
    def lat(self) -> float:
        """Degrees north."""


EARTH_RADIUS_M = 6_378_137.0
"""Equatorial radius of WGS 84."""


def to_mercator(lon_lat: Floats) -> Floats:
    """Degrees ``(k, 2)`` to map metres ``(k, 2)``."""
    lon, lat = np.radians(lon_lat).T
    map_m: Floats = EARTH_RADIUS_M * np.stack([lon, np.arctanh(np.sin(lat))], axis=1)
    return map_m


def to_degrees(map_m: Floats) -> Floats:
    """Map metres ``(k, 2)`` to degrees ``[lon, lat]`` ``(k, 2)``."""
    x, y = np.asarray(map_m).T / EARTH_RADIUS_M
    lon_lat: Floats = np.degrees(np.stack([x, np.arcsin(np.tanh(y))], axis=1))
    return lon_lat


def map_points(places: Iterable[Spot]) -> Floats:
    """Map metres ``(k, 2)`` of things that have ``lon`` and ``lat``."""
    return to_mercator(np.array([(p.lon, p.lat) for p in places], dtype=np.float64).reshape(-1, 2))


def map_metres(lat: Any) -> Any:
    """Map metres per ground metre at a latitude in degrees."""
    return 1 / np.cos(np.radians(lat))


@dataclass(eq=False)
class Shapes:
    """The lines of all edges of a network; made once, shared by its variants.

    ``points`` holds map metres; edge ``i`` has the points ``start[i]:start[i + 1]``, both end
    nodes included. The index over the lines is built when first asked for.
    """

    points: Floats = field(repr=False)
    start: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, data: RoadData) -> Shapes:
        """Join the end nodes and the intermediate points of every edge."""
        inner = np.diff(data.shape_offset).astype(np.int64)
        start = np.concatenate([[0], np.cumsum(inner + 2)])
        micro = np.empty((start[-1], 2), dtype=np.int64)
        is_inner = np.ones(len(micro), dtype=bool)
        for at, node in ((start[:-1], data.edge_tail), (start[1:] - 1, data.edge_head)):
            micro[at] = np.stack([data.node_lon[node], data.node_lat[node]], axis=1)
            is_inner[at] = False
        micro[is_inner] = np.stack([data.shape_lon, data.shape_lat], axis=1)
        return cls(to_mercator(micro / 1e6), start)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """One shapely ``LineString`` in map metres per edge."""
        import shapely

        owner = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        return np.asarray(shapely.linestrings(self.points, indices=owner))

    @cached_property
    def tree(self) -> STRtree:
        """Spatial index over :attr:`lines`."""
        import shapely

        return shapely.STRtree(self.lines)

    def line(self, edge: int) -> Floats:
        """Points of one edge in map metres, from tail to head."""
        return self.points[self.start[edge] : self.start[edge + 1]]

    def cut(self, edge: int, start: float, end: float) -> Floats:
        """Points in map metres from one share of the edge to another, in driving order."""
        line = self.line(edge)
        if {start, end} == {0.0, 1.0}:
            return line if start < end else line[::-1]
        at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        share = at / at[-1] if at[-1] > 0 else np.linspace(0, 1, len(line))
        low, high = min(start, end), max(start, end)
        between = (share > low) & (share < high)
        corners = np.concatenate([[low], share[between], [high]])
        cut = np.stack([np.interp(corners, share, line[:, axis]) for axis in (0, 1)], axis=1)
        return cut if start <= end else cut[::-1]
