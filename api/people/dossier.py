"""All that is held about one person, for whoever asks for their data (GDPR, article 15)."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.people.audit import Access, Action, Audit, Caller
from api.people.erasure import PLAN
from api.people.errors import UnknownPersonError
from api.people.planning import named, records_of, rides_of
from api.people.retention import Retention
from api.people.vault import Vault
from api.store.database import Database
from api.store.people_tables import LinkRow
from api.store.tables import DocumentRow, OrderRow, ProgrammeRow
from routing.sentence import say

_ACCESSES = 10_000


class Dossiers:
    """Gathers what is held about persons; itself an access, and noted."""

    def __init__(
        self, database: Database, vault: Vault, audit: Audit, retention: Retention
    ) -> None:
        self._database, self._vault = database, vault
        self._audit, self._retention = audit, retention

    def of(self, pseudonym: str, caller: Caller) -> dict[str, Any]:
        """Return all that is held about a person, as one JSON object.

        Raises
        ------
        UnknownPersonError
            When nothing is.
        PeopleKeyError, SealBrokenError
            When their fields do not open.
        """
        person = self._vault.many([pseudonym], caller, Action.EXPORT).get(pseudonym)
        entry = self._vault.entry(pseudonym)
        with self._database.read() as session:
            plans = self._plans(session, pseudonym)
            programmes = _programmes(session, pseudonym)
            links = session.scalars(select(LinkRow).where(LinkRow.driver == pseudonym)).all()
        if person is None and not plans and not programmes:
            raise UnknownPersonError(say("Rien n’est gardé sous ce pseudonyme."))
        last = self._retention.last_date(pseudonym)
        kept_until = last and last + timedelta(days=self._retention.times.person)
        accesses = self._audit.latest(_ACCESSES, pseudonym=pseudonym)
        return {
            "pseudonym": pseudonym,
            "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "person": person and asdict(person),
            "entered_at": entry and entry.created_at.isoformat(timespec="seconds"),
            "changed_at": entry and entry.changed_at.isoformat(timespec="seconds"),
            "kept_until": kept_until and kept_until.isoformat(),
            "plans": plans,
            "programmes": programmes,
            "links": [_link(row) for row in links],
            "accesses": [_access(access) for access in accesses],
        }

    def _plans(self, session: Session, pseudonym: str) -> list[dict[str, Any]]:
        found = []
        for row in session.scalars(select(OrderRow).order_by(OrderRow.created_at)):
            programme = json.loads(row.order)["programme"]
            if pseudonym not in named(programme):
                continue
            records = records_of(programme, pseudonym)
            content = session.get(DocumentRow, (row.id, PLAN))
            plan = {} if content is None else json.loads(zlib.decompress(content.content))
            codes = {request["id"] for request in records["requests"]}
            found.append(
                {
                    "id": row.id,
                    "title": row.title,
                    "status": row.status,
                    "number": row.number,
                    "ordered_at": row.created_at.isoformat(timespec="seconds"),
                    "horizon": programme.get("horizon"),
                    **records,
                    "rides": list(rides_of(plan, pseudonym, codes)),
                }
            )
        return found


def _programmes(session: Session, pseudonym: str) -> list[dict[str, Any]]:
    rows = session.scalars(select(ProgrammeRow).order_by(ProgrammeRow.created_at))
    documents = [(row, json.loads(row.document)) for row in rows]
    return [
        {"id": row.id, "title": row.title, **records_of(document, pseudonym)}
        for row, document in documents
        if pseudonym in named(document)
    ]


def _link(row: LinkRow) -> dict[str, Any]:
    return {
        "plan": row.plan_id,
        "names": row.names,
        "made_at": row.created_at.isoformat(timespec="seconds"),
        "expires_at": row.expires_at.isoformat(timespec="seconds"),
        "revoked_at": row.revoked_at and row.revoked_at.isoformat(timespec="seconds"),
    }


def _access(access: Access) -> dict[str, Any]:
    return {
        "at": access.at.isoformat(timespec="seconds"),
        "by": access.actor,
        "action": access.action,
        "fields": access.fields.split(),
        "via": access.via,
        "outcome": access.outcome,
    }
