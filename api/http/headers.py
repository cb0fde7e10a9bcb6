"""What every answer tells browsers not to do with it (OWASP's secure headers)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
_FOR_PAGES = "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
"""What all pages obey; documents, which hold scripts of their own, list these by their hashes in
a policy that they carry along, so that it holds after they were downloaded too."""
_FOR_OTHERS = "default-src 'none'; frame-ancestors 'none'"
_HSTS = "max-age=31536000"
_YEAR_LONG = "Strict-Transport-Security"


NOT_MODIFIED = 304


class SafeHeaders:
    """ASGI middleware: adds what an answer does not say itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and complete the head of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] != NOT_MODIFIED:  # those of the first answer stay in force
                    _complete(headers)
                if scope["scheme"] == "https":
                    headers.setdefault(_YEAR_LONG, _HSTS)
            await send(message)

        await self._app(scope, receive, sent)


def _complete(headers: MutableHeaders) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", _FOR_PAGES if page else _FOR_OTHERS)
    if "etag" not in headers:  # static files and stored plans say themselves how long they last
        headers.setdefault("Cache-Control", "no-store")
