"""What a worker does with an order: plan, verify, draw."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from api.jobs.order import Order
from api.problems import INTERNAL, problem_of, trace_of
from api.recipe import Ground, make_plan, write_documents
from api.store.orders import Outcome, Status
from routing.planning.errors import Cancelled
from routing.planning.plans import Plan

PLAN, MAP = "plan.json", "carte.html"
_log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]


def outcome_of(
    order: Order,
    ground: Ground,
    published: Plan | None,
    scratch: Path,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Outcome:
    """Make the plan and its documents; whatever goes wrong becomes a problem people can read.

    ``scratch``: a private folder for the documents while they are written.
    """
    try:
        return _made(order, ground, published, scratch, progress, cancelled)
    except Cancelled:
        return Outcome(status=Status.CANCELLED, documents={})
    except Exception as error:  # whatever it was, the order must end in a state people can read
        problem = problem_of(error)
        if problem is INTERNAL:
            _log.error("a plan failed: %s", trace_of(error))
        return Outcome(status=Status.FAILED, documents={}, problem=problem.as_dict())


def _made(
    order: Order,
    ground: Ground,
    published: Plan | None,
    scratch: Path,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Outcome:
    made = make_plan(
        order.programme,
        ground,
        order.options,
        published=published,
        progress=progress,
        cancelled=cancelled,
    )
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        write_documents(made, order.programme, ground, Path(folder), progress=progress)
        documents = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    return Outcome(
        status=Status.CANCELLED if cancelled() else Status.COMPLETED,
        documents=documents,
        cost=made.solver.cost,
        gap=made.solver.gap,
    )
