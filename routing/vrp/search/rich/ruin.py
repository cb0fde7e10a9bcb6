"""Which requests to take out: strings beside a seed, its relatives, a route, the dearest, any."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.rich.removal import remove
from routing.vrp.search.rich.state import clear
from routing.vrp.search.rich.tables import FIXED, PARTS, REQUEST
from routing.vrp.timing.arrays import BIG, KIND, LOC, PROFILE, RELOAD, TASK
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.jit import inner, once

STRINGS, RELATED, RANDOM, ROUTE, WORST = range(5)


@inner
def _out(arrays, plan, routes, back, options, r, count):  # type: ignore[no-untyped-def]
    """Remove ``r`` where it is served and may go; return how many are pending now."""
    if routes.chosen[r] < 0 or plan.request[r, FIXED] == 1:
        return count
    remove(arrays, plan, routes, back, r)
    options.pending[count] = r
    return count + 1


@inner
def _string(arrays, plan, routes, back, options, dice, r, row, longest, count):  # type: ignore[no-untyped-def]
    """Remove the requests of a string of stops around one of ``r`` in ``row``."""
    n = routes.length[row]
    at, hits = np.int64(-1), 0
    for i in range(n):
        t = arrays.node[routes.route[row, i], TASK]
        if t >= 0 and plan.task[t, REQUEST] == r:
            hits += 1
            if below(dice, hits) == 0:
                at = np.int64(i)
    if at < 0:
        return count
    long = 1 + below(dice, min(longest, n))
    begin = max(0, at - below(dice, long))
    found = 0
    # names first: removing shortens the route under our hands
    for i in range(begin, min(n, begin + long)):
        t = arrays.node[routes.route[row, i], TASK]
        if t >= 0:
            options.key[found] = plan.task[t, REQUEST]
            found += 1
    for x in range(found):
        count = _out(arrays, plan, routes, back, options, np.int64(options.key[x]), count)
    return count


@once
def _strings(arrays, plan, routes, back, options, dice, seed, mean):  # type: ignore[no-untyped-def]
    """Slack induction by string removal (Christiaens & Vanden Berghe 2020).

    10.1287/trsc.2019.0914. A string a route, around the requests nearest to the seed.
    """
    count = np.int64(0)
    longest = np.int64(min(10, 2 + mean))
    strings = 1 + below(dice, max(1, 4 * mean // (1 + longest)))
    clear(options.seen)
    which = below(dice, 2)
    near = plan.near
    for x in range(near.shape[2] + 1):
        r = seed if x == 0 else near[which, seed, x - 1]
        a = routes.chosen[r]
        if a < 0 or (x > 0 and uniform(dice) < 0.1):
            continue
        row = routes.place[r, below(dice, plan.alternative[a, PARTS])]
        if options.seen[row] == 0:
            options.seen[row] = 1
            count = _string(arrays, plan, routes, back, options, dice, r, row, longest, count)
            strings -= 1
            if strings == 0:
                break
    return count


@once
def _related(arrays, plan, routes, back, options, dice, seed, target):  # type: ignore[no-untyped-def]
    """Remove the seed and requests near it, the nearest likeliest."""
    count = _out(arrays, plan, routes, back, options, seed, np.int64(0))
    near = plan.near[below(dice, 2)]
    few = near.shape[1]
    for _ in range(3 * target):
        if count >= target or few == 0:
            break
        draw = uniform(dice)
        rank = np.int64(draw * draw * draw * min(few, 4 * target))
        count = _out(arrays, plan, routes, back, options, near[seed, rank], count)
    return count


@once
def _random(arrays, plan, routes, back, options, dice, target):  # type: ignore[no-untyped-def]
    count = np.int64(0)
    for _ in range(2 * target):
        if count < target:
            r = below(dice, routes.chosen.shape[0])
            count = _out(arrays, plan, routes, back, options, r, count)
    return count


@once
def _route(arrays, plan, routes, back, options, dice, seed, most):  # type: ignore[no-untyped-def]
    """Remove the whole route of one visit of the seed, or most of it."""
    a = routes.chosen[seed]
    row = routes.place[seed, below(dice, plan.alternative[a, PARTS])]
    found = 0
    for i in range(arrays.slot[row, MADE], routes.length[row]):
        t = arrays.node[routes.route[row, i], TASK]
        if t >= 0 and found < options.key.shape[0]:
            options.key[found] = plan.task[t, REQUEST]
            found += 1
    count = np.int64(0)
    for x in range(found):
        if count < most:
            count = _out(arrays, plan, routes, back, options, np.int64(options.key[x]), count)
    return count


@once
def _detour(arrays, routes, row, i):  # type: ignore[no-untyped-def]
    """Return the seconds that a stop within a route costs by itself."""
    n, p = routes.length[row], arrays.slot[row, PROFILE]
    here = arrays.node[routes.route[row, i], LOC]
    seconds = arrays.seconds
    more = 0
    if i > 0:
        more += seconds[p, arrays.node[routes.route[row, i - 1], LOC], here]
    if i + 1 < n:
        more += seconds[p, here, arrays.node[routes.route[row, i + 1], LOC]]
    if 0 < i < n - 1:
        before = arrays.node[routes.route[row, i - 1], LOC]
        more -= seconds[p, before, arrays.node[routes.route[row, i + 1], LOC]]
    return more


@once
def _worst(arrays, plan, routes, back, options, dice, target):  # type: ignore[no-untyped-def]
    """Remove requests with long detours: the longest of a few drawn at random, repeatedly."""
    count = np.int64(0)
    for _ in range(target):
        worst, length = np.int64(-1), -float(BIG)
        for _try in range(6):
            row = below(dice, routes.length.shape[0] - 1)
            if routes.length[row] == 0:
                continue
            i = below(dice, routes.length[row])
            v = routes.route[row, i]
            if arrays.node[v, KIND] != RELOAD:
                more = (0.8 + 0.4 * uniform(dice)) * _detour(arrays, routes, row, i)
                if more > length:
                    worst, length = plan.task[arrays.node[v, TASK], REQUEST], more
        if worst >= 0:
            count = _out(arrays, plan, routes, back, options, worst, count)
    return count


@inner
def ruin(arrays, plan, routes, back, options, dice, mode, mean):  # type: ignore[no-untyped-def]
    """Remove some requests, listed as pending; return how many."""
    requests = routes.chosen.shape[0]
    target = 1 + below(dice, min(requests, 2 * mean))
    seed = np.int64(-1)
    for _ in range(20):
        seed = below(dice, requests)
        if routes.chosen[seed] >= 0 and plan.request[seed, FIXED] == 0:
            break
        seed = np.int64(-1)
    if seed < 0:
        return 0
    if mode == STRINGS:
        return _strings(arrays, plan, routes, back, options, dice, seed, mean)
    if mode == RELATED:
        return _related(arrays, plan, routes, back, options, dice, seed, target)
    if mode == ROUTE:
        return _route(arrays, plan, routes, back, options, dice, seed, 3 * mean)
    if mode == WORST:
        return _worst(arrays, plan, routes, back, options, dice, target)
    return _random(arrays, plan, routes, back, options, dice, target)
