"""Requests that another site's page makes a browser send: refused where a cookie lets them in.

The cookie is ``SameSite=Strict`` already; this holds where another program on the same host, or
an old browser, gets around that. A key in a header needs none of it: pages cannot send one
unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.access import key_shown

_READING = {"GET", "HEAD", "OPTIONS"}


def foreign(headers: Headers) -> bool:
    """Whether a page of another origin sent this: browsers say where a request comes from."""
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin")
    own = origin is None or urlsplit(origin).netloc == headers.get("host")
    return not own or site not in ("same-origin", "none")


def refuse_foreign_page(request: Request) -> None:
    """Refuse a form that another site's page sent.

    Raises
    ------
    HTTPException
        With status 403.
    """
    if foreign(request.headers):
        raise HTTPException(403)


class OwnPagesOnly:
    """ASGI middleware: a cookie changes nothing but from a page of ours."""

    def __init__(
        self, app: ASGIApp, *, cookie: str, refusal: Callable[[Request, Exception], Response]
    ) -> None:
        self._app, self._cookie, self._refusal = app, cookie, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through unless a foreign page sent it with our cookie."""
        if scope["type"] == "http" and scope["method"] not in _READING:
            request = Request(scope)
            headers = request.headers
            if key_shown(request) is None and self._cookie in request.cookies and foreign(headers):
                await self._refusal(request, HTTPException(403))(scope, receive, send)
                return
        await self._app(scope, receive, send)
