"""The secret of this installation: from the environment, or a file made at the first start."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

VARIABLE = "TOURNEES_SECRET"


def secret_of(folder: Path) -> bytes:
    """Return the secret, 32 bytes or more.

    Raises
    ------
    ValueError
        When the one in the environment is too short to keep anything secret.
    """
    given = os.environ.get(VARIABLE)
    if given:
        if len(given) < 32:
            raise ValueError(f"{VARIABLE} : donnez au moins 32 caractères tirés au hasard")
        return given.encode()
    path = folder / "secret.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
    return path.read_bytes()


def signature(secret: bytes, purpose: str, text: str) -> str:
    """Return what proves that a text was written here, for this purpose."""
    return hmac.new(secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
