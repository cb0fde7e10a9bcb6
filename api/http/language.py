"""The language of an answer, by the ``Accept-Language`` of its request."""

from __future__ import annotations

from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.wire.language import preferred
from routing.language import Language

_current: ContextVar[Language] = ContextVar("language", default=Language.FRENCH)


class SpeakingAsAsked:
    """ASGI middleware: everything done for a request knows the language of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the language, then go on."""
        if scope["type"] == "http":
            _current.set(preferred(Headers(scope=scope).get("accept-language")))
        await self._app(scope, receive, send)


def language() -> Language:
    """Return the language that the client of this request wants to read."""
    return _current.get()


def language_headers() -> dict[str, str]:
    """Return what tells clients and caches which language an answer is in, and why."""
    return {"Content-Language": language().value, "Vary": "Accept-Language"}
