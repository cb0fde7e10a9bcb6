"""Who looked at which personal fields, when, by which door: a log that only grows.

Each row carries a proof made from its content and the proof of the row before, with the secret of
this installation: whoever changes, removes or inserts a row in the database alone breaks the
chain. Rows past their time leave from the front, and a row of the chain itself says up to where.
What nobody can see is that the newest rows were cut off; ``verify`` tells the last number and
proof, to be noted elsewhere from time to time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from api.store.database import Database, one_at_a_time
from api.store.people_tables import AccessRow
from api.store.secret import signature

START = "0" * 64
"""What the proof of the very first row continues."""
_BATCH = 1000
_LOCK = 0x746E5F70
"""PostgreSQL's advisory lock under which personal data are written, one writer at a time."""


class Action(StrEnum):
    """What was done with personal fields."""

    ASK = "ask"
    """Somebody asked who may not."""
    READ = "read"
    WRITE = "write"
    ERASE = "erase"
    EXPIRE = "expire"
    EXPORT = "export"
    SHOW = "show"
    """Joined to a sheet or list for somebody."""
    LINK = "link"
    """A driver's link made or revoked: under the driver's own code."""
    RESEAL = "reseal"
    FORGET = "forget"
    """Old rows of this log left."""


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    UNKNOWN = "unknown"
    """There was nobody of that pseudonym."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and by which door.

    Parameters
    ----------
    actor
        ``key:…`` by its number, ``cli:…`` by the account's number, ``link:…``, or ``service``.
    via
        The address or command, without anything personal in it.
    """

    actor: str
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A row of the log as it may be shown."""

    number: int
    at: datetime
    actor: str
    action: str
    pseudonym: str
    fields: str
    via: str
    outcome: str
    proof: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds; ``broken_at`` is the first row that does not fit."""

    rows: int
    last: int
    proof: str
    broken_at: int | None = None


def alone(session: Session) -> None:
    """Wait until no other transaction writes personal data or the log of them."""
    one_at_a_time(session, _LOCK)


class Audit:
    """The log; rows are appended within the caller's transaction, so that none is without."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database, self._secret = database, secret

    def note(
        self,
        session: Session,
        caller: Caller,
        action: Action,
        accesses: Iterable[tuple[str, str]],
        outcome: Outcome = Outcome.DONE,
    ) -> None:
        """Append a row for each pseudonym and its fields (``"name phone"``)."""
        alone(session)
        last = session.execute(
            select(AccessRow.number, AccessRow.proof).order_by(AccessRow.number.desc()).limit(1)
        ).first()
        number, proof = (0, START) if last is None else last
        at = datetime.now(UTC).replace(microsecond=0)
        for number, (pseudonym, fields) in enumerate(accesses, number + 1):  # noqa: B020
            row = AccessRow(
                number=number,
                at=at,
                actor=caller.actor,
                action=action.value,
                pseudonym=pseudonym.replace("\0", "")[:64],  # PostgreSQL takes no NUL
                fields=fields,
                via=caller.via[:120],
                outcome=outcome.value,
            )
            row.proof = proof = self._proof(row, proof)
            session.add(row)
        session.flush()

    def refuse(self, caller: Caller, pseudonym: str) -> None:
        """Note that somebody asked who may not."""
        with self._database.begin() as session:
            self.note(session, caller, Action.ASK, [(pseudonym, "")], Outcome.REFUSED)

    def latest(
        self, limit: int, *, pseudonym: str | None = None, before: int | None = None
    ) -> list[Access]:
        """Return rows, the newest first: all, or of one pseudonym; older than a number."""
        query = select(AccessRow).order_by(AccessRow.number.desc()).limit(limit)
        if pseudonym is not None:
            query = query.where(AccessRow.pseudonym == pseudonym)
        if before is not None:
            query = query.where(AccessRow.number < before)
        with self._database.read() as session:
            return [_access(row) for row in session.scalars(query)]

    def verify(self) -> Verdict:
        """Follow the chain from its oldest row to its newest."""
        count, number, proof = 0, 0, START
        with self._database.read() as session:
            while rows := session.scalars(_after(number)).all():
                for row in rows:
                    if count == 0 and row.number > 1:
                        number, proof = row.number - 1, self._cut(session, row.number - 1)
                    right = row.number == number + 1 and row.proof == self._proof(row, proof)
                    if not right:
                        return Verdict(count, number, proof, broken_at=row.number)
                    count, number, proof = count + 1, row.number, row.proof
        return Verdict(count, number, proof)

    def forget(self, before: datetime, caller: Caller) -> int:
        """Let rows go that are older than a moment; how many went. The newest always stays."""
        with self._database.begin() as session:
            alone(session)
            newest = select(AccessRow.number).order_by(AccessRow.number.desc()).limit(1)
            last = session.execute(
                select(AccessRow.number, AccessRow.proof)
                .where(AccessRow.at < before, AccessRow.number < newest.scalar_subquery())
                .order_by(AccessRow.number.desc())
                .limit(1)
            ).first()
            if last is None:
                return 0
            self.note(session, caller, Action.FORGET, [(f"{last.number}", last.proof)])
            gone = session.execute(delete(AccessRow).where(AccessRow.number <= last.number))
            return int(getattr(gone, "rowcount", 0))

    def _cut(self, session: Session, number: int) -> str:
        """Return the proof of the last row that left, as the chain itself has kept it."""
        kept = session.scalar(
            select(AccessRow.fields).where(
                AccessRow.action == Action.FORGET, AccessRow.pseudonym == f"{number}"
            )
        )
        return kept or ""

    def _proof(self, row: AccessRow, before: str) -> str:
        at = int(row.at.timestamp())
        said = [row.number, at, row.actor, row.action, row.pseudonym]
        said += [row.fields, row.via, row.outcome, before]
        return signature(self._secret, "people audit", json.dumps(said, ensure_ascii=False))


def _after(number: int) -> Select[AccessRow]:
    return (
        select(AccessRow)
        .where(AccessRow.number > number)
        .order_by(AccessRow.number)
        .limit(_BATCH)
        .execution_options(populate_existing=True)
    )


def _access(row: AccessRow) -> Access:
    return Access(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        pseudonym=row.pseudonym,
        fields=row.fields,
        via=row.via,
        outcome=row.outcome,
        proof=row.proof,
    )
