"""Ways, areas and addresses found as JSON and GeoJSON: metres, seconds, ``[lon, lat]``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from routing.matrix import UNREACHABLE, Matrix
from routing.roads import Leg, Path, Place

if TYPE_CHECKING:
    from routing.roads.gazetteer import Finding

Document: TypeAlias = dict[str, Any]


def matrix_document(places: Sequence[Place], matrix: Matrix, attribution: str) -> Document:
    """Return seconds and metres, row = from, column = to, ``null`` where no way exists."""
    return {
        "places": [place.id for place in places],
        "durations_s": _rows(matrix.durations_s.tolist()),
        "distances_m": _rows(matrix.distances_m.tolist()),
        "attribution": attribution,
    }


def route_document(path: Path, attribution: str) -> Document:
    """Return a way leg by leg, each with its roads."""
    return {
        "distance_m": path.distance_m,
        "duration_s": path.duration_s,
        "legs": [leg_facts(leg) | {"steps": [asdict(s) for s in leg.steps]} for leg in path.legs],
        "attribution": attribution,
    }


def route_features(path: Path, attribution: str) -> Document:
    """Return a way as a GeoJSON collection, one line per leg."""
    features = [_feature("LineString", line_of(leg), leg_facts(leg)) for leg in path.legs]
    return _collection(features, attribution)


def reach_features(
    origins: Sequence[Place], minutes: Sequence[float], areas: Sequence[Any], attribution: str
) -> Document:
    """Return areas as a GeoJSON collection, the largest first so that all of them can be seen."""
    from routing.roads.reach import area_km2

    ids = [origin.id for origin in origins]
    features = [
        _feature(
            "MultiPolygon",
            area.__geo_interface__["coordinates"],
            {"minutes": limit, "from": ids, "area_km2": round(area_km2(area), 2)},
        )
        for limit, area in sorted(zip(minutes, areas, strict=True), key=lambda pair: -pair[0])
    ]
    return _collection(features, attribution)


def finding_document(query: str, finding: Finding, attributions: Sequence[str]) -> Document:
    """Return how certain an address is, and what it may be."""
    return {
        "query": query,
        "certainty": finding.certainty,
        "candidates": [asdict(candidate) for candidate in finding.candidates],
        "attribution": ", ".join(attributions),
    }


def leg_facts(leg: Leg) -> Document:
    """Return the figures of a leg."""
    return {
        "from": leg.origin.id,
        "to": leg.destination.id,
        "distance_m": leg.distance_m,
        "duration_s": leg.duration_s,
        "tolls": leg.tolls,
    }


def line_of(leg: Leg) -> list[list[float]]:
    """Return the line of a leg, to a tenth of a metre."""
    line: list[list[float]] = leg.geometry.round(6).tolist()
    return line


def _rows(rows: list[list[int]]) -> list[list[int | None]]:
    return [[None if value >= UNREACHABLE else value for value in row] for row in rows]


def _feature(kind: str, coordinates: Any, properties: Document) -> Document:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _collection(features: list[Document], attribution: str) -> Document:
    return {"type": "FeatureCollection", "attribution": attribution, "features": features}
