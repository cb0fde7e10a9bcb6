"""Erases whom no plan has named for long, once a day whoever runs."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from api.people.audit import Action, Audit, Caller
from api.people.erasure import Erased, Erasure
from api.people.planning import Document, last_date, named
from api.store.database import Database
from api.store.people_tables import ChoreRow, LinkRow, PersonRow
from api.store.tables import OrderRow, ProgrammeRow

_CHORE = "people-purge"
_log = logging.getLogger(__name__)
SERVICE = Caller(actor="service", via="retention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """For how many days what is kept: persons after their last date, the log of accesses."""

    person: int = 365
    audit: int = 365


class Retention:
    """Erases in time.

    A person's last date is the latest of: the last date of any programme, order or plan that
    names them (of a programme without dates the day of its last change), and the day on which
    their fields were last entered or changed.
    """

    def __init__(self, database: Database, erasure: Erasure, audit: Audit, times: Times) -> None:
        self._database, self._erasure, self._audit = database, erasure, audit
        self.times = times

    def purge(self, today: date, caller: Caller = SERVICE) -> Erased:
        """Erase whose time is over, and what the log of accesses has kept for long enough."""
        erased = self._erasure.erase(self.due(today), caller, Action.EXPIRE)
        day = datetime.combine(today - timedelta(days=self.times.audit), time(), UTC)
        self._audit.forget(day, caller)
        with self._database.begin() as session:
            session.execute(delete(LinkRow).where(LinkRow.expires_at < day))
        return erased

    def purge_once_a_day(self, today: date) -> Erased | None:
        """Purge unless some process has begun to today; ``None`` where one has."""
        return self.purge(today) if self._mine(today) else None

    def due(self, today: date) -> list[str]:
        """Return whose time is over."""
        latest = self._latest()
        end = today - timedelta(days=self.times.person)
        return sorted(who for who, day in latest.items() if day < end)

    def last_date(self, pseudonym: str) -> date | None:
        """Return the last date of a person, ``None`` where nothing names them."""
        return self._latest().get(pseudonym)

    def _latest(self) -> dict[str, date]:
        """Return the last date of everybody, and remember it: unpublished plans are forgotten."""
        latest = self._named()
        with self._database.begin() as session:
            for row in session.scalars(select(PersonRow)):
                known = [latest.get(row.pseudonym), row.named_until]
                row.named_until = max(filter(None, known), default=None)
                changed = row.changed_at.date()
                latest[row.pseudonym] = max(changed, row.named_until or changed)
        return latest

    def _named(self) -> dict[str, date]:
        """Return the last date of everybody whom an order or a kept programme names."""
        latest: dict[str, date] = {}
        for programme, changed in self._programmes():
            day = last_date(programme) or changed.date()
            for who in named(programme):
                latest[who] = max(day, latest.get(who, day))
        return latest

    def _programmes(self) -> Iterator[tuple[Document, datetime]]:
        orders = select(OrderRow.order, OrderRow.created_at)
        kept = select(ProgrammeRow.document, ProgrammeRow.updated_at)
        with self._database.read() as session:
            for text, made in session.execute(orders):
                yield json.loads(text)["programme"], made
            for text, changed in session.execute(kept):
                yield json.loads(text), changed

    def _mine(self, today: date) -> bool:
        """Whether this process is the one to do it today."""
        try:
            with self._database.begin() as session:
                row = session.get(ChoreRow, _CHORE, with_for_update=True)
                if row is None:
                    session.add(ChoreRow(name=_CHORE, begun_on=today))
                    return True
                if row.begun_on >= today:
                    return False
                row.begun_on = today
                return True
        except IntegrityError:  # another has just begun for the first time
            return False


def keep_purging(
    retention: Retention,
    over: Callable[[float], bool],
    today: Callable[[], date] = date.today,
) -> None:
    """Purge now and each day, until ``over`` (which waits so many seconds) says that it is over."""
    while True:
        try:
            erased = retention.purge_once_a_day(today())
            if erased is not None and (erased.people or erased.doors):
                _log.info("retention: %d persons erased", len({*erased.people, *erased.doors}))
        except Exception as error:  # tomorrow is another day; the service must not fall with it
            _log.error("retention failed: %s", type(error).__name__)
        if over(3600.0):
            return
