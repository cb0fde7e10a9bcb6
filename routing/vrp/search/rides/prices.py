"""What it costs to put a request into a slot, worked out once a route."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rides.insertion import cheapest
from routing.vrp.search.rides.tables import COST, LENGTH, MOST_REFUSALS, NEVER
from routing.vrp.timing.jit import leaf


@leaf
def seen(case, state, q, s):  # type: ignore[no-untyped-def]
    """Give the cost of request ``q`` in slot ``s``; worked out where the route is another.

    What is known of the route kept stays while routes are tried instead of it.
    """
    b = state.buffer[s]
    key = state.key[b, 0]
    tried = np.int64(state.former[s] >= 0)
    if state.seen_key[q, s, tried] != key:
        if state.seen_key[q, s, 1 - tried] == key:
            state.seen_cost[q, s, tried] = state.seen_cost[q, s, 1 - tried]
            state.seen_at[q, s, tried] = state.seen_at[q, s, 1 - tried]
        else:
            added, i, j = cheapest(case, state, b, s, q)
            state.seen_cost[q, s, tried] = added
            state.seen_at[q, s, tried] = i << 16 | j
        state.seen_key[q, s, tried] = key
    return state.seen_cost[q, s, tried]


@leaf
def price_of(case, state, q, s):  # type: ignore[no-untyped-def]
    """Give what it costs to put request ``q`` into slot ``s``, its mate considered."""
    cost = seen(case, state, q, s)
    mate = case.mate[q]
    if mate < 0 or cost >= NEVER:
        return cost
    if state.put[mate] >= 0:
        same = case.crew[state.put[mate]] == case.crew[s]
        return cost if same else min(NEVER, cost + case.apart[q])
    if case.apart[q] < NEVER:
        return cost
    other = seen(case, state, mate, s) if case.allowed[mate, s] else np.int64(NEVER)
    k = case.again[s]
    while k != s:
        if case.allowed[mate, k]:
            other = min(other, seen(case, state, mate, k))
        k = case.again[k]
    return other if other >= NEVER else (cost + other) // 2


@leaf
def refuse(case, state, q, s):  # type: ignore[no-untyped-def]
    """Note that the place known of request ``q`` in slot ``s`` will not do; find the next best."""
    key = state.key[state.buffer[s], 0]
    if state.refused_key[q, s] != key:
        state.refused_key[q, s] = key
        state.refusals[q, s] = 0
    known = 0 if state.seen_key[q, s, 0] == key else 1
    added, i, j = np.int64(NEVER), np.int64(0), np.int64(0)
    if state.refusals[q, s] < MOST_REFUSALS:
        state.refused[q, s, state.refusals[q, s]] = state.seen_at[q, s, known]
        state.refusals[q, s] += 1
        added, i, j = cheapest(case, state, state.buffer[s], s, q)
    for tried in range(2):
        if state.seen_key[q, s, tried] == key:
            state.seen_cost[q, s, tried] = added
            state.seen_at[q, s, tried] = i << 16 | j


@leaf
def recall(state, memory, s):  # type: ignore[no-untyped-def]
    """Give the row of the memory that serves slot ``s``'s requests at less cost, or -1."""
    b = state.buffer[s]
    key = state.key[b, 1]
    capacity = memory.key.shape[0]
    row = np.int64(key & np.uint64(capacity - 1))
    while memory.key[row] != np.uint64(0) and memory.key[row] != key:
        row = (row + 1) & (capacity - 1)
    same = memory.key[row] == key and memory.length[row] == state.info[b, LENGTH] - 1
    if same and memory.cost[row] < state.info[b, COST]:
        return row
    return -1
