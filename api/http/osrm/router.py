"""The addresses of OSRM: ``/{service}/v1/{profile}/{coordinates}?{options}``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from api.http.described import answer
from api.http.language import language, language_headers
from api.http.osrm import answers, models
from api.http.osrm.query import Options, check_profile, coordinates
from api.http.osrm.refusal import Refusal, RefusalModel
from api.http.responses import problems
from api.http.service import Service, TheService
from routing.language import told
from routing.roads import RoadNetwork
from routing.roads.types import Place

_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "A question without an answer.", "model": RefusalModel},
    **problems(404),
}
router = APIRouter(tags=["osrm"], responses=_REFUSED)

_Answer: TypeAlias = Callable[[RoadNetwork, Sequence[Place], Options], dict[str, Any]]


@router.get("/route/v1/{profile}/{text:path}", responses=answer(models.Routes))
def route(profile: str, text: str, request: Request, service: TheService) -> JSONResponse:
    """Return the fastest way through the coordinates, as OSRM's `route`."""
    return _answered(answers.route, profile, text, request, service)


@router.get("/table/v1/{profile}/{text:path}", responses=answer(models.Table))
def table(profile: str, text: str, request: Request, service: TheService) -> JSONResponse:
    """Return seconds and metres between the coordinates, as OSRM's `table`."""
    return _answered(answers.table, profile, text, request, service)


@router.get("/nearest/v1/{profile}/{text:path}", responses=answer(models.Nearest))
def nearest(profile: str, text: str, request: Request, service: TheService) -> JSONResponse:
    """Return the nearest points on roads, as OSRM's `nearest`."""
    return _answered(answers.nearest, profile, text, request, service)


def _answered(
    answer: _Answer, profile: str, text: str, request: Request, service: Service
) -> JSONResponse:
    try:
        check_profile(profile)
        places = coordinates(text, service.settings.max_places)
        options = Options(request.query_params.multi_items(), len(places))
        return JSONResponse(answer(service.roads, places, options))
    except Refusal as refusal:
        body = {"code": refusal.code, "message": told(refusal.message, language())}
        return JSONResponse(body, status_code=400, headers=language_headers())
