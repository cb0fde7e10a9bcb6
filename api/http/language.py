"""The language of an answer, by the ``Accept-Language`` of its request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.wire.language import Language, preferred


def language_of(request: Request) -> Language:
    """Return the language that a client wants to read."""
    return preferred(request.headers.get("accept-language"))


TheLanguage = Annotated[Language, Depends(language_of)]


def language_headers(language: Language) -> dict[str, str]:
    """Return what tells clients and caches which language an answer is in, and why."""
    return {"Content-Language": language.value, "Vary": "Accept-Language"}
