"""What requests hold, and how they are read: every fault at once, in the programmes' words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request
from pydantic import BaseModel

from api.http.schemas import schema_of
from api.wire.faults import Fault, InputFaults
from api.wire.field_faults import validate
from api.wire.fields import WireModel
from api.wire.json_text import read_document
from api.wire.records import json_fault

_Model = TypeVar("_Model", bound=WireModel)
_SOURCE = "demande"


async def whole_body(request: Request) -> bytes:
    """Return the body; status 413 as soon as it is larger than the service takes."""
    limit: int = request.app.state.service.settings.max_body_bytes
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise HTTPException(413)
        parts.append(part)
    return b"".join(parts)


async def json_bytes(request: Request) -> bytes:
    """Return the body, which must be declared as JSON.

    Asking for the header is what keeps a foreign page from posting here unasked: with this
    content type a browser first asks for a permission that the service never gives.
    """
    _must_be_json(request)
    return await whole_body(request)


async def json_bytes_if_any(request: Request) -> bytes:
    """Return the body, which must be declared as JSON; for none, an object without fields.

    For addresses that change nothing: without a body they ask for no header (see above).
    """
    body = await whole_body(request)
    if body:
        _must_be_json(request)
    return body or b"{}"


def _must_be_json(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)


JsonBytes = Annotated[bytes, Depends(json_bytes)]
JsonBytesIfAny = Annotated[bytes, Depends(json_bytes_if_any)]


def read(model: type[_Model], body: bytes | Mapping[str, object]) -> _Model:
    """Return the valid request.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with pointer, value and remedy.
    """
    document = read_document(body, _SOURCE)
    valid, issues = validate(model, document)
    if valid is None:
        raise InputFaults(_SOURCE, [json_fault(document)(issue) for issue in issues])
    return valid


def refuse(path: str, value: object, code: str, message: str) -> InputFaults:
    """Return the one fault of a request that is well formed but cannot be met."""
    return InputFaults(_SOURCE, [Fault(path, value, message, code)])


def openapi_body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """Return the part of the OpenAPI document that describes a body read by :func:`read`."""
    content = {"application/json": {"schema": schema_of(model)}}
    return {"requestBody": {"required": required, "content": content}}
