"""The arrays of the compiled search, and the names of their columns.

Few arrays with many columns: what belongs to one stop lies side by side in memory. Compiled code
hands them on as one pointer, see :mod:`routing.vrp.timing.boxed`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

USED, LIMIT, VERSION, COST, PRIZES, MUST_WEIGHT, MISSING, PENDING, TOUCHED = range(9)
BEST_MUST, BEST_TOTAL, FLEET, FLOOR, ITERATION, LEFT, SCALED = range(9, 16)
"""Control numbers: slots used, and most that may be; last version given out; cost of routes;
prizes and must-weight missed; lengths of the lists of missing and waiting tasks and of touched
slots; the best; whether fewer vehicles are looked for, and how few may do; iterations; tasks
left out by the last step; whether the scale is known."""

SUCC, PRED, SLOT, ROW, TASK, BEST_SUCC = range(6)
"""Of a node: neighbours in its chain, slot (-1: in none), matrix row, task, best chain."""

EARLY, LATE, READY, DUE = range(4)
"""Of a node: least and greatest start of service in its route, and its window."""

LOAD, TOP, TAIL, CHANGE, BROUGHT = range(5)
"""Of a node: load on leaving it, greatest such load up to and from there, what it changes,
and what comes to it from the depot."""

FIRST, LAST, WEIGHT, PRIZE, MISSES, MISSED, WAITING, CHOICE = range(8)
"""Of a task: its stops (of a client twice the same), weight and cost of missing it, how often
it was. The last are lists: the missing tasks, the waiting tasks, and of each waiting task the
three least costs (``CHOICE`` + 0…2) and their slots (3…5)."""
TASK_COLUMNS = CHOICE + 6

SIZE, LENGTH, STATE, KIND, MATRIX, USE, OPENS, CLOSES = range(8)
IS_TOUCHED, TOUCHED_LIST, SAVED_FROM, SAVED_STATE, HIT = range(8, 13)
"""Of a slot: stops, cost, version, kind, matrix, cost of use, shift; whether it was touched.
Then lists: touched slots, where their old stops begin, their old versions; last iteration in
which the ruin met the slot."""
SLOT_COLUMNS = 13

ROOM, ABOARD = range(2)
"""Of a slot: capacity, and load at departure."""

TIME, METRES = range(2)
"""Of an arc: time with service at its origin and set-up at its end, and cost."""

SAVED, ORDER, DETOUR, ONWARD = range(4)
"""Scratch rows: old stops of touched slots, nodes of a route, costs along it."""

NEVER = np.int64(2**61)
"""A cost that is none: not feasible, or not known."""
MUST = -1
"""Prize of a task that must be served."""
_MOST_CACHED = 2_000_000


class World(NamedTuple):
    """Everything the compiled search reads and writes; columns as named in this module.

    N stops, V slots, K kinds, T tasks, D load dimensions. Nodes are the stops, then the starts
    N+v and the ends N+V+v of the slots; stops have the codes of
    :class:`routing.vrp.search.engine.Order`.

    ``chain``, ``times``: (nodes, columns); ``cargo``: (nodes, columns, D); ``slots``:
    (V+1, columns); ``room``: (V, columns, D); ``task``: (T, columns); ``arc``: (matrices, rows,
    rows, 2); ``allowed``: (T, K); ``beside``: (2, N, ·), nearest possible predecessors and
    successors, -1 where there are no more; ``near``: (2, N, ·), stops by
    nearness in space, and in space and time; ``keys``: (6,
    T), to sort by; ``mark``: random numbers of stops, then of kinds; ``open_slot``: for each
    kind an empty slot or -1; ``cached``: (2, T, V, 4), version, cost and nodes of the cheapest
    insertion; ``scale``: mean cost of an arc.
    """

    chain: NDArray[np.int64]
    times: NDArray[np.int64]
    cargo: NDArray[np.int64]
    slots: NDArray[np.int64]
    room: NDArray[np.int64]
    task: NDArray[np.int64]
    arc: NDArray[np.int32]
    allowed: NDArray[np.uint8]
    beside: NDArray[np.int64]
    near: NDArray[np.int64]
    keys: NDArray[np.float64]
    mark: NDArray[np.uint64]
    open_slot: NDArray[np.int64]
    control: NDArray[np.int64]
    scale: NDArray[np.float64]
    dice: NDArray[np.uint64]
    rank: NDArray[np.float64]
    scratch: NDArray[np.int64]
    cached: NDArray[np.int64]
    settings: NDArray[np.float64]


def fresh(world: World, seed: int, settings: list[float]) -> World:
    """Copy what changes, so that each search has its own; matrices and lists are shared."""
    tasks, slots = world.task.shape[0], world.room.shape[0]
    keep = 2 * tasks * slots <= _MOST_CACHED
    return world._replace(
        chain=world.chain.copy(),
        times=world.times.copy(),
        cargo=world.cargo.copy(),
        slots=world.slots.copy(),
        room=world.room.copy(),
        task=world.task.copy(),
        open_slot=world.open_slot.copy(),
        control=np.zeros(16, np.int64),
        scale=np.zeros(1, np.float64),
        dice=np.array([seed], np.uint64),
        rank=np.zeros(tasks, np.float64),
        scratch=np.zeros((4, world.chain.shape[0] + 2), np.int64),
        cached=np.full((2, tasks if keep else 0, slots, 4), -1, np.int64),
        settings=np.array(settings, np.float64),
    )
