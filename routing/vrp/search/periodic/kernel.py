"""The compiled loop of the periodic search.

The cache of compiled code looks at the age of this file only: touch it after a change in a module
it calls.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.periodic.moves import link, measure, penalised, unlink
from routing.vrp.search.periodic.recreate import (
    CHOSE,
    ENTERED,
    LEFT,
    MISSED,
    WANTED,
    note,
    recreate,
    sort_items,
)
from routing.vrp.search.periodic.ruin import choose_items
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.jit import inner

LOGGED, STARTED, STEP, FIT_LOAD, FIT_TIME, HARD = range(6)
"""Places of ``State.tally``: lines of the log; whether there is a first solution; iterations and
how many of them had loads and times within limits since weights were last set; whether limits
are hard by now."""

ADOPTED = 2
"""Of ``STARTED``: routes were put in from outside and must be measured."""

_BLINK = 0.01
_EVERY = 400
_HARD_FROM = 0.85
_HARD_TIMES = 1e4
_MOST_MISSED = 10


class Character(NamedTuple):
    """What distinguishes one search from another.

    Attributes
    ----------
    shares
        Of the six ruins.
    mean
        Mean number of visits that strings remove.
    cluster, day
        Mean number of items that the ruins of nearest clients and of one day remove.
    warm, cold
        Temperature at the beginning and end, in mean legs of the first solution.
    beside
        Most clients of a day, nearest first, beside which an insertion is tried.
    """

    shares: tuple[float, float, float, float, float, float]
    mean: float
    cluster: int
    day: int
    warm: float
    cold: float
    beside: int


@inner
def _undo(t, s):  # type: ignore[no-untyped-def]
    """Take back what the log says, last line first."""
    for at in range(s.tally[LOGGED] - 1, -1, -1):
        what, key, value = s.log[at, 0], np.int64(s.log[at, 1]), np.int64(s.log[at, 2])
        if what == ENTERED:
            unlink(t, s, key)
        elif what == LEFT:
            link(t, s, key, value)
        elif what == CHOSE:
            s.chosen[key] = value
        elif what == MISSED:
            s.sums[2] -= t.missed[key]
        else:
            s.sums[2] += t.missed[key]


@inner
def _want_missed(t, s, count):  # type: ignore[no-untyped-def]
    """Add (some of) the clients that are not served to the items."""
    missed = 0
    for c in range(t.n):
        missed += s.chosen[c] < 0
    for c in range(t.n):
        if s.chosen[c] < 0 and uniform(s.dice) * missed < _MOST_MISSED:
            s.items[count] = c * (t.days + 1) + t.days
            count += 1
            s.sums[2] -= t.missed[c]
            note(s, WANTED, c, 0)
    return count


@inner
def _remove(t, s, count):  # type: ignore[no-untyped-def]
    """Take the items out of their routes."""
    for i in range(count):
        c, day = np.int64(s.items[i] // (t.days + 1)), np.int64(s.items[i] % (t.days + 1))
        first, last = np.int64(0), np.int64(1)
        if day == t.days:
            first = np.int64(t.set_days_of[s.chosen[c]])
            last = np.int64(t.set_days_of[s.chosen[c] + 1])
        for x in range(first, last):
            on = np.int64(t.set_days[x]) if day == t.days else day
            node = on * t.n + c
            note(s, LEFT, node, s.pred[node])
            unlink(t, s, node)
        if day == t.days:
            note(s, CHOSE, c, s.chosen[c])
            s.chosen[c] = -1


@inner
def _keep(t, s, cost):  # type: ignore[no-untyped-def]
    """Make the current solution the best."""
    s.kept[0] = cost
    for k in range(t.n * t.days + t.slots):
        s.kept_succ[k] = s.succ[k]
        s.kept_pred[k] = s.pred[k]
        s.kept_slot[k] = s.slot[k]
    for k in range(t.n):
        s.kept_chosen[k] = s.chosen[k]


@inner
def restore(t, s):  # type: ignore[no-untyped-def]
    """Go back to the best solution."""
    for k in range(t.n * t.days + t.slots):
        s.succ[k] = s.kept_succ[k]
        s.pred[k] = s.kept_pred[k]
        s.slot[k] = s.kept_slot[k]
    for k in range(t.n):
        s.chosen[k] = s.kept_chosen[k]
    measure(t, s)


@inner
def fits(t, s):  # type: ignore[no-untyped-def]
    """Whether all limits are kept."""
    fit = s.sums[1] <= 0.0
    for k in range(3, 3 + t.dimensions):
        fit &= s.sums[k] <= 0.0
    return fit


@inner
def _adapt(t, s):  # type: ignore[no-untyped-def]
    """Set the weights so that about half of the states keep each kind of limit."""
    for k in range(1 + t.dimensions):
        share = s.tally[FIT_TIME if k == 0 else FIT_LOAD] / s.tally[STEP]
        if share < 0.45:
            s.weight[k] *= 1.15
        elif share > 0.55:
            s.weight[k] *= 0.87
    s.tally[STEP] = s.tally[FIT_TIME] = s.tally[FIT_LOAD] = 0


@inner
def _harden(t, s):  # type: ignore[no-untyped-def]
    """Go back to the best and make limits hard, or soft again when another cooling begins."""
    s.tally[HARD] = 1 - s.tally[HARD]
    for k in range(1 + t.dimensions):
        s.weight[k] *= _HARD_TIMES if s.tally[HARD] == 1 else 1.0 / _HARD_TIMES
    restore(t, s)


@inner
def first_solution(t, s):  # type: ignore[no-untyped-def]
    """Insert every client that fits, in one of the orders: limits are hard here.

    So there is an answer that keeps them from the first moment on, even where not all can be
    served and the search, whose limits are soft, meets no other.
    """
    for k in range(1 + t.dimensions):
        s.weight[k] *= _HARD_TIMES
    s.tally[LOGGED] = 0
    for c in range(t.n):
        s.items[c] = c * (t.days + 1) + t.days
        s.sums[2] -= t.missed[c]
    sort_items(t, s, t.n)
    recreate(t, s, t.n, np.inf, 0.0, t.n)
    for k in range(1 + t.dimensions):
        s.weight[k] /= _HARD_TIMES
    s.tally[STARTED] = 1


@njit(nogil=True, cache=True, error_model="numpy")
def search(  # type: ignore[no-untyped-def] # noqa: C901 - the loop itself, in one view
    tables, state, p, leg, iterations, begin, end
):
    """Run iterations, cooling from share ``begin`` to ``end`` of the whole budget."""
    t, s = boxed(tables), boxed(state)
    if s.tally[STARTED] == 0:
        first_solution(t, s)
        if fits(t, s):
            _keep(t, s, s.sums[0] + s.sums[2])
    elif s.tally[STARTED] == ADOPTED:
        s.tally[STARTED] = 1
        measure(t, s)
        if fits(t, s) and s.sums[0] + s.sums[2] < s.kept[0]:
            _keep(t, s, s.sums[0] + s.sums[2])
    now = penalised(t, s)
    for it in range(iterations):
        elapsed = begin + (end - begin) * it / iterations
        if (elapsed >= _HARD_FROM and s.kept[0] < np.inf) != (s.tally[HARD] == 1):
            _harden(t, s)
            now = penalised(t, s)
        if s.tally[STEP] >= _EVERY and s.tally[HARD] == 0:
            _adapt(t, s)
            now = penalised(t, s)
        heat = p.warm * leg * (p.cold / p.warm) ** elapsed
        ceiling = now - heat * np.log(max(uniform(s.dice), 1e-300))
        s.tally[LOGGED] = 0
        seed = below(s.dice, t.n)
        count = 0
        if s.chosen[seed] >= 0:
            count = choose_items(t, s, p, seed)
        ruined = count
        if s.sums[2] > 0.0:
            count = _want_missed(t, s, count)
        _remove(t, s, ruined)
        sort_items(t, s, count)
        if recreate(t, s, count, ceiling, _BLINK, p.beside):
            now = penalised(t, s)
            if fits(t, s):
                cost = s.sums[0] + s.sums[2]
                if cost < s.kept[0]:
                    _keep(t, s, cost)
        else:
            _undo(t, s)
        s.tally[STEP] += 1
        s.tally[FIT_TIME] += s.sums[1] <= 0.0
        load = True
        for k in range(3, 3 + t.dimensions):
            load &= s.sums[k] <= 0.0
        s.tally[FIT_LOAD] += load
