"""Keys to the service: made once, shown once, kept as a hash, revocable."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from sqlalchemy import select

from api.store.database import Database
from api.store.tables import KeyRow

PREFIX = "tn"


class Role(IntEnum):
    """What a key opens; each opens all that the ones before do, personal data aside."""

    READER = 1
    """Read plans, programmes and roads."""
    COORDINATOR = 2
    """Make, change and publish them; personal data, which nobody else sees."""
    PLANNER = 3
    """Make, change and publish them."""

    @property
    def word(self) -> str:
        """The role as it is typed and stored."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it may be shown: never its secret."""

    id: str
    role: Role
    label: str
    created_at: datetime
    revoked_at: datetime | None = None


class Keys:
    """The keys that were given out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, role: Role, label: str) -> tuple[Key, str]:
        """Make a key; the text to hand over is returned only here."""
        key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(24)
        row = KeyRow(
            id=key_id,
            role=role.word,
            label=label,
            hash=_hash(secret),
            created_at=datetime.now(UTC),
        )
        with self._database.begin() as session:
            session.add(row)
        return _key(row), f"{PREFIX}_{key_id}_{secret}"

    def find(self, text: str) -> Key | None:
        """Return the key that somebody shows, unless it is none or revoked."""
        prefix, _, rest = text.partition("_")
        key_id, _, secret = rest.partition("_")
        if prefix != PREFIX or not secret or not (key_id.isascii() and key_id.isalnum()):
            return None
        with self._database.read() as session:
            row = session.get(KeyRow, key_id)
        # secrets are long and random: a plain hash cannot be guessed back
        if row is None or not secrets.compare_digest(row.hash, _hash(secret)):
            return None
        return None if row.revoked_at else _key(row)

    def by_id(self, key_id: str) -> Key | None:
        """Return a key that is not revoked."""
        with self._database.read() as session:
            row = session.get(KeyRow, key_id)
        return None if row is None or row.revoked_at else _key(row)

    def all(self) -> list[Key]:
        """Return every key, the oldest first."""
        with self._database.read() as session:
            return [
                _key(row) for row in session.scalars(select(KeyRow).order_by(KeyRow.created_at))
            ]

    def revoke(self, key_id: str) -> bool:
        """End a key; whether there was one."""
        with self._database.begin() as session:
            row = session.get(KeyRow, key_id)
            if row is None or row.revoked_at is not None:
                return False
            row.revoked_at = datetime.now(UTC)
            return True


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _key(row: KeyRow) -> Key:
    return Key(
        id=row.id,
        role=Role[row.role.upper()],
        label=row.label,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
