"""Programmes that people keep here: made, changed under optimistic locking, listed, deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, literal, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from api.store.database import Database
from api.store.once import new_id
from api.store.tables import Moment, ProgrammeRow
from api.wire.programme_json import programme_text
from routing.planning.programme import Programme

_ID = re.compile(r"[\w-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of a stored programme besides its document; ``version`` counts from 1."""

    id: str
    title: str
    permanences: int
    requests: int
    version: int
    created_at: datetime
    updated_at: datetime


class Programmes:
    """The stored programmes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, programme: Programme) -> Entry:
        """Keep a new programme under an id of its own."""
        now = datetime.now(UTC)
        row = ProgrammeRow(
            id=new_id("programme"),
            version=1,
            created_at=now,
            updated_at=now,
            **_content(programme),
        )
        try:
            with self._database.begin() as session:
                session.add(row)
            return _entry(row)
        except IntegrityError:  # the same request, done again: its server died, or is slow
            with self._database.read() as session:
                return _entry(session.get_one(ProgrammeRow, row.id))

    def change(self, programme_id: str, programme: Programme, version: int) -> Entry | None:
        """Replace a programme that still has ``version``; ``None`` where it has not, or is gone.

        Two who change the same version at once: the first wins, the second learns of it.
        """
        values = _content(programme) | {"version": version + 1, "updated_at": datetime.now(UTC)}
        with self._database.begin() as session:
            changed = session.execute(
                update(ProgrammeRow)
                .where(ProgrammeRow.id == programme_id, ProgrammeRow.version == version)
                .values(values)
                .returning(ProgrammeRow)
            ).scalar_one_or_none()
            return None if changed is None else _entry(changed)

    def remove(self, programme_id: str, version: int | None = None) -> bool:
        """Delete a programme, one of this version only where given; whether there was one."""
        gone = delete(ProgrammeRow).where(ProgrammeRow.id == programme_id)
        if version is not None:
            gone = gone.where(ProgrammeRow.version == version)
        with self._database.begin() as session:
            return session.scalar(gone.returning(ProgrammeRow.id)) is not None

    def find(self, programme_id: str) -> tuple[Entry, str] | None:
        """Return a programme and its JSON text."""
        if not _ID.fullmatch(programme_id):  # PostgreSQL takes no NUL, for one
            return None
        with self._database.read() as session:
            row = session.get(ProgrammeRow, programme_id)
        return None if row is None else (_entry(row), row.document)

    def page(self, limit: int, after: tuple[datetime, str] | None = None) -> list[Entry]:
        """Return the newest programmes, or those after the one made then with this id."""
        place = tuple_(ProgrammeRow.created_at, ProgrammeRow.id)
        query = select(ProgrammeRow).options(defer(ProgrammeRow.document))
        if after is not None:
            made, programme_id = after
            query = query.where(place < tuple_(literal(made, Moment), literal(programme_id)))
        query = query.order_by(ProgrammeRow.created_at.desc(), ProgrammeRow.id.desc()).limit(limit)
        with self._database.read() as session:
            return [_entry(row) for row in session.scalars(query)]


def _content(programme: Programme) -> dict[str, Any]:
    return {
        "title": programme.title,
        "document": programme_text(programme),
        "permanences": len(programme.permanences),
        "requests": len(programme.requests),
    }


def _entry(row: ProgrammeRow) -> Entry:
    return Entry(
        id=row.id,
        title=row.title,
        permanences=row.permanences,
        requests=row.requests,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
