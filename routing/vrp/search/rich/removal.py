"""Taking requests out of their routes."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rich.state import (
    ROWS,
    TOTAL,
    load_sequence,
    parted,
    put_out,
    set_route,
    touch,
    touch_request,
)
from routing.vrp.search.rich.tables import (
    FIXED,
    LINKED,
    PARTS,
    PENALTY,
    REQUEST,
    UNSERVED,
)
from routing.vrp.timing.arrays import BIG, KIND, RELOAD, TASK
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.jit import inner, once
from routing.vrp.timing.kernel import evaluate
from routing.vrp.timing.space import SEQ

_CHANGED = 2
"""Mark in ``Back.is_row`` of a route that is shorter than its cost and bounds say."""


@inner
def remove(arrays, plan, routes, back, r):  # type: ignore[no-untyped-def]
    """Take request ``r`` out, but for stops made already; :func:`settle` must follow."""
    alternative = routes.chosen[r]
    touch_request(routes, back, r)
    if plan.request[r, LINKED] == 1 and parted(arrays, routes, r):
        routes.number[TOTAL] -= plan.request[r, PENALTY]
    for p in range(plan.alternative[alternative, PARTS]):
        row = routes.place[r, p]
        touch(routes, back, row)
        back.is_row[row] = _CHANGED
        kept = 0
        for i in range(routes.length[row]):
            v = routes.route[row, i]
            t = arrays.node[v, TASK]
            if i < arrays.slot[row, MADE] or t < 0 or plan.task[t, REQUEST] != r:
                routes.route[row, kept] = v
                kept += 1
        routes.length[row] = kept
    for p in range(routes.place.shape[1]):
        routes.place[r, p] = -1
    routes.chosen[r] = -1
    put_out(routes, r)
    routes.number[TOTAL] += plan.request[r, UNSERVED]


@once
def _without_reloads(arrays, routes, space, row):  # type: ignore[no-untyped-def]
    """Load a route without the reloads it can spare; return its length and cost."""
    work = space.work
    n = load_sequence(routes, space, row)
    cost = evaluate(arrays, space, row, n, np.int64(0))
    i = arrays.slot[row, MADE]
    while i < n:
        v = work[SEQ, i]
        if arrays.node[v, KIND] == RELOAD:
            for j in range(i, n - 1):
                work[SEQ, j] = work[SEQ, j + 1]
            shorter = evaluate(arrays, space, row, n - 1, np.int64(0))
            if shorter <= cost and (shorter < BIG or n == 1):
                n -= 1
                cost = shorter
                continue
            for j in range(n - 1, i, -1):
                work[SEQ, j] = work[SEQ, j - 1]
            work[SEQ, i] = v
        i += 1
    return n, cost


@inner
def settle(arrays, plan, routes, back, space):  # type: ignore[no-untyped-def]
    """Evaluate every shortened route; empty those that lost their feasibility by it.

    That happens only where a detour can be shorter, or a stop that was a way round is gone.
    """
    again = True
    while again:
        again = False
        for x in range(routes.number[ROWS]):
            row = back.rows[x]
            if back.is_row[row] != _CHANGED:
                continue
            n, cost = _without_reloads(arrays, routes, space, row)
            if cost >= BIG:
                again = True
                if not _evict(arrays, plan, routes, back, row):
                    cost = 0 if n == 0 else BIG // 1024
                else:
                    break
            back.is_row[row] = 1
            routes.number[TOTAL] += cost - routes.cost[row]
            set_route(arrays, routes, space, row, row, n, cost)


@once
def _evict(arrays, plan, routes, back, row):  # type: ignore[no-untyped-def]
    """Remove every request of a route that may go; return whether there was one."""
    for i in range(arrays.slot[row, MADE], routes.length[row]):
        t = arrays.node[routes.route[row, i], TASK]
        if t >= 0:
            r = plan.task[t, REQUEST]
            if plan.request[r, FIXED] == 0 and routes.chosen[r] >= 0:
                remove(arrays, plan, routes, back, r)
                return True
    return False
