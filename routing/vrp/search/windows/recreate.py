"""How the tasks that are out of the routes come back in: in some order, or by regret.

Sources: order and blinks of Christiaens & Vanden Berghe 2020 (10.1287/trsc.2019.0914); regret
of Ropke & Pisinger 2006 (10.1287/trsc.1050.0135).
"""

# mypy: disable-error-code="assignment,operator"
# compiled code: Numba, not mypy, finds the types of local numbers

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.windows.chains import find_open, miss, put_after, refresh, touch
from routing.vrp.search.windows.places import (
    INFEASIBLE,
    client_on_slot,
    fits_after,
    task_on_slot,
)
from routing.vrp.search.windows.state import (
    CHOICE,
    COST,
    FIRST,
    KIND,
    LAST,
    LEFT,
    MATRIX,
    METRES,
    NEVER,
    PENDING,
    PRED,
    PRIZE,
    PRIZES,
    ROW,
    SIZE,
    SLOT,
    SUCC,
    WAITING,
)
from routing.vrp.timing.jit import inner, leaf

BLINK, BESIDE, REGRET, NOISE = range(5, 9)
"""Settings: chance to overlook a place, neighbours looked at, share of regret, its noise."""
_EXACT, _BOUNDED = np.int64(1), np.int64(0)


@inner
def sort_todo(w):  # type: ignore[no-untyped-def]
    """Sort the tasks to be inserted: at random, by demand, place or window."""
    count = w.control[PENDING]
    by = below(w.dice, np.int64(17))
    key = -1
    if by < 4:
        key = -1
    elif by < 8:
        key = 0
    elif by < 10:
        key = 1
    elif by < 11:
        key = 2
    else:
        key = 3 + (by - 11) // 2
    for i in range(count):
        t = w.task[i, WAITING]
        rank = uniform(w.dice) if key < 0 else w.keys[key, t]
        j = i
        while j > 0 and w.rank[j - 1] > rank:
            w.rank[j] = w.rank[j - 1]
            w.task[j, WAITING] = w.task[j - 1, WAITING]
            j -= 1
        w.rank[j] = rank
        w.task[j, WAITING] = t


@inner
def insert(w, t, v, after_p, after_d):  # type: ignore[no-untyped-def]
    """Insert task ``t`` into slot ``v`` after these nodes, and refresh the route."""
    touch(w, v)
    opens = w.slots[v, SIZE] == 0
    p, d = w.task[t, FIRST], w.task[t, LAST]
    put_after(w, p, after_p, v)
    if d != p:
        put_after(w, d, p if after_d == after_p else after_d, v)
    refresh(w, v)
    if opens:
        find_open(w)


@inner
def place_client(w, t):  # type: ignore[no-untyped-def]  # noqa: C901 (one hot loop)
    """Return cost, slot and node of the best insertion of a client beside its neighbours."""
    x = np.int64(w.task[t, FIRST])
    n = w.beside.shape[1]
    best, slot, after = NEVER, -1, INFEASIBLE
    blink = w.settings[BLINK]
    most = min(np.int64(w.settings[BESIDE]), w.beside.shape[2])
    for i in range(most):
        k = np.int64(w.beside[0, x, i])
        if k < 0:
            break
        v = np.int64(w.chain[k, SLOT])
        if v < 0 or not w.allowed[t, w.slots[v, KIND]]:
            continue
        c, nx = w.slots[v, MATRIX], np.int64(w.chain[k, SUCC])
        to = w.chain[nx, ROW]
        extra = np.int64(w.arc[c, k, x, METRES]) + w.arc[c, x, to, METRES] - w.arc[c, k, to, METRES]
        if extra < best and fits_after(w, x, k, nx, v, c) and uniform(w.dice) >= blink:
            best, slot, after = extra, v, k
    for i in range(most):
        nx = np.int64(w.beside[1, x, i])
        if nx < 0:
            break
        v = np.int64(w.chain[nx, SLOT])
        if v < 0 or not w.allowed[t, w.slots[v, KIND]]:
            continue
        c, k = w.slots[v, MATRIX], np.int64(w.chain[nx, PRED])
        at = w.chain[k, ROW]
        extra = (
            np.int64(w.arc[c, at, x, METRES]) + w.arc[c, x, nx, METRES] - w.arc[c, at, nx, METRES]
        )
        if extra < best and fits_after(w, x, k, nx, v, c) and uniform(w.dice) >= blink:
            best, slot, after = extra, v, k
    for kind in range(w.open_slot.shape[0]):
        v = np.int64(w.open_slot[kind])
        if v >= 0 and w.allowed[t, kind]:
            extra, k = client_on_slot(w, x, v, best)
            if k != INFEASIBLE:
                best, slot, after = extra, v, n + v
    return best, slot, after


@inner
def place_anywhere(w, t):  # type: ignore[no-untyped-def]
    """Return cost, slot and nodes of the best insertion of a task into any slot."""
    best, slot, after_p, after_d = NEVER, -1, np.int64(INFEASIBLE), np.int64(INFEASIBLE)
    for v in range(w.room.shape[0]):
        if w.slots[v, SIZE] == 0 and w.open_slot[w.slots[v, KIND]] != v:
            continue
        if uniform(w.dice) < w.settings[BLINK]:
            continue
        cost, p, d = task_on_slot(w, t, v, best, _BOUNDED)
        if p >= 0 and cost < best:
            best, slot, after_p, after_d = cost, v, np.int64(p), np.int64(d)
    return best, slot, after_p, after_d


@leaf
def leave_out(w, t, left):  # type: ignore[no-untyped-def]
    """Put task ``t`` among those left out; ``left`` of them came before. Return its weight."""
    w.task[left, WAITING] = t
    return miss(w, t, 1)


@inner
def in_order(w, threshold, must_before):  # type: ignore[no-untyped-def]
    """Insert the tasks one after the other, each at its best place.

    Return the must-weight left out, or -1 as soon as the cost passes ``threshold`` or, when
    none was left out before, a task that must be served has no place. Those left out stand at
    the head of the list, ``LEFT`` of them.
    """
    sort_todo(w)
    left, must = np.int64(0), np.int64(0)
    for i in range(w.control[PENDING]):
        t = np.int64(w.task[i, WAITING])
        if w.task[t, FIRST] == w.task[t, LAST]:
            cost, v, after_p = place_client(w, t)
            after_d = after_p
        else:
            cost, v, after_p, after_d = place_anywhere(w, t)
        if v < 0 or (w.task[t, PRIZE] >= 0 and cost > w.task[t, PRIZE]):
            must += leave_out(w, t, left)
            left += 1
        else:
            insert(w, t, v, after_p, after_d)
        if must_before == 0 and (must > 0 or w.control[COST] + w.control[PRIZES] > threshold):
            return np.int64(-1)
    w.control[LEFT] = left
    return must


@inner
def rate(w, i, v):  # type: ignore[no-untyped-def]
    """Bring the three cheapest slots of the ``i``-th task up to date with slot ``v``."""
    cost, _, _ = task_on_slot(w, np.int64(w.task[i, WAITING]), v, NEVER, _EXACT)
    if cost >= NEVER:
        return
    cost = np.int64(cost * (1.0 + w.settings[NOISE] * (uniform(w.dice) - 0.5)))
    if cost < w.task[i, CHOICE + 0]:
        w.task[i, CHOICE + 2], w.task[i, CHOICE + 5] = w.task[i, CHOICE + 1], w.task[i, CHOICE + 4]
        w.task[i, CHOICE + 1], w.task[i, CHOICE + 4] = w.task[i, CHOICE + 0], w.task[i, CHOICE + 3]
        w.task[i, CHOICE + 0], w.task[i, CHOICE + 3] = cost, v
    elif cost < w.task[i, CHOICE + 1]:
        w.task[i, CHOICE + 2], w.task[i, CHOICE + 5] = w.task[i, CHOICE + 1], w.task[i, CHOICE + 4]
        w.task[i, CHOICE + 1], w.task[i, CHOICE + 4] = cost, v
    elif cost < w.task[i, CHOICE + 2]:
        w.task[i, CHOICE + 2], w.task[i, CHOICE + 5] = cost, v


@inner
def rate_all(w, i):  # type: ignore[no-untyped-def]
    """Find the three cheapest slots of the ``i``-th task."""
    for j in range(3):
        w.task[i, CHOICE + j], w.task[i, CHOICE + 3 + j] = NEVER, -1
    for v in range(w.room.shape[0]):
        if w.slots[v, SIZE] > 0 or w.open_slot[w.slots[v, KIND]] == v:
            rate(w, i, v)


@inner
def is_choice(w, i, v):  # type: ignore[no-untyped-def]
    """Whether slot ``v`` is among the three cheapest of the ``i``-th task."""
    mine = w.task[i]
    return mine[CHOICE + 3] == v or mine[CHOICE + 4] == v or mine[CHOICE + 5] == v


@inner
def swap(w, i, j):  # type: ignore[no-untyped-def]
    """Exchange two tasks of the list, with what is known of their slots."""
    w.task[i, WAITING], w.task[j, WAITING] = w.task[j, WAITING], w.task[i, WAITING]
    for c in range(6):
        w.task[i, CHOICE + c], w.task[j, CHOICE + c] = w.task[j, CHOICE + c], w.task[i, CHOICE + c]


@inner
def most_regretted(w, left, count, depth):  # type: ignore[no-untyped-def]
    """Return the index of the task that loses most when it has to take its second choice."""
    chosen, worth = left, -np.inf
    for i in range(left, count):
        best = w.task[i, CHOICE + 0]
        if depth == 1 or best >= NEVER:
            regret = -np.float64(best)
        else:
            regret = np.float64(w.task[i, CHOICE + 1] - best)
            if depth == 3:
                regret += np.float64(w.task[i, CHOICE + 2] - best)
        if regret > worth:
            chosen, worth = i, regret
    return chosen


@inner
def by_regret(w, threshold, must_before):  # type: ignore[no-untyped-def]
    """Insert the tasks by regret; else like ``in_order``."""
    left, must, count = np.int64(0), np.int64(0), w.control[PENDING]
    depth = 1 + below(w.dice, np.int64(3))
    for i in range(count):
        rate_all(w, i)
    while left < count:
        i = most_regretted(w, left, count, depth)
        t, v = np.int64(w.task[i, WAITING]), np.int64(w.task[i, CHOICE + 3])
        if v < 0 or (w.task[t, PRIZE] >= 0 and w.task[i, CHOICE + 0] > w.task[t, PRIZE]):
            swap(w, i, left)
            must += leave_out(w, t, left)
            left += 1
        else:
            opens = w.slots[v, SIZE] == 0
            _, after_p, after_d = task_on_slot(w, t, v, NEVER, _EXACT)
            insert(w, t, v, np.int64(after_p), np.int64(after_d))
            count -= 1
            swap(w, i, count)
            for j in range(left, count):
                if opens or is_choice(w, j, v):
                    rate_all(w, j)
                else:
                    rate(w, j, v)
        if must_before == 0 and (must > 0 or w.control[COST] + w.control[PRIZES] > threshold):
            return np.int64(-1)
    w.control[LEFT] = left
    return must
