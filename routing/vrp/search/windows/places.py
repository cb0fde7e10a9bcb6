"""Where a stop, or a pickup and its delivery, may be inserted, and at what cost.

Each test is constant time: the earliest start at the node before, the latest start at the node
after (Savelsbergh 1992, 10.1287/ijoc.4.2.146), and running maxima of the load. Durations are
taken to keep the triangle inequality: where they do not, a feasible place may be overlooked,
never an infeasible one taken.
"""

# mypy: disable-error-code="assignment,operator"
# compiled code: Numba, not mypy, finds the types of local numbers

from __future__ import annotations

import numpy as np

from routing.vrp.search.windows.state import (
    BROUGHT,
    CHANGE,
    DETOUR,
    DUE,
    EARLY,
    FIRST,
    IS_TOUCHED,
    KIND,
    LAST,
    LATE,
    LOAD,
    MATRIX,
    METRES,
    NEVER,
    ONWARD,
    ORDER,
    READY,
    ROOM,
    ROW,
    SIZE,
    STATE,
    SUCC,
    TAIL,
    TIME,
    TOP,
    USE,
)
from routing.vrp.timing.jit import inner, leaf

INFEASIBLE, AT_LEAST = -1, -2
"""In place of the node to insert after: there is none; the cost is only a bound."""


@leaf
def fits_after(w, x, k, nx, v, c):  # type: ignore[no-untyped-def]
    """Whether stop ``x`` of a client may stand between nodes ``k`` and ``nx`` of slot ``v``."""
    moment = max(w.times[k, EARLY] + w.arc[c, w.chain[k, ROW], x, TIME], w.times[x, READY])
    if moment > w.times[x, DUE] or moment + w.arc[c, x, w.chain[nx, ROW], TIME] > w.times[nx, LATE]:
        return False
    for i in range(w.room.shape[2]):
        room, brought = w.room[v, ROOM, i], w.cargo[x, BROUGHT, i]
        if (
            w.cargo[k, TOP, i] + brought > room
            or w.cargo[k, TAIL, i] + w.cargo[x, CHANGE, i] + brought > room
        ):
            return False
    return True


@inner
def client_on_slot(w, x, v, bound):  # type: ignore[no-untyped-def]
    """Return the least cost below ``bound`` of putting ``x`` into slot ``v``, and after whom."""
    n, c = w.beside.shape[1], w.slots[v, MATRIX]
    best, after = bound, INFEASIBLE
    k = np.int64(n + v)
    use = w.slots[v, USE] if w.slots[v, SIZE] == 0 else 0
    while True:
        nx = np.int64(w.chain[k, SUCC])
        at, to = w.chain[k, ROW], w.chain[nx, ROW]
        extra = np.int64(w.arc[c, at, x, METRES]) + w.arc[c, x, to, METRES] + use
        if w.slots[v, SIZE] > 0:
            extra -= w.arc[c, at, to, METRES]
        if extra < best and fits_after(w, x, k, nx, v, c):
            best, after = extra, k
        if nx >= n or w.times[nx, EARLY] > w.times[x, DUE]:
            break
        k = nx
    return best, after


@leaf
def fits_load(w, x, k, v):  # type: ignore[no-untyped-def]
    """Whether the load of a shipment may be aboard on leaving node ``k``."""
    for i in range(w.room.shape[2]):
        if w.cargo[k, LOAD, i] + w.cargo[x, CHANGE, i] > w.room[v, ROOM, i]:
            return False
    return True


@inner
def pair_on_slot(w, p, d, v, bound):  # type: ignore[no-untyped-def]  # noqa: C901 (one hot loop)
    """Return the least cost below ``bound`` of a shipment in slot ``v``, and after whom each end.

    The delivery after the same node as the pickup stands right behind it. The cheapest detour
    of the delivery from each position on bounds the cost before any time is looked at (after
    Sartori & Buriol 2020, 10.1016/j.cor.2020.105065).
    """
    c, start = w.slots[v, MATRIX], w.beside.shape[1] + v
    m = np.int64(w.slots[v, SIZE])
    use = w.slots[v, USE] if m == 0 else 0
    best, after_p, after_d = bound, INFEASIBLE, INFEASIBLE
    order, detour, onward = w.scratch[ORDER], w.scratch[DETOUR], w.scratch[ONWARD]
    # where the delivery alone fits, and what it costs there
    k, stop = np.int64(start), m
    for j in range(m + 1):
        order[j] = k
        nx = np.int64(w.chain[k, SUCC])
        at, to = w.chain[k, ROW], w.chain[nx, ROW]
        moment = max(w.times[k, EARLY] + w.arc[c, at, d, TIME], w.times[d, READY])
        detour[j] = NEVER
        if moment <= w.times[d, DUE] and moment + w.arc[c, d, to, TIME] <= w.times[nx, LATE]:
            detour[j] = (
                np.int64(w.arc[c, at, d, METRES])
                + w.arc[c, d, to, METRES]
                - w.arc[c, at, to, METRES]
            )
        if j > 0 and w.times[k, EARLY] > w.times[d, DUE]:
            stop = j
            break
        k = nx
    order[stop + 1] = w.chain[order[stop], SUCC]
    onward[stop + 1] = NEVER
    for j in range(stop, -1, -1):
        onward[j] = min(onward[j + 1], detour[j])
    p_to_d, p_to_d_time = np.int64(w.arc[c, p, d, METRES]), w.arc[c, p, d, TIME]
    for i in range(stop + 1):
        k, nx = np.int64(order[i]), np.int64(order[i + 1])
        if i > 0 and w.times[k, EARLY] > w.times[p, DUE]:
            break
        at, to = w.chain[k, ROW], w.chain[nx, ROW]
        skipped = np.int64(w.arc[c, at, to, METRES]) if m > 0 else -np.int64(use)
        to_p = np.int64(w.arc[c, at, p, METRES])
        beside = to_p + p_to_d + w.arc[c, d, to, METRES] - skipped
        alone = to_p + w.arc[c, p, to, METRES] - skipped
        if beside >= best and alone + onward[i + 1] >= best:
            continue
        moment = max(w.times[k, EARLY] + w.arc[c, at, p, TIME], w.times[p, READY])
        if moment > w.times[p, DUE] or not fits_load(w, p, k, v):
            continue
        if beside < best:
            drop = max(moment + p_to_d_time, w.times[d, READY])
            if drop <= w.times[d, DUE] and drop + w.arc[c, d, to, TIME] <= w.times[nx, LATE]:
                best, after_p, after_d = beside, k, k
        prev = np.int64(p)
        for j in range(i + 1, stop + 1):
            if alone + onward[j] >= best:
                break
            x = np.int64(order[j])
            moment = max(moment + w.arc[c, prev, x, TIME], w.times[x, READY])
            if moment > w.times[x, LATE] or not fits_load(w, p, x, v):
                break
            if alone + detour[j] < best:
                drop = max(moment + w.arc[c, x, d, TIME], w.times[d, READY])
                then = np.int64(order[j + 1])
                if (
                    drop <= w.times[d, DUE]
                    and drop + w.arc[c, d, w.chain[then, ROW], TIME] <= w.times[then, LATE]
                ):
                    best, after_p, after_d = alone + detour[j], k, x
            prev = x
    return best, after_p, after_d


@inner
def task_on_slot(w, t, v, bound, exact):  # type: ignore[no-untyped-def]
    """Return cost and nodes of the cheapest insertion of task ``t`` into slot ``v``.

    With ``exact`` 0, only one cheaper than ``bound`` is of interest. What is found is kept
    with the version of the route: in the first half for routes that stand since the last
    accepted solution, in the second for those being changed.
    """
    if not w.allowed[t, w.slots[v, KIND]]:
        return NEVER, INFEASIBLE, INFEASIBLE
    keep = w.cached.shape[1] > 0
    if keep:
        for half in range(2):
            if w.cached[half, t, v, 0] == w.slots[v, STATE]:
                cost = w.cached[half, t, v, 1]
                after = w.cached[half, t, v, 2]
                if after != AT_LEAST or (exact == 0 and cost >= bound):
                    return cost, after, w.cached[half, t, v, 3]
    limit = NEVER if exact else bound
    p, d = w.task[t, FIRST], w.task[t, LAST]
    if p == d:
        cost, after_p = client_on_slot(w, p, v, limit)
        after_d = after_p
    else:
        cost, after_p, after_d = pair_on_slot(w, p, d, v, limit)
    if after_p == INFEASIBLE and limit < NEVER:
        after_p = AT_LEAST
    if keep:
        half = np.int64(w.slots[v, IS_TOUCHED])
        w.cached[half, t, v, 0] = w.slots[v, STATE]
        w.cached[half, t, v, 1] = cost
        w.cached[half, t, v, 2] = after_p
        w.cached[half, t, v, 3] = after_d
    return cost, after_p, after_d
