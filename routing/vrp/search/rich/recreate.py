"""Putting requests back: in some order, or the one first that would regret waiting most."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import uniform
from routing.vrp.search.rich.options import write_place
from routing.vrp.search.rich.state import TOTAL, parted, set_route, take_in, touch, touch_request
from routing.vrp.search.rich.survey import survey
from routing.vrp.search.rich.tables import (
    ALTS,
    BUNDLE,
    LINKED,
    ONE,
    PART,
    PARTS,
    PENALTY,
    TWO,
    UNSERVED,
    WHICH,
)
from routing.vrp.timing.arrays import BIG
from routing.vrp.timing.jit import inner, once

IN_ORDER, CHEAPEST, REGRET_2, REGRET_3 = range(4)


@inner
def _into(arrays, plan, routes, back, space, options, row, k, one, two):  # type: ignore[no-untyped-def]
    """Insert what row ``row`` of the cache says into slot ``k``: task ``one``, maybe ``two``."""
    place = options.place[row, k]
    nodes = options.nodes
    nodes[0], nodes[1], nodes[4] = plan.task[one, ONE], plan.task[one, TWO], place[5]
    if two >= 0:
        nodes[2], nodes[3] = plan.task[two, ONE], plan.task[two, TWO]
    touch(routes, back, k)
    n = write_place(routes, space, k, nodes, place)
    cost = routes.cost[k] + options.cost[row, k]
    routes.number[TOTAL] += options.cost[row, k]
    set_route(arrays, routes, space, k, k, n, cost)


@once
def insert(arrays, plan, routes, back, space, options, r):  # type: ignore[no-untyped-def]
    """Serve request ``r`` in the best way that the last survey found."""
    touch_request(routes, back, r)
    a = options.alternative[r]
    part = plan.alternative[a, PART]
    routes.chosen[r] = a
    for p in range(plan.alternative[a, PARTS]):
        routes.place[r, p] = options.slot[r, p]
    if options.together[r] == 1:
        one, two = plan.part[part, WHICH], plan.part[part + 1, WHICH]
        row = plan.request[r, BUNDLE]
        _into(arrays, plan, routes, back, space, options, row, options.slot[r, 0], one, two)
    else:
        for p in range(plan.alternative[a, PARTS]):
            t = plan.part[part + p, WHICH]
            _into(
                arrays, plan, routes, back, space, options, t, options.slot[r, p], t, np.int64(-1)
            )
        if plan.request[r, LINKED] == 1 and parted(arrays, routes, r):
            routes.number[TOTAL] += plan.request[r, PENALTY]
    take_in(routes, r)
    routes.number[TOTAL] -= plan.request[r, UNSERVED]


@once
def _urgency(plan, options, r, mode):  # type: ignore[no-untyped-def]
    """Return how much ``r`` wants to be next: the less its best way costs, or the regret."""
    best, lost = options.way[r, 0], float(plan.request[r, UNSERVED])
    if mode == CHEAPEST:
        return -best
    regret = min(options.way[r, 1], lost) - best
    if mode == REGRET_3:
        regret += min(options.way[r, 2], lost) - best
    return regret


@once
def recreate(  # type: ignore[no-untyped-def]
    arrays, plan, routes, back, space, options, dice, count, mode, noise, blink, limit
):
    """Insert the ``count`` pending requests as far as they fit; False: costs passed ``limit``.

    In order, as they are pending, or by regret (Ropke & Pisinger 2006,
    10.1287/trsc.1050.0135). Inserting adds cost, so that the partial sum may stop it early.
    """
    pending = options.pending
    ways = max(np.int64(mode) - 1, 0)
    waiting = 0
    for x in range(count):
        waiting += plan.request[pending[x], UNSERVED]
    while count > 0:
        if routes.number[TOTAL] - waiting > limit:
            return False
        pick, top = count - 1, -float(BIG)
        x = pick if mode == IN_ORDER else 0
        while x < count:
            r = pending[x]
            survey(arrays, plan, routes, space, options, dice, r, noise, blink, ways)
            if options.alternative[r] < 0:
                waiting -= plan.request[r, UNSERVED]
                count -= 1
                pending[x], pending[count] = pending[count], r
                continue
            urgency = _urgency(plan, options, r, mode)
            if urgency > top:
                top, pick = urgency, x
            x += 1
        if top == -float(BIG):
            continue
        r = pending[pick]
        count -= 1
        pending[pick], pending[count] = pending[count], r
        waiting -= plan.request[r, UNSERVED]
        if options.alternative[r] >= 0 and options.way[r, 0] < plan.request[r, UNSERVED]:
            insert(arrays, plan, routes, back, space, options, r)
    return routes.number[TOTAL] <= limit


@once
def arrange(plan, options, dice, count):  # type: ignore[no-untyped-def]
    """Put the pending requests in some order: at random, or the hardest last, to go first.

    Hard is far from where vehicles start, few ways, or dear to leave out.
    """
    draw = uniform(dice)
    for x in range(count):
        r = options.pending[x]
        key = uniform(dice)
        if draw < 0.2:
            key += plan.request[r, ALTS] * -10.0
        elif draw < 0.4:
            key = plan.request[r, UNSERVED] * (1.0 + key)
        options.key[x] = key
    for x in range(1, count):
        y = x
        while y > 0 and options.key[y - 1] > options.key[y]:
            options.key[y - 1], options.key[y] = options.key[y], options.key[y - 1]
            pending = options.pending
            pending[y - 1], pending[y] = pending[y], pending[y - 1]
            y -= 1
