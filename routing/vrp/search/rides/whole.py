"""The whole solution: worked out anew, what it costs that links are parted, what ways cost."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.search.rides.closure import close
from routing.vrp.search.rides.rest import rested
from routing.vrp.search.rides.tables import COST, CURRENT, LENGTH, PER_USE
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.jit import leaf


@njit(nogil=True, cache=True, error_model="numpy")
def rebuild(fixed, changing):  # type: ignore[no-untyped-def]
    """Work out every route and the current cost anew; ``where`` -1 marks requests left out."""
    case, state = boxed(fixed), boxed(changing)
    good = True
    total = np.int64(0)
    for q in range(case.ride.shape[0]):
        state.where[q] = -1
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        good = close(case, state, b, s) and rested(case, state, b, s) and good
        total += state.info[b, COST]
        for k in range(1, state.info[b, LENGTH]):
            state.where[state.seq[b, k] >> 1] = s
    for q in range(case.ride.shape[0]):
        if state.where[q] < 0:
            total += case.loss[q]
    good = good and not _halved(case, state)
    total += apart(case, state)
    state.tally[CURRENT] = total
    return good


@leaf
def _halved(case, state):  # type: ignore[no-untyped-def]
    """Whether one of two linked requests is served without the other."""
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if mate >= 0 and (state.where[q] < 0) != (state.where[mate] < 0):
            return True
    return False


@leaf
def apart(case, state):  # type: ignore[no-untyped-def]
    """Give the cost of linked requests that are served by two crews."""
    total = np.int64(0)
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if mate > q and state.where[q] >= 0:
            s, k = state.where[q], state.where[mate]
            if k < 0 or case.crew[s] != case.crew[k]:
                total += case.apart[q]
    return total


@leaf
def parted(case, state, left, many):  # type: ignore[no-untyped-def]
    """Give the cost of linked requests that were put with two crews in this iteration."""
    total = np.int64(0)
    for n in range(left, many):
        q = state.open[n]
        mate = case.mate[q]
        if mate > q and state.put[mate] >= 0:
            s, k = state.put[q], state.put[mate]
            if case.crew[s] != case.crew[k]:
                total += case.apart[q]
    return total


@leaf
def measure(case, state):  # type: ignore[no-untyped-def]
    """Give the cost of all ways and hours: what the temperature is a share of."""
    total = np.int64(0)
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        if state.info[b, LENGTH] > 1:
            total += state.info[b, COST] - case.slot[s, PER_USE]
    return total
