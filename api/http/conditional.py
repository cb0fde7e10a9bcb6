"""Conditional requests (RFC 9110, 13): what need not be fetched again, changes to what was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.http.language import language, language_headers
from api.problems import ChangedMeanwhileError, NoConditionError
from routing.sentence import say

_HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def answered(
    request: Request, tag: str, body: Callable[[], bytes], media_type: str = "application/json"
) -> Response:
    """Return a body with its ``ETag``, or status 304 to whoever has it; then it is not made."""
    headers = _HEADERS | {"ETag": f'"{tag}"'}
    if known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body(), headers=headers, media_type=media_type)


def told(request: Request, tag: str, body: Callable[[], bytes]) -> Response:
    """Do as :func:`answered` for a body with sentences: each language has its own ``ETag``."""
    response = answered(request, f"{tag}-{language()}", body)
    response.headers.update(language_headers())
    return response


def known(request: Request, tag: str) -> bool:
    """Whether a client says that it has what this tag stands for (RFC 9110, 13.1.2)."""
    shown = request.headers.get("if-none-match", "")
    tags = {each.strip().removeprefix("W/") for each in shown.split(",")}
    return "*" in tags or f'"{tag}"' in tags


def unless_changed(request: Request, *tags: str) -> bool:
    """Go on where a client changes what stands under one of these tags (RFC 9110, 13.1.1).

    Returns whether it asked for that: without ``If-Match`` it did not.

    Raises
    ------
    ChangedMeanwhileError
        When it has read something else.
    """
    shown = request.headers.get("if-match")
    if shown is None:
        return False
    wanted = {each.strip() for each in shown.split(",")}
    if wanted.isdisjoint({"*", *(f'"{tag}"' for tag in tags)}):
        raise ChangedMeanwhileError(
            say("Relisez-le, refaites vos changements, et envoyez-les avec le nouvel ETag.")
        )
    return True


def require_match(request: Request, *tags: str) -> None:
    """Go on where a client says what it changes, and that is what stands there.

    Raises
    ------
    NoConditionError, ChangedMeanwhileError
        When it does not say it, or has read something else.
    """
    if not unless_changed(request, *tags):
        raise NoConditionError(
            say("Ajoutez « If-Match » avec l’ETag que la lecture a donné : personne n’écrase rien.")
        )


def json_body(value: Any) -> bytes:
    """Return a value as JSON; without the encoder of the framework, which is slow."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
