"""What a person may set about the service."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.environment import Environment
from api.http.operations import Operations
from api.jobs.worker_job import WorkerJob
from api.people.settings import PeopleSettings
from api.store.database import sqlite_at

_HERE = ("127.0.0.1", "localhost", "::1", "[::1]")
_NUMBERS = {
    "queue_limit": (20, 0),
    "keep": (100, 0),
    "max_body_bytes": (2_000_000, 1000),
    "max_places": (300, 2),
    "max_tasks": (300, 1),
    "solve_seconds": (30, 1),
    "max_days": (366, 1),
    "max_permanences": (300, 1),
    "max_requests": (5_000, 0),
}
"""Numbers that variables of these names set (``TOURNEES_QUEUE_LIMIT``…), and their least."""
DATA = Path(".local/share/tournees")
"""In the home folder, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs.

    Parameters
    ----------
    territory, network
        Folder of another territory, file of another road network; ``None`` for the shipped.
    host, port
        Where it listens. Only this machine by default.
    data
        Folder of what the service keeps: its database, unless that is elsewhere, and its secret.
    database
        Address of the database, ``sqlite:///…`` or ``postgresql://…``.
    workers
        Plans made at the same time, each in a process of its own.
    queue_limit
        Plans that may wait; one more is refused with status 429.
    keep
        Finished plans remembered, published ones aside; the oldest is forgotten first.
    max_body_bytes
        Largest request body.
    max_places
        Most places in one road matrix.
    max_days, max_permanences, max_requests
        Largest job: days, permanences and ride requests of one plan.
    operations
        How the service runs among others.
    people
        How personal data are kept and shown.
    max_tasks, solve_seconds
        Most tasks in one request of VROOM's, and the most it may take to solve.
    """

    territory: Path | None = None
    network: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    data: Path
    database: str
    workers: int = 1
    queue_limit: int = 20
    keep: int = 100
    max_body_bytes: int = 2_000_000
    max_places: int = 300
    max_tasks: int = 300
    solve_seconds: float = 30.0
    max_days: int = 366
    max_permanences: int = 300
    max_requests: int = 5_000
    operations: Operations = field(default_factory=Operations)
    people: PeopleSettings = field(default_factory=PeopleSettings)

    @staticmethod
    def from_environment(data: Path | None = None, **given: Any) -> Settings:
        """Return settings, from the ``TOURNEES_…`` variables where they are not given.

        Raises
        ------
        InputFaults
            With every variable that is not of its kind.
        """
        environment = Environment()
        folder = data or Path(environment.text("DATA") or Path.home() / DATA)
        url = environment.text("DATABASE_URL") or sqlite_at(folder / "tournees.sqlite3")
        read: dict[str, Any] = {
            name: environment.number(name.upper(), otherwise, least=least)
            for name, (otherwise, least) in _NUMBERS.items()
        }
        read |= {
            "operations": Operations.read(environment),
            "people": PeopleSettings.read(environment),
        }
        environment.check()
        return Settings(data=folder, database=url, **(read | given))

    @property
    def worker_job(self) -> WorkerJob:
        """What a worker process must know."""
        return WorkerJob(self.database, self.territory, self.network, self.operations.logs)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def allowed_hosts(self) -> list[str]:
        """``Host`` headers answered; naming them keeps foreign pages from reading plans.

        A page on the internet can point its own name at 127.0.0.1 (DNS rebinding); a browser
        then sends that name, which is not in this list.
        """
        if self.operations.hosts:
            return [*self.operations.hosts, *_HERE]
        return [*_HERE, self.host] if self.loopback else ["*"]
