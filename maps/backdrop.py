"""What lies under the rounds: the communes' polygons and the main roads, from our own data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maps.theme import REGIONAL_ROADS, ROADS
from routing.planning.territory import Territory
from routing.roads.data import CLASSES, RoadData

_MARGIN_DEG = 0.06  # how far around the territory the smaller roads are drawn, about 5 km
_REGION_DEG = 0.45  # the same for the larger ones
_TOLERANCE_DEG = 0.0002  # roads and borders may move by this much, about 20 m
_MICRO = 1e-6

GeoJson: TypeAlias = dict[str, Any]
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communes:
    """Polygons by INSEE code and their union; ``source`` credits whoever drew them."""

    polygons: Mapping[str, BaseGeometry]
    outline: BaseGeometry
    source: str

    @property
    def bounds(self) -> Box:
        """West, south, east, north, in degrees."""
        west, south, east, north = self.outline.bounds
        return (west, south, east, north)


def read_communes(territory: Territory) -> Communes:
    """Read the territory's polygons.

    The file's own member ``attribution`` (a text) names the source where it is there.
    """
    document = json.loads(territory.polygons_path.read_text(encoding="utf-8"))
    polygons = {
        str(feature["properties"]["insee"]): shape(feature["geometry"])
        for feature in document["features"]
    }
    # The polygons' shared borders differ by a hair; closing the slits leaves one outline.
    slit = 1e-4
    outline = shapely.union_all([p.buffer(slit) for p in polygons.values()]).buffer(-slit)
    return Communes(polygons=polygons, outline=outline, source=str(document.get("attribution", "")))


def communes_geojson(communes: Communes) -> GeoJson:
    """Return the polygons, simplified together so that neighbours still touch."""
    keys = list(communes.polygons)
    simple = shapely.coverage_simplify([communes.polygons[k] for k in keys], _TOLERANCE_DEG)
    return _collection(zip(keys, simple, strict=True))


def outline_geojson(communes: Communes) -> GeoJson:
    """Return the territory as one polygon."""
    return _collection([("territory", communes.outline.simplify(_TOLERANCE_DEG))])


def main_roads(data: RoadData, bounds: Box) -> dict[str, BaseGeometry]:
    """Return one multi-line per road style, from small to large.

    Roads of regional importance are drawn far around ``bounds`` (west, south, east, north in
    degrees), the others only near.
    """
    near, far = _grown(bounds, _MARGIN_DEG), _grown(bounds, _REGION_DEG)
    roads = {}
    for style in ROADS:
        codes = [CLASSES.index(name) for name in style.classes]
        box = far if style.name in REGIONAL_ROADS else near
        lines = _edge_lines(data, _edges_in(data, codes, box))
        merged = shapely.line_merge(shapely.multilinestrings(lines))
        roads[style.name] = merged
    return roads


def road_lines(roads: BaseGeometry) -> list[NDArray[np.float64]]:
    """Return the lines of one road style for a page: ``(k, 2)`` degrees each, simplified."""
    simple = shapely.simplify(roads, _TOLERANCE_DEG, preserve_topology=False)
    return [shapely.get_coordinates(line) for line in shapely.get_parts(simple)]


def _edges_in(data: RoadData, codes: list[int], box: Box) -> NDArray[np.int64]:
    west, south, east, north = (round(value / _MICRO) for value in box)
    lon, lat = data.node_lon, data.node_lat
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    wanted = np.isin(data.edge_class, codes)
    return np.flatnonzero(wanted & (inside[data.edge_tail] | inside[data.edge_head]))


def _edge_lines(data: RoadData, edges: NDArray[np.int64]) -> NDArray[np.object_]:
    """Lines of some edges: tail, intermediate points, head, all at once."""
    first, last = data.shape_offset[edges], data.shape_offset[edges + 1]
    sizes = (last - first).astype(np.int64) + 2
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(edges)), sizes)
    rank = np.arange(int(sizes.sum())) - starts[owner]
    inner = (rank > 0) & (rank < sizes[owner] - 1)
    point = first[owner] + rank - 1
    lon = np.empty(len(owner), np.int64)
    lat = np.empty(len(owner), np.int64)
    lon[inner], lat[inner] = data.shape_lon[point[inner]], data.shape_lat[point[inner]]
    for end, nodes in ((starts, data.edge_tail), (starts + sizes - 1, data.edge_head)):
        lon[end], lat[end] = data.node_lon[nodes[edges]], data.node_lat[nodes[edges]]
    points = np.column_stack((lon, lat)) * _MICRO
    lines: NDArray[np.object_] = shapely.linestrings(points, indices=owner)
    return lines


def _grown(bounds: Box, margin: float) -> Box:
    west, south, east, north = bounds
    return (west - margin, south - margin, east + margin, north + margin)


def _collection(items: Any) -> GeoJson:
    features = [
        {"type": "Feature", "id": key, "properties": {}, "geometry": _rounded(geometry)}
        for key, geometry in items
    ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: BaseGeometry) -> GeoJson:
    grid = shapely.transform(geometry, lambda points: np.round(points, 5))
    return json.loads(shapely.to_geojson(grid))  # type: ignore[no-any-return]
