"""The compiled search: ruin, recreate, accept by simulated annealing or by absences."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.search.dice import uniform
from routing.vrp.search.memory import remember
from routing.vrp.search.windows.chains import (
    chain,
    find_open,
    keep_changes,
    miss,
    put_back,
    refresh,
)
from routing.vrp.search.windows.recreate import REGRET, by_regret, in_order
from routing.vrp.search.windows.ruin import ruin, take_out
from routing.vrp.search.windows.state import (
    BEST_MUST,
    BEST_SUCC,
    BEST_TOTAL,
    COST,
    FIRST,
    FLEET,
    FLOOR,
    ITERATION,
    KIND,
    LEFT,
    LENGTH,
    LIMIT,
    MISSED,
    MISSES,
    MISSING,
    MUST_WEIGHT,
    NEVER,
    ORDER,
    PENDING,
    PRIZE,
    PRIZES,
    SAVED,
    SCALED,
    SIZE,
    SLOT,
    SUCC,
    TASK,
    TOUCHED,
    TOUCHED_LIST,
    USE,
    USED,
    WAITING,
    WEIGHT,
)
from routing.vrp.search.windows.tails import TAILS, exchange_tails
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.jit import inner

HOT, COLD, FLEET_SHARE = range(9, 12)
"""Settings: first and last temperature in mean arcs, share of the budget for fewer vehicles."""


@inner
def absences(w, listed, count):  # type: ignore[no-untyped-def]
    """Return how often, in all, these tasks that must be served were left out before."""
    total = np.int64(0)
    for i in range(count):
        t = w.task[i, listed]
        if w.task[t, PRIZE] < 0:
            total += w.task[t, MISSES] * w.task[t, WEIGHT]
    return total


@inner
def note_best(w):  # type: ignore[no-untyped-def]
    """Keep the current solution as the best when it is better."""
    must, total = w.control[MUST_WEIGHT], w.control[COST] + w.control[PRIZES]
    better = must == w.control[BEST_MUST] and total < w.control[BEST_TOTAL]
    if must < w.control[BEST_MUST] or better:
        w.control[BEST_MUST], w.control[BEST_TOTAL] = must, total
        for i in range(w.chain.shape[0]):
            w.chain[i, BEST_SUCC] = w.chain[i, SUCC]


@inner
def back_to_best(w):  # type: ignore[no-untyped-def]
    """Make the best solution the current one."""
    n, slots = w.beside.shape[1], w.room.shape[0]
    for x in range(n):
        w.chain[x, SLOT] = -1
    w.control[USED] = 0
    for v in range(slots):
        count, x = np.int64(0), w.chain[n + v, BEST_SUCC]
        while x < n:
            w.scratch[ORDER, count] = x
            count += 1
            x = w.chain[x, BEST_SUCC]
        chain(w, v, w.scratch[ORDER], np.int64(0), count)
    list_missing(w)
    note_scale(w)


@inner
def list_missing(w):  # type: ignore[no-untyped-def]
    """List the tasks that are in no route, and count what they cost."""
    w.control[MISSING] = w.control[MUST_WEIGHT] = w.control[PRIZES] = 0
    for t in range(w.task.shape[0]):
        if w.chain[w.task[t, FIRST], SLOT] < 0:
            w.task[w.control[MISSING], MISSED] = t
            w.control[MISSING] += 1
            w.control[MUST_WEIGHT] += miss(w, t, 1)


@inner
def note_scale(w):  # type: ignore[no-untyped-def]
    """Note the mean cost of an arc of the current solution, without the use of vehicles."""
    arcs, cost = w.control[USED], w.control[COST]
    for v in range(w.room.shape[0]):
        if w.slots[v, SIZE] > 0:
            arcs += w.slots[v, SIZE]
            cost -= w.slots[v, USE]
    if arcs > 0:
        w.scale[0] = cost / arcs


@inner
def drop_route(w):  # type: ignore[no-untyped-def]
    """Empty the route whose tasks were least often left out, and allow one route fewer."""
    n = w.beside.shape[1]
    chosen, least = -1, NEVER
    for v in range(w.room.shape[0]):
        if w.slots[v, SIZE] > 0:
            total, x = np.int64(0), w.chain[n + v, SUCC]
            while x < n:
                total += w.task[w.chain[x, TASK], MISSES]
                x = w.chain[x, SUCC]
            if total < least:
                chosen, least = v, total
    w.control[PENDING] = 0
    while w.slots[chosen, SIZE] > 0:
        take_out(w, w.chain[w.chain[n + chosen, SUCC], TASK])
    refresh(w, np.int64(chosen))
    w.control[LIMIT] = w.control[USED]
    list_missing(w)


@inner
def note_routes(w, memory):  # type: ignore[no-untyped-def]
    """Remember the routes that the last step changed."""
    n = w.beside.shape[1]
    for i in range(w.control[TOUCHED]):
        v = w.slots[i, TOUCHED_LIST]
        if w.slots[v, SIZE] > 0:
            kind = w.slots[v, KIND]
            key, count, x = w.mark[n + kind], 0, w.chain[n + v, SUCC]
            while x < n:
                key += w.mark[x]
                w.scratch[ORDER, count] = x
                count += 1
                x = w.chain[x, SUCC]
            remember(memory, key | np.uint64(1), kind, w.slots[v, LENGTH], w.scratch[ORDER], count)


@inner
def fewer_vehicles(w, share):  # type: ignore[no-untyped-def]
    """Drop a route when all are served by the last; stop that when its share is over."""
    over = share >= w.settings[FLEET_SHARE]
    if over or (w.control[MUST_WEIGHT] == 0 and w.control[USED] <= w.control[FLOOR]):
        w.control[FLEET], w.control[LIMIT] = 0, w.room.shape[0]
        back_to_best(w)
    elif w.control[MUST_WEIGHT] == 0:
        drop_route(w)


@inner
def change(w, threshold, must_before):  # type: ignore[no-untyped-def]
    """Change the solution in one of the ways; return the must-weight left out, or -1: failed."""
    missing = w.control[MISSING]
    w.control[PENDING] = missing
    for i in range(missing):
        w.task[i, WAITING] = w.task[i, MISSED]
    if uniform(w.dice) < w.settings[TAILS]:
        w.control[LEFT] = missing
        return must_before if exchange_tails(w, threshold) else np.int64(-1)
    w.control[PRIZES] = 0
    ruin(w)
    find_open(w)
    if uniform(w.dice) < w.settings[REGRET]:
        must = by_regret(w, threshold, must_before)
    else:
        must = in_order(w, threshold, must_before)
    return must


@inner
def acceptable(w, threshold):  # type: ignore[no-untyped-def]
    """Whether what was built may replace what was there, and count who is left out.

    While tasks that must be served are missing, those that were left out less often are the
    better ones to miss: the absence counters of Christiaens & Vanden Berghe.
    """
    left = w.control[LEFT]
    cheap = w.control[COST] + w.control[PRIZES] <= threshold
    if w.control[MUST_WEIGHT] == 0:
        return cheap
    old = absences(w, np.int64(MISSED), w.control[MISSING])
    new = absences(w, np.int64(WAITING), left)
    for i in range(left):
        w.task[w.task[i, WAITING], MISSES] += 1
    return new < old or (new == old and cheap)


@inner
def accept(w, memory, must):  # type: ignore[no-untyped-def]
    """Make what was built the current solution, and remember its routes."""
    completed = must == 0 and w.control[MUST_WEIGHT] > 0
    left = w.control[LEFT]
    for i in range(left):
        w.task[i, MISSED] = w.task[i, WAITING]
    w.control[MISSING], w.control[MUST_WEIGHT] = left, must
    if must <= w.control[BEST_MUST]:
        if memory.used[0] * 4 >= memory.key.shape[0] * 3:
            for row in range(memory.key.shape[0]):
                memory.key[row] = np.uint64(0)
            memory.used[0] = 0
        note_routes(w, memory)
    if completed and w.control[SCALED] == 0:
        w.control[SCALED] = 1
        note_scale(w)
    keep_changes(w)
    note_best(w)


@njit(nogil=True, cache=True, error_model="numpy")
def search(world, known, iterations, begin, end):  # type: ignore[no-untyped-def]
    """Run ``iterations``, cooling from share ``begin`` of the budget to share ``end``."""
    w, memory = boxed(world), boxed(known)
    temperature = 0.0
    hot, cold = w.settings[HOT], w.settings[COLD]
    for step in range(iterations):
        w.control[ITERATION] += 1
        share = begin + (end - begin) * step / iterations
        if w.control[FLEET] == 1:
            fewer_vehicles(w, share)
        if step % 16 == 0:
            temperature = hot * (cold / hot) ** share * w.scale[0]
        must_before, prizes_before = w.control[MUST_WEIGHT], w.control[PRIZES]
        # drawn first, so that what cannot be accepted need not be built to its end
        threshold = w.control[COST] + prizes_before - temperature * np.log(1.0 - uniform(w.dice))
        must = change(w, threshold, must_before)
        if must >= 0 and acceptable(w, threshold):
            accept(w, memory, must)
        else:
            put_back(w)
            w.control[PRIZES] = prizes_before


@njit(nogil=True, cache=True, error_model="numpy")
def load(world, counts):  # type: ignore[no-untyped-def]
    """Make the stops saved in scratch, ``counts[v]`` of slot v, the current solution."""
    w = boxed(world)
    n, slots = w.beside.shape[1], w.room.shape[0]
    for x in range(n):
        w.chain[x, SLOT] = -1
    w.control[USED] = 0
    begin = np.int64(0)
    for v in range(slots):
        chain(w, v, w.scratch[SAVED], begin, begin + counts[v])
        begin += counts[v]
    list_missing(w)
    note_scale(w)
    note_best(w)
