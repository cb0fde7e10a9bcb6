"""Where plans are ordered, waited for and picked up."""

from __future__ import annotations

from typing import Any

from api.jobs.order import Order
from api.problems import BusyError, NotReadyError, UnknownPlanError
from api.store.order_records import BEST, PLAN, SHORTEST_ID, Glance, State, Status
from api.store.orders import Orders
from routing.sentence import say


class Desk:
    """Takes orders and knows how each stands; workers make the plans.

    A plan goes by the id of its order or, once published, by its number too.

    Parameters
    ----------
    queue_limit, keep
        Most orders that wait; most finished ones that are remembered, published ones aside.
    """

    def __init__(self, orders: Orders, *, queue_limit: int, keep: int) -> None:
        self._orders = orders
        self._queue_limit = queue_limit
        self._keep = keep

    def submit(self, order: Order, *, title: str) -> State:
        """Queue an order for a plan; people know it by its title.

        Raises
        ------
        BusyError
            When ``queue_limit`` orders wait already.
        """
        self._orders.forget(self._keep)
        order_id = self._orders.submit(order.text(), title, self._queue_limit)
        if order_id is None:
            raise BusyError(say("Attendez qu’un plan soit fini, ou annulez-en un."))
        return self.state(order_id)

    def state(self, plan_id: str) -> State:
        """Return how an order stands; ``UnknownPlanError`` when there is none."""
        found = self._orders.state(self._id(plan_id))
        if found is None:
            raise _unknown()
        return found

    def states(self, limit: int = 100, **wanted: Any) -> list[State]:
        """Return how the latest orders stand, as :meth:`api.store.orders.Orders.states` does."""
        return self._orders.states(limit, **wanted)

    def cancel(self, plan_id: str) -> State:
        """Stop an order; one that is finished stays as it is."""
        order_id = self.state(plan_id).id
        self._orders.cancel(order_id)
        return self.state(order_id)

    def publish(self, plan_id: str) -> State:
        """Freeze a finished plan under the next number; one that has a number keeps it.

        Raises
        ------
        NotReadyError
            When there is no plan yet, or never will be.
        """
        self.file(plan_id, PLAN)
        self._orders.publish(self._id(plan_id))
        return self.state(plan_id)

    def best(self, plan_id: str) -> bytes | None:
        """Return the plan document, or the best one so far; ``None`` where there is none yet."""
        state = self.state(plan_id)
        return self._orders.document(state.id, PLAN if state.has_plan else BEST)

    def order(self, plan_id: str) -> str:
        """Return what was ordered; ``UnknownPlanError`` when there is no such order."""
        return self._orders.order(self.state(plan_id).id) or ""

    def file(self, plan_id: str, name: str) -> bytes:
        """Return a file that the worker made; ``NotReadyError`` until it is there."""
        state = self.state(plan_id)
        content = self._orders.document(state.id, name)
        if content is not None and state.status.final:
            return content
        ended = {
            Status.FAILED: say("Il a échoué ; GET /v1/plans/{id} dit pourquoi."),
            Status.CANCELLED: say("Il a été annulé avant qu’un premier plan existe."),
            Status.COMPLETED: say("Ce document n’existe pas pour ce plan."),
        }
        raise NotReadyError(
            ended.get(state.status, say("Son calcul dure encore ; redemandez plus tard."))
        )

    def glance(self, plan_id: str) -> Glance:
        """Return the least about an order; ``UnknownPlanError`` when there is none."""
        found = self._orders.glance(plan_id)
        if found is None:
            raise _unknown()
        return found

    def _id(self, plan_id: str) -> str:
        """Return the id of an order, which may be named by its number."""
        return plan_id if len(plan_id) >= SHORTEST_ID else self.glance(plan_id).id


def _unknown() -> UnknownPlanError:
    return UnknownPlanError(say("Vérifiez l’identifiant ; les plus anciens plans sont oubliés."))
