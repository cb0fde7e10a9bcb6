"""What a worker process must know to work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.logs import Style


@dataclass(frozen=True, slots=True)
class WorkerJob:
    """Where orders are, on which ground they are planned, and how to log."""

    database: str
    territory: Path | None
    network: Path | None
    logs: Style
