"""Whether a database has the tables of this version; if not, Alembic brings it there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

HEAD = "0030"
"""The last of the migrations: what a database of this version says of itself."""
MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Migrate a database that is not there yet.

    Most are: Alembic, which takes a second to load, is asked only where one is not.
    """
    if _revision(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    reader = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with reader.connect() as connection:
            found = connection.execute(text("select version_num from alembic_version"))
            return str(found.scalar_one_or_none())
    except SQLAlchemyError:
        return None  # no table yet
