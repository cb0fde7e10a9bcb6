"""Places of rides as JSON writes them; mapping to the core types: :mod:`api.wire.place_map`."""

from __future__ import annotations

from pydantic import ConfigDict, Field, StrictFloat

from api.wire.fields import Id, Label, Text, WireModel


class PlaceModel(WireModel):
    """Un endroit : un point, une commune, un lieu du territoire ou une adresse, l’un des quatre.

    Le plan et l’empreinte du programme ne retiennent que le point et la commune.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["lon", "lat"]},
                {"required": ["commune"]},
                {"required": ["site"]},
                {"required": ["address"]},
            ]
        }
    )

    lon: StrictFloat | None = Field(
        None, ge=-180, le=180, description="Longitude, en degrés WGS 84.", examples=[6.008]
    )
    lat: StrictFloat | None = Field(
        None, ge=-90, le=90, description="Latitude, en degrés WGS 84.", examples=[43.557]
    )
    commune: Label | None = Field(
        None,
        description="Nom ou code INSEE : seule, la mairie ; sinon, celle du point ou de l’adresse.",
        examples=["Barjols", "83012"],
    )
    site: Id | None = Field(
        None, description="Code d’un lieu du territoire.", examples=["CH-BRIGNOLES"]
    )
    address: Label | None = Field(
        None,
        description="Rue ou lieu-dit, et commune ; cherchée sur cette machine.",
        examples=["12 avenue Frédéric Mistral, Brignoles"],
    )
    label: Text = Field(
        "", description="Repère pour qui conduit, sans nom ni téléphone.", examples=["Le portail"]
    )
