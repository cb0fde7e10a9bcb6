"""Rounds and trips as GeoJSON (RFC 7946): degrees WGS 84, longitude first, six decimals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from maps.backdrop import GeoJson
from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.traces import Halt, Trace, traces

_DECIMALS = 6  # about 10 cm; RFC 7946, 11.2, advises against more


def plan_geojson(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the ways of what is selected as lines and its stops as points, ``None`` without any.

    Doors are told by their commune's point (``"exact": false``), whoever asks.
    """
    found = list(traces(context, selection, doors=False))
    if not found:
        return None
    features = [feature for trace in found for feature in _features(trace)]
    points = np.concatenate([_points(feature["geometry"]) for feature in features])
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    document = {
        "type": "FeatureCollection",
        "name": f"{context.title}, {context.period}",
        "attribution": str(context.network.data.meta.get("attribution") or ""),
        "bbox": [west, south, east, north],
        "features": features,
    }
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _features(trace: Trace) -> Iterator[GeoJson]:
    facts = {
        "kind": trace.kind,
        "date": trace.date.isoformat(),
        "unit" if trace.kind == "round" else "driver": trace.who,
        "name": trace.name,
    }
    lines = [np.round(line, _DECIMALS).tolist() for line in trace.lines]
    if lines:
        one = len(lines) == 1
        yield {
            "type": "Feature",
            "id": trace.id,
            "geometry": {
                "type": "LineString" if one else "MultiLineString",
                "coordinates": lines[0] if one else lines,
            },
            "properties": facts
            | {
                "depart": trace.depart.isoformat(),
                "return": trace.back.isoformat(),
                "distance_m": trace.distance_m,
                "driving_s": trace.driving_s,
                "stops": len(trace.halts),
            },
        }
    for halt in trace.halts:
        yield _stop(halt, trace, facts)


def _stop(halt: Halt, trace: Trace, facts: dict[str, Any]) -> GeoJson:
    return {
        "type": "Feature",
        "id": f"{trace.id}/{halt.number}",
        "geometry": {
            "type": "Point",
            "coordinates": [round(halt.lon, _DECIMALS), round(halt.lat, _DECIMALS)],
        },
        "properties": facts
        | {
            "kind": f"{trace.kind}-stop",
            "of": trace.id,
            "number": halt.number,
            "name": halt.name,
            "commune": halt.commune,
            "arrive": halt.arrive.isoformat(),
            "depart": halt.depart.isoformat(),
            "exact": halt.exact,
        },
    }


def _points(geometry: GeoJson) -> Any:
    return np.array(
        [geometry["coordinates"]]
        if geometry["type"] == "Point"
        else geometry["coordinates"]
        if geometry["type"] == "LineString"
        else [point for line in geometry["coordinates"] for point in line]
    )
