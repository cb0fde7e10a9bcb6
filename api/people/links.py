"""Links with which a driver opens their own sheets of one plan, without a key, for a while.

A link is the id of a row and its signature with the secret of this installation: a copy of the
database opens nothing, and whoever guesses is refused without a look at the database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.people.audit import Action, Audit, Caller
from api.people.errors import LinkRefusedError
from api.store.database import Database
from api.store.people_tables import LinkRow
from api.store.secret import signature
from routing.planning.plans import Plan
from routing.sentence import say

_PROOF = 32
"""Hexadecimal digits of the signature that a link carries: 128 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A driver's link; ``names``: the coordinator chose that it tells who the passengers are."""

    id: str
    plan_id: str
    driver: str
    names: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and now < self.expires_at


class Links:
    """The links that were made; making and revoking is on record, under the driver's code."""

    def __init__(self, database: Database, audit: Audit, secret: bytes) -> None:
        self._database, self._audit, self._secret = database, audit, secret

    def make(
        self, plan_id: str, driver: str, expires_at: datetime, *, names: bool, caller: Caller
    ) -> tuple[Link, bool]:
        """Return a driver's link to a plan, and whether it is new.

        One that still opens and tells as much is given again: it may be in use.
        """
        now = datetime.now(UTC)
        with self._database.begin() as session:
            for row in session.scalars(_of(plan_id, driver)):
                found = _link(row)
                if found.opens(now) and found.names == names and found.expires_at == expires_at:
                    return found, False
            row = LinkRow(
                id=secrets.token_urlsafe(12),
                plan_id=plan_id,
                driver=driver,
                names=names,
                created_at=now,
                created_by=caller.actor,
                expires_at=expires_at,
            )
            session.add(row)
            self._note(session, driver, "made names" if names else "made", caller)
            return _link(row), True

    def token(self, link: Link) -> str:
        """Return what stands at the end of a link's address."""
        return f"{link.id}.{self._proof(link.id)}"

    def find(self, token: str) -> Link | None:
        """Return the link of a token, also where it opens no more; ``None`` for any other text."""
        link_id, _, proof = token.rpartition(".")
        right = self._proof(link_id)
        if not secrets.compare_digest(proof.encode("utf-8", "replace"), right.encode()):
            return None
        with self._database.read() as session:
            row = session.get(LinkRow, link_id)
        return None if row is None else _link(row)

    def of_plan(self, plan_id: str) -> list[Link]:
        """Return the links of a plan, the newest first."""
        query = select(LinkRow).where(LinkRow.plan_id == plan_id)
        with self._database.read() as session:
            found = session.scalars(query.order_by(LinkRow.created_at.desc(), LinkRow.id))
            return [_link(row) for row in found]

    def revoke(self, plan_id: str, driver: str, caller: Caller) -> int:
        """End a driver's links to a plan; how many."""
        ended = 0
        with self._database.begin() as session:
            for row in session.scalars(_of(plan_id, driver)):
                if row.revoked_at is None:
                    row.revoked_at = datetime.now(UTC)
                    ended += 1
            if ended:
                self._note(session, driver, "revoked", caller)
        return ended

    def _note(self, session: Session, driver: str, what: str, caller: Caller) -> None:
        self._audit.note(session, caller, Action.LINK, [(driver, what)])

    def _proof(self, link_id: str) -> str:
        return signature(self._secret, "driver link", link_id)[:_PROOF]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """When a driver gets a link, and until when it opens.

    Parameters
    ----------
    zone
        Whose midnights count.
    days
        For how many days after the driver's last date it opens.
    names
        Whether links may tell who the passengers are.
    """

    zone: ZoneInfo
    days: int
    names: bool

    def closing(self, plan: Plan, number: int | None, driver: str, *, names: bool) -> datetime:
        """Return when a driver's link to a plan, published under a number, is to close.

        Raises
        ------
        LinkRefusedError
            When there is to be none: not published, no drives, all of them past, no names.
        """
        if names and not self.names:
            raise LinkRefusedError(
                say(
                    "Les liens ne montrent pas de noms ici ; qui administre le service peut "
                    "le permettre (TOURNEES_NAMES_ON_SHEETS=oui)."
                )
            )
        if number is None:
            raise LinkRefusedError(
                say("Publiez d’abord ce plan : un brouillon peut encore changer.")
            )
        dates = [ride.date for ride in plan.rides if ride.driver == driver]
        if not dates:
            who = ", ".join(sorted({ride.driver for ride in plan.rides})) or "personne"
            raise LinkRefusedError(
                say(
                    "« {driver} » ne conduit pas dans ce plan ; y conduit : {who}.",
                    driver=driver,
                    who=who,
                )
            )
        closes = datetime.combine(max(dates) + timedelta(days=self.days + 1), time(), self.zone)
        if closes <= datetime.now(UTC):
            raise LinkRefusedError(say("Toutes les dates de cette personne sont passées."))
        return closes


def _of(plan_id: str, driver: str) -> Select[LinkRow]:
    return (
        select(LinkRow)
        .where(LinkRow.plan_id == plan_id, LinkRow.driver == driver)
        .order_by(LinkRow.created_at.desc())
    )


def _link(row: LinkRow) -> Link:
    return Link(
        id=row.id,
        plan_id=row.plan_id,
        driver=row.driver,
        names=row.names,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
