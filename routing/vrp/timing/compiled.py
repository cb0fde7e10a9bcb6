"""A Python door to the compiled evaluation, for those who ask for many orders."""

from __future__ import annotations

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.timing.arrays import BIG, DEPOT, arrays
from routing.vrp.timing.kernel import SEQ, measure, work_space


class Evaluator:
    """Costs of orders of one instance, as :func:`routing.vrp.timing.route_cost` gives them.

    Who may serve what (skills, pins, days) and whether shipments are whole is not looked at.
    Not thread-safe.
    """

    def __init__(self, instance: Instance) -> None:
        self._arrays = arrays(instance)
        self._clients = len(instance.clients)
        self._slot_of = {(int(row[0]), int(row[1])): k for k, row in enumerate(self._arrays.slot)}
        self._width = 0
        self._widen(2 * len(self._arrays.node) + 8)

    def _widen(self, width: int) -> None:
        if width > self._width:
            self._width = width
            self._space = work_space(self._arrays, width)

    def cost(self, order: Order) -> int | None:
        """Return the cost of ``order``, or ``None`` where it cannot be timed or loaded."""
        k = self._slot_of.get((order.vehicle, order.day))
        if k is None:
            return None
        self._widen(len(order.stops))
        depots = int(self._arrays.slot[k, DEPOT])
        for i, code in enumerate(order.stops):
            self._space.work[SEQ, i] = code if code >= 0 else depots - 1 - code
        cost = int(measure(self._arrays, self._space, k, len(order.stops)))
        return None if cost >= BIG else cost
