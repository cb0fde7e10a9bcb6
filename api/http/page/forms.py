"""What the page's forms send: fields and a file, from our own pages alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import Message

from api.http.access import reading
from api.http.origin import refuse_foreign_page
from api.http.service import Service
from api.store.keys import Key
from api.store.once import request_token
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


def new_once(service: Service, key: Key) -> str:
    """Return what a form for a new plan carries, made here for whoever has the key.

    Sent twice, by a double click or by going back, it stands for one plan.
    """
    token = secrets.token_urlsafe(12)
    return f"{token}.{_proof(service, key, token)}"


@contextmanager
def once(service: Service, key: Key, form: Mapping[str, str]) -> Iterator[None]:
    """Make nothing twice in this block for the same form, filled in the same way.

    Whoever goes back and chooses something else asks for something else.
    """
    token, _, proof = form.get("once", "").rpartition(".")
    right = _proof(service, key, token)
    same = secrets.compare_digest(proof.encode("utf-8", "replace"), right.encode())
    before = request_token.set(f"form {token} {sorted(form.items())}" if same else "")
    try:
        yield
    finally:
        request_token.reset(before)


def _proof(service: Service, key: Key, token: str) -> str:
    return signature(service.secret, "form", f"{key.id}.{token}")


TheKey = Annotated[Key, Depends(reading)]
