"""``Idempotency-Key``: a ``POST`` that is sent again is done once and answered the same.

As draft-ietf-httpapi-idempotency-key-header says: the same key with another request is answered
with status 422, while the first is being answered with 409.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.access import whoever
from api.http.service import Service
from api.problems import AnswerErasedError, KeyReusedError, UnderWayError
from api.store.answers import Answer, Begun, Ticket
from api.store.once import request_token

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
MOST_CHARS = 200
_PASSING = {401, 403, 409, 413, 429}
"""Refusals that another attempt may not meet; those of a broken server are never kept."""
_KEPT = ("content-type", "content-language", "location", "etag", "link", "vary")
_MOST_KEPT_BYTES = 4_000_000
_NOT_DONE: dict[Begun, type[AnswerErasedError | KeyReusedError | UnderWayError]] = {
    Begun.OTHER: KeyReusedError,
    Begun.UNDER_WAY: UnderWayError,
    Begun.ERASED: AnswerErasedError,
}


class Idempotency:
    """ASGI middleware for what lies below ``/v1/``."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: Service,
        refusal: Callable[[Request, Exception], Response],
    ) -> None:
        self._app, self._service, self._refusal = app, service, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do a request, or answer as it was answered before."""
        given = Headers(scope=scope).get(HEADER) if scope["type"] == "http" else None
        if given is None or scope["method"] != "POST" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        try:
            await self._once(_key(given), scope, receive, send)
        except (HTTPException, *_NOT_DONE.values()) as error:
            await self._refusal(Request(scope), error)(scope, receive, send)

    async def _once(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        caller = await whoever(request, self._service)
        if caller is None:  # who has no key is told so
            await self._app(scope, receive, send)
            return
        body = await _body(receive, self._service.settings.max_body_bytes)
        answers = self._service.answers
        made = _fingerprint(request, body, self._service.secret)
        begun = await run_in_threadpool(answers.begin, caller.id, key, made)
        if isinstance(begun, Begun):
            raise _NOT_DONE[begun]()
        if isinstance(begun, Answer):
            headers = {**begun.headers, REPLAYED: "true"}
            await Response(begun.body, begun.status, headers)(scope, receive, send)
            return
        token = request_token.set(f"{begun.token}.{made}")
        try:
            await self._first_time(begun, _again(body, receive), scope, send)
        finally:
            request_token.reset(token)

    async def _first_time(self, ticket: Ticket, receive: Receive, scope: Scope, send: Send) -> None:
        """Do the request and keep what it is answered before the client hears it."""
        start: Message = {}
        parts: list[bytes] = []

        async def noted(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._keep(ticket, start, b"".join(parts))
                await send(start)
                await send({"type": "http.response.body", "body": b"".join(parts)})

        try:
            await self._app(scope, receive, noted)
        except BaseException:  # also a client that left: nothing was answered, so try again
            await run_in_threadpool(self._service.answers.forget, ticket)
            raise

    async def _keep(self, ticket: Ticket, start: Message, body: bytes) -> None:
        status: int = start["status"]
        answers = self._service.answers
        if status >= 500 or status in _PASSING or len(body) > _MOST_KEPT_BYTES:
            await run_in_threadpool(answers.forget, ticket)
            return
        headers = Headers(raw=start["headers"])
        kept = {name: headers[name] for name in _KEPT if name in headers}
        await run_in_threadpool(answers.end, ticket, Answer(status, kept, body))


def _key(given: str) -> str:
    """Return the key, which stands in quotation marks by the draft, and without by habit."""
    key = given.strip().removeprefix('"').removesuffix('"')
    if not key or len(key) > MOST_CHARS or not key.isascii() or not key.isprintable():
        raise HTTPException(400)
    return key


def _fingerprint(request: Request, body: bytes, secret: bytes) -> str:
    """Return what tells a request from others; without the secret it confirms no guess of it."""
    made = hmac.new(secret, b"request\0", hashlib.sha256)
    for part in (
        request.url.path,
        request.url.query,
        request.headers.get("content-type", ""),
        request.headers.get("if-match", ""),
    ):
        made.update(part.encode("utf-8", "replace") + b"\0")
    made.update(body)
    return made.hexdigest()


async def _body(receive: Receive, most: int) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise HTTPException(413)
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives the body once more, then what else the client sends."""
    given = False

    async def received() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return received
