"""The tables that keep the service running well: signs of life, answers given once."""

from __future__ import annotations

from sqlalchemy import Float, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables import Base


class WorkerRow(Base):
    """A worker, and when it last gave a sign of life, in seconds since 1970."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[float] = mapped_column(Float)


class AnswerRow(Base):
    """What was answered to a request that may be sent again; ``status`` 0 while it is answered.

    ``caller`` is a key's id, ``key`` a hash, ``fingerprint``, which tells whether it is the same
    request, a hash with the installation's secret. Times are seconds since 1970.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("answers_by_end", "until"),)

    caller: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[float] = mapped_column(Float)
    until: Mapped[float] = mapped_column(Float)
    status: Mapped[int] = mapped_column(default=0)
    headers: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
