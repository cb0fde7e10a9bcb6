"""The middleware around the application, in its order."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.http.access import COOKIE
from api.http.errors import Catching, answer
from api.http.headers import SafeHeaders
from api.http.idempotency import HEADER, REPLAYED, Idempotency
from api.http.language import SpeakingAsAsked
from api.http.limiting import Limiting
from api.http.origin import OwnPagesOnly
from api.http.service import Service
from api.http.witness import ID, Witness

_CORS_IN = ["Authorization", "Content-Type", "If-Match", "If-None-Match", HEADER, ID]
_CORS_OUT = [
    *["ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"],
    *[ID, REPLAYED],
]


def surround(app: FastAPI, service: Service) -> None:
    """Put the middleware around the application, from the innermost outwards."""
    asked = service.settings.operations
    app.add_middleware(Idempotency, service=service, refusal=answer)
    app.add_middleware(OwnPagesOnly, cookie=COOKIE, refusal=answer)
    app.add_middleware(Limiting, operations=asked, refusal=answer)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=service.settings.allowed_hosts)
    if asked.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=asked.cors_origins,
            allow_methods=["*"],
            allow_headers=_CORS_IN,
            expose_headers=_CORS_OUT,
        )
    app.add_middleware(Catching)
    app.add_middleware(SpeakingAsAsked)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Witness, metrics=service.metrics)
