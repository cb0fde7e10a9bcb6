"""The periodic search behind the door that all searches share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from routing.vrp.search.engine import Epoch, Order, PoolRoute
from routing.vrp.search.periodic.kernel import ADOPTED, STARTED, Character, search
from routing.vrp.search.periodic.routes import day_set_of, routes_of
from routing.vrp.search.periodic.tables import Tables, empty_state

CHARACTERS = (
    Character((0.15, 0.15, 0.05, 0.30, 0.15, 0.20), 6.0, 12, 20, 0.7, 0.02, 12),
    Character((0.20, 0.30, 0.10, 0.30, 0.05, 0.05), 10.0, 15, 20, 1.0, 0.03, 16),
)


class PeriodicSearch:
    """Ruin and recreate over clients with day sets; see the package for what it does."""

    EPOCHS: ClassVar[tuple[Epoch, ...]] = (
        Epoch(0.34, 0.0, 1.0),
        Epoch(0.67, 0.0, 1.0),
        Epoch(1.0, 0.0, 1.0),
    )
    """A cooling ends in one basin or another, whatever its length: several, the best kept."""
    EXCHANGE_AT: ClassVar[tuple[float, ...]] = ()
    kinds: ClassVar[Sequence[Sequence[tuple[int, int]]]] = ()
    """None: their routes are not recombined, which brought less than it took from the search."""

    def __init__(self, tables: Tables, seed: int, character: int = 0) -> None:
        self.tables = tables
        self._character = CHARACTERS[character % len(CHARACTERS)]
        self.state = empty_state(tables, seed)
        self._leg = 1.0
        self._weigh()
        self.run(0, 0.0, 0.0)
        self._leg = self._mean_leg()

    def _weigh(self) -> None:
        """Set the first weights: of a unit too much of a load or of time."""
        t, weight = self.tables, self.state.weight
        near = t.cost[: t.rows**2].reshape(t.rows, t.rows)
        rows = np.arange(t.n)[:, None]
        close = float(near[rows, t.near[:, :3]].mean()) if t.n > 1 else float(t.far.mean())
        weight[0] = max(t.cost.mean(), 1.0) / max(t.time.mean(), 1.0)
        weight[1:] = 3 * max(close, 1.0) / np.maximum(t.demand.mean(axis=0), 1e-9)

    def _mean_leg(self) -> float:
        s = self.state
        legs = s.visits.sum() + (s.visits > 0).sum()
        return max(float(s.sums[0]) / max(int(legs), 1), 1.0)

    def run(self, iterations: int, begin: float, end: float) -> None:
        """Search on, cooling from share ``begin`` of the budget to share ``end``."""
        search(
            self.tables,
            self.state,
            self._character,
            self._leg,
            iterations,
            float(begin),
            float(end),
        )

    @property
    def best_cost(self) -> tuple[int, int]:
        """``(missed, total)`` of the best; all missed when no feasible solution was met yet."""
        t, s = self.tables, self.state
        unserved = s.kept_chosen < 0
        missed = int(t.missed_weight[unserved].sum())
        if not np.isfinite(s.kept[0]):
            return missed, int(t.missed[t.missed_weight == 0].sum())
        return missed, int(s.kept[0] - t.missed[unserved & (t.missed_weight > 0)].sum())

    def best(self) -> list[Order]:
        """Return the best solution that keeps all limits; nothing when none was met yet."""
        t = self.tables
        return [
            Order(int(t.slot_vehicle[slot]), int(t.slot_day[slot]), stops)
            for slot, stops in routes_of(t, self.state.kept_succ)
        ]

    def adopt(self, orders: Sequence[Order]) -> None:
        """Take another's solution as the current one, and as the best where it is better."""
        t, s = self.tables, self.state
        depots = t.n * t.days
        slots = {(int(t.slot_vehicle[k]), int(t.slot_day[k])): k for k in range(t.slots)}
        s.succ[:] = s.pred[:] = np.arange(s.succ.size)
        s.slot[:depots] = -1
        visits: dict[int, list[int]] = {}
        for order in orders:
            slot = slots[order.vehicle, order.day]
            ring = [depots + slot, *(order.day * t.n + stop for stop in order.stops)]
            s.slot[ring] = slot
            s.succ[ring] = ring[1:] + ring[:1]
            s.pred[ring] = ring[-1:] + ring[:-1]
            for stop in order.stops:
                visits.setdefault(stop, []).append(order.day)
        s.chosen[:] = -1
        for client, days in visits.items():
            s.chosen[client] = day_set_of(t, client, days)
        s.tally[STARTED] = ADOPTED
        self.run(0, 0.0, 0.0)

    def pool(self) -> list[PoolRoute]:
        """Return nothing: no routes are kept."""
        return []
