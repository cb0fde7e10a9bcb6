"""What a person may set about the service."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.people.settings import PeopleSettings
from api.store.database import sqlite_at

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
    people: PeopleSettings = field(default_factory=PeopleSettings.from_environment)

    @staticmethod
    def from_environment(data: Path | None = None, **given: Any) -> Settings:
        """Return settings with ``TOURNEES_DATA`` and ``TOURNEES_DATABASE_URL`` where not given."""
        folder = data or Path(os.environ.get("TOURNEES_DATA") or Path.home() / DATA)
        url = os.environ.get("TOURNEES_DATABASE_URL") or sqlite_at(folder / "tournees.sqlite3")
        return Settings(data=folder, database=url, **given)

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
        return ["127.0.0.1", "localhost", "::1", "[::1]", self.host] if self.loopback else ["*"]
