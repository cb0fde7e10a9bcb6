"""The addresses under ``/v1/roads``; all of them only read, whatever the method."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import Response

from api.http.bodies import JsonBytes, openapi_body, read, refuse
from api.http.conditional import json_body
from api.http.described import answer
from api.http.geojson import MEDIA_TYPE, FeatureCollection
from api.http.roads import models
from api.http.roads.models import FindAnswer, MatrixAnswer, RouteAnswer
from api.http.roads.off_road import pointed
from api.http.roads.request import (
    FindRequest,
    MatrixRequest,
    PlaceModel,
    ReachRequest,
    RouteRequest,
)
from api.http.service import TheService
from api.wire.roads_json import (
    finding_document,
    line_of,
    matrix_document,
    reach_features,
    route_document,
)
from maps.polyline import encode
from routing.roads.types import Leg, Place
from routing.sentence import say

router = APIRouter(prefix="/v1/roads", tags=["roads"])


@router.post(
    "/matrix",
    openapi_extra=openapi_body(MatrixRequest),
    response_class=Response,
    responses=answer(MatrixAnswer, models.MATRIX),
)
def matrix(body: JsonBytes, service: TheService) -> Response:
    """Return seconds and metres along the fastest way, row = from, column = to."""
    asked = read(MatrixRequest, body).places
    limit = service.settings.max_places
    if len(asked) > limit:
        raise refuse(
            "/places", len(asked), "TOO_MANY", say("indiquez au plus {limit} lieux.", limit=limit)
        )
    places = _places(asked)
    with pointed(places, service.roads):
        found = service.roads.matrix(places)
    return _json(matrix_document(places, found, service.roads.attribution))


@router.post(
    "/route",
    openapi_extra=openapi_body(RouteRequest),
    response_class=Response,
    responses=answer(RouteAnswer, models.ROUTE),
)
def route(body: JsonBytes, service: TheService) -> Response:
    """Return the fastest way through places in their order, leg by leg, each with its roads."""
    asked = read(RouteRequest, body)
    places = _places(asked.places)
    with pointed(places, service.roads):
        path = service.roads.path(places)
    document = route_document(path, service.roads.attribution)
    for shown, leg in zip(document["legs"], path.legs, strict=True):
        if asked.geometry != "none":
            shown["geometry"] = _line(leg, encoded=asked.geometry == "polyline")
    return _json(document)


@router.post(
    "/reach",
    openapi_extra=openapi_body(ReachRequest),
    response_class=Response,
    responses=answer(FeatureCollection, models.REACHED, media_type=MEDIA_TYPE),
)
def reach(body: JsonBytes, service: TheService) -> Response:
    """Return the areas within so many minutes of the nearest of some places, as GeoJSON."""
    asked = read(ReachRequest, body)
    places = _places(asked.places)
    with service.solving(), pointed(places, service.roads):  # as long as some plans
        areas = service.roads.reach(places, asked.minutes)
    document = reach_features(places, asked.minutes, areas, service.roads.attribution)
    return Response(json_body(document), media_type=MEDIA_TYPE)


@router.post(
    "/find",
    openapi_extra=openapi_body(FindRequest),
    response_class=Response,
    responses=answer(FindAnswer, models.FOUND),
)
def find(body: JsonBytes, service: TheService) -> Response:
    """Find addresses, streets, lieux-dits, communes and sites by what people type.

    Accents, abbreviations, slips and missing words are forgiven. Nothing leaves this machine.
    """
    asked = read(FindRequest, body)
    gazetteer = service.gazetteer
    return _json(
        {
            "found": [
                finding_document(
                    query, gazetteer.find(query, limit=asked.limit), gazetteer.attributions
                )
                for query in asked.queries
            ]
        }
    )


def _places(asked: Iterable[PlaceModel]) -> list[Place]:
    return [place.to_core() for place in asked]


def _line(leg: Leg, *, encoded: bool) -> str | list[list[float]]:
    return encode(leg.geometry) if encoded else line_of(leg)


def _json(value: object) -> Response:
    return Response(json_body(value), media_type="application/json")
