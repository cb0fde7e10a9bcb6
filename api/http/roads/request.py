"""What requests about roads hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt

from api.wire.fields import Id, Label, WireModel
from routing.roads.types import Place

MAX_STOPS = 100
"""Most places of one way."""
MAX_STARTS = 50
"""Most places from which an area is reached."""
MAX_MINUTES = 90
MAX_AREAS = 6
MAX_QUERIES = 50


class PlaceModel(WireModel):
    """A point to reach, in degrees (WGS 84)."""

    id: Id = Field(description="Code, pour les réponses.", examples=["rians"])
    lon: StrictFloat | StrictInt = Field(
        ge=-180, le=180, description="Longitude.", examples=[5.7551]
    )
    lat: StrictFloat | StrictInt = Field(ge=-90, le=90, description="Latitude.", examples=[43.6079])
    label: Label | None = Field(default=None, description="Nom dans les messages.")

    def to_core(self) -> Place:
        """Return the place as roads know it."""
        return Place(id=self.id, lon=self.lon, lat=self.lat, label=self.label or "")


_TWO = [
    {"id": "brignoles", "lon": 6.0617, "lat": 43.4059},
    {"id": "rians", "lon": 5.7551, "lat": 43.6079},
]


class MatrixRequest(WireModel):
    """Places between which to measure."""

    places: tuple[PlaceModel, ...] = Field(
        min_length=1, description="Lieux, chacun départ et arrivée.", examples=[_TWO]
    )


class RouteRequest(WireModel):
    """Places to drive through, in this order."""

    places: tuple[PlaceModel, ...] = Field(
        min_length=2, max_length=MAX_STOPS, description="Lieux, dans l’ordre.", examples=[_TWO]
    )
    geometry: Literal["none", "coordinates", "polyline"] = Field(
        default="coordinates",
        description="Tracé de chaque étape : coordonnées [lon, lat], ligne encodée (précision 5) "
        "ou rien.",
    )


class ReachRequest(WireModel):
    """Where to set out, and for how long to drive."""

    places: tuple[PlaceModel, ...] = Field(
        min_length=1,
        max_length=MAX_STARTS,
        description="Départs : le plus proche compte.",
        examples=[_TWO[:1]],
    )
    minutes: tuple[Annotated[StrictFloat | StrictInt, Field(gt=0, le=MAX_MINUTES)], ...] = Field(
        default=(10, 20, 30),
        min_length=1,
        max_length=MAX_AREAS,
        description="Minutes de route, une surface pour chacune.",
        examples=[[10, 20, 30]],
    )


class FindRequest(WireModel):
    """Addresses as people type them; in the body, so that no log of addresses asked holds them."""

    queries: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        min_length=1,
        max_length=MAX_QUERIES,
        description="Adresses, voies, lieux-dits, communes ou sites.",
        examples=[["12 av mistral brignoles"]],
    )
    limit: StrictInt = Field(default=5, ge=1, le=20, description="Candidats au plus pour chacune.")
