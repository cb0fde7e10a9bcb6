"""Takes a person out: their sealed fields, their door in planning data, what was drawn with it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.people.audit import Action, Audit, Caller, Outcome
from api.people.errors import UnknownPersonError
from api.people.planning import Document, coarsen
from api.people.vault import Vault
from api.store.answers import blank_answers
from api.store.database import Database
from api.store.drafts import drop_drafts_about
from api.store.order_records import Status
from api.store.people_tables import LinkRow
from api.store.tables import DocumentRow, OrderRow, ProgrammeRow
from api.wire.faults import InputFaults
from api.wire.programme_json import load_programme, programme_digest
from routing.planning.territory import Territory
from routing.sentence import say

PLAN = "plan.json"
_HARMLESS = ("type", "title", "status")
"""What is left of the problem of an order that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was done.

    Parameters
    ----------
    people
        Whose sealed fields were deleted.
    doors
        Whose doors were taken out of programmes, those that plans were made of and those kept.
    plans
        Ids of those plans; their maps and sheets were deleted, to be drawn again without.
    programmes
        Ids of kept programmes with such a door; each has a new version.
    links
        Links of drivers that were revoked.
    """

    people: tuple[str, ...]
    doors: tuple[str, ...]
    plans: tuple[str, ...]
    programmes: tuple[str, ...]
    links: int


class Erasure:
    """Erases persons wherever this installation keeps them.

    A published plan keeps its number and all its figures; what is replaced is the door of the
    person in the programme beside it (by the commune's mairie) and the programme's digest. An
    order that a worker has in hand goes back into the queue without the door.
    """

    def __init__(
        self, database: Database, vault: Vault, audit: Audit, territory: Territory
    ) -> None:
        self._database, self._vault, self._audit = database, vault, audit
        self._territory = territory

    def kept(self, pseudonyms: Iterable[str]) -> set[str]:
        """Return of whom there is something to erase; nothing is changed."""
        who = frozenset(pseudonyms)
        found = {pseudonym for pseudonym in who if self._vault.entry(pseudonym)}
        with self._database.read() as session:
            for text in session.scalars(select(OrderRow.order)):
                found |= coarsen(json.loads(text)["programme"], who, self._territory)
            for text in session.scalars(select(ProgrammeRow.document)):
                found |= coarsen(json.loads(text), who, self._territory)
        return found

    def erase(
        self, pseudonyms: Iterable[str], caller: Caller, action: Action = Action.ERASE
    ) -> Erased:
        """Erase some persons, all or nothing, and scrub the database's files.

        Raises
        ------
        UnknownPersonError
            When on request (not in time) somebody is asked to be erased of whom nothing is kept.
        """
        who = frozenset(pseudonyms)
        with self._database.begin() as session:
            people = self._vault.drop(session, who)
            doors, plans = self._blur_orders(session, who)
            kept, programmes = self._blur_programmes(session, who)
            doors |= kept
            drop_drafts_about(session, who)
            links = self._end_links(session, who)
            touched = {*people, *doors}
            if touched:
                blank_answers(session)
            accesses = [(key, _told(key, people, doors)) for key in sorted(touched)]
            self._audit.note(session, caller, action, accesses)
        if missing := sorted(who - touched) if action is Action.ERASE else []:
            with self._database.begin() as session:
                nobody = [(key, "") for key in missing]
                self._audit.note(session, caller, action, nobody, Outcome.UNKNOWN)
            if not touched:
                raise UnknownPersonError(
                    say("Rien n’est gardé sous ce pseudonyme, que lui-même dans d’anciens plans.")
                )
        if touched:
            self._database.scrub()
        return Erased(
            people=tuple(people),
            doors=tuple(sorted(doors)),
            plans=tuple(plans),
            programmes=tuple(programmes),
            links=links,
        )

    def _blur_orders(self, session: Session, who: Collection[str]) -> tuple[set[str], list[str]]:
        doors: set[str] = set()
        plans: list[str] = []
        for plan_id in session.scalars(select(OrderRow.id)).all():
            row = session.get(OrderRow, plan_id, with_for_update=True)
            if row is None:
                continue
            document = json.loads(row.order)
            found = coarsen(document["programme"], who, self._territory)
            if found:
                doors |= found
                plans.append(plan_id)
                self._replace(session, row, document)
                session.flush()
            session.expunge(row)
        return doors, plans

    def _blur_programmes(
        self, session: Session, who: Collection[str]
    ) -> tuple[set[str], list[str]]:
        doors: set[str] = set()
        programmes: list[str] = []
        for row in session.scalars(select(ProgrammeRow).with_for_update()):
            document = json.loads(row.document)
            found = coarsen(document, who, self._territory)
            if found:
                doors |= found
                programmes.append(row.id)
                row.document = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
                row.version += 1
        return doors, programmes

    def _replace(self, session: Session, row: OrderRow, document: Document) -> None:
        row.order = json.dumps(document, ensure_ascii=False)
        row.revision += 1
        if row.status == Status.WORKING:  # whoever has it in hand draws the door: start again
            row.status, row.lease_until = Status.QUEUED, 0.0
        if row.problem is not None:  # faults may repeat a point, in any language
            problem = json.loads(row.problem)
            row.problem = json.dumps({key: problem[key] for key in problem if key in _HARMLESS})
        drawn = DocumentRow.order_id == row.id, DocumentRow.name != PLAN
        session.execute(delete(DocumentRow).where(*drawn))
        plan = session.get(DocumentRow, (row.id, PLAN))
        if plan is not None:
            told = json.loads(zlib.decompress(plan.content))
            told["programme_digest"] = self._digest(document["programme"])
            text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
            plan.content = zlib.compress(text.encode(), 6)

    def _digest(self, programme: Document) -> str:
        """Return the digest of what is left: the old one could confirm a guess of the door."""
        try:
            return programme_digest(load_programme(programme, self._territory))
        except InputFaults:  # made on a territory that has changed since
            return ""

    def _end_links(self, session: Session, who: Collection[str]) -> int:
        ended = session.execute(
            update(LinkRow)
            .where(LinkRow.driver.in_(who), LinkRow.revoked_at.is_(None))
            .values(revoked_at=datetime.now(UTC))
        )
        return int(getattr(ended, "rowcount", 0))


def _told(pseudonym: str, people: Collection[str], doors: Collection[str]) -> str:
    kinds = (("all", people), ("places", doors))
    return " ".join(word for word, whose in kinds if pseudonym in whose)
