"""The dial-a-ride search behind the protocol that every search follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from routing.vrp.search.engine import Epoch, Order, PoolRoute
from routing.vrp.search.memory import Memory, empty_memory
from routing.vrp.search.rides.anneal import anneal
from routing.vrp.search.rides.tables import (
    BEST,
    COST,
    CURRENT,
    END,
    FREE,
    KIND,
    LENGTH,
    MEASURE,
    MOST_REFUSALS,
    PER_USE,
    PROFILE,
    START,
    STARTED,
    Case,
    Narrow,
    State,
    Tables,
)
from routing.vrp.search.rides.tuning import tuning_of
from routing.vrp.search.rides.whole import rebuild

_MEMORY_ROWS = 1 << 19
_MEMORY_BYTES = 130_000_000
_MOST_POOL = 60_000


class RidesEngine:
    """Ruin and recreate for dial-a-ride instances.

    Parameters
    ----------
    tables
        From :func:`routing.vrp.search.rides.express`.
    seed
        Of its random numbers.
    character
        0 or 1: variant of the parameters, for two engines side by side.
    """

    EPOCHS: ClassVar[tuple[Epoch, ...]] = (
        Epoch(0.55, 0.0, 1.0),
        Epoch(0.76, 0.5, 1.0),
        Epoch(0.96, 0.5, 1.0),
        Epoch(1.0, 0.95, 1.0),
    )
    """Runs differ most in where they end: several coolings feed the recombination best."""
    EXCHANGE_AT: ClassVar[tuple[float, ...]] = ()

    def __init__(self, tables: Tables, seed: int, character: int = 0) -> None:
        self._tables = tables
        self._case: Case = tables.case._replace(tuning=tuning_of(character))
        self._state = _empty_state(tables, seed, character)
        rows = _MEMORY_ROWS
        while rows * tables.widest * 4 > _MEMORY_BYTES:
            rows //= 2
        self._memory: Memory = empty_memory(rows, tables.widest)
        rebuild(self._case, self._state)
        self._state.tally[BEST] = self._state.tally[CURRENT]

    @property
    def kinds(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each kind of route, the interchangeable (vehicle, day) that may drive it."""
        return self._tables.kinds

    @property
    def best_cost(self) -> tuple[int, int]:
        """``(missed, total)`` of the best."""
        return self._cost_of(int(self._state.tally[BEST]), self._served())

    def run(self, iterations: int, begin: float, end: float) -> None:
        """Search on, cooling from share ``begin`` of the budget to share ``end``."""
        anneal(self._case, self._state, self._memory, int(iterations), float(begin), float(end))

    def best(self) -> list[Order]:
        """Return the best solution: only routes that have stops."""
        orders = []
        for number, (vehicle, day) in enumerate(self._tables.slots):
            length = int(self._state.best_length[number])
            if length > 1:
                stops = self._state.best_seq[number, 1:length].tolist()
                orders.append(Order(vehicle, day, self._tables.codes(stops)))
        return orders

    def adopt(self, orders: Sequence[Order]) -> None:
        """Take another's solution as the current one, and as the best where it is better."""
        state, tables = self._state, self._tables
        number = {slot: row for row, slot in enumerate(tables.slots)}
        _clear(tables, state)
        for order in orders:
            slot = number[order.vehicle, order.day]
            stops = tables.stops(order.stops)
            size = len(stops)
            if size + 2 > tables.widest:
                raise ValueError(f"a route of {size} stops: at most {tables.widest - 2} fit")
            b = state.buffer[slot]
            state.seq[b, 1 : size + 1] = stops
            state.seq[b, size + 1] = tables.case.slot[slot, END]
            state.info[b, LENGTH] = size + 1
        if not rebuild(self._case, state):
            raise ValueError("an order that keeps not all rules cannot be adopted")
        state.tally[STARTED] = 1
        if state.tally[CURRENT] < state.tally[BEST]:
            state.tally[BEST] = state.tally[CURRENT]
            used = state.info[state.buffer, LENGTH] > 1
            costs = state.info[state.buffer, COST] - tables.case.slot[:, PER_USE]
            state.tally[MEASURE] = int(costs[used].sum())
            state.best_price[:] = state.info[state.buffer, COST]
            state.best_length[:] = state.info[state.buffer, LENGTH]
            state.best_seq[:] = state.seq[state.buffer]

    def pool(self) -> list[PoolRoute]:
        """Return good, distinct, feasible routes met so far, for set partitioning."""
        memory = self._memory
        rows = np.flatnonzero(memory.key)
        if len(rows) > _MOST_POOL:
            saved = memory.cost[rows] - self._worth(memory.stops[rows], memory.length[rows])
            rows = np.sort(rows[np.argpartition(saved, _MOST_POOL)[:_MOST_POOL]])
        routes: list[PoolRoute] = []
        for length in np.unique(memory.length[rows]).tolist():
            same = rows[memory.length[rows] == length]
            numbers = zip(memory.kind[same].tolist(), memory.cost[same].tolist(), strict=True)
            stops = map(self._tables.codes, memory.stops[same, :length].tolist())
            routes += [
                PoolRoute(kind, codes, cost)
                for (kind, cost), codes in zip(numbers, stops, strict=True)
            ]
        mine = self._best_routes()
        costs = {route.cost for route in mine}
        known = {route for route in routes if route.cost in costs}
        return routes + [route for route in mine if route not in known]

    def _best_routes(self) -> list[PoolRoute]:
        case, slots = self._case, self._tables.slots
        kind = {slot: int(case.slot[row, KIND]) for row, slot in enumerate(slots)}
        return [
            PoolRoute(kind[order.vehicle, order.day], order.stops, int(cost))
            for order, cost in zip(
                self.best(),
                self._state.best_price[self._state.best_length > 1],
                strict=True,
            )
        ]

    def _worth(self, stops: Narrow, length: Narrow) -> NDArray[np.float64]:
        """Return what the requests of each route cost in the best solution.

        There, the cost of a route is shared in proportion to what each would cost alone.
        """
        case, state = self._case, self._state
        pickups = np.arange(0, 2 * len(case.ride), 2)
        ways = case.out[case.slot[0, PROFILE], :, :, 1].astype(np.float64)
        leaves, enters = case.leaves, case.enters
        alone = 1.0 + ways[leaves[case.slot[0, START]], enters[pickups]]
        alone += ways[leaves[pickups], enters[pickups + 1]]
        alone += ways[leaves[pickups + 1], enters[case.slot[0, END]]]
        price = np.zeros(len(case.ride))
        for number, last in enumerate(state.best_length.tolist()):
            served = np.unique(state.best_seq[number, 1:last] // 2)
            if len(served):
                price[served] = alone[served] / alone[served].sum() * state.best_price[number]
        inside = np.arange(stops.shape[1]) < length[:, None]
        worth: NDArray[np.float64] = np.where(inside, price[stops // 2], 0.0).sum(axis=1) / 2
        return worth

    def _served(self) -> np.ndarray:
        served = np.zeros(len(self._tables.prize), bool)
        for row, length in zip(self._state.best_seq, self._state.best_length, strict=True):
            served[row[1:length] // 2] = True
        return served

    def _cost_of(self, inside: int, served: np.ndarray) -> tuple[int, int]:
        missed = int(self._tables.weight[~served].sum())
        total = inside - int(self._case.loss[~served].sum())
        return missed, total + int(self._tables.prize[~served].sum())


def _empty_state(tables: Tables, seed: int, character: int) -> State:
    case, wide = tables.case, tables.widest
    slots, requests = len(tables.slots), len(case.ride)
    buffers = 2 * slots + 2
    free = np.arange(buffers - 1, -1, -1, dtype=np.int64)
    tally = np.zeros(7, np.int64)
    tally[FREE] = buffers - slots
    state = State(
        seq=np.zeros((buffers, wide), np.int32),
        first=np.zeros((buffers, wide), np.int64),
        last=np.zeros((buffers, wide), np.int64),
        ticks=np.zeros((buffers, wide), np.int64),
        leg=np.zeros((buffers, wide), np.int64),
        slack=np.zeros((buffers, wide, wide), np.int64),
        aboard=np.zeros((buffers, wide, case.load.shape[1]), np.int64),
        info=np.zeros((buffers, 5), np.int64),
        key=np.zeros((buffers, 2), np.uint64),
        buffer=np.arange(slots, dtype=np.int64),
        former=np.full(slots, -1, np.int64),
        free=free,
        where=np.full(requests, -1, np.int64),
        met=np.zeros(requests, np.int64),
        tally=tally,
        open=np.zeros(requests, np.int64),
        dirty=np.zeros(slots + requests + 2, np.int64),
        seen_key=np.zeros((requests, slots, 2), np.uint64),
        seen_cost=np.zeros((requests, slots, 2), np.int64),
        seen_at=np.zeros((requests, slots, 2), np.int64),
        price=np.zeros((requests, slots)),
        best_seq=np.zeros((slots, wide), np.int32),
        best_price=np.zeros(slots, np.int64),
        best_length=np.ones(slots, np.int64),
        place=np.zeros(2 * requests, np.int64),
        pairs=np.zeros((max(wide, case.load.shape[1]), 8), np.int64),
        put=np.full(requests, -1, np.int64),
        refused=np.zeros((requests, slots, MOST_REFUSALS), np.int64),
        refusals=np.zeros((requests, slots), np.int64),
        refused_key=np.zeros((requests, slots), np.uint64),
        dice=np.array([(seed * 2 + character) % 2**64], np.uint64),
    )
    _clear(tables, state)
    return state


def _clear(tables: Tables, state: State) -> None:
    """Empty every route."""
    state.seq[state.buffer, 0] = tables.case.slot[:, START]
    state.seq[state.buffer, 1] = tables.case.slot[:, END]
    state.info[state.buffer, LENGTH] = 1
