"""What it costs to put a task, or two linked shipments, into a slot, remembered.

Costs of (task, slot) are remembered with the hash of the route they hold for, so that only
routes that really changed are looked at again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.search.rich.insertion import PLACES, best_place, trips_left, try_reloads
from routing.vrp.search.rich.state import Routes, set_route
from routing.vrp.search.rich.tables import (
    ALT,
    BUNDLE,
    LINKED,
    ONE,
    PART,
    TWO,
    WHICH,
    Tables,
)
from routing.vrp.timing.arrays import BIG
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.jit import inner, leaf, once
from routing.vrp.timing.kernel import evaluate
from routing.vrp.timing.space import SEQ

WAYS = 3
SHORT = 4
"""Stops of a route up to which all places of two linked shipments are tried."""


class Options(NamedTuple):
    """Remembered insertions, and the best ways of the requests that were surveyed last.

    ``cost``, ``bound``, ``stamp``, ``place``: by (task or bundle, slot), for the route with that
    hash; where the cost is BIG, it is only known to be no less than the bound.
    ``way``: costs of the three best ways of a request (blurred by noise); ``alternative``,
    ``slot``, ``together``: the best one. ``two``, ``two_at``: costs and slots of the two best
    ways of either of two. ``seen``, ``trial``, ``found``, ``pending``, ``key``,
    ``nodes``: scratch.
    """

    cost: NDArray[np.int64]
    bound: NDArray[np.int64]
    stamp: NDArray[np.uint64]
    place: NDArray[np.int64]
    way: NDArray[np.float64]
    alternative: NDArray[np.int64]
    slot: NDArray[np.int64]
    together: NDArray[np.uint8]
    seen: NDArray[np.int64]
    trial: NDArray[np.int64]
    found: NDArray[np.int64]
    two: NDArray[np.float64]
    two_at: NDArray[np.int64]
    pending: NDArray[np.int64]
    key: NDArray[np.float64]
    nodes: NDArray[np.int64]


def empty_options(tables: Tables, routes: Routes) -> Options:
    """Make the tables, nothing remembered."""
    plan, slots = tables.plan, len(tables.arrays.slot)
    bundles = int((plan.request[:, LINKED] == 1).sum())
    rows = (len(plan.task) + bundles, slots)
    requests, parts = routes.place.shape
    return Options(
        cost=np.zeros(rows, np.int64),
        bound=np.zeros(rows, np.int64),
        stamp=np.zeros(rows, np.uint64),
        place=np.zeros((*rows, PLACES), np.int64),
        way=np.zeros((requests, WAYS)),
        alternative=np.zeros(requests, np.int64),
        slot=np.zeros((requests, parts), np.int64),
        together=np.zeros(requests, np.uint8),
        seen=np.zeros(slots + 1, np.int64),
        trial=np.zeros(parts, np.int64),
        found=np.zeros((2, PLACES), np.int64),
        two=np.zeros(4),
        two_at=np.zeros(4, np.int64),
        pending=np.zeros(requests + 1, np.int64),
        key=np.zeros(max(requests, tables.widest) + 64),
        nodes=np.zeros(5, np.int64),
    )


@leaf
def _ample(limit):  # type: ignore[no-untyped-def]
    """Return a larger limit to look below, so that the answer serves for a while."""
    return limit if limit >= BIG // 4 or limit < 0 else 2 * limit


@inner
def added(arrays, plan, routes, space, options, t, k, limit):  # type: ignore[no-untyped-def]
    """Return the least cost that task ``t`` adds in slot ``k``; BIG where it is not below limit."""
    fresh = options.stamp[t, k] == routes.stamp[k]
    if not fresh or (options.cost[t, k] >= BIG and limit > options.bound[t, k]):
        found = options.found[0]
        limit = _ample(limit)
        options.cost[t, k] = best_place(
            arrays, plan, routes, space, k, k, t, limit, found, np.int64(1)
        )
        options.stamp[t, k] = routes.stamp[k]
        options.bound[t, k] = limit
        for x in range(PLACES):
            options.place[t, k, x] = found[x]
    return options.cost[t, k]


@inner
def write_place(routes, space, row, nodes, place):  # type: ignore[no-untyped-def]
    """Write the route of ``row`` with ``nodes`` at their final positions ``place``."""
    work, n, old = space.work, routes.length[row], 0
    for x in range(5):
        if place[x] >= 0:
            n += 1
    for i in range(n):
        here = -1
        for x in range(5):
            if place[x] == i:
                here = nodes[x]
        if here < 0:
            here = routes.route[row, old]
            old += 1
        work[SEQ, i] = here
    return n


@inner
def added_together(arrays, plan, routes, space, options, r, k, limit):  # type: ignore[no-untyped-def]
    """Return the least cost that both linked shipments of ``r`` add in slot ``k``.

    The first is placed where it is cheapest alone, which must be known, then the second; or the
    other way about where that fails; or, in a short route, they are placed wherever both fit
    best. One new reload at most. BIG where the cost is not below ``limit``.
    """
    bundle = plan.request[r, BUNDLE]
    fresh = options.stamp[bundle, k] == routes.stamp[k]
    if fresh and (options.cost[bundle, k] < BIG or limit <= options.bound[bundle, k]):
        return options.cost[bundle, k]
    limit = _ample(limit)
    options.stamp[bundle, k] = routes.stamp[k]
    options.bound[bundle, k] = limit
    cost = BIG
    if routes.length[k] + 5 <= routes.route.shape[1]:
        if routes.length[k] <= SHORT and arrays.slot[k, MADE] == 0:
            cost = _anywhere(arrays, plan, routes, space, options, r, k, limit)
        else:
            for swapped in range(2):
                if cost >= BIG:
                    cost = _in_turn(arrays, plan, routes, space, options, r, k, limit, swapped)
    options.cost[bundle, k] = cost
    return cost


@once
def _in_turn(arrays, plan, routes, space, options, r, k, limit, swapped):  # type: ignore[no-untyped-def]
    """Place the first shipment of ``r``, or the second if ``swapped``, then the other."""
    part = plan.alternative[plan.request[r, ALT], PART]
    one, two = plan.part[part + swapped, WHICH], plan.part[part + 1 - swapped, WHICH]
    first = added(arrays, plan, routes, space, options, one, k, limit)
    if first >= limit:
        return BIG
    scratch = routes.length.shape[0] - 1
    place, found = options.place[plan.request[r, BUNDLE], k], options.found[1]
    mine, other = 2 * swapped, 2 - 2 * swapped
    place[mine], place[mine + 1] = options.place[one, k, 0], options.place[one, k, 1]
    place[other], place[other + 1] = -1, -1
    place[4], place[5] = options.place[one, k, 4], options.place[one, k, 5]
    options.nodes[mine], options.nodes[mine + 1] = plan.task[one, ONE], plan.task[one, TWO]
    options.nodes[4] = place[5]
    n = write_place(routes, space, k, options.nodes, place)
    set_route(arrays, routes, space, scratch, k, n, routes.cost[k] + first)
    rest = np.int64(BIG) if limit >= BIG else limit - first
    reloads = np.int64(place[4] < 0)
    second = best_place(arrays, plan, routes, space, scratch, k, two, rest, found, reloads)
    if second >= BIG:
        return BIG
    _shift(place, found)
    place[other], place[other + 1] = found[0], found[1]
    if found[4] >= 0:
        place[4], place[5] = found[4], found[5]
    return first + second


@once
def _anywhere(arrays, plan, routes, space, options, r, k, limit):  # type: ignore[no-untyped-def]
    """Try all places for both shipments of ``r``, the second behind the first."""
    part = plan.alternative[plan.request[r, ALT], PART]
    one, two = plan.part[part, WHICH], plan.part[part + 1, WHICH]
    place, nodes, found = options.place[plan.request[r, BUNDLE], k], options.nodes, options.found[1]
    nodes[0], nodes[1] = plan.task[one, ONE], plan.task[one, TWO]
    nodes[2], nodes[3] = plan.task[two, ONE], plan.task[two, TWO]
    reloads = trips_left(arrays, routes, k, k)
    n, best = routes.length[k], routes.cost[k] + limit
    for x in range(PLACES):
        place[x], found[x] = -1, -1
    best = min(best, np.int64(BIG))
    none = best
    for h in range(n + 1):
        for i in range(h, n + 1):
            for j in range(i, n + 1):
                for m in range(j, n + 1):
                    found[0], found[1], found[2], found[3], found[4] = h, i + 1, j + 2, m + 3, -1
                    write_place(routes, space, k, nodes, found)
                    cost = evaluate(arrays, space, k, n + 4, np.int64(0))
                    if reloads:
                        cost = try_reloads(arrays, space, k, n + 4, min(best, cost), found)
                    if cost < best:
                        best = cost
                        _keep_place(place, found)
    return BIG if best >= none else best - routes.cost[k]


@once
def _keep_place(place, found):  # type: ignore[no-untyped-def]
    """Copy a place, its positions moved behind a new reload before them."""
    for x in range(PLACES):
        place[x] = found[x]
    if found[4] >= 0:
        for x in range(4):
            if place[x] >= found[4]:
                place[x] += 1


@once
def _shift(place, found):  # type: ignore[no-untyped-def]
    """Move the first shipment's positions behind what is inserted before them."""
    for x in range(5):
        if place[x] >= 0:
            at, passed = -1, -1
            while passed < place[x]:
                at += 1
                if found[0] != at and found[1] != at and found[4] != at:
                    passed += 1
            place[x] = at
