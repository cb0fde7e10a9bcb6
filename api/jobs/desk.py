"""Where plans are ordered, waited for and picked up.

Each plan has a folder whose files (:mod:`api.jobs.files`) are all that server and worker tell
each other, so that neither waits for the other and a crash leaves a readable state.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.jobs.crew import Crew
from api.jobs.files import CANCEL, OUTCOME, PLAN, PROGRESS, Status, read_json
from api.jobs.work import Order
from api.problems import BusyError, NotReadyError, UnknownPlanError, problem_of


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An order as people may see it; ``share`` is the part of ``phase`` done, 0 to 1.

    A cancelled order has a plan too when one had been found before.
    """

    id: str
    title: str
    status: Status
    created_at: datetime
    phase: str = ""
    share: float = 0.0
    problem: Mapping[str, Any] | None = None
    has_plan: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    folder: Path
    title: str
    created_at: datetime
    future: Future[None]


class Desk:
    """Takes orders, has the crew work on them, and knows how each stands.

    Parameters
    ----------
    folder
        Private folder for the plans' own folders.
    work
        Turns an order into a plan in a folder (picklable, runs in a worker).
    queue_limit, keep
        Most orders that wait; most finished ones that are remembered.
    """

    def __init__(
        self,
        folder: Path,
        crew: Crew,
        work: Callable[[Path, Order], None],
        *,
        queue_limit: int,
        keep: int,
    ) -> None:
        self._folder = folder
        self._crew = crew
        self._work = work
        self._queue_limit = queue_limit
        self._keep = keep
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    def submit(self, order: Order, *, title: str) -> State:
        """Queue an order for a plan; people know it by its title.

        Raises
        ------
        BusyError
            When ``queue_limit`` orders wait already.
        """
        with self._lock:
            states = [self._state(plan_id) for plan_id in self._entries]
            if sum(state.status is Status.QUEUED for state in states) >= self._queue_limit:
                raise BusyError("Attendez qu’un plan soit fini, ou annulez-en un.")
            self._forget_oldest(states)
            plan_id = secrets.token_urlsafe(12)
            folder = self._folder / plan_id
            folder.mkdir(mode=0o700)
            future = self._crew.submit(self._work, folder, order)
            self._entries[plan_id] = _Entry(folder, title, datetime.now(UTC), future)
            return self._state(plan_id)

    def state(self, plan_id: str) -> State:
        """Return how an order stands; ``UnknownPlanError`` when there is none."""
        with self._lock:
            return self._state(plan_id)

    def states(self) -> list[State]:
        """Return how all orders stand, the newest first."""
        with self._lock:
            return [self._state(plan_id) for plan_id in reversed(self._entries)]

    def cancel(self, plan_id: str) -> State:
        """Stop an order; one that is finished stays as it is."""
        with self._lock:
            entry = self._entry(plan_id)
            if not entry.future.cancel():
                (entry.folder / CANCEL).touch()
            return self._state(plan_id)

    def file(self, plan_id: str, name: str) -> Path:
        """Return a file that the worker made; ``NotReadyError`` until it is there."""
        with self._lock:
            path = self._entry(plan_id).folder / name
            status = self._state(plan_id).status
        if path.is_file() and status.final:
            return path
        ended = {
            Status.FAILED: "Il a échoué ; GET /v1/plans/{id} dit pourquoi.",
            Status.CANCELLED: "Il a été annulé avant qu’un premier plan existe.",
        }
        raise NotReadyError(ended.get(status, "Son calcul dure encore ; redemandez plus tard."))

    def close(self, patience_s: float = 10.0) -> None:
        """Cancel everything and end the workers."""
        with self._lock:
            for entry in self._entries.values():
                if not entry.future.cancel() and not entry.future.done():
                    (entry.folder / CANCEL).touch()
        self._crew.close(patience_s)

    def _entry(self, plan_id: str) -> _Entry:
        try:
            return self._entries[plan_id]
        except KeyError:
            raise UnknownPlanError(
                "Vérifiez l’identifiant ; les plans sont oubliés quand le service s’arrête."
            ) from None

    def _state(self, plan_id: str) -> State:
        entry = self._entry(plan_id)
        outcome = read_json(entry.folder / OUTCOME) if entry.future.done() else None
        progress = read_json(entry.folder / PROGRESS) or {}
        status, problem = _judge(entry.future, outcome, started=bool(progress))
        return State(
            id=plan_id,
            title=entry.title,
            status=status,
            created_at=entry.created_at,
            phase=progress.get("phase", ""),
            share=1.0 if status is Status.COMPLETED else progress.get("share", 0.0),
            problem=problem,
            has_plan=status.final and (entry.folder / PLAN).is_file(),
        )

    def _forget_oldest(self, states: list[State]) -> None:
        finished = [state.id for state in states if state.status.final]
        for plan_id in finished[: max(0, len(finished) - self._keep)]:
            shutil.rmtree(self._entries.pop(plan_id).folder, ignore_errors=True)


def _judge(
    future: Future[None], outcome: Mapping[str, Any] | None, *, started: bool
) -> tuple[Status, Mapping[str, Any] | None]:
    if not future.done():
        return (Status.WORKING if started else Status.QUEUED), None
    if outcome is not None:
        return Status(outcome["status"]), outcome.get("problem")
    try:
        error = future.exception()
    except CancelledError:
        return Status.CANCELLED, None
    return Status.FAILED, problem_of(error or RuntimeError("no outcome")).as_dict()
