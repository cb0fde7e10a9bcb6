"""Communes and sites as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from routing.planning.territory import Commune, Site, Territory

Json: TypeAlias = dict[str, Any]
Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north, in degrees (WGS 84)."""


def communes_geojson(communes: Iterable[Commune], territory: Territory) -> Json:
    """Return communes with their outlines; at the mairie where the territory has none."""
    outlines, attribution = _outlines(territory.polygons_path)
    features = [commune_feature(commune, territory) for commune in communes]
    source = {"attribution": attribution} if outlines else {}
    return {"type": "FeatureCollection", **source, "features": features}


def commune_feature(commune: Commune, territory: Territory) -> Json:
    """Return one commune as a feature."""
    outlines, _ = _outlines(territory.polygons_path)
    outline = outlines.get(commune.insee) or _point(commune.lon, commune.lat)
    told = {"insee": commune.insee, "name": commune.name, "epci": commune.epci}
    return _feature(commune.insee, outline, told | {"population": commune.population})


def sites_geojson(sites: Iterable[Site]) -> Json:
    """Return sites as points."""
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(
                site.id,
                _point(site.lon, site.lat),
                {
                    "name": site.name,
                    "kind": site.kind,
                    "commune": site.commune,
                    "insee": site.insee,
                    "approximate": site.approximate,
                    "verified": site.verified,
                },
            )
            for site in sites
        ],
    }


def bounds(territory: Territory) -> Box:
    """Return the box around the communes, or around their mairies where outlines lack."""
    outlines, _ = _outlines(territory.polygons_path)
    points = [(commune.lon, commune.lat) for commune in territory.communes]
    for outline in outlines.values():
        points += _corners(outline["coordinates"])
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def attribution(territory: Territory) -> str:
    """Return whom to credit for the outlines; may be empty."""
    return _outlines(territory.polygons_path)[1]


@lru_cache(maxsize=4)
def _outlines(path: Path) -> tuple[Mapping[str, Json], str]:
    if not path.is_file():
        return {}, ""
    document = json.loads(path.read_text(encoding="utf-8"))
    outlines = {each["properties"]["insee"]: each["geometry"] for each in document["features"]}
    return outlines, str(document.get("attribution", ""))


def _corners(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _corners(part)


def _point(lon: float, lat: float) -> Json:
    return {"type": "Point", "coordinates": [lon, lat]}


def _feature(key: str, geometry: Json, properties: Json) -> Json:
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}
