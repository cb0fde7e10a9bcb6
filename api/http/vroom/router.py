"""``POST /`` as vroom-express, and ``POST /optimization`` as openrouteservice."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from api.http import described
from api.http.bodies import json_bytes, openapi_body
from api.http.language import language, language_headers
from api.http.responses import MEDIA_TYPE, ProblemModel
from api.http.schemas import schema_of
from api.http.service import Service, TheService
from api.http.vroom.answer import answer
from api.http.vroom.eta import choose_times
from api.http.vroom.geometry import add_lines
from api.http.vroom.models import EXAMPLE, VroomAnswer
from api.http.vroom.places import Places
from api.http.vroom.plan_mode import plans_given
from api.http.vroom.reading import problem_of, read_request
from api.http.vroom.refusal import INTERNAL, TOO_LARGE, Refusal, VroomRefusal
from api.http.vroom.request import RequestModel
from api.http.vroom.travel import Travels
from api.problems import BusyError
from routing.language import told
from routing.sentence import say, sentence_of

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class _NoFormRoute(APIRoute):
    """Matches all but forms: those sent to the same address are the page's."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip()
            if kind in _FORMS:
                return Match.NONE, {}
        return super().matches(scope)


router = APIRouter(tags=["vroom"])
at_root = APIRouter(tags=["vroom"], route_class=_NoFormRoute)


_BODY = openapi_body(RequestModel)
_REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": meaning, "model": VroomRefusal}
    for status, meaning in {
        400: "The request is to be corrected, or its places are off the roads.",
        413: "Too many tasks, vehicles or bytes.",
        415: "A body that is not JSON.",
        429: "Too much at once; `Retry-After` says when to come back.",
    }.items()
}
_REFUSED[429]["content"] = {MEDIA_TYPE: {"schema": schema_of(ProblemModel)}}
_ANSWERS = described.answer(VroomAnswer, EXAMPLE) | _REFUSED


async def _json_bytes(request: Request) -> bytes:
    """Return the body, or refuse it as VROOM's clients expect."""
    try:
        return await json_bytes(request)
    except HTTPException as error:
        if error.status_code == 413:
            message = say("La demande est trop grande")
            raise Refusal(message, code=TOO_LARGE, status=413) from None
        message = say("Envoyez du JSON (Content-Type: application/json)")
        raise Refusal(message, status=error.status_code) from None


@router.post("/optimization", openapi_extra=_BODY, responses=_ANSWERS)
@at_root.post("/", openapi_extra=_BODY, responses=_ANSWERS)
def optimization(body: Annotated[bytes, Depends(_json_bytes)], service: TheService) -> JSONResponse:
    """Return routes for VROOM's jobs, shipments and vehicles, or times for the steps given."""
    try:
        with service.solving():
            return JSONResponse(_answered(body, service))
    except BusyError as error:
        raise Refusal(sentence_of(error), code=INTERNAL, status=429) from None


async def refused(_request: Request, refusal: Exception) -> Response:
    """Answer a refusal in VROOM's words."""
    if not isinstance(refusal, Refusal):
        raise refusal
    shown = {"code": refusal.code, "error": told(refusal.message, language())}
    headers = language_headers()
    if refusal.status == 429:
        headers["Retry-After"] = "30"
    return JSONResponse(shown, status_code=refusal.status, headers=headers)


def _answered(body: bytes, service: Service) -> dict[str, Any]:
    began = time.monotonic()
    settings = service.settings
    request = read_request(body)
    _refuse_too_many(request, settings.max_tasks)
    places = Places(request)
    travels = Travels(request, places, lambda: service.roads, settings.max_places)
    problem = problem_of(request, places, travels)
    loaded = time.monotonic()
    if request.options.c:
        timed = [(plan, choose_times(plan)) for plan in plans_given(problem)]
    else:
        from api.http.vroom.solving import solved  # loads the routing core

        asked = request.options.l or settings.solve_seconds
        timed = solved(problem, min(asked, settings.solve_seconds))
    routing = time.monotonic()
    spent = {"loading": _ms(loaded - began), "solving": _ms(routing - loaded), "routing": 0}
    found = answer(problem, timed, spent)
    if request.options.g:
        add_lines(found, [plan for plan, _ in timed], lambda: service.roads)
        spent["routing"] = _ms(time.monotonic() - routing)
    return found


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def _refuse_too_many(request: RequestModel, most: int) -> None:
    count = len(request.jobs) + 2 * len(request.shipments)
    if not count:
        raise Refusal(say("Indiquez au moins un job ou un shipment."))
    if count > most:
        raise Refusal(
            say("{count} tâches : indiquez-en au plus {most}.", count=count, most=most),
            code=TOO_LARGE,
            status=413,
        )
    if len(request.vehicles) > most:
        raise Refusal(
            say(
                "{vehicles} véhicules : indiquez-en au plus {most}.",
                vehicles=len(request.vehicles),
                most=most,
            ),
            code=TOO_LARGE,
            status=413,
        )
