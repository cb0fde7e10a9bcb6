"""Where people could live: points on the streets and lanes of each commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.planning.territory import Territory
from routing.roads.data import CLASSES, FLAG_BRIDGE, FLAG_ROUNDABOUT, FLAG_TUNNEL, RoadData
from routing.roads.gazetteer.towns import Towns, read_contours
from routing.roads.gazetteer.types import CommuneName

Doors: TypeAlias = Mapping[str, Sequence[tuple[float, float]]]
"""Longitude and latitude of points, in degrees, by the INSEE code of their commune."""

LIVED_IN = ("residential", "living_street", "unclassified")
NOT_LIVED_IN = FLAG_BRIDGE | FLAG_ROUNDABOUT | FLAG_TUNNEL
DECIMALS = 5
"""A metre or so: all that a made-up door can be worth."""


def doors_of(territory: Territory, roads: RoadData) -> Doors:
    """Return the middle of every street and lane in each commune's contour.

    Raises
    ------
    routing.roads.types.AreaFileError
        When the territory's contours cannot be read.
    """
    codes = [CLASSES.index(name) for name in LIVED_IN]
    lived_in = np.isin(roads.edge_class, codes) & ((roads.edge_flags & NOT_LIVED_IN) == 0)
    middles = _middles(roads, np.flatnonzero(lived_in))
    communes = [
        CommuneName(insee=commune.insee, name=commune.name, lon=commune.lon, lat=commune.lat)
        for commune in territory.communes
    ]
    towns = Towns.of(communes, (), read_contours(territory.polygons_path))
    town = towns.around(middles)
    return {
        commune.insee: _points(middles[town == number])
        for number, commune in enumerate(towns.towns)
    }


def _points(at: NDArray[np.float64]) -> list[tuple[float, float]]:
    return [(round(float(lon), DECIMALS), round(float(lat), DECIMALS)) for lon, lat in at]


def _middles(roads: RoadData, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a point along each edge, in degrees: its middle bend, or halfway where it has none."""
    first, last = roads.shape_offset[edges], roads.shape_offset[edges + 1]
    bent = last > first
    columns = []
    for nodes, bends in (
        (roads.node_lon, roads.shape_lon),
        (roads.node_lat, roads.shape_lat),
    ):
        ends = nodes[roads.edge_tail[edges]] + nodes[roads.edge_head[edges]].astype(np.int64)
        at = ends / 2
        at[bent] = bends[(first[bent] + last[bent]) // 2]
        columns.append(at / 1e6)
    return np.column_stack(columns)
