"""The tables about persons, apart from planning: sealed fields, who looked, drivers' links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables import Base, Moment


class PersonRow(Base):
    """A person under their pseudonym.

    ``sealed`` holds name, phone, address and notes, opened by the key that ``key`` names.
    ``named_until``: the last date of the plans that have named them.
    """

    __tablename__ = "people"

    pseudonym: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(16), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    named_until: Mapped[date | None] = mapped_column(Date)


class AccessRow(Base):
    """An access to personal fields; no value of any. ``proof`` continues that of the row before."""

    __tablename__ = "people_audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    pseudonym: Mapped[str] = mapped_column(String(64), index=True)
    fields: Mapped[str] = mapped_column(String(64))
    via: Mapped[str] = mapped_column(String(120))
    outcome: Mapped[str] = mapped_column(String(16))
    proof: Mapped[str] = mapped_column(String(64))


class LinkRow(Base):
    """A driver's link to their own sheets of one plan."""

    __tablename__ = "driver_links"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(32), index=True)
    driver: Mapped[str] = mapped_column(String(64))
    names: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class ChoreRow(Base):
    """What the service does once a day, and when it was last begun."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    begun_on: Mapped[date] = mapped_column(Date)
