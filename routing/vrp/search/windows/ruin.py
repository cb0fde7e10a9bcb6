"""Which tasks leave their routes: strings around a seed, or a whole route, or a few at random.

Source: Christiaens & Vanden Berghe 2020, Slack induction by string removals
(10.1287/trsc.2019.0914).
"""

# mypy: disable-error-code="assignment,operator"
# compiled code: Numba, not mypy, finds the types of local numbers

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.windows.chains import cut_out, refresh, touch
from routing.vrp.search.windows.state import (
    FIRST,
    HIT,
    ITERATION,
    LAST,
    MUST_WEIGHT,
    ORDER,
    PENDING,
    PRED,
    SIZE,
    SLOT,
    SUCC,
    TASK,
    TOUCHED,
    TOUCHED_LIST,
    USED,
    WAITING,
)
from routing.vrp.timing.jit import inner, leaf

MEAN_REMOVED, LONGEST, WHOLE_ROUTE, AT_RANDOM, RELATED = range(5)
"""Settings: mean number of stops removed, longest string, shares of the other kinds."""
_SPLIT, _GROW = 0.5, 0.99


@leaf
def take_out(w, t):  # type: ignore[no-untyped-def]
    """Take task ``t`` out of its route and put it on the list of those to be inserted."""
    p, d = w.task[t, FIRST], w.task[t, LAST]
    cut_out(w, p)
    if d != p:
        cut_out(w, d)
    w.task[w.control[PENDING], WAITING] = t
    w.control[PENDING] += 1


@inner
def ruin(w):  # type: ignore[no-untyped-def]
    """Take tasks out of the routes and refresh these."""
    n, tasks = w.beside.shape[1], w.task.shape[0]
    kind = uniform(w.dice)
    seed = below(w.dice, n)
    near = w.near[below(w.dice, np.int64(2))]
    if w.control[MUST_WEIGHT] > 0 and uniform(w.dice) < 0.5:
        t = w.task[below(w.dice, w.control[PENDING]), WAITING]
        seed = np.int64(w.task[t, FIRST])
    if kind < w.settings[WHOLE_ROUTE] and w.chain[seed, SLOT] >= 0:
        v = np.int64(w.chain[seed, SLOT])
        touch(w, v)
        while w.slots[v, SIZE] > 0:
            take_out(w, w.chain[w.chain[n + v, SUCC], TASK])
    elif kind < w.settings[WHOLE_ROUTE] + w.settings[AT_RANDOM]:
        for _ in range(1 + below(w.dice, np.int64(w.settings[MEAN_REMOVED]))):
            t = below(w.dice, tasks)
            v = np.int64(w.chain[w.task[t, FIRST], SLOT])
            if v >= 0:
                touch(w, v)
                take_out(w, t)
    elif kind < w.settings[WHOLE_ROUTE] + w.settings[AT_RANDOM] + w.settings[RELATED]:
        nearest(w, near, seed)
    else:
        strings(w, near, seed)
    for i in range(w.control[TOUCHED]):
        refresh(w, np.int64(w.slots[i, TOUCHED_LIST]))


@inner
def nearest(w, near, seed):  # type: ignore[no-untyped-def]
    """Take out the tasks nearest to ``seed``, overlooking every fourth."""
    most = 1 + below(w.dice, np.int64(1.5 * w.settings[MEAN_REMOVED]))
    for i in range(near.shape[1]):
        x = near[seed, i]
        v = np.int64(w.chain[x, SLOT])
        if v >= 0 and uniform(w.dice) < 0.75:
            touch(w, v)
            take_out(w, w.chain[x, TASK])
            most -= 1
            if most == 0:
                break


@inner
def strings(w, near, seed):  # type: ignore[no-untyped-def]
    """Take strings of stops out of routes that pass near ``seed``, one a route."""
    n, tasks = w.beside.shape[1], w.task.shape[0]
    stamp = w.control[ITERATION]
    served = n - w.control[PENDING] * (n / tasks)
    mean = served / max(w.control[USED], 1)
    longest = min(w.settings[LONGEST], max(mean, 1.0))
    most = 4.0 * w.settings[MEAN_REMOVED] / (1.0 + longest) - 1.0
    left = np.int64(1.0 + uniform(w.dice) * max(most, 0.0))
    for i in range(near.shape[1]):
        x = near[seed, i]
        v = np.int64(w.chain[x, SLOT])
        if v < 0 or w.slots[v, HIT] == stamp:
            continue
        w.slots[v, HIT] = stamp
        string(w, np.int64(x), v, min(longest, np.float64(w.slots[v, SIZE])))
        left -= 1
        if left <= 0:
            break


@inner
def string(w, x, v, longest):  # type: ignore[no-untyped-def]
    """Take a string of up to ``longest`` stops around ``x`` out of slot ``v``."""
    n, size = w.beside.shape[1], np.int64(w.slots[v, SIZE])
    touch(w, v)
    count = np.int64(1.0 + uniform(w.dice) * longest)
    count = min(count, size)
    kept = 0
    if count > 1 and count < size and uniform(w.dice) < _SPLIT:
        kept = 1
        while count + kept < size and uniform(w.dice) < _GROW:
            kept += 1
    window = count + kept
    place = 0
    k = np.int64(w.chain[x, PRED])
    while k < n:
        place += 1
        k = np.int64(w.chain[k, PRED])
    lowest, highest = max(0, place - window + 1), min(place, size - window)
    begin = lowest + below(w.dice, highest - lowest + 1)
    for _ in range(place - begin):
        x = np.int64(w.chain[x, PRED])
    for _ in range(begin - place):
        x = np.int64(w.chain[x, SUCC])
    skip = below(w.dice, count + 1) if kept else count
    removed = 0
    for i in range(window):
        if i < skip or i >= skip + kept:
            w.scratch[ORDER, removed] = x
            removed += 1
        x = np.int64(w.chain[x, SUCC])
    for i in range(removed):
        if w.chain[w.scratch[ORDER, i], SLOT] >= 0:
            take_out(w, w.chain[w.scratch[ORDER, i], TASK])
