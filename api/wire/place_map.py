"""The mapping between places of the wire programme and points of the core."""

from __future__ import annotations

from api.wire.place_lookup import PlaceLookup
from api.wire.place_model import PlaceModel
from routing.planning.ride_requests import Spot


def spot_in(model: PlaceModel, lookup: PlaceLookup) -> Spot:
    """Return the point of a place."""
    return lookup.spot(model.model_dump())


def place_out(place: Spot | str) -> PlaceModel:
    """Return the wire place of a point, or of a site of the territory by its id."""
    if isinstance(place, str):
        return PlaceModel.model_construct(site=place)
    return PlaceModel.model_construct(
        lon=plain(place.lon), lat=plain(place.lat), commune=place.commune, label=place.label
    )


def plain(degrees: float) -> float:
    """Make equal numbers equal text: 6 becomes 6.0, and -0.0 becomes 0.0."""
    return float(degrees) + 0.0
