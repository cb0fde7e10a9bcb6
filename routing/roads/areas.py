"""Polygons from a GeoJSON file, to say where a network should have every street."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from routing.roads.geometry import map_metres, to_degrees, to_mercator
from routing.roads.types import AreaFileError


def read_area(path: Path, *, margin_km: float = 0.0) -> Any:
    """Join all polygons of a GeoJSON file into one area, in degrees.

    Parameters
    ----------
    path
        A ``FeatureCollection``, ``Feature`` or geometry, in longitude and latitude.
    margin_km
        Width of the band added all round.

    Raises
    ------
    AreaFileError
        When the file cannot be read or holds no polygon in degrees.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        polygons = [part for part in _geometries(document) if shapely.area(part) > 0]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException) as e:
        raise AreaFileError(f"{path} n’est pas un fichier GeoJSON lisible ({e}).") from e
    if not polygons:
        raise AreaFileError(f"{path} ne contient aucun polygone ; donnez au moins une surface.")
    area = shapely.union_all([shapely.make_valid(part) for part in polygons])
    west, south, east, north = shapely.bounds(area)
    if west < -180 or east > 180 or south < -85 or north > 85:
        raise AreaFileError(
            f"{path} n’est pas en degrés : convertissez-le en longitude et latitude (WGS 84)."
        )
    return _widened(area, margin_km, (south + north) / 2) if margin_km > 0 else area


def _geometries(document: Any) -> Iterator[Any]:
    if document["type"] == "FeatureCollection":
        for feature in document["features"]:
            yield from _geometries(feature)
    elif document["type"] == "Feature":
        if document["geometry"] is not None:
            yield shape(document["geometry"])
    else:
        yield shape(document)


def _widened(area: Any, margin_km: float, lat: float) -> Any:
    map_m = shapely.transform(area, to_mercator)
    wide = shapely.buffer(map_m, margin_km * 1000 * map_metres(lat))
    return shapely.transform(wide, to_degrees)
