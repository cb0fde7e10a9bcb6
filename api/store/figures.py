"""What the database can tell about the work that is done, without telling whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from api.store.attendance import alive
from api.store.database import Database
from api.store.order_records import Status
from api.store.tables import OrderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers about orders and workers.

    ``seconds`` and ``gaps``: of the plans that were made and are still kept.
    """

    orders: Mapping[str, int]
    oldest_s: float
    workers: int
    seconds: tuple[float, ...]
    gaps: tuple[float, ...]

    @property
    def waiting(self) -> int:
        """Orders in the queue."""
        return self.orders[Status.QUEUED]


def figures_of(database: Database) -> Figures:
    """Return the numbers of this moment."""
    with database.read() as session:
        counted = session.execute(select(OrderRow.status, func.count()).group_by(OrderRow.status))
        counts = {status: int(number) for status, number in counted}
        oldest = session.scalar(
            select(func.min(OrderRow.created_at)).where(OrderRow.status == Status.QUEUED)
        )
        done = session.execute(
            select(OrderRow.started_at, OrderRow.finished_at, OrderRow.gap).where(
                OrderRow.status == Status.COMPLETED
            )
        ).all()
        workers = alive(session)
    return Figures(
        orders={status.value: counts.get(status.value, 0) for status in Status},
        oldest_s=0.0 if oldest is None else (datetime.now(UTC) - oldest).total_seconds(),
        workers=workers,
        seconds=tuple((end - begin).total_seconds() for begin, end, _ in done if begin and end),
        gaps=tuple(gap for _, _, gap in done if gap is not None),
    )
