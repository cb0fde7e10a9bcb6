"""What a person may set about the service."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs.

    Parameters
    ----------
    territory, network
        Folder of another territory, file of another road network; ``None`` for the shipped.
    host, port
        Where it listens. Only this machine by default: the service knows no passwords.
    workers
        Plans made at the same time, each in a process of its own.
    queue_limit
        Plans that may wait; one more is refused with status 429.
    keep
        Finished plans remembered; the oldest is forgotten first, all are at the end.
    max_body_bytes
        Largest request body.
    max_places
        Most places in one road matrix.
    max_tasks, solve_seconds
        Most tasks in one request of VROOM's, and the most it may take to solve.
    """

    territory: Path | None = None
    network: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    queue_limit: int = 20
    keep: int = 100
    max_body_bytes: int = 2_000_000
    max_places: int = 300
    max_tasks: int = 300
    solve_seconds: float = 30.0

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
