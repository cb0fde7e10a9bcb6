"""Opens the database: SQLite in a file by default, PostgreSQL by address; brings it up to date."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.store.schema import bring_up_to_date

BUSY_S = 20.0
"""Seconds that a writer of SQLite waits for another."""
SQLITE = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
"""What is deleted is overwritten: erased persons must not be read from the file."""


class Database:
    """A database at an address such as ``sqlite:///tournees.sqlite3``; ``begin`` opens a session.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        When it cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        # no transaction: readers of SQLite neither wait for a writer nor make one wait
        reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._reading = sessionmaker(reader, expire_on_commit=False)

    def begin(self) -> AbstractContextManager[Session]:
        """Return a session in a transaction, committed at the end of its block."""
        return self._writing.begin()

    def read(self) -> Session:
        """Return a session for reading."""
        return self._reading()

    def answers(self) -> bool:
        """Whether the database can be asked."""
        try:
            with self.read() as session:
                session.execute(text("select 1"))
        except SQLAlchemyError:
            return False
        return True

    def upgrade(self) -> None:
        """Bring the tables up to date."""
        bring_up_to_date(self.engine)

    def scrub(self) -> None:
        """Take what was deleted out of the files as well, as far as others let us.

        SQLite overwrites what is deleted; its log is emptied here. PostgreSQL writes the tables
        anew, or, where others hold them for long, marks what was deleted as free.
        """
        if self.engine.dialect.name == "sqlite":
            raw = self.engine.raw_connection()  # outside of any transaction
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("set lock_timeout = '5s'")
            for table in inspect(connection).get_table_names():
                name = self.engine.dialect.identifier_preparer.quote(table)
                try:
                    connection.exec_driver_sql(f"vacuum (full) {name}")
                except OperationalError:
                    connection.exec_driver_sql(f"vacuum {name}")
            connection.exec_driver_sql("reset lock_timeout")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def one_at_a_time(session: Session, lock: int) -> None:
    """Wait until no other transaction that takes this lock is open; SQLite has one writer only."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": lock})


def sqlite_at(path: Path) -> str:
    """Return the address of an SQLite file that only its owner may read, made where missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return f"sqlite:///{path}"


def _engine(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says
    cursor = connection.cursor()
    for pragma in SQLITE:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
