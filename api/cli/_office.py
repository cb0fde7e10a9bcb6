"""Opens what keeps personal data, for commands about persons and links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli._common import told

if TYPE_CHECKING:
    from api.http.settings import Settings
    from api.jobs.desk import Desk
    from api.people.audit import Caller
    from api.people.office import Office
    from api.store.database import Database
    from api.store.keys import Keys
    from routing.planning.territory import Territory


@dataclass(frozen=True, slots=True)
class Opened:
    """An installation, and who sits at it."""

    settings: Settings
    database: Database
    keys: Keys
    desk: Desk
    office: Office
    territory: Territory
    caller: Caller


@contextmanager
def opened(command: str, data: Path | None, territory: Path | None = None) -> Iterator[Opened]:
    """Open the installation in a folder; ``command`` is what the log of accesses says."""
    from api.http.settings import Settings
    from api.jobs.desk import Desk
    from api.people.audit import Caller
    from api.people.office import open_office
    from api.problems import WORKER_LOST
    from api.store.database import Database
    from api.store.keys import Keys
    from api.store.orders import Orders
    from api.store.secret import secret_of
    from routing.planning import load_territory

    with told():
        settings = Settings.from_environment(data=data, territory=territory)
        facts = load_territory(settings.territory)
        secret = secret_of(settings.data)
        database = Database(settings.database)
        try:
            database.upgrade()
            yield Opened(
                settings=settings,
                database=database,
                keys=Keys(database),
                desk=Desk(
                    Orders(database, WORKER_LOST.kept()),
                    queue_limit=settings.queue_limit,
                    keep=settings.keep,
                ),
                office=open_office(database, settings.data, secret, facts, settings.people.times),
                territory=facts,
                caller=Caller(actor=f"cli:{_account()}", via=f"tournees {command}"),
            )
        finally:
            database.close()


def _account() -> int:
    """Return the number of the account: its name may be somebody's."""
    return os.getuid() if hasattr(os, "getuid") else 0
