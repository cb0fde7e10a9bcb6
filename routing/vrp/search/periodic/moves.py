"""The two atoms of the periodic search: a visit leaves its route, a visit enters one."""

from __future__ import annotations

import numpy as np

from routing.vrp.timing.jit import inner, leaf


@leaf
def unlink(t, s, node):  # type: ignore[no-untyped-def]
    """Take the visit ``node`` out of its route."""
    slot = np.int64(s.slot[node])
    before, after = np.int64(s.pred[node]), np.int64(s.succ[node])
    arc = t.base[slot] + np.int64(t.row[before]) * t.rows + np.int64(t.row[after])
    client = np.int64(t.row[node])
    s.succ[before] = after
    s.pred[after] = before
    s.slot[node] = -1
    leg = t.cost[arc]
    s.sums[0] += leg - s.leg[before] - s.leg[node]
    s.leg[before] = leg
    if t.timed:
        lap = t.time[arc]
        length = s.length[slot]
        now = length + lap - s.lap[before] - s.lap[node]
        s.sums[1] += max(0.0, now - t.limit[slot]) - max(0.0, length - t.limit[slot])
        s.length[slot] = now
        s.lap[before] = lap
    for k in range(t.dimensions):
        load, room = s.load[slot, k], t.capacity[slot, k]
        now = load - t.demand[client, k]
        s.sums[3 + k] += max(0.0, now - room) - max(0.0, load - room)
        s.load[slot, k] = now
    s.visits[slot] -= 1
    if s.visits[slot] == 0:
        s.sums[0] -= t.use[slot]


@leaf
def link(t, s, node, before):  # type: ignore[no-untyped-def]
    """Put the visit ``node`` behind ``before``, a visit or a depot."""
    slot = np.int64(s.slot[before])
    after = np.int64(s.succ[before])
    client = np.int64(t.row[node])
    there = t.base[slot] + np.int64(t.row[before]) * t.rows + client
    onward = t.base[slot] + client * t.rows + np.int64(t.row[after])
    s.succ[before] = node
    s.pred[node] = before
    s.succ[node] = after
    s.pred[after] = node
    s.slot[node] = slot
    s.sums[0] += t.cost[there] + t.cost[onward] - s.leg[before]
    s.leg[before] = t.cost[there]
    s.leg[node] = t.cost[onward]
    if t.timed:
        length = s.length[slot]
        now = length + t.time[there] + t.time[onward] - s.lap[before]
        s.sums[1] += max(0.0, now - t.limit[slot]) - max(0.0, length - t.limit[slot])
        s.length[slot] = now
        s.lap[before] = t.time[there]
        s.lap[node] = t.time[onward]
    for k in range(t.dimensions):
        load, room = s.load[slot, k], t.capacity[slot, k]
        now = load + t.demand[client, k]
        s.sums[3 + k] += max(0.0, now - room) - max(0.0, load - room)
        s.load[slot, k] = now
    if s.visits[slot] == 0:
        s.sums[0] += t.use[slot]
    s.visits[slot] += 1


@leaf
def penalised(t, s):  # type: ignore[no-untyped-def]
    """Return the cost of the state, overloads and overtime at their present weight."""
    cost = s.sums[0] + s.sums[2] + s.weight[0] * s.sums[1]
    for k in range(1, t.dimensions + 1):
        cost += s.weight[k] * s.sums[2 + k]
    return cost


@inner
def measure(t, s):  # type: ignore[no-untyped-def] # noqa: C901 - one pass over all routes
    """Compute everything that is carried along anew from ``succ``, ``slot`` and ``chosen``."""
    n = t.n * t.days
    for k in range(3 + t.dimensions):
        s.sums[k] = 0.0
    for c in range(t.n):
        if s.chosen[c] < 0:
            s.sums[2] += t.missed[c]
    for slot in range(t.slots):
        s.visits[slot] = 0
        s.length[slot] = 0.0
        for k in range(t.dimensions):
            s.load[slot, k] = 0.0
        node = n + slot
        while True:
            after = np.int64(s.succ[node])
            arc = t.base[slot] + np.int64(t.row[node]) * t.rows + np.int64(t.row[after])
            s.leg[node] = t.cost[arc]
            s.lap[node] = t.time[arc] if t.timed else 0.0
            s.sums[0] += s.leg[node]
            s.length[slot] += s.lap[node]
            if after == n + slot:
                break
            s.visits[slot] += 1
            for k in range(t.dimensions):
                s.load[slot, k] += t.demand[t.row[after], k]
            node = after
        if s.visits[slot] > 0:
            s.sums[0] += t.use[slot]
        s.sums[1] += max(0.0, s.length[slot] - t.limit[slot])
        for k in range(t.dimensions):
            s.sums[3 + k] += max(0.0, s.load[slot, k] - t.capacity[slot, k])
