"""The routes that a search has met: for each set of stops the cheapest order seen.

An open-addressed hash table in arrays, so that compiled code fills it without allocating.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Memory(NamedTuple):
    """Arrays of the table; ``capacity`` rows, a power of two, are filled to three quarters.

    ``key`` (0: free), ``cost``, ``kind``, ``length``: one a row; ``stops``: shape
    (capacity, widest); ``used``: one number, the rows in use.
    """

    key: NDArray[np.uint64]
    cost: NDArray[np.int64]
    kind: NDArray[np.int32]
    length: NDArray[np.int32]
    stops: NDArray[np.int32]
    used: NDArray[np.int64]


def empty_memory(capacity: int, widest: int) -> Memory:
    """Make a table for routes of up to ``widest`` stops; longer ones are not remembered."""
    if capacity & (capacity - 1):
        raise ValueError(f"capacity = {capacity}: give a power of two")
    return Memory(
        key=np.zeros(capacity, np.uint64),
        cost=np.zeros(capacity, np.int64),
        kind=np.zeros(capacity, np.int32),
        length=np.zeros(capacity, np.int32),
        stops=np.zeros((capacity, widest), np.int32),
        used=np.zeros(1, np.int64),
    )


@njit(nogil=True)
def remember(memory, key, kind, cost, stops, length):  # type: ignore[no-untyped-def]
    """Keep ``stops[:length]`` when its set (``key``, never 0) is new or was dearer.

    ``key`` is a hash of the set of stops and of the kind: add up random 64-bit numbers.
    """
    capacity = memory.key.shape[0]
    if length > memory.stops.shape[1]:
        return
    row = np.int64(key & np.uint64(capacity - 1))
    while memory.key[row] != np.uint64(0) and memory.key[row] != key:
        row = (row + 1) & (capacity - 1)
    if memory.key[row] == np.uint64(0):
        if memory.used[0] * 4 >= capacity * 3:
            return
        memory.used[0] += 1
        memory.key[row] = key
    elif memory.cost[row] <= cost:
        return
    memory.cost[row] = cost
    memory.kind[row] = kind
    memory.length[row] = length
    for i in range(length):
        memory.stops[row, i] = stops[i]
