"""The dial-a-ride search behind the protocol that every search follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from routing.vrp.search.engine import Order, PoolRoute
from routing.vrp.search.memory import Memory, empty_memory
from routing.vrp.search.rides.anneal import anneal, rebuild
from routing.vrp.search.rides.tables import (
    BEST,
    COST,
    CURRENT,
    END,
    FREE,
    LENGTH,
    MEASURE,
    START,
    STARTED,
    Case,
    State,
    Tables,
)
from routing.vrp.search.rides.tuning import tuning_of

_MEMORY_ROWS = 1 << 17
_MEMORY_BYTES = 200_000_000


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

    EXCHANGE_AT: ClassVar[tuple[float, ...]] = (0.9,)

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
            costs = state.info[state.buffer, COST] - tables.case.slot[:, 6]
            state.tally[MEASURE] = int(costs[used].sum())
            state.best_length[:] = state.info[state.buffer, LENGTH]
            state.best_seq[:] = state.seq[state.buffer]

    def pool(self) -> list[PoolRoute]:
        """Return good, distinct, feasible routes met so far, for set partitioning."""
        memory = self._memory
        rows = np.flatnonzero(memory.key)
        return [
            PoolRoute(kind, self._tables.codes(stops[:length]), cost)
            for kind, stops, length, cost in zip(
                memory.kind[rows].tolist(),
                memory.stops[rows].tolist(),
                memory.length[rows].tolist(),
                memory.cost[rows].tolist(),
                strict=True,
            )
        ]

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
        room=np.zeros((buffers, wide, len(case.load)), np.int64),
        info=np.zeros((buffers, 5), np.int64),
        key=np.zeros((buffers, 2), np.uint64),
        buffer=np.arange(slots, dtype=np.int64),
        former=np.full(slots, -1, np.int64),
        free=free,
        where=np.full(requests, -1, np.int64),
        tally=tally,
        open=np.zeros(requests, np.int64),
        dirty=np.zeros(slots + 2, np.int64),
        seen_key=np.zeros((requests, slots), np.uint64),
        seen_cost=np.zeros((requests, slots), np.int64),
        seen_at=np.zeros((requests, slots), np.int64),
        price=np.zeros((requests, slots)),
        best_seq=np.zeros((slots, wide), np.int32),
        best_length=np.ones(slots, np.int64),
        place=np.zeros(2 * requests, np.int64),
        pairs=np.zeros((max(wide, case.load.shape[1]), 8), np.int64),
        dice=np.array([(seed * 2 + character) % 2**64], np.uint64),
    )
    _clear(tables, state)
    return state


def _clear(tables: Tables, state: State) -> None:
    """Empty every route."""
    state.seq[state.buffer, 0] = tables.case.slot[:, START]
    state.seq[state.buffer, 1] = tables.case.slot[:, END]
    state.info[state.buffer, LENGTH] = 1
