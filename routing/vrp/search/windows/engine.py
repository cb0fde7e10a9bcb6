"""The search for time windows as an :class:`routing.vrp.search.engine.Engine`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from routing.vrp.search.engine import ONE_COOLING, Epoch, Order, PoolRoute
from routing.vrp.search.memory import empty_memory
from routing.vrp.search.windows.state import (
    BEST_MUST,
    BEST_SUCC,
    BEST_TOTAL,
    FIRST,
    FLEET,
    FLOOR,
    LAST,
    LIMIT,
    NEVER,
    SAVED,
    USE,
    fresh,
)
from routing.vrp.search.windows.tables import Tables

_POOL = 1 << 17
_WIDEST = 120


def settings_of(pairs: bool, character: int) -> list[float]:
    """Return the settings named in the modules ruin, recreate and kernel, in their order."""
    # removed, longest, whole, random, near, blink, beside, regret, noise, hot, cold, fleet, tails
    if pairs and character == 0:
        return [16.0, 15.0, 0.04, 0.02, 0.10, 0.02, 100.0, 0.60, 0.10, 0.5, 0.01, 0.30, 0.0]
    if pairs:
        return [10.0, 10.0, 0.02, 0.02, 0.20, 0.02, 100.0, 0.50, 0.15, 0.7, 0.01, 0.45, 0.0]
    if character == 0:
        return [10.0, 10.0, 0.02, 0.02, 0.15, 0.01, 100.0, 0.00, 0.00, 0.5, 0.01, 0.20, 0.05]
    return [14.0, 14.0, 0.05, 0.02, 0.35, 0.03, 100.0, 0.00, 0.00, 0.8, 0.02, 0.30, 0.10]


class WindowsEngine:
    """Ruin and recreate for clients and shipments with single time windows."""

    EPOCHS: ClassVar[tuple[Epoch, ...]] = ONE_COOLING
    EXCHANGE_AT: ClassVar[tuple[float, ...]] = (0.35, 0.6, 0.8)

    def __init__(self, tables: Tables, seed: int, character: int) -> None:
        task = tables.world.task
        pairs = bool((task[:, FIRST] != task[:, LAST]).any())
        self._tables = tables
        self._world = fresh(tables.world, seed * 2 + character, settings_of(pairs, character))
        self._settings = self._world.settings
        stops, slots = self._world.beside.shape[1], self._world.room.shape[0]
        self._memory = empty_memory(_POOL, min(_WIDEST, stops))
        control = self._world.control
        control[LIMIT] = slots
        control[BEST_MUST], control[BEST_TOTAL] = NEVER, NEVER
        control[FLOOR] = 1
        control[FLEET] = int(self._world.slots[:slots, USE].min() > 0)
        self._load([])

    @property
    def kinds(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each kind of route, the interchangeable (vehicle, day) that may drive it."""
        return self._tables.kinds

    @property
    def best_cost(self) -> tuple[int, int]:
        """``(missed, total)`` of the best."""
        return int(self._world.control[BEST_MUST]), int(self._world.control[BEST_TOTAL])

    def run(self, iterations: int, begin: float, end: float) -> None:
        """Search on, cooling from share ``begin`` of the budget to share ``end``."""
        from routing.vrp.search.windows.kernel import search

        search(self._world, self._memory, int(iterations), float(begin), float(end))

    def best(self) -> list[Order]:
        """Return the best solution: only routes that have stops."""
        n, succ = self._world.beside.shape[1], self._world.chain[:, BEST_SUCC]
        orders = []
        for v, (vehicle, day) in enumerate(self._tables.slots):
            stops, x = [], int(succ[n + v])
            while x < n:
                stops.append(x)
                x = int(succ[x])
            if stops:
                orders.append(Order(vehicle=vehicle, day=day, stops=tuple(stops)))
        return orders

    def adopt(self, orders: Sequence[Order]) -> None:
        """Take another's solution as the current one, and as the best where it is better."""
        self._load(orders)

    def pool(self) -> list[PoolRoute]:
        """Return the distinct feasible routes that the memory holds."""
        memory = self._memory
        return [
            PoolRoute(
                kind=int(memory.kind[row]),
                stops=tuple(memory.stops[row, : memory.length[row]].tolist()),
                cost=int(memory.cost[row]),
            )
            for row in np.flatnonzero(memory.key)
        ]

    def _load(self, orders: Sequence[Order]) -> None:
        from routing.vrp.search.windows.kernel import load

        place = {slot: v for v, slot in enumerate(self._tables.slots)}
        ordered = sorted((place[order.vehicle, order.day], order.stops) for order in orders)
        begin = 0
        for _, stops in ordered:
            self._world.scratch[SAVED, begin : begin + len(stops)] = stops
            begin += len(stops)
        counts = np.zeros(len(self._tables.slots), np.int64)
        for v, stops in ordered:
            counts[v] = len(stops)
        load(self._world, counts)
