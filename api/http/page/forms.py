"""What the page's forms send: fields and a file, from our own pages alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import Message

from api.http.access import reading
from api.http.service import Service
from api.store.keys import Key
from api.store.secret import signature

MOST_DRAINED = 50_000_000
"""Bytes of a request that are read, though far too many, so that the browser sees the answer."""
MOST_FIELDS = 60


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form by name, and the files with their names."""

    fields: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def __contains__(self, name: object) -> bool:
        return bool(self.fields.get(str(name), "").strip())


async def read_form(request: Request) -> Form:
    """Return what a form of ours holds.

    Raises
    ------
    HTTPException
        403 when another site's page sent it, 413 when it is too large, 400 when it is garbled.
    """
    refuse_foreign_page(request)
    body = await _drained(request)

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        sent = await Request(request.scope, again).form(max_files=2, max_fields=MOST_FIELDS)
    except (MultiPartException, HTTPException):
        raise HTTPException(400) from None
    fields, files = {}, {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files[name] = (value.filename or "", await value.read())
        else:
            fields[name] = value
    await sent.close()
    return Form(fields, files)


TheForm = Annotated[Form, Depends(read_form)]


async def _drained(request: Request) -> bytes:
    """Return the body; what is too large is read to its end, else browsers show no answer."""
    limit: int = request.app.state.service.settings.max_body_bytes
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_DRAINED:
            break
        if size <= limit:
            parts.append(part)
    if size > limit:
        raise HTTPException(413)
    return b"".join(parts)


def refuse_foreign_page(request: Request) -> None:
    """Refuse a form that another site's page sent: browsers say where a form comes from."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own or site not in ("same-origin", "none"):
        raise HTTPException(403)


def new_once(service: Service, key: Key) -> str:
    """Return what a form for a new plan carries: the plan's id to be, and that we made it.

    Sent twice, by a double click or by going back, it stands for one plan.
    """
    order_id = secrets.token_urlsafe(12)
    return f"{order_id}.{_proof(service, key, order_id)}"


def order_id_of(service: Service, key: Key, once: str) -> str | None:
    """Return the id of the plan that a form asks for, ``None`` where the form carries none."""
    order_id, _, proof = once.rpartition(".")
    right = _proof(service, key, order_id)
    same = secrets.compare_digest(proof.encode("utf-8", "replace"), right.encode())
    return order_id if same else None


def _proof(service: Service, key: Key, order_id: str) -> str:
    return signature(service.secret, "form", f"{key.id}.{order_id}")


TheKey = Annotated[Key, Depends(reading)]
