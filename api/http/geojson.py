"""GeoJSON (RFC 7946) as the OpenAPI document describes it: degrees WGS 84, longitude first."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

MEDIA_TYPE = "application/geo+json"


class Geometry(BaseModel):
    """Where something is: a point, lines or areas."""

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any] = Field(
        description="[longitude, latitude], or lists of such, as deep as the type asks."
    )


class Feature(BaseModel):
    """Something on the map, and what is known of it."""

    type: Literal["Feature"]
    id: str | None = Field(None, examples=["2027-01-05-UM1"])
    geometry: Geometry
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    """What is on the map."""

    type: Literal["FeatureCollection"]
    name: str | None = None
    attribution: str | None = Field(None, description="Whom to credit.")
    bbox: list[float] | None = Field(
        None, description="West, south, east, north.", min_length=4, max_length=4
    )
    features: list[Feature]


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    """Return a collection of features, as an example."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(kind: str, coordinates: Any, /, **properties: object) -> dict[str, Any]:
    """Return a feature, as an example."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
