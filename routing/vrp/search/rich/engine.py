"""The general search as an engine: for any instance, in slices, sharing its best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from routing.vrp.search.engine import ONE_COOLING, Epoch, Order, PoolRoute
from routing.vrp.search.memory import empty_memory
from routing.vrp.search.rich import anneal as search
from routing.vrp.search.rich.handover import adopted, lay_prefixes
from routing.vrp.search.rich.options import empty_options
from routing.vrp.search.rich.recreate import IN_ORDER, REGRET_2
from routing.vrp.search.rich.state import (
    BEST_MISSED,
    BEST_TOTAL,
    OUT,
    empty_back,
    empty_routes,
    space_for,
)
from routing.vrp.search.rich.tables import Plan, Tables
from routing.vrp.timing.arrays import CODE, DAY, PER_USE, VEHICLE, Arrays

_MEMORY = 1 << 15
_WIDEST = 48
_REGRET_UP_TO = 80
"""Requests up to which the first solution is made by regret; above, in some order."""

# shares of ruins (strings, related, random, route, worst), then: regret, noisy, noise, blink, mean
_CHARACTERS = (
    ((0.60, 0.20, 0.08, 0.06, 0.06), (0.50, 0.4, 0.15, 0.01, 8.0)),
    ((0.45, 0.30, 0.10, 0.08, 0.07), (0.35, 0.6, 0.25, 0.02, 6.0)),
)
_HOT, _COLD = 0.30, 0.01
"""Temperatures at the beginning and the end, in units of the mean cost of a request."""


class Engine:
    """Ruin and recreate over slots, for any mix of features.

    Parameters
    ----------
    tables
        From :func:`routing.vrp.search.rich.express`; they are copied, so that engines in
        different threads share nothing.
    character
        0 or 1: which parameters.
    """

    EPOCHS: ClassVar[tuple[Epoch, ...]] = ONE_COOLING
    EXCHANGE_AT: ClassVar[tuple[float, ...]] = (0.4, 0.7, 0.9)

    def __init__(self, tables: Tables, seed: int, character: int) -> None:
        self._tables = tables._replace(
            arrays=Arrays(**{name: a.copy() for name, a in tables.arrays._asdict().items()}),
            plan=Plan(**{name: a.copy() for name, a in tables.plan._asdict().items()}),
        )
        shares, others = _CHARACTERS[character % len(_CHARACTERS)]
        self._settings = np.array([*np.cumsum(shares), *others])
        # requests of several tasks count as several
        parts = max(
            len(tables.plan.task),
            int(
                tables.plan.alternative[:, 1].sum()
                * len(tables.plan.request)
                / max(1, len(tables.plan.alternative))
            ),
        )
        self._settings[search.MEAN] *= len(tables.plan.request) / max(1, parts)
        self._settings[search.MEAN] = max(2.0, self._settings[search.MEAN])
        self._luck = search.Luck(np.array([seed * 2 + character], np.uint64))
        self._space = space_for(self._tables)
        self._routes = empty_routes(self._tables)
        self._back = empty_back(self._routes)
        self._options = empty_options(self._tables, self._routes)
        self._best = search.empty_best(self._routes)
        self._memory = empty_memory(_MEMORY, min(_WIDEST, self._tables.widest))
        self._routes.number[BEST_MISSED] = 2**62
        lay_prefixes(self._tables, self._routes, self._space)
        self._start()

    def _start(self) -> None:
        few = int(self._routes.number[OUT]) <= _REGRET_UP_TO
        self._fill(REGRET_2 if few else IN_ORDER)

    def _fill(self, mode: int) -> None:
        self._anneal(-1 - mode, 1.0, 1.0)

    def _anneal(self, steps: int, hot: float, cold: float) -> None:
        t = self._tables
        search.anneal(
            t.arrays,
            t.plan,
            self._routes,
            self._back,
            self._space,
            self._options,
            self._luck,
            self._best,
            self._memory,
            self._settings,
            steps,
            hot,
            cold,
        )

    @property
    def kinds(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each kind of route, the interchangeable (vehicle, day) that may drive it."""
        return self._tables.kinds

    @property
    def best_cost(self) -> tuple[int, int]:
        """Priority-weighted number of the missed, and the total, of the best."""
        number = self._routes.number
        return int(number[BEST_MISSED]), int(number[BEST_TOTAL])

    def run(self, iterations: int, begin: float, end: float) -> None:
        """Search on, cooling from share ``begin`` of the budget to share ``end``."""
        if iterations <= 0 or not len(self._routes.chosen):
            return
        unit = self._unit() * _HOT
        cold = _COLD / _HOT
        self._anneal(iterations, unit * cold**begin, unit * cold**end)

    def _unit(self) -> float:
        """Return the mean cost of a request in the best, vehicles' use left out."""
        used = self._best.length[:-1] > 0
        use = int(self._tables.arrays.slot[used, PER_USE].sum())
        served = max(1, int((self._best.chosen >= 0).sum()))
        return max(1.0, (int(self._routes.number[BEST_TOTAL]) - use) / served)

    def best(self) -> list[Order]:
        """Return the best solution: only routes that have stops."""
        arrays, best = self._tables.arrays, self._best
        orders = []
        for row in range(len(arrays.slot)):
            codes = arrays.node[best.route[row, : best.length[row]], CODE]
            if len(codes):
                vehicle, day = (int(arrays.slot[row, c]) for c in (VEHICLE, DAY))
                orders.append(Order(vehicle, day, tuple(int(code) for code in codes)))
        return orders

    def adopt(self, orders: Sequence[Order]) -> None:
        """Take another's solution as the current one, and as the best where it is better."""
        adopted(self._tables, self._routes, self._space, orders)
        self._fill(IN_ORDER)

    def pool(self) -> list[PoolRoute]:
        """Return good, distinct, feasible routes met so far, for set partitioning."""
        memory = self._memory
        return [
            PoolRoute(
                int(memory.kind[row]),
                tuple(int(code) for code in memory.stops[row, : memory.length[row]]),
                int(memory.cost[row]),
            )
            for row in np.flatnonzero(memory.key)
        ]
