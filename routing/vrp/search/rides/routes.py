"""Routes while they are changed: each changed one in a buffer of its own, the old one kept."""

from __future__ import annotations

from routing.vrp.search.rides.tables import DIRTY, FREE, LENGTH, OPEN
from routing.vrp.timing.jit import leaf


@leaf
def _fresh(state, s):  # type: ignore[no-untyped-def]
    """Give slot ``s`` a buffer of its own for this iteration, once; the old one is kept."""
    state.tally[FREE] -= 1
    b = state.free[state.tally[FREE]]
    state.former[s] = state.buffer[s]
    state.buffer[s] = b
    state.dirty[state.tally[DIRTY]] = s
    state.tally[DIRTY] += 1
    return b


@leaf
def detach(case, state):  # type: ignore[no-untyped-def]
    """Take the requests on the list out of their routes."""
    for s in range(state.former.shape[0]):
        state.former[s] = -1
    for n in range(state.tally[OPEN]):
        s = -2 - state.where[state.open[n]]
        if s < 0 or state.former[s] >= 0:
            continue
        a = state.buffer[s]
        b = _fresh(state, s)
        size = 0
        for k in range(state.info[a, LENGTH] + 1):
            z = state.seq[a, k]
            if z >= 2 * case.ride.shape[0] or state.where[z >> 1] >= 0:
                state.seq[b, size] = z
                size += 1
        state.info[b, LENGTH] = size - 1


@leaf
def put(state, q, s, i, j):  # type: ignore[no-untyped-def]
    """Put request ``q`` behind the stops ``i`` and ``j`` of slot ``s``."""
    a = state.buffer[s]
    if state.former[s] < 0:
        b = _fresh(state, s)
        for k in range(state.info[a, LENGTH] + 1):
            state.seq[b, k] = state.seq[a, k]
        state.info[b, LENGTH] = state.info[a, LENGTH]
    else:
        b = a
        state.dirty[state.tally[DIRTY]] = s
        state.tally[DIRTY] += 1
    m = state.info[b, LENGTH]
    seq = state.seq[b]
    for k in range(m, j, -1):
        seq[k + 2] = seq[k]
    seq[j + 2] = 2 * q + 1
    for k in range(j, i, -1):
        seq[k + 1] = seq[k]
    seq[i + 1] = 2 * q
    state.info[b, LENGTH] = m + 2


@leaf
def withdraw(state, q):  # type: ignore[no-untyped-def]
    """Take request ``q``, put in during this iteration, out again."""
    s = state.put[q]
    b = state.buffer[s]
    size = 0
    for k in range(state.info[b, LENGTH] + 1):
        if k == 0 or k == state.info[b, LENGTH] or state.seq[b, k] >> 1 != q:
            state.seq[b, size] = state.seq[b, k]
            size += 1
    state.info[b, LENGTH] = size - 1
    state.put[q] = -1
    state.dirty[state.tally[DIRTY]] = s
    state.tally[DIRTY] += 1
