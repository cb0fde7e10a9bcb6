"""Every exception answers as RFC 9457 problem details; the table is :mod:`api.problems`."""

from __future__ import annotations

import json

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import openapi
from api.http.language import language, language_headers
from api.http.page.trouble import to_login, trouble_page, wants_page
from api.logs import logger
from api.problems import INTERNAL, TABLE, Problem, UnauthorizedError, problem_of, trace_of
from api.wire.faults import Fault, pointer
from routing.sentence import say

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_log = logger(__name__)

_HTTP = {
    400: ("bad-request", say("La demande est illisible")),
    403: ("foreign-page", say("Cette demande vient d’une autre page")),
    404: ("not-found", say("Cette adresse n’existe pas")),
    405: ("method-not-allowed", say("Cette adresse ne connaît pas cette méthode")),
    413: ("too-large", say("La demande est trop grande")),
    415: ("unsupported-media-type", say("Envoyez du JSON (Content-Type: application/json)")),
}


def install(app: FastAPI) -> None:
    """Let exceptions answer as problems; :class:`Catching` sees to the others."""
    for kind in (*TABLE, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)


class Catching:
    """ASGI middleware: whatever broke, the client gets an answer, and the log no message."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and answer for it where it fails."""
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await answer(Request(scope), error)(scope, receive, send)


def answer(request: Request, error: Exception) -> Response:
    """Return the problem that an exception is."""
    if isinstance(error, UnauthorizedError) and wants_page(request):
        return to_login(request)
    problem = _problem(error)
    if problem is INTERNAL:
        _log.error("internal error", exception=trace_of(error))
    headers = dict(getattr(error, "headers", None) or {})
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == 405:
        headers["Allow"] = ", ".join(_methods(request))
    if problem.status == 429:
        headers["Retry-After"] = str(getattr(error, "seconds", 30))
    if wants_page(request):
        page = trouble_page(request, problem)
        page.headers.update(headers)
        return page
    headers |= language_headers()
    body = json.dumps(problem.as_dict(language()), ensure_ascii=False)
    return Response(body, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def _methods(request: Request) -> list[str]:
    """Return the methods that an address knows; the router tells those of one route only."""
    described = openapi.methods(request.app, request.scope["path"])
    if described:
        return [method for method in METHODS if method.lower() in described]
    tried = ((method, dict(request.scope) | {"method": method}) for method in METHODS)
    return [
        method
        for method, scope in tried
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
    ]


def _problem(error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        slug, title = _HTTP.get(error.status_code, ("http", say("La demande est refusée")))
        return Problem(error.status_code, slug, title)
    if isinstance(error, RequestValidationError):
        faults = tuple(_parameter_fault(found) for found in error.errors())
        return Problem(422, "invalid-input", say("La demande est à corriger"), errors=faults)
    return problem_of(error)


_MISSING = say("ajoutez ce paramètre, il est obligatoire.")
_UNFIT = say("cette valeur ne convient pas ; la forme attendue est dans /openapi.json.")


def _parameter_fault(found: dict[str, object]) -> Fault:
    location = found["loc"]
    missing = found["type"] == "missing"
    return Fault(
        path=pointer(location if isinstance(location, tuple) else (str(location),)),
        value=found.get("input"),
        message=_MISSING if missing else _UNFIT,
        code="INVALID",
    )
