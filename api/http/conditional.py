"""Answers that a client need not fetch again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Request
from starlette.responses import Response

_HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def answered(
    request: Request, tag: str, body: Callable[[], bytes], media_type: str = "application/json"
) -> Response:
    """Return a body with its ``ETag``, or status 304 to whoever has it; then it is not made."""
    headers = _HEADERS | {"ETag": f'"{tag}"'}
    if known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body(), headers=headers, media_type=media_type)


def known(request: Request, tag: str) -> bool:
    """Whether a client says that it has what this tag stands for (RFC 9110, 13.1.2)."""
    shown = request.headers.get("if-none-match", "")
    tags = {each.strip().removeprefix("W/") for each in shown.split(",")}
    return "*" in tags or f'"{tag}"' in tags


def json_body(value: Any) -> bytes:
    """Return a value as JSON; without the encoder of the framework, which is slow."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
