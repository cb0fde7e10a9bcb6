"""Changes to a plan that somebody has noted and not yet planned, kept beside the plan."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.store.database import Database
from api.store.tables import DocumentRow, OrderRow

DRAFT = "draft.json"
Changes: TypeAlias = list[dict[str, Any]]


class Drafts:
    """The changes noted to each plan, in the order in which they were noted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, order_id: str) -> Changes:
        """Return the changes noted to a plan."""
        with self._database.read() as session:
            return _read(session, order_id)

    def change(self, order_id: str, change: Callable[[Changes], Changes]) -> None:
        """Note or drop changes; two who do so at once both get their way."""
        with self._database.begin() as session:
            if session.get(OrderRow, order_id, with_for_update=True) is None:
                return
            wanted = change(_read(session, order_id))
            if not wanted:
                session.execute(delete(DocumentRow).where(*_is(order_id)))
                return
            content = zlib.compress(json.dumps(wanted, ensure_ascii=False).encode())
            session.merge(DocumentRow(order_id=order_id, name=DRAFT, content=content))


def drop_drafts_about(session: Session, who: Collection[str]) -> None:
    """Delete the drafts that ask for a ride of somebody."""
    for row in session.scalars(select(DocumentRow).where(DocumentRow.name == DRAFT)).all():
        added = [
            change.get("add_ride") or {} for change in json.loads(zlib.decompress(row.content))
        ]
        if any(ride.get("passenger") in who for ride in added):
            session.delete(row)


def _read(session: Session, order_id: str) -> Changes:
    content = session.scalar(select(DocumentRow.content).where(*_is(order_id)))
    found: Changes = [] if content is None else json.loads(zlib.decompress(content))
    return found


def _is(order_id: str) -> tuple[Any, ...]:
    return DocumentRow.order_id == order_id, DocumentRow.name == DRAFT
