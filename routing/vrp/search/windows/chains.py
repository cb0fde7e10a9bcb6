"""Routes as linked chains: recomputed, cut, joined, put back as they were."""

from __future__ import annotations

from routing.vrp.search.windows.state import (
    ABOARD,
    BROUGHT,
    CHANGE,
    CLOSES,
    COST,
    DUE,
    EARLY,
    IS_TOUCHED,
    KIND,
    LATE,
    LENGTH,
    LIMIT,
    LOAD,
    MATRIX,
    METRES,
    OPENS,
    PRED,
    PRIZE,
    PRIZES,
    READY,
    ROW,
    SAVED,
    SAVED_FROM,
    SAVED_STATE,
    SIZE,
    SLOT,
    STATE,
    SUCC,
    TAIL,
    TIME,
    TOP,
    TOUCHED,
    TOUCHED_LIST,
    USE,
    USED,
    VERSION,
    WEIGHT,
)
from routing.vrp.timing.jit import inner, leaf


@inner
def refresh(w, v):  # type: ignore[no-untyped-def]  # noqa: C901 (two hot loops)
    """Recompute times, loads and cost of the route of slot ``v``."""
    n, slots, wide = w.beside.shape[1], w.room.shape[0], w.room.shape[2]
    c, start, end = w.slots[v, MATRIX], n + v, n + slots + v
    w.times[start, EARLY] = w.slots[v, OPENS]
    w.times[end, LATE] = w.slots[v, CLOSES]
    for i in range(wide):
        w.cargo[start, LOAD, i] = w.room[v, ABOARD, i]
        w.cargo[start, TOP, i] = w.room[v, ABOARD, i]
    length, here, at = w.slots[v, USE], start, w.chain[start, ROW]
    size = 0
    while True:
        there = w.chain[here, SUCC]
        to = w.chain[there, ROW]
        moment = w.times[here, EARLY] + w.arc[c, at, to, TIME]
        length += w.arc[c, at, to, METRES]
        if there == end:
            w.times[end, EARLY] = moment
            break
        size += 1
        w.times[there, EARLY] = max(moment, w.times[there, READY])
        for i in range(wide):
            load = w.cargo[here, LOAD, i] + w.cargo[there, CHANGE, i]
            w.cargo[there, LOAD, i] = load
            w.cargo[there, TOP, i] = max(w.cargo[here, TOP, i], load)
        here, at = there, to
    if size == 0:
        length = 0
    for i in range(wide):
        w.cargo[here, TAIL, i] = w.cargo[here, LOAD, i]
    last = here
    here, at = end, w.chain[end, ROW]
    while True:
        there = w.chain[here, PRED]
        to = w.chain[there, ROW]
        moment = w.times[here, LATE] - w.arc[c, to, at, TIME]
        if there == start:
            w.times[start, LATE] = moment
        else:
            w.times[there, LATE] = min(moment, w.times[there, DUE])
        if there != last:
            for i in range(wide):
                w.cargo[there, TAIL, i] = max(w.cargo[here, TAIL, i], w.cargo[there, LOAD, i])
        if there == start:
            break
        here, at = there, to
    w.control[COST] += length - w.slots[v, LENGTH]
    w.slots[v, LENGTH] = length
    w.slots[v, SIZE] = size
    w.control[VERSION] += 1
    w.slots[v, STATE] = w.control[VERSION]


@leaf
def touch(w, v):  # type: ignore[no-untyped-def]
    """Keep the route of slot ``v`` so that ``put_back`` can restore it."""
    if w.slots[v, IS_TOUCHED]:
        return
    n = w.beside.shape[1]
    i = w.control[TOUCHED]
    w.slots[v, IS_TOUCHED] = 1
    w.slots[i, TOUCHED_LIST] = v
    w.slots[i, SAVED_STATE] = w.slots[v, STATE]
    at = w.slots[i, SAVED_FROM]
    x = w.chain[n + v, SUCC]
    while x < n:
        w.scratch[SAVED, at] = x
        at += 1
        x = w.chain[x, SUCC]
    w.slots[i + 1, SAVED_FROM] = at
    w.control[TOUCHED] = i + 1


@leaf
def cut_out(w, x):  # type: ignore[no-untyped-def]
    """Take stop ``x`` out of its route, which is not refreshed."""
    v = w.chain[x, SLOT]
    p, s = w.chain[x, PRED], w.chain[x, SUCC]
    w.chain[p, SUCC] = s
    w.chain[s, PRED] = p
    w.chain[x, SLOT] = -1
    for i in range(w.room.shape[2]):
        w.room[v, ABOARD, i] -= w.cargo[x, BROUGHT, i]
    w.slots[v, SIZE] -= 1
    if w.slots[v, SIZE] == 0:
        w.control[USED] -= 1


@leaf
def put_after(w, x, k, v):  # type: ignore[no-untyped-def]
    """Put stop ``x`` after node ``k`` of slot ``v``, which is not refreshed."""
    s = w.chain[k, SUCC]
    w.chain[k, SUCC] = x
    w.chain[x, PRED] = k
    w.chain[x, SUCC] = s
    w.chain[s, PRED] = x
    w.chain[x, SLOT] = v
    for i in range(w.room.shape[2]):
        w.room[v, ABOARD, i] += w.cargo[x, BROUGHT, i]
    if w.slots[v, SIZE] == 0:
        w.control[USED] += 1
    w.slots[v, SIZE] += 1


@inner
def find_open(w):  # type: ignore[no-untyped-def]
    """Find for each kind an empty slot, unless no more slots may be used."""
    for kind in range(w.open_slot.shape[0]):
        w.open_slot[kind] = -1
    if w.control[USED] >= w.control[LIMIT]:
        return
    for v in range(w.room.shape[0] - 1, -1, -1):
        if w.slots[v, SIZE] == 0:
            w.open_slot[w.slots[v, KIND]] = v


@leaf
def keep_changes(w):  # type: ignore[no-untyped-def]
    """Forget the routes that were kept by ``touch``."""
    for i in range(w.control[TOUCHED]):
        w.slots[w.slots[i, TOUCHED_LIST], IS_TOUCHED] = 0
    w.control[TOUCHED] = 0


@inner
def put_back(w):  # type: ignore[no-untyped-def]
    """Undo all changes to the routes since the last ``keep_changes``."""
    n = w.beside.shape[1]
    for i in range(w.control[TOUCHED]):
        x = w.chain[n + w.slots[i, TOUCHED_LIST], SUCC]
        while x < n:
            w.chain[x, SLOT] = -1
            x = w.chain[x, SUCC]
    for i in range(w.control[TOUCHED]):
        v = w.slots[i, TOUCHED_LIST]
        w.control[USED] -= w.slots[v, SIZE] > 0
        chain(w, v, w.scratch[SAVED], w.slots[i, SAVED_FROM], w.slots[i + 1, SAVED_FROM])
        w.slots[v, STATE] = w.slots[i, SAVED_STATE]
        w.slots[v, IS_TOUCHED] = 0
    w.control[TOUCHED] = 0


@inner
def chain(w, v, stops, begin, end):  # type: ignore[no-untyped-def]
    """Make ``stops[begin:end]`` the route of slot ``v``; its old stops are not looked at."""
    n = w.beside.shape[1]
    for i in range(w.room.shape[2]):
        w.room[v, ABOARD, i] = 0
    here = n + v
    for j in range(begin, end):
        x = stops[j]
        w.chain[here, SUCC] = x
        w.chain[x, PRED] = here
        w.chain[x, SLOT] = v
        here = x
        for i in range(w.room.shape[2]):
            w.room[v, ABOARD, i] += w.cargo[x, BROUGHT, i]
    last = n + w.room.shape[0] + v
    w.chain[here, SUCC] = last
    w.chain[last, PRED] = here
    w.control[USED] += end > begin
    refresh(w, v)


@leaf
def miss(w, t, sign):  # type: ignore[no-untyped-def]
    """Count task ``t`` as left out (``sign`` 1), or no longer (-1); return its must-weight."""
    if w.task[t, PRIZE] >= 0:
        w.control[PRIZES] += sign * w.task[t, PRIZE]
        return 0
    return w.task[t, WEIGHT]
