"""What it costs to serve a request, in the best and the next best ways.

Costs of (task, slot) are remembered with the hash of the route they hold for, so that only
routes that really changed are looked at again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.search.dice import uniform
from routing.vrp.search.rich.insertion import PLACES, best_place
from routing.vrp.search.rich.state import Routes, set_route
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
from routing.vrp.timing.arrays import BIG, CREW, GROUP
from routing.vrp.timing.kernel import SEQ, inner, leaf, once

WAYS = 3


class Options(NamedTuple):
    """Remembered insertions, and the best ways of the requests that were surveyed last.

    ``cost``, ``bound``, ``stamp``, ``place``: by (task or bundle, slot), for the route with that
    hash; where the cost is BIG, it is only known to be no less than the bound.
    ``way``: costs of the three best ways of a request (blurred by noise); ``alternative``,
    ``slot``, ``together``: the best one. ``seen``, ``trial``, ``found``, ``pending``, ``key``,
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


@once
def added(arrays, plan, routes, space, options, t, k, limit):  # type: ignore[no-untyped-def]
    """Return the least cost that task ``t`` adds in slot ``k``; BIG where it is not below limit."""
    fresh = options.stamp[t, k] == routes.stamp[k]
    if not fresh or (options.cost[t, k] >= BIG and limit > options.bound[t, k]):
        found = options.found[0]
        limit = _ample(limit)
        options.cost[t, k] = best_place(arrays, plan, routes, space, k, k, t, limit, found)
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


@once
def added_together(arrays, plan, routes, space, options, r, k, limit):  # type: ignore[no-untyped-def]
    """Return the least cost that both linked shipments of ``r`` add in slot ``k``.

    The first is placed where it is cheapest alone, which must be known, then the second; one
    new reload at most. BIG where the cost is not below ``limit``.
    """
    bundle = plan.request[r, BUNDLE]
    fresh = options.stamp[bundle, k] == routes.stamp[k]
    if fresh and (options.cost[bundle, k] < BIG or limit <= options.bound[bundle, k]):
        return options.cost[bundle, k]
    limit = _ample(limit)
    options.stamp[bundle, k] = routes.stamp[k]
    options.bound[bundle, k] = limit
    options.cost[bundle, k] = BIG
    part = plan.alternative[plan.request[r, ALT], PART]
    one, two = plan.part[part, WHICH], plan.part[part + 1, WHICH]
    first = options.cost[one, k]
    scratch = routes.length.shape[0] - 1
    place, found = options.place[bundle, k], options.found[1]
    for x in range(PLACES):
        place[x] = options.place[one, k, x]
    options.nodes[0], options.nodes[1] = plan.task[one, ONE], plan.task[one, TWO]
    options.nodes[4] = place[5]
    n = write_place(routes, space, k, options.nodes, place)
    if n + 3 > routes.route.shape[1]:
        return BIG
    set_route(arrays, routes, space, scratch, k, n, routes.cost[k] + first)
    rest = np.int64(BIG) if limit >= BIG else limit - first
    second = best_place(arrays, plan, routes, space, scratch, k, two, rest, found)
    if second >= BIG or (found[4] >= 0 and place[4] >= 0):
        return BIG
    _shift(place, found)
    place[2], place[3] = found[0], found[1]
    if found[4] >= 0:
        place[4], place[5] = found[4], found[5]
    options.cost[bundle, k] = first + second
    return first + second


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


@once
def _survey_apart(arrays, plan, routes, space, options, dice, r, a, noise):  # type: ignore[no-untyped-def]  # noqa: C901
    """Offer the best way of carrying two linked shipments in two routes of one day."""
    part = plan.alternative[a, PART]
    one, two, day = plan.part[part, WHICH], plan.part[part + 1, WHICH], plan.part[part, WHEN]
    one_a, one_b, two_a, two_b = float(BIG), float(BIG), float(BIG), float(BIG)
    at_one_a, at_one_b, at_two_a, at_two_b = -1, -1, -1, -1
    options.seen[:] = 0
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        if not _one_of(arrays, routes, options, k, np.int64(2)):
            continue
        blur = 1.0 + noise * uniform(dice)
        if plan.allowed[one, k]:
            limit = _limit(one_b, blur)
            cost = blur * added(arrays, plan, routes, space, options, one, k, limit)
            if cost < one_a:
                one_b, at_one_b, one_a, at_one_a = one_a, at_one_a, cost, k
            elif cost < one_b:
                one_b, at_one_b = cost, k
        if plan.allowed[two, k]:
            limit = _limit(two_b, blur)
            cost = blur * added(arrays, plan, routes, space, options, two, k, limit)
            if cost < two_a:
                two_b, at_two_b, two_a, at_two_a = two_a, at_two_a, cost, k
            elif cost < two_b:
                two_b, at_two_b = cost, k
    if at_one_a != at_two_a:
        options.trial[0], options.trial[1] = at_one_a, at_two_a
        apart = one_a + two_a
    elif one_a + two_b < one_b + two_a:
        options.trial[0], options.trial[1] = at_one_a, at_two_b
        apart = one_a + two_b
    else:
        options.trial[0], options.trial[1] = at_one_b, at_two_a
        apart = one_b + two_a
    if apart < BIG:
        cost = apart + plan.request[r, PENALTY]
        _offer(options, r, cost, a, np.int64(2), np.int64(0))


@once
def _survey_together(arrays, plan, routes, space, options, dice, r, a, noise, ways):  # type: ignore[no-untyped-def]
    """Offer the ways of carrying two linked shipments in one route.

    Both add no less than either alone does: slots where one is too dear already are passed by.
    """
    part = plan.alternative[a, PART]
    one, two, day = plan.part[part, WHICH], plan.part[part + 1, WHICH], plan.part[part, WHEN]
    options.seen[:] = 0
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


@inner
def _cheapest(arrays, plan, routes, space, options, dice, t, day, crew, noise):  # type: ignore[no-untyped-def]
    """Return the cheapest slot of a day for a task (of one crew, unless -1), and its cost."""
    best, at = float(BIG), -1
    options.seen[:] = 0
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        if not plan.allowed[t, k] or (crew >= 0 and arrays.slot[k, CREW] != crew):
            continue
        if _one_of(arrays, routes, options, k, np.int64(1)):
            blur = 1.0 + noise * uniform(dice)
            limit = _limit(best, blur)
            cost = blur * added(arrays, plan, routes, space, options, t, k, limit)
            if cost < best:
                best, at = cost, k
    return best, at


@once
def _survey_visits(arrays, plan, routes, space, options, dice, r, a, noise):  # type: ignore[no-untyped-def]
    """Offer the ways of making all visits of alternative ``a``."""
    part, parts = plan.alternative[a, PART], plan.alternative[a, PARTS]
    same, t = plan.request[r, SAME], plan.part[part, WHICH]
    if same == FREE:
        total = 0.0
        for p in range(parts):
            cost, k = _cheapest(
                arrays,
                plan,
                routes,
                space,
                options,
                dice,
                t,
                plan.part[part + p, WHEN],
                np.int64(-1),
                noise,
            )
            options.trial[p] = k
            total += cost
        if total < BIG:
            _offer(options, r, total, a, parts, np.int64(0))
        return
    whos = plan.slot_of.shape[0] if same == SAME_VEHICLE else plan.flags[2]
    for who in range(whos):
        total = 0.0
        for p in range(parts):
            day = plan.part[part + p, WHEN]
            if same == SAME_VEHICLE:
                k, cost = plan.slot_of[who, day], float(BIG)
                if k >= 0 and plan.allowed[t, k]:
                    cost = float(added(arrays, plan, routes, space, options, t, k, np.int64(BIG)))
                    cost *= 1.0 + noise * uniform(dice)
            else:
                cost, k = _cheapest(arrays, plan, routes, space, options, dice, t, day, who, noise)
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
            options.seen[:] = 0
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
