"""Sees every request from first to last: gives it an id, logs and counts it.

Outermost of all: what the others answer is seen too. Nothing that a client chose is noted but
its id, and that only where it is one that machines make; the route's template stands for the
path, which may hold names.
"""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import Metrics
from api.logs import logger

ID = "X-Request-ID"
_MADE_BY_MACHINES = re.compile(r"[0-9a-fA-F-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_log = logger(__name__)


class Witness:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and note it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _id(Headers(scope=scope).get(ID))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID] = request_id
            await send(message)

        with self._metrics.in_progress.track_inprogress():
            try:
                await self._app(scope, receive, sent)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = route_of(scope), scope["method"]
        method = method if method in _METHODS else "other"
        self._metrics.saw(method, route, status, seconds)
        noted = _log.debug if route in ("/health", "/ready", "/metrics") else _log.info
        noted(
            "request",
            method=method,
            route=route,
            status=status,
            duration_ms=round(1000 * seconds, 1),
            key=scope.get("state", {}).get("key_id"),
        )


def route_of(scope: Scope) -> str:
    """Return the template of the address asked for, never the address itself."""
    template = getattr(scope.get("route"), "path", None)
    if isinstance(template, str):
        return template
    return "/static" if "app_root_path" in scope else "(none)"


def _id(given: str | None) -> str:
    if given is not None and _MADE_BY_MACHINES.fullmatch(given):
        return given
    return secrets.token_hex(8)
