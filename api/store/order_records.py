"""An order's life in words: how it stands, who works on it, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

SHORTEST_ID = 10
"""No id is as short as the number of a published plan."""


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


PLAN, BEST = "plan.json", "best.json"
"""Names of the plan that came of an order, and of the best one while it is worked on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the work on an order is.

    ``share`` is the part of ``phase`` that is done, ``done`` that of the whole, 0 to 1; ``cost``
    and ``gap`` are those of the best plan so far.
    """

    phase: str = ""
    share: float = 0.0
    done: float = 0.0
    cost: int | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An order as people may see it.

    A cancelled order has a plan too when one had been found before. ``has_best``: there is a
    best plan so far, which nobody has verified yet. ``number``: of a published plan.
    ``revision`` grows when somebody is erased whose door was in it.
    """

    id: str
    title: str
    status: Status
    created_at: datetime
    standing: Standing = Standing()
    started_at: datetime | None = None
    finished_at: datetime | None = None
    problem: Mapping[str, Any] | None = None
    has_plan: bool = False
    has_best: bool = False
    number: int | None = None
    published_at: datetime | None = None
    revision: int = 0

    @property
    def elapsed_s(self) -> float | None:
        """Seconds that it has been, or was, worked on, earlier attempts aside."""
        if self.started_at is None:
            return None
        until = self.finished_at or datetime.now(UTC)
        return round(max(0.0, (until - self.started_at).total_seconds()), 1)


@dataclass(frozen=True, slots=True)
class Glance:
    """The least about an order: a final one of which this is the same is as it was."""

    id: str
    status: Status
    number: int | None
    revision: int


@dataclass(frozen=True, slots=True)
class Claim:
    """An order in a worker's hands, and which attempt this is."""

    id: str
    order: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a worker ended, and what it made: files by their names."""

    status: Status
    documents: Mapping[str, bytes]
    cost: int | None = None
    gap: float | None = None
    problem: Mapping[str, Any] | None = None
