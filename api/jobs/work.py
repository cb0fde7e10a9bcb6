"""What a worker does with an order: plan, verify, draw."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from api.jobs.order import Order
from api.recipe import Ground, make_plan, write_documents
from api.store.order_records import PLAN as PLAN
from api.store.order_records import Outcome, Status
from routing.planning.plans import Plan
from routing.planning.progress import Tell

MAP = "carte.html"


def made(
    order: Order,
    ground: Ground,
    published: Plan | None,
    scratch: Path,
    progress: Tell,
    cancelled: Callable[[], bool],
) -> Outcome:
    """Make the plan and its documents.

    Parameters
    ----------
    published
        What people know already.
    scratch
        A private folder for the documents while they are written.

    Raises
    ------
    Exception
        As :func:`api.recipe.make_plan` and :func:`api.recipe.write_documents`.
    """
    plan = make_plan(
        order.programme,
        ground,
        order.options,
        published=published,
        progress=progress,
        cancelled=cancelled,
    )
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        write_documents(plan, order.programme, ground, Path(folder), progress=progress)
        documents = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    return Outcome(
        status=Status.CANCELLED if cancelled() else Status.COMPLETED,
        documents=documents,
        cost=plan.solver.cost,
        gap=plan.solver.gap,
    )
