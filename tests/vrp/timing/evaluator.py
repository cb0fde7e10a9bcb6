"""A door from Python to the compiled evaluation of an order."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.timing.arrays import BIG, DEPOT, arrays
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.kernel import evaluate
from routing.vrp.timing.space import SEQ, work_space


@njit(nogil=True, error_model="numpy")
def measure(arrays, space, k, n):  # type: ignore[no-untyped-def]
    """Return what ``evaluate`` does."""
    return evaluate(boxed(arrays), boxed(space), k, n, np.int64(0))


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
