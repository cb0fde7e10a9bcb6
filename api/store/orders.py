"""Orders for plans, kept as a durable queue: what is queued survives whoever dies.

Why not a library: those that run on SQLite and PostgreSQL alike (huey and others) take a task off
the queue before it is done, so a killed worker loses it; those that do not want a broker besides.
Here a row is the order, its queue entry and its result, so there is one of each; a worker holds it
by a lease that it must push ahead, and the number of its attempt fences off workers thought dead.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from api.store.database import Database
from api.store.once import new_id
from api.store.order_records import (
    BEST,
    PLAN,
    SHORTEST_ID,
    Claim,
    Glance,
    Outcome,
    Standing,
    State,
    Status,
)
from api.store.tables import DocumentRow, OrderRow
from api.store.turns import first_in_line, has_to_wait

LEASE_S = 15.0
"""Seconds after which a silent worker counts as dead."""
MOST_ATTEMPTS = 3


class Orders:
    """The queue, and what came of it.

    Parameters
    ----------
    lost
        The problem of an order whose workers died :data:`MOST_ATTEMPTS` times.
    """

    def __init__(self, database: Database, lost: Mapping[str, Any]) -> None:
        self._database = database
        self._lost = json.dumps(lost)

    # -- for those who ask ----------------------------------------------------------------

    def submit(self, order: str, title: str, most_waiting: int) -> str | None:
        """Queue an order and return its id; ``None`` when so many wait already."""
        order_id = new_id("order")
        try:
            return self._submit(order, title, most_waiting, order_id)
        except IntegrityError:
            return order_id  # the same request, done twice in the same instant

    def _submit(self, order: str, title: str, most_waiting: int, order_id: str) -> str | None:
        with self._database.begin() as session:
            if session.get(OrderRow, order_id) is not None:
                return order_id  # the same request, done again after a server died
            waiting = session.scalar(
                select(func.count()).select_from(OrderRow).where(OrderRow.status == Status.QUEUED)
            )
            if (waiting or 0) >= most_waiting:
                return None
            session.add(
                OrderRow(
                    id=order_id,
                    title=title,
                    order=order,
                    status=Status.QUEUED,
                    created_at=datetime.now(UTC),
                )
            )
        return order_id

    def state(self, order_id: str) -> State | None:
        """Return how an order stands."""
        found = self._states(OrderRow.id == order_id)
        return found[0] if found else None

    def states(
        self,
        limit: int = 100,
        *,
        status: Status | None = None,
        published: bool | None = None,
        after: str | None = None,
    ) -> list[State]:
        """Return how the latest orders stand, the newest first.

        Parameters
        ----------
        status, published
            Only those that stand so; only those that have a number, or have none.
        after
            Only those older than the order with this id.
        """
        conditions: list[ColumnElement[bool]] = []
        if status is not None:
            conditions.append(OrderRow.status == status)
        if published is not None:
            conditions.append(OrderRow.number.is_not(None) == published)
        if after is not None:
            last = select(OrderRow.created_at).where(OrderRow.id == after).scalar_subquery()
            same = and_(OrderRow.created_at == last, OrderRow.id < after)
            conditions.append(or_(OrderRow.created_at < last, same))
        return self._states(*conditions, limit=limit)

    def glance(self, name: str) -> Glance | None:
        """Return the least about an order, by its id or the number of its plan, and quickly."""
        number = int(name) if len(name) < SHORTEST_ID and name.isascii() and name.isdigit() else 0
        with self._database.read() as session:
            row = session.execute(_GLANCE, {"id": name, "number": number}).first()
        return None if row is None else Glance(row.id, Status(row.status), row.number, row.revision)

    def states_of(self, order_ids: Sequence[str]) -> dict[str, State]:
        """Return how some orders stand, by their id; those that do not exist are missing."""
        found = self._states(OrderRow.id.in_(order_ids), limit=len(order_ids))
        return {state.id: state for state in found}

    def cancel(self, order_id: str) -> None:
        """Ask for an order to be stopped; one that waits is stopped at once."""
        with self._database.begin() as session:
            session.execute(
                update(OrderRow)
                .where(OrderRow.id == order_id, OrderRow.status == Status.QUEUED)
                .values(status=Status.CANCELLED, finished_at=datetime.now(UTC))
            )
            session.execute(update(OrderRow).where(OrderRow.id == order_id).values(cancelled=True))

    def publish(self, order_id: str) -> int | None:
        """Give a finished plan the next number, once; ``None`` where it is not finished."""
        with self._database.begin() as session:
            row = session.get(OrderRow, order_id, with_for_update=True)
            if row is None or row.status not in (Status.COMPLETED, Status.CANCELLED):
                return None
            if row.number is None:
                row.number = (session.scalar(select(func.max(OrderRow.number))) or 0) + 1
                row.published_at = datetime.now(UTC)
            return row.number

    def order(self, order_id: str) -> str | None:
        """Return what was ordered."""
        with self._database.read() as session:
            return session.scalar(select(OrderRow.order).where(OrderRow.id == order_id))

    def document(self, order_id: str, name: str) -> bytes | None:
        """Return a file that came of an order."""
        with self._database.read() as session:
            content = session.scalar(
                select(DocumentRow.content).where(
                    DocumentRow.order_id == order_id, DocumentRow.name == name
                )
            )
        return None if content is None else zlib.decompress(content)

    def forget(self, keep: int) -> None:
        """Delete the oldest finished orders beyond ``keep``; published ones stay."""
        with self._database.begin() as session:
            old = (
                select(OrderRow.id)
                .where(OrderRow.status.not_in([Status.QUEUED, Status.WORKING]))
                .where(OrderRow.number.is_(None))
                .order_by(OrderRow.created_at.desc())
                .offset(keep)
            )
            names = session.scalars(old).all()
            session.execute(delete(DocumentRow).where(DocumentRow.order_id.in_(names)))
            session.execute(delete(OrderRow).where(OrderRow.id.in_(names)))

    # -- for workers ----------------------------------------------------------------------

    def claim(self) -> Claim | None:
        """Take the oldest order that waits, or whose worker has gone silent.

        ``None`` where there is none, or it is not its turn yet: see :mod:`api.store.turns`.
        """
        while True:
            with self._database.begin() as session:
                row = first_in_line(session)
                if row is None:
                    return None
                if row.cancelled or row.attempt >= MOST_ATTEMPTS:
                    row.status = Status.CANCELLED if row.cancelled else Status.FAILED
                    row.problem = None if row.cancelled else self._lost
                    row.finished_at = datetime.now(UTC)
                    continue
                if has_to_wait(session, row, MOST_ATTEMPTS):
                    _wait(row)
                    return None
                row.status, row.lease_until = Status.WORKING, time.time() + LEASE_S
                row.attempt += 1
                row.started_at = datetime.now(UTC)
                _stand(row, Standing())
                return Claim(row.id, row.order, row.attempt)

    def push(self, claim: Claim, standing: Standing, best: bytes | None = None) -> bool:
        """Keep an order for longer and tell how far it is; whether to go on.

        ``best`` takes the place of the best plan before.
        """
        with self._database.begin() as session:
            row = session.scalars(_mine(claim)).first()
            if row is None:
                return False
            row.lease_until = time.time() + LEASE_S
            _stand(row, standing)
            if best is not None:
                session.merge(_document(row.id, BEST, best))
            return not row.cancelled

    def give_back(self, claim: Claim) -> None:
        """Put an order back into the queue; this attempt does not count."""
        with self._database.begin() as session:
            row = session.scalars(_mine(claim)).first()
            if row is not None:
                row.attempt -= 1
                _wait(row)

    def finish(self, claim: Claim, outcome: Outcome) -> bool:
        """Leave what came of an order; ``False`` when it had been taken over by another."""
        with self._database.begin() as session:
            row = session.scalars(_mine(claim)).first()
            if row is None:
                return False
            row.status, row.finished_at = outcome.status, datetime.now(UTC)
            if outcome.cost is not None:
                row.cost, row.gap = outcome.cost, outcome.gap
            row.problem = None if outcome.problem is None else json.dumps(outcome.problem)
            if outcome.status is Status.COMPLETED:
                row.share = row.done = 1.0
            if PLAN in outcome.documents:
                best = session.get(DocumentRow, (row.id, BEST))
                if best is not None:
                    session.delete(best)
            session.add_all(_document(row.id, *named) for named in outcome.documents.items())
            return True

    def _states(self, *conditions: Any, limit: int = 100) -> list[State]:
        query = (
            select(OrderRow, _has(PLAN), _has(BEST))
            .options(defer(OrderRow.order))
            .where(*conditions)
            .order_by(OrderRow.created_at.desc(), OrderRow.id.desc())
            .limit(limit)
        )
        with self._database.read() as session:
            return [_state(*found) for found in session.execute(query)]


def _has(name: str) -> Exists:
    return (
        select(DocumentRow.name)
        .where(DocumentRow.order_id == OrderRow.id, DocumentRow.name == name)
        .exists()
    )


def _document(order_id: str, name: str, content: bytes) -> DocumentRow:
    return DocumentRow(order_id=order_id, name=name, content=zlib.compress(content, 6))


def _wait(row: OrderRow) -> None:
    """Have an order wait for its turn, and people see that it does."""
    row.status, row.started_at = Status.QUEUED, None
    _stand(row, Standing())


def _stand(row: OrderRow, standing: Standing) -> None:
    row.phase, row.share, row.done = standing.phase, standing.share, standing.done
    row.cost, row.gap = standing.cost, standing.gap


_GLANCE = select(OrderRow.id, OrderRow.status, OrderRow.number, OrderRow.revision).where(
    or_(OrderRow.id == bindparam("id"), OrderRow.number == bindparam("number"))
)


def _mine(claim: Claim) -> Select[OrderRow]:
    return (
        select(OrderRow)
        .where(
            OrderRow.id == claim.id,
            OrderRow.attempt == claim.attempt,
            OrderRow.status == Status.WORKING,
        )
        .with_for_update()
    )


def _state(row: OrderRow, has_plan: bool, has_best: bool) -> State:
    return State(
        id=row.id,
        title=row.title,
        status=Status(row.status),
        created_at=row.created_at,
        standing=Standing(
            phase=row.phase, share=row.share, done=row.done, cost=row.cost, gap=row.gap
        ),
        started_at=row.started_at,
        finished_at=row.finished_at,
        problem=None if row.problem is None else json.loads(row.problem),
        has_plan=has_plan,
        has_best=has_best,
        number=row.number,
        published_at=row.published_at,
        revision=row.revision,
    )
