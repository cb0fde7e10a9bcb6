"""Requests that are left out: who tries again, and for whom another may give way."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.rides.prices import price_of
from routing.vrp.search.rides.routes import withdraw
from routing.vrp.search.rides.tables import CALLED, DIRTY, OPEN, STARTED
from routing.vrp.timing.jit import leaf

_NEAR, _ANY = 12, 3
"""How many of those left out try again: near those who leave their routes, and anywhere."""
_ANCHORS = 4
_ALL = 0.1  # share of the iterations in which nobody who tries is dismissed


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
    """Put some of those left out on the list; return the loss of all others.

    Most of them are near requests that leave their routes: there somebody may find room.
    """
    everybody = state.tally[STARTED] == 0
    if not everybody:
        _call_near(case, state)
    bank = np.int64(0)
    for q in range(case.ride.shape[0]):
        bank += state.where[q] == -1 and state.put[q] != CALLED
    chance = 1.0 if everybody else 2.0 * _ANY / (bank + 1)  # a round trip is two requests
    partial = np.int64(0)
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if state.where[q] != -1 or state.put[q] == CALLED or 0 <= mate < q:
            continue
        if chance >= 1.0 or uniform(state.dice) < chance:
            _call(case, state, q)
        else:
            partial += case.loss[q]
            if mate >= 0:
                partial += case.loss[mate]
    return partial


@leaf
def _call_near(case, state):  # type: ignore[no-untyped-def]
    """Put on the list those left out who are nearest to some of the requests on it."""
    gone = state.tally[OPEN]
    if gone == 0:
        return
    measure = below(state.dice, case.near.shape[0])
    called = np.int64(0)
    for turn in range(_ANCHORS):
        anchor = state.open[below(state.dice, gone)]
        for n in range(case.near.shape[2]):
            if called * _ANCHORS >= (turn + 1) * _NEAR:
                break
            q = np.int64(case.near[measure, anchor, n])
            if state.where[q] == -1 and state.put[q] != CALLED:
                _call(case, state, q)
                called += 1


@leaf
def _call(case, state, q):  # type: ignore[no-untyped-def]
    """Put a request that is left out on the list, and its mate."""
    mate = case.mate[q]
    for who in (q, mate):
        if who >= 0:
            state.open[state.tally[OPEN]] = who
            state.tally[OPEN] += 1
            state.put[who] = CALLED


@leaf
def dismiss(case, state, gone, many):  # type: ignore[no-untyped-def]
    """Take off the list those called up for whom no route that has changed has a place.

    Before, no route had one for them. As not everybody is asked each time a route changes, now
    and then all stay. Returns the length of the list and the loss of those taken off.
    """
    partial = np.int64(0)
    if state.tally[STARTED] == 0 or uniform(state.dice) < _ALL:
        return many, partial
    kept = n = gone
    while n < many:
        q = state.open[n]
        mate = case.mate[q]
        hope = _has_hope(case, state, q) or (mate >= 0 and _has_hope(case, state, mate))
        for who in (q, mate):
            if who < 0:
                continue
            n += 1
            if hope:
                state.open[kept] = who
                kept += 1
            else:
                state.put[who] = -1
                partial += case.loss[who]
    return kept, partial


@leaf
def _has_hope(case, state, q):  # type: ignore[no-untyped-def]
    """Whether a changed route has a place for a request at less than its loss."""
    for n in range(state.tally[DIRTY]):
        s = state.dirty[n]
        if case.allowed[q, s] and price_of(case, state, q, s) < case.loss[q]:
            return True
    return False


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
