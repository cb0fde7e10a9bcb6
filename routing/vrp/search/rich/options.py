"""What it costs to serve a request, in the best and the next best ways.

Costs of (task, slot) are remembered with the hash of the route they hold for, so that only
routes that really changed are looked at again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.search.dice import uniform
from routing.vrp.search.rich.insertion import PLACES, best_place, trips_left, try_reloads
from routing.vrp.search.rich.state import Routes, clear, set_route
from routing.vrp.search.rich.tables import (
    ALT,
    ALTS,
    BUNDLE,
    FREE,
    HARD,
    LINKED,
    ONE,
    PART,
    PARTS,
    PENALTY,
    SAME,
    SAME_VEHICLE,
    TWO,
    WHEN,
    WHICH,
    Tables,
)
from routing.vrp.timing.arrays import BIG, CREW, GROUP, VEHICLE
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.kernel import SEQ, evaluate, inner, leaf, once

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
def _limit(way, blur):  # type: ignore[no-untyped-def]
    """Return the cost below which a blurred one is less than ``way``."""
    return np.int64(BIG) if way >= BIG else np.int64(way / blur) + 1


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


@inner
def _offer(options, r, cost, alternative, parts, together):  # type: ignore[no-untyped-def]
    """Note a way of serving ``r``, its slots in ``options.trial``."""
    way = options.way
    if cost < way[r, 0]:
        way[r, 2], way[r, 1], way[r, 0] = way[r, 1], way[r, 0], cost
        options.alternative[r] = alternative
        options.together[r] = together
        for p in range(parts):
            options.slot[r, p] = options.trial[p]
    elif cost < way[r, 1]:
        way[r, 2], way[r, 1] = way[r, 1], cost
    elif cost < way[r, 2]:
        way[r, 2] = cost


@inner
def _one_of(arrays, routes, options, k, most):  # type: ignore[no-untyped-def]
    """Whether to look at slot ``k``: of interchangeable empty ones only the first ``most``."""
    if routes.length[k] > 0:
        return True
    options.seen[arrays.slot[k, GROUP]] += 1
    return options.seen[arrays.slot[k, GROUP]] <= most


@leaf
def _note_two(options, p, cost, k):  # type: ignore[no-untyped-def]
    """Keep the two best ways, from entry ``p`` on."""
    two, at = options.two, options.two_at
    if cost < two[p]:
        two[p + 1], at[p + 1], two[p], at[p] = two[p], at[p], cost, k
    elif cost < two[p + 1]:
        two[p + 1], at[p + 1] = cost, k


@once
def _survey_apart(arrays, plan, routes, space, options, dice, r, a, noise):  # type: ignore[no-untyped-def]
    """Offer the best way of carrying two linked shipments in two routes of one day."""
    part = plan.alternative[a, PART]
    day, two = plan.part[part, WHEN], options.two
    for w in range(4):
        two[w], options.two_at[w] = float(BIG), -1
    clear(options.seen)
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        if not _one_of(arrays, routes, options, k, np.int64(2)):
            continue
        blur = 1.0 + noise * uniform(dice)
        for p in range(2):
            t = plan.part[part + p, WHICH]
            if plan.allowed[t, k]:
                limit = _limit(two[2 * p + 1], blur)
                cost = blur * added(arrays, plan, routes, space, options, t, k, limit)
                _note_two(options, 2 * p, cost, k)
    one, other = 0, 2
    if options.two_at[0] == options.two_at[2]:
        if two[0] + two[3] < two[1] + two[2]:
            other = 3
        else:
            one = 1
    apart = two[one] + two[other]
    if apart < BIG:
        options.trial[0], options.trial[1] = options.two_at[one], options.two_at[other]
        cost = apart + plan.request[r, PENALTY]
        _offer(options, r, cost, a, np.int64(2), np.int64(0))


@once
def _survey_together(arrays, plan, routes, space, options, dice, r, a, noise, ways):  # type: ignore[no-untyped-def]
    """Offer the ways of carrying two linked shipments in one route.

    Both add no less than either alone does: slots where one is too dear already are passed by.
    """
    part = plan.alternative[a, PART]
    one, two, day = plan.part[part, WHICH], plan.part[part + 1, WHICH], plan.part[part, WHEN]
    clear(options.seen)
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        if not plan.allowed[one, k] or not plan.allowed[two, k]:
            continue
        if not _one_of(arrays, routes, options, k, np.int64(1)):
            continue
        blur = 1.0 + noise * uniform(dice)
        limit = _limit(options.way[r, ways], blur)
        # the cost of the first must be known exactly; of the second alone it only bounds
        if added(arrays, plan, routes, space, options, one, k, limit) >= limit:
            continue
        known = plan.flags[0] == 1 and options.stamp[two, k] == routes.stamp[k]
        if known and min(options.cost[two, k], options.bound[two, k]) >= limit:
            continue
        cost = added_together(arrays, plan, routes, space, options, r, k, limit)
        if cost < BIG:
            options.trial[0], options.trial[1] = k, k
            _offer(options, r, blur * cost, a, np.int64(2), np.int64(1))


@once
def _cheapest(arrays, plan, routes, space, options, dice, t, day, column, who, noise):  # type: ignore[no-untyped-def]
    """Return the cheapest slot of a day for a task, and its cost.

    Only slots with ``who`` in their ``column``, unless it is -1.
    """
    best, at = float(BIG), -1
    clear(options.seen)
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        if not plan.allowed[t, k] or (who >= 0 and arrays.slot[k, column] != who):
            continue
        if who >= 0 or _one_of(arrays, routes, options, k, np.int64(1)):
            blur = 1.0 + noise * uniform(dice)
            limit = _limit(best, blur)
            cost = blur * added(arrays, plan, routes, space, options, t, k, limit)
            if cost < best:
                best, at = cost, k
    return best, at


@once
def _survey_visits(arrays, plan, routes, space, options, dice, r, a, noise):  # type: ignore[no-untyped-def]
    """Offer the ways of making all visits of alternative ``a``: of each who may make them all."""
    part, parts = plan.alternative[a, PART], plan.alternative[a, PARTS]
    same, t = plan.request[r, SAME], plan.part[part, WHICH]
    column, first, last = VEHICLE, 0, plan.slot_of.shape[0]
    if same == FREE:
        first, last = -1, 0
    elif same != SAME_VEHICLE:
        column, last = CREW, plan.flags[2]
    for who in range(first, last):
        total = 0.0
        for p in range(parts):
            day = plan.part[part + p, WHEN]
            cost, k = _cheapest(
                arrays, plan, routes, space, options, dice, t, day, column, who, noise
            )
            options.trial[p] = k
            total += cost
            if total >= BIG:
                break
        if total < BIG:
            _offer(options, r, total, a, parts, np.int64(0))


@inner
def survey(arrays, plan, routes, space, options, dice, r, noise, blink, ways):  # type: ignore[no-untyped-def]
    """Find the best ways of serving request ``r``; costs blurred by up to ``noise``.

    The first ``ways`` and one more are exact. A single visit is passed by with probability
    ``blink``.
    """
    for w in range(WAYS):
        options.way[r, w] = float(BIG)
    options.alternative[r] = -1
    for a in range(plan.request[r, ALT], plan.request[r, ALT] + plan.request[r, ALTS]):
        if plan.request[r, LINKED] == 1:
            if plan.request[r, HARD] == 0:
                _survey_apart(arrays, plan, routes, space, options, dice, r, a, noise)
            _survey_together(arrays, plan, routes, space, options, dice, r, a, noise, ways)
        elif plan.alternative[a, PARTS] > 1:
            _survey_visits(arrays, plan, routes, space, options, dice, r, a, noise)
        else:
            part = plan.alternative[a, PART]
            t, day = plan.part[part, WHICH], plan.part[part, WHEN]
            clear(options.seen)
            for x in range(plan.day[day], plan.day[day + 1]):
                k = plan.slots[x]
                if not plan.allowed[t, k] or not _one_of(arrays, routes, options, k, np.int64(1)):
                    continue
                if blink > 0 and uniform(dice) < blink:
                    continue
                blur = 1.0 + noise * uniform(dice)
                limit = _limit(options.way[r, ways], blur)
                cost = added(arrays, plan, routes, space, options, t, k, limit)
                if cost < BIG:
                    options.trial[0] = k
                    _offer(options, r, blur * cost, a, np.int64(1), np.int64(0))
