"""The tables, as SQLAlchemy maps them; :mod:`api.store.migrations` brings a database there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite, which knows none, keeps it in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment with its zone."""
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment


class AskedText(TypeDecorator[str]):
    """A text by which anybody may ask: PostgreSQL takes no NUL, no driver half a character."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text with a sign that no id holds in their place."""
        if value is None:
            return None
        return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


class Base(DeclarativeBase):
    """All tables."""


class OrderRow(Base):
    """A plan that was ordered, and how it stands.

    ``order`` is all that a worker needs. A worker at work on it pushes ``lease_until`` (seconds
    since 1970) ahead of the clock; where that is past, the worker is dead and another takes over.
    ``attempt`` counts them, and only the last may write. ``share`` is the part of ``phase`` that
    is done, ``done`` that of the whole.
    """

    __tablename__ = "orders"
    __table_args__ = (Index("orders_waiting", "status", "created_at"),)

    id: Mapped[str] = mapped_column(AskedText(32), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    order: Mapped[str] = mapped_column("document", Text)
    status: Mapped[str] = mapped_column(String(16))
    phase: Mapped[str] = mapped_column(String(32), default="")
    share: Mapped[float] = mapped_column(default=0.0)
    done: Mapped[float] = mapped_column(default=0.0)
    cost: Mapped[int | None] = mapped_column(BigInteger)
    gap: Mapped[float | None]
    problem: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    revision: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[float] = mapped_column(default=0.0)
    cancelled: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int | None] = mapped_column(unique=True)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class DocumentRow(Base):
    """A file that came of an order, compressed."""

    __tablename__ = "documents"

    order_id: Mapped[str] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class KeyRow(Base):
    """A key to the service; only a hash of its secret is kept."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class ProgrammeRow(Base):
    """A programme that people keep here, as canonical JSON; ``version`` counts its changes.

    ``permanences`` and ``requests`` are counted once, so that lists need not read documents.
    """

    __tablename__ = "programmes"
    __table_args__ = (Index("programmes_by_age", "created_at", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    permanences: Mapped[int]
    requests: Mapped[int]
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
