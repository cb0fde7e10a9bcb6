"""Who may do what: a key in a header, or a browser that has logged in with one."""

from __future__ import annotations

import secrets
import time
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.http.service import Service, TheService
from api.problems import ForbiddenError, UnauthorizedError
from api.store.keys import Key, Role
from api.store.secret import signature
from routing.sentence import say

COOKIE = "tournees"
SESSION_S = 12 * 3600
REMEMBERED_S = 5.0
"""Seconds for which a key is not looked up again; a revoked one may work for that long."""


def key_shown(request: Request) -> str | None:
    """Return the key in a request's headers, in any of the places where clients put one."""
    shown = request.headers.get("authorization") or request.headers.get("x-api-key") or ""
    scheme, _, rest = shown.partition(" ")
    return (rest if scheme.lower() == "bearer" else shown).strip() or None


def session_of(service: Service, key: Key) -> str:
    """Return the cookie of a browser that logged in."""
    text = f"{key.id}.{int(time.time()) + SESSION_S}"
    return f"{text}.{signature(service.secret, 'session', text)}"


def _logged_in(service: Service, cookie: str) -> Key | None:
    text, _, proof = cookie.rpartition(".")
    key_id, _, until = text.partition(".")
    right = signature(service.secret, "session", text)
    if not secrets.compare_digest(proof.encode("utf-8", "replace"), right.encode()):
        return None
    return service.keys.by_id(key_id) if int(until) > time.time() else None


_BEARER = HTTPBearer(auto_error=False, description="A key made with `tournees keys add`.")


def _looked_up(service: Service, shown: str | None, cookie: str) -> Key | None:
    return service.keys.find(shown) if shown else _logged_in(service, cookie)


async def whoever(
    request: Request,
    service: TheService,
    _told: Annotated[object, Depends(_BEARER)] = None,  # for the OpenAPI document
) -> Key | None:
    """Return the key behind a request, ``None`` where there is none that holds."""
    shown, cookie = key_shown(request), request.cookies.get(COOKIE)
    if shown is None and cookie is None:
        return None
    known = service.known_keys.get((shown, cookie))
    if known is not None and known[1] > time.monotonic():
        return _noted(request, known[0])
    key = await run_in_threadpool(_looked_up, service, shown, cookie or "")
    if key is not None:
        if len(service.known_keys) > 1000:
            service.known_keys.clear()
        service.known_keys[shown, cookie] = (key, time.monotonic() + REMEMBERED_S)
    return _noted(request, key)


def _noted(request: Request, key: Key | None) -> Key | None:
    """Let the log tell which key it was, and pages about trouble whose."""
    request.state.key = key
    request.state.key_id = None if key is None else key.id
    return key


async def reading(key: Annotated[Key | None, Depends(whoever)]) -> Key:
    """Return the key, where asking changes nothing whatever the method.

    Raises
    ------
    UnauthorizedError
        When there is none.
    """
    if key is None:
        raise UnauthorizedError(say("Donnez une clé : « Authorization: Bearer tn_… »."))
    return key


async def allowed(request: Request, key: Annotated[Key, Depends(reading)]) -> Key:
    """Return the key; reading asks for a reader's, anything else for a coordinator's.

    Raises
    ------
    ForbiddenError
        When it opens less.
    """
    asked = Role.READER if request.method in ("GET", "HEAD") else Role.COORDINATOR
    if key.role < asked:
        raise ForbiddenError(say("La clé « {label} » permet seulement de lire.", label=key.label))
    return key


def refuse_doors(key: Key) -> None:
    """Refuse what tells where people live to whoever may only read.

    Raises
    ------
    ForbiddenError
        When the key is a reader's.
    """
    if key.role < Role.COORDINATOR:
        raise ForbiddenError(
            say(
                "Un programme dit où des personnes habitent ; la clé « {label} » permet "
                "seulement de lire les plans.",
                label=key.label,
            )
        )
