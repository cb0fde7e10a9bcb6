"""Which workers are there: each tells the database now and then, wherever it runs."""

from __future__ import annotations

import secrets
import time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.store.database import Database
from api.store.operation_tables import WorkerRow

BEAT_S = 5.0
"""Seconds between two signs of life."""
SILENT_S = 20.0
"""Seconds after which a worker counts as gone."""


class Attendance:
    """The sign of life of one worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._id = secrets.token_hex(8)

    def beat(self) -> None:
        """Say that this worker is there; forget those long gone."""
        now = time.time()
        with self._database.begin() as session:
            session.merge(WorkerRow(id=self._id, seen_at=now))
            session.execute(delete(WorkerRow).where(WorkerRow.seen_at < now - 10 * SILENT_S))

    def leave(self) -> None:
        """Say that this worker goes."""
        with self._database.begin() as session:
            session.execute(delete(WorkerRow).where(WorkerRow.id == self._id))


def alive(session: Session) -> int:
    """Return how many workers are there."""
    lately = WorkerRow.seen_at > time.time() - SILENT_S
    return session.scalar(select(func.count()).select_from(WorkerRow).where(lately)) or 0
