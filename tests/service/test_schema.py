"""The tables are those of the migrations, and a database that has them is opened at once."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.store import people_tables as people_tables  # declares its tables
from api.store.database import Database
from api.store.schema import HEAD, MIGRATIONS
from api.store.tables import Base


def test_the_head_is_alembic_s() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrations_lead_to_the_tables(database_url: str) -> None:
    database = Database(database_url)
    database.upgrade()
    with database.engine.connect() as connection:  # SQLite has but one type of number
        context = MigrationContext.configure(
            connection, opts={"compare_type": "sqlite" not in database_url}
        )
        differences: Any = compare_metadata(context, Base.metadata)
    database.close()
    assert differences == []


def test_a_database_that_is_up_to_date_needs_no_alembic(database_url: str) -> None:
    database = Database(database_url)
    database.upgrade()
    database.close()
    code = (
        "import sys; from api.store.database import Database\n"
        f"Database({database_url!r}).upgrade()\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
