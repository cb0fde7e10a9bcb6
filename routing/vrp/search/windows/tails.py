"""Two routes exchange their tails, where strings would have to be too long (2-opt*).

Source: Potvin & Rousseau 1995 (10.1057/jors.1995.204). For clients only: a shipment could lose
its delivery.
"""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below
from routing.vrp.search.windows.chains import chain, touch
from routing.vrp.search.windows.state import (
    COST,
    EARLY,
    KIND,
    LATE,
    MATRIX,
    METRES,
    ORDER,
    PRED,
    PRIZES,
    ROOM,
    ROW,
    SLOT,
    SUCC,
    TIME,
    TOP,
    USED,
)
from routing.vrp.timing.jit import inner

TAILS = 12
"""Settings: share of the iterations that exchange tails."""
_TRIES, _NEAREST = 20, 25


@inner
def exchange_tails(w, threshold):  # type: ignore[no-untyped-def]
    """Exchange tails of two routes at a cost up to ``threshold``; whether loads allow it.

    The first of a few random places that suits cost and time is taken.
    """
    n = w.beside.shape[1]
    spare = threshold - w.control[COST] - w.control[PRIZES]
    most = np.int64(min(_NEAREST, w.beside.shape[2]))
    for _ in range(_TRIES):
        k = below(w.dice, n)
        s = w.beside[1, k, below(w.dice, most)]
        if s < 0:
            continue
        a, b = w.chain[k, SLOT], w.chain[s, SLOT]
        if a < 0 or b < 0 or a == b or w.slots[a, KIND] != w.slots[b, KIND]:
            continue
        c, after, before = w.slots[a, MATRIX], w.chain[k, SUCC], w.chain[s, PRED]
        at, to = w.chain[before, ROW], w.chain[after, ROW]
        extra = np.int64(w.arc[c, k, s, METRES]) - w.arc[c, k, to, METRES]
        extra += np.int64(w.arc[c, at, to, METRES]) - w.arc[c, at, s, METRES]
        if extra > spare:
            continue
        soon = w.times[k, EARLY] + w.arc[c, k, s, TIME] <= w.times[s, LATE]
        if soon and w.times[before, EARLY] + w.arc[c, at, to, TIME] <= w.times[after, LATE]:
            return cross(w, k, s, a, b)
    return False


@inner
def cross(w, k, s, a, b):  # type: ignore[no-untyped-def]
    """Let slot ``a`` go on from ``k`` to ``s``, and slot ``b`` from before ``s`` to after ``k``."""
    n, count = w.beside.shape[1], np.int64(0)
    touch(w, a)
    touch(w, b)
    after = w.chain[k, SUCC]
    x = w.chain[n + a, SUCC]
    while x != after:
        w.scratch[ORDER, count] = x
        count += 1
        x = w.chain[x, SUCC]
    x = s
    while x < n:
        w.scratch[ORDER, count] = x
        count += 1
        x = w.chain[x, SUCC]
    first = count
    x = w.chain[n + b, SUCC]
    while x != s:
        w.scratch[ORDER, count] = x
        count += 1
        x = w.chain[x, SUCC]
    x = after
    while x < n:
        w.scratch[ORDER, count] = x
        count += 1
        x = w.chain[x, SUCC]
    w.control[USED] -= 2
    chain(w, a, w.scratch[ORDER], np.int64(0), first)
    chain(w, b, w.scratch[ORDER], first, count)
    for v in (a, b):
        last = w.chain[n + w.room.shape[0] + v, PRED]
        for i in range(w.room.shape[2]):
            if w.cargo[last, TOP, i] > w.room[v, ROOM, i]:
                return False
    return True
