"""Whose turn it is in the queue: the oldest order, and alone where two workers died with it.

A worker may die of the order in its hands, of another one beside it that eats all memory, or of
nothing it does (a machine that is switched off). Three deaths would condemn innocent orders with
the guilty, so the last attempt is made while nothing else runs: no neighbour's fault is held
against it, and whoever dies then has most likely died of it. The others finish first, and new ones
wait meanwhile; the queue keeps its order.
"""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from api.store.database import one_at_a_time
from api.store.order_records import Status
from api.store.tables import OrderRow

_LOCK = 0x746E5F71
"""PostgreSQL's advisory lock under which workers take orders, one worker at a time."""


def first_in_line(session: Session) -> OrderRow | None:
    """Return the oldest order that waits, or whose worker has gone silent.

    No other worker looks before the end of the transaction.
    """
    one_at_a_time(session, _LOCK)
    return session.scalars(_takeable()).first()


def has_to_wait(session: Session, row: OrderRow, last_attempt: int) -> bool:
    """Whether an order waits for others to end, being at its last attempt or one of them being."""
    at_work = select(OrderRow.attempt).where(OrderRow.status == Status.WORKING, ~_silent())
    attempts = session.scalars(at_work).all()
    last = {row.attempt + 1, *attempts}
    return bool(attempts) and max(last) >= last_attempt


def _silent() -> ColumnElement[bool]:
    return OrderRow.lease_until < time.time()


def _takeable() -> Select[OrderRow]:
    gone = (OrderRow.status == Status.WORKING) & _silent()
    return (
        select(OrderRow)
        .where(or_(OrderRow.status == Status.QUEUED, gone))
        .order_by(OrderRow.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
