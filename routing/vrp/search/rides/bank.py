"""Requests that are left out: who tries again, and for whom another may give way."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.rides.routes import withdraw
from routing.vrp.search.rides.tables import OPEN, STARTED
from routing.vrp.timing.jit import leaf

_MOST = 12


@leaf
def stake(case, state):  # type: ignore[no-untyped-def]
    """Give what one of those left out counts, any who had a place before; 0 where there is none.

    That much may be lost in an iteration: somebody gives way, and two may find room later. Who
    never had a place is no one to give way for.
    """
    seen, lost = np.int64(0), np.int64(0)
    for q in range(case.ride.shape[0]):
        if state.where[q] == -1 and state.met[q] == 1 and case.stake[q] > 0:
            seen += 1
            if below(state.dice, seen) == 0:
                lost = case.stake[q]
    return lost


@leaf
def call_up(case, state):  # type: ignore[no-untyped-def]
    """Put those left out on the list, not too many at once; return the loss of all others."""
    bank = 0
    for q in range(case.ride.shape[0]):
        if state.where[q] == -1:
            bank += 1
    partial = np.int64(0)
    chance = 1.0 if state.tally[STARTED] == 0 else _MOST / max(bank, 1)
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if state.where[q] != -1 or 0 <= mate < q:
            continue
        if chance >= 1.0 or uniform(state.dice) < chance:
            state.open[state.tally[OPEN]] = q
            state.tally[OPEN] += 1
            if mate >= 0:
                state.open[state.tally[OPEN]] = mate
                state.tally[OPEN] += 1
        else:
            partial += case.loss[q]
            if mate >= 0:
                partial += case.loss[mate]
    return partial


@leaf
def bereft(case, state, left, many):  # type: ignore[no-untyped-def]
    """Withdraw one whose mate found no place, any; return how many are left out then.

    Neither is tried again in this iteration; others may find room where it was.
    """
    begin = below(state.dice, left) if left > 0 else 0
    for turn in range(left):
        q = state.open[(begin + turn) % left]
        mate = case.mate[q]
        if mate < 0 or state.put[mate] < 0:
            continue
        withdraw(state, mate)
        state.put[q] = state.put[mate] = -2
        for x in range(many):
            if x >= left and state.open[x] == mate:
                state.open[x] = state.open[left]
                state.open[left] = mate
        for k in range(state.buffer.shape[0]):
            state.price[q, k] = case.loss[q]
            state.price[mate, k] = case.loss[mate]
        return left + 1
    return left
