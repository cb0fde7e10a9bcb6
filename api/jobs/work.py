"""What a worker does with an order: plan, verify, draw."""

from __future__ import annotations

from collections.abc import Callable

from api.jobs.order import Order
from api.recipe import Ground, first_documents, make_plan
from api.store.order_records import PLAN as PLAN
from api.store.order_records import Outcome, Status
from maps.documents import KINDS
from routing.planning.plans import Plan
from routing.planning.progress import Tell

MAP = "carte.html"


def made(
    order: Order,
    ground: Ground,
    published: Plan | None,
    progress: Tell,
    cancelled: Callable[[], bool],
) -> Outcome:
    """Make the plan and its map; the service draws sheets and the rest when they are asked for.

    Parameters
    ----------
    published
        What people know already.

    Raises
    ------
    Exception
        As :func:`api.recipe.make_plan` and :func:`api.recipe.first_documents`.
    """
    plan = make_plan(
        order.programme,
        ground,
        order.options,
        published=published,
        progress=progress,
        cancelled=cancelled,
    )
    drawn = first_documents(plan, order.programme, ground, [KINDS["map"]], progress=progress)
    documents = {document.name: document.content for document in drawn}
    return Outcome(
        status=Status.CANCELLED if cancelled() else Status.COMPLETED,
        documents=documents,
        cost=plan.solver.cost,
        gap=plan.solver.gap,
    )
