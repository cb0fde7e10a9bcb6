"""What OSRM's services answer, as far as this service does, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

_POINT = [6.0615, 43.4058]
_LINE = "encoded line, or GeoJSON, as `geometries` asks"


class Waypoint(BaseModel):
    """A coordinate, moved to the nearest road."""

    hint: str | None = None
    distance: float = Field(description="Metres from the coordinate given.", examples=[4.2])
    name: str
    location: list[float] = Field(description="[longitude, latitude].", examples=[_POINT])
    nodes: list[int] | None = Field(None, description="`nearest`: ends of the road, numbers here.")


class Leg(BaseModel):
    """The way from one coordinate to the next."""

    steps: list[dict[str, Any]] = Field(description="Empty unless `steps=true`.")
    summary: str
    weight: float
    duration: float
    distance: float
    annotation: dict[str, list[float]] | None = None


class Route(BaseModel):
    """A way through all coordinates."""

    weight_name: Literal["duration"]
    weight: float
    duration: float = Field(description="Seconds.", examples=[1456])
    distance: float = Field(description="Metres.", examples=[22547])
    geometry: str | dict[str, Any] | None = Field(None, description=_LINE)
    legs: list[Leg]


class Routes(BaseModel):
    """The fastest way: there is only ever one."""

    code: Literal["Ok"]
    routes: list[Route]
    waypoints: list[Waypoint] | None = Field(None, description="Unless `skip_waypoints=true`.")


class Table(BaseModel):
    """Seconds and metres from all sources to all destinations; null: no way."""

    code: Literal["Ok"]
    durations: list[list[float | None]] | None = Field(None, examples=[[[0, 1456], [1461, 0]]])
    distances: list[list[float | None]] | None = None
    fallback_speed_cells: list[tuple[int, int]] | None = None
    sources: list[Waypoint] | None = None
    destinations: list[Waypoint] | None = None


class Nearest(BaseModel):
    """The nearest points on roads."""

    code: Literal["Ok"]
    waypoints: list[Waypoint]
