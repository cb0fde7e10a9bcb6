"""Answers given to requests that may be sent again: each request is done once.

Bodies are sealed with a key made of the installation's secret: whoever reads the database does
not read what was answered.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.store.database import Database
from api.store.operation_tables import AnswerRow

ABANDONED_S = 30.0
"""Seconds after which a request without an answer counts as lost with its server."""
_NONCE_BYTES = 12


class Begun(Enum):
    """Why a request is not to be done."""

    OTHER = auto()
    """Its key was used for another request."""
    UNDER_WAY = auto()
    """The same request is being answered."""
    ERASED = auto()
    """It was done; what was answered went with the data of somebody who was erased."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to do a request, once; ``begun_at`` tells it from a later attempt."""

    caller: str
    key: str
    begun_at: float

    @property
    def token(self) -> str:
        """What is the same in all attempts."""
        return f"{self.caller}.{self.key}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Answers:
    """The answers of one installation, kept for ``hours``."""

    def __init__(self, database: Database, secret: bytes, hours: int) -> None:
        self._database, self._kept_s = database, 3600.0 * hours
        made = HKDF(SHA256(), 32, salt=None, info=b"tournees answers").derive(secret)
        self._cipher = AESGCM(made)

    def begin(self, caller: str, key: str, fingerprint: str) -> Ticket | Answer | Begun:
        """Take the right to do a request, or say what came of it.

        Parameters
        ----------
        caller
            Who asks: the id of a key.
        key
            The ``Idempotency-Key``.
        fingerprint
            A keyed hash of all that makes it this request and no other.
        """
        now, hashed = time.time(), hashlib.sha256(key.encode()).hexdigest()
        ticket = Ticket(caller, hashed, now)
        row = AnswerRow(
            caller=caller,
            key=hashed,
            fingerprint=fingerprint,
            begun_at=now,
            until=now + self._kept_s,
            status=0,
            headers="",
            body=b"",
        )
        try:
            with self._database.begin() as session:
                session.execute(delete(AnswerRow).where(AnswerRow.until < now))
                session.add(row)
        except IntegrityError:
            return self._known(ticket, fingerprint)
        return ticket

    def end(self, ticket: Ticket, answer: Answer) -> None:
        """Keep an answer."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, zlib.compress(answer.body), ticket.token.encode())
        with self._database.begin() as session:
            session.execute(
                update(AnswerRow)
                .where(*_row(ticket))
                .values(
                    status=answer.status,
                    headers=json.dumps(dict(answer.headers)),
                    body=nonce + sealed,
                )
            )

    def forget(self, ticket: Ticket) -> None:
        """Let the request be done again."""
        with self._database.begin() as session:
            session.execute(delete(AnswerRow).where(*_row(ticket)))

    def _known(self, ticket: Ticket, fingerprint: str) -> Ticket | Answer | Begun:
        with self._database.begin() as session:
            row = session.get(AnswerRow, (ticket.caller, ticket.key), with_for_update=True)
            if row is None:
                return Begun.UNDER_WAY  # gone this instant: asking again finds out
            if row.fingerprint != fingerprint:
                return Begun.OTHER
            if row.status and not row.body:
                return Begun.ERASED
            if row.status:
                return self._opened(ticket, row)
            if row.begun_at > ticket.begun_at - ABANDONED_S:
                return Begun.UNDER_WAY
            row.begun_at = ticket.begun_at
            return ticket

    def _opened(self, ticket: Ticket, row: AnswerRow) -> Answer | Begun:
        nonce, sealed = row.body[:_NONCE_BYTES], row.body[_NONCE_BYTES:]
        try:
            body = self._cipher.decrypt(nonce, sealed, ticket.token.encode())
        except InvalidTag:  # another secret since: what was answered cannot be told any more
            return Begun.OTHER
        return Answer(row.status, json.loads(row.headers), zlib.decompress(body))


def blank_answers(session: Session) -> None:
    """Delete what all answers hold: they are sealed, so that nobody knows who is in which.

    That the requests were done stays known: none is done again.
    """
    session.execute(update(AnswerRow).where(AnswerRow.status > 0).values(headers="", body=b""))


def _row(ticket: Ticket) -> tuple[ColumnElement[bool], ...]:
    return (
        AnswerRow.caller == ticket.caller,
        AnswerRow.key == ticket.key,
        AnswerRow.begun_at == ticket.begun_at,
        AnswerRow.status == 0,
    )
