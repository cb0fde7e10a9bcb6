"""Whether a configuration of the vehicle holds what rides on every trip of an order."""

from __future__ import annotations

from routing.vrp.timing.arrays import KIND, RELOAD, ROOM, ROOMS, VISIT
from routing.vrp.timing.jit import inner, once
from routing.vrp.timing.space import LOAD, SEQ


@once
def _room_holds(arrays, work, c, begin, end):  # type: ignore[no-untyped-def]
    """Whether configuration ``c`` holds the loads of stops ``begin`` to ``end``, left out."""
    room, drop, take = arrays.room, arrays.drop, arrays.take
    for d in range(room.shape[1]):
        load = work[LOAD, d]
        for i in range(begin, end):
            load += drop[work[SEQ, i], d]
        if load > room[c, d]:
            return False
        for i in range(begin, end):
            v = work[SEQ, i]
            load += take[v, d] - drop[v, d]
            if load > room[c, d]:
                return False
    return True


@inner
def _holds(arrays, work, k, begin, end):  # type: ignore[no-untyped-def]
    """Whether a configuration holds the trip of stops ``begin`` to ``end``, this one left out.

    ``work[LOAD]`` holds what rides when the trip begins, and afterwards when it ends.
    """
    slot, take = arrays.slot, arrays.take
    fits = slot[k, ROOMS] == 0
    for c in range(slot[k, ROOM], slot[k, ROOM] + slot[k, ROOMS]):
        if _room_holds(arrays, work, c, begin, end):
            fits = True
            break
    if fits:
        for i in range(begin, end):
            v = work[SEQ, i]
            if arrays.node[v, KIND] != VISIT:
                for d in range(take.shape[1]):
                    work[LOAD, d] += take[v, d]
    return fits


@once
def loads_fit(arrays, work, k, n):  # type: ignore[no-untyped-def]
    """Whether every trip of the order holds what rides on it."""
    for d in range(arrays.room.shape[1]):
        work[LOAD, d] = 0
    begin = 0
    for i in range(n):
        if arrays.node[work[SEQ, i], KIND] == RELOAD:
            if not _holds(arrays, work, k, begin, i):
                return False
            begin = i + 1
    return _holds(arrays, work, k, begin, n)
