"""Kilometres and minutes between places."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.http.bodies import JsonBytes, MatrixRequest, openapi_body, read, refuse
from api.http.service import TheService
from routing.matrix import UNREACHABLE
from routing.roads.types import Place
from routing.sentence import say

router = APIRouter(prefix="/v1/roads", tags=["roads"])


@router.post("/matrix", openapi_extra=openapi_body(MatrixRequest))
def matrix(body: JsonBytes, service: TheService) -> dict[str, Any]:
    """Return seconds and metres along the fastest way, row = from, column = to."""
    asked = read(MatrixRequest, body).places
    limit = service.settings.max_places
    if len(asked) > limit:
        raise refuse(
            "/places", len(asked), "TOO_MANY", say("indiquez au plus {limit} lieux.", limit=limit)
        )
    places = [Place(id=p.id, lon=p.lon, lat=p.lat, label=p.label or "") for p in asked]
    found = service.roads.matrix(places)
    return {
        "places": [place.id for place in places],
        "durations_s": _rows(found.durations_s.tolist()),
        "distances_m": _rows(found.distances_m.tolist()),
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
    }


def _rows(rows: list[list[int]]) -> list[list[int | None]]:
    """Return the rows with ``null`` where no way exists."""
    return [[None if value >= UNREACHABLE else value for value in row] for row in rows]
