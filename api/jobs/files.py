"""A plan's folder: the files in it are all that server and worker tell each other."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

PROGRESS, OUTCOME, CANCEL = "progress.json", "outcome.json", "cancel"
PLAN, MAP = "plan.json", "carte.html"


class Status(StrEnum):
    """How an order stands."""

    QUEUED = "queued"
    WORKING = "working"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (Status.QUEUED, Status.WORKING)


def write_json(path: Path, content: object) -> None:
    """Write a file that readers see whole or not at all."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object in a file, ``None`` when there is no file."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return content
