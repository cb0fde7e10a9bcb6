"""What the service says of ways and places, with examples, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.http.geojson import collection, feature
from routing.roads.gazetteer.types import Certainty, HouseNumber, Kind

_CREDIT = "© OpenStreetMap contributors, ODbL 1.0"


class MatrixAnswer(BaseModel):
    """Seconds and metres along the fastest ways: row = from, column = to; null: no way."""

    places: list[str]
    durations_s: list[list[int | None]]
    distances_m: list[list[int | None]]
    attribution: str


class StepModel(BaseModel):
    """A road along the way."""

    name: str
    ref: str = Field(description="Its number, where it has one.")
    distance_m: int
    duration_s: int


class LegModel(BaseModel):
    """The way from one place to the next."""

    from_: str = Field(alias="from")
    to: str
    distance_m: int
    duration_s: int
    tolls: bool = Field(description="Whether a toll is to be paid.")
    steps: list[StepModel]
    geometry: list[tuple[float, float]] | str | None = Field(
        None, description="[longitude, latitude] in their order, or a polyline, as asked for."
    )


class RouteAnswer(BaseModel):
    """The fastest way through places, leg by leg."""

    distance_m: int
    duration_s: int
    legs: list[LegModel]
    attribution: str


class CandidateModel(BaseModel):
    """What an address may be."""

    kind: Kind
    score: float = Field(description="1: what was asked, letter by letter.", ge=0, le=1)
    label: str = Field(description="For people.")
    name: str
    insee: str
    commune: str
    lon: float
    lat: float
    number: HouseNumber | None = Field(description="How well the house number is placed.")
    id: str = Field(description="Of a site or venue; of a commune its INSEE code; else empty.")


class FindingModel(BaseModel):
    """How certain it is what somebody typed, and what it may be."""

    query: str
    certainty: Certainty = Field(description="Whether the first can be taken without asking.")
    candidates: list[CandidateModel]
    attribution: str


class FindAnswer(BaseModel):
    """What was found for each of several addresses."""

    found: list[FindingModel]


MATRIX: dict[str, Any] = {
    "places": ["brignoles", "rians"],
    "durations_s": [[0, 2268], [2274, 0]],
    "distances_m": [[0, 40112], [40205, 0]],
    "attribution": _CREDIT,
}
ROUTE: dict[str, Any] = {
    "distance_m": 40112,
    "duration_s": 2268,
    "legs": [
        {
            "from": "brignoles",
            "to": "rians",
            "distance_m": 40112,
            "duration_s": 2268,
            "tolls": False,
            "steps": [
                {
                    "name": "Avenue de la Libération",
                    "ref": "D 2007",
                    "distance_m": 812,
                    "duration_s": 71,
                }
            ],
            "geometry": [[6.06166, 43.40594], [6.06101, 43.40632]],
        }
    ],
    "attribution": _CREDIT,
}
FOUND: dict[str, Any] = {
    "found": [
        {
            "query": "12 av mistral brignoles",
            "certainty": "certain",
            "candidates": [
                {
                    "kind": "street",
                    "score": 0.97,
                    "label": "Avenue Frédéric Mistral, Brignoles",
                    "name": "Avenue Frédéric Mistral",
                    "insee": "83023",
                    "commune": "Brignoles",
                    "lon": 6.0669,
                    "lat": 43.4041,
                    "number": "unknown",
                    "id": "",
                }
            ],
            "attribution": _CREDIT,
        }
    ]
}
REACHED: dict[str, Any] = collection(
    feature(
        "MultiPolygon",
        [[[[6.0, 43.4], [6.1, 43.4], [6.1, 43.5], [6.0, 43.4]]]],
        minutes=10,
        area_km2=41.2,
        **{"from": ["brignoles"]},
    )
)
