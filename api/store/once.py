"""Ids of what a request makes: the same again when the same request is done again.

A server may be killed after it stored what was asked for, before it noted its answer. The
request is then done a second time, and must find what the first time made.
"""

from __future__ import annotations

import hashlib
import secrets
from contextvars import ContextVar

ID_BYTES = 12
request_token: ContextVar[str] = ContextVar("request_token", default="")
"""What stands for the request at hand, all that it asks included; empty where it is sent once."""


def new_id(kind: str) -> str:
    """Return an id for what this request makes, one of each kind."""
    token = request_token.get()
    if not token:
        return secrets.token_urlsafe(ID_BYTES)
    return hashlib.sha256(f"{kind}\0{token}".encode()).hexdigest()[: 2 * ID_BYTES]
