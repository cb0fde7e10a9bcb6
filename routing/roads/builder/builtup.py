"""Where the road runs between houses: residential land, dense residential streets, limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from routing.roads.builder.raw import Geometry
from routing.roads.builder.streets import INSIDE, OUTSIDE, UNKNOWN, Bools, Floats, Ints, Streets
from routing.roads.data import CLASSES
from routing.roads.speed import SpeedModel

_STREET_SHARE = {"residential": 1.0, "living_street": 1.0, "unclassified": 0.5}
"""How much of a class's length counts as village street; old village streets are often
unclassified, and so are lanes in the country."""
_SHARES = np.array([_STREET_SHARE.get(name, 0.0) for name in CLASSES])
_MOTORWAYS = tuple(CLASSES.index(name) for name in ("motorway", "motorway_link"))
_OPEN_LIMIT_KPH = 70.0
"""From this posted limit on, nobody takes the place for a village."""
_CELLS_AT_MOST = 30_000_000


def built_up(
    streets: Streets, lon: Floats, lat: Floats, lands: Sequence[Geometry], model: SpeedModel
) -> Bools:
    """Mark each step (from a vertex to the next) that runs through a built-up area.

    What the way's own tags say counts first. Where they are silent, a step is built-up when its
    middle lies on residential land, or where residential streets are dense.

    Parameters
    ----------
    streets
        The ways.
    lon, lat
        ``(v,)`` degrees of the vertices.
    lands
        Residential polygons, in degrees.
    model
        Gives the density threshold and radius.
    """
    dense = _dense(streets, model)
    on_land = _on_land(streets, lon, lat, lands)
    says = _surroundings(streets)[streets.way]
    motorway = np.isin(streets.road_class, _MOTORWAYS)[streets.way]
    guess = dense | (on_land & ~motorway)
    marked: Bools = np.where(says == UNKNOWN, guess, says == INSIDE)
    return marked


def _surroundings(streets: Streets) -> NDArray[np.int8]:
    """Give what tags say of each way: zones first, then a limit that only open country has."""
    fastest = np.fmax(streets.limit_along, streets.limit_against)
    open_country = (streets.surroundings == UNKNOWN) & (fastest >= _OPEN_LIMIT_KPH)
    settled = np.where(open_country, OUTSIDE, streets.surroundings)
    return np.asarray(settled, dtype=np.int8)


def _middles(values: Floats) -> Floats:
    return (values + np.append(values[1:], values[-1:])) / 2


def _on_land(streets: Streets, lon: Floats, lat: Floats, lands: Sequence[Geometry]) -> Bools:
    inside = np.zeros(len(streets.node), dtype=bool)
    if not lands:
        return inside
    points = shapely.points(_middles(lon), _middles(lat))
    inside[shapely.STRtree(list(lands)).query(points, predicate="intersects")[0]] = True
    return inside


def _dense(streets: Streets, model: SpeedModel) -> Bools:
    """Tell where the streets in a square around a step are as dense as in a village."""
    x, y = _middles(streets.x), _middles(streets.y)
    metres = streets.step_m * _SHARES[streets.road_class][streets.way]
    if not metres.any():
        return np.zeros(len(x), dtype=bool)
    cell = _cell_size(x, y, model.density_radius_m)
    column, columns = _cells(x, cell)
    row, rows = _cells(y, cell)
    index = row * columns + column
    length = np.bincount(index, metres, rows * columns)
    window = max(3, 2 * round(model.density_radius_m / cell) + 1)
    mean = uniform_filter(length.reshape(rows, columns), window, mode="constant").ravel()
    per_km2 = mean[index] / cell**2 * 1e3  # m per m² → km per km²
    return np.asarray(per_km2 >= model.density_km_per_km2)


def _cells(values: Floats, cell: float) -> tuple[Ints, int]:
    index = ((values - values.min()) / cell).astype(np.int64)
    return index, int(index.max()) + 1


def _cell_size(x: Floats, y: Floats, radius_m: float) -> float:
    """Half the radius, or as much more as keeps the grid of a whole country in memory."""
    area = max(float(np.ptp(x)), 1.0) * max(float(np.ptp(y)), 1.0)
    return max(radius_m / 2, float(np.sqrt(area / _CELLS_AT_MOST)))
