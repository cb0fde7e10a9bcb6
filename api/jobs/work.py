"""What a worker process does with an order: plan, verify, draw, leave the files."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from api.jobs.files import CANCEL, OUTCOME, PROGRESS, Status, write_json
from api.problems import INTERNAL, problem_of, trace_of
from api.recipe import make_plan, open_ground, write_documents
from routing.planning.errors import Cancelled
from routing.planning.options import PlanOptions
from routing.planning.programme import Programme

_log = logging.getLogger(__name__)
_BETWEEN_REPORTS_S = 0.2
_ground = lru_cache(maxsize=1)(open_ground)  # a worker keeps its roads from plan to plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A plan to make: a programme with its horizon, on which territory and roads.

    ``territory`` and ``network`` are as in :class:`api.http.Settings`.
    """

    programme: Programme
    options: PlanOptions
    territory: Path | None = None
    network: Path | None = None


def make(folder: Path, order: Order) -> None:
    """Make the plan and leave how it ended in ``folder``; nothing is raised."""
    report = _Report(folder)
    report("roads", 0.0)
    try:
        _plan(folder, order, report)
        cancelled = report.cancelled()
        outcome: dict[str, object] = {"status": Status.CANCELLED if cancelled else Status.COMPLETED}
    except Cancelled:
        outcome = {"status": Status.CANCELLED}
    except Exception as error:  # whatever it was, the order must end in a state people can read
        problem = problem_of(error)
        if problem is INTERNAL:
            _log.error("a plan failed: %s", trace_of(error))
        outcome = {"status": Status.FAILED, "problem": problem.as_dict()}
    write_json(folder / OUTCOME, outcome)


class _Report:
    """The planner's progress and cancellation, through the folder's files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._phase = ""
        self._told_at = 0.0

    def __call__(self, phase: str, share: float) -> None:
        now = time.monotonic()
        if phase != self._phase or now - self._told_at >= _BETWEEN_REPORTS_S:
            write_json(self._folder / PROGRESS, {"phase": phase, "share": share})
            self._phase, self._told_at = phase, now

    def cancelled(self) -> bool:
        return (self._folder / CANCEL).exists()


def _plan(folder: Path, order: Order, report: _Report) -> None:
    ground = _ground(order.territory, order.network)
    programme = order.programme
    made = make_plan(programme, ground, order.options, progress=report, cancelled=report.cancelled)
    write_documents(made, programme, ground, folder, progress=report)
