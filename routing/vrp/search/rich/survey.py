"""The best ways of serving a request: alternatives, days and slots compared."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import uniform
from routing.vrp.search.rich.options import WAYS, added, added_together
from routing.vrp.search.rich.state import clear
from routing.vrp.search.rich.tables import (
    ALT,
    ALTS,
    FREE,
    HARD,
    LINKED,
    PART,
    PARTS,
    PENALTY,
    SAME,
    SAME_VEHICLE,
    WHEN,
    WHICH,
)
from routing.vrp.timing.arrays import BIG, CREW, GROUP, VEHICLE
from routing.vrp.timing.jit import inner, leaf, once


@leaf
def _limit(way, blur):  # type: ignore[no-untyped-def]
    """Return the cost below which a blurred one is less than ``way``."""
    return np.int64(BIG) if way >= BIG else np.int64(way / blur) + 1


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
        cost = apart
        if arrays.slot[options.trial[0], CREW] != arrays.slot[options.trial[1], CREW]:
            cost += plan.request[r, PENALTY]
        _offer(options, r, cost, a, np.int64(2), np.int64(0))


@once
def _survey_crew(arrays, plan, routes, space, options, dice, r, a, noise):  # type: ignore[no-untyped-def]
    """Offer the ways of carrying two linked shipments in two routes of one crew."""
    if plan.flags[4] == 0:
        return
    part = plan.alternative[a, PART]
    one, two, day = plan.part[part, WHICH], plan.part[part + 1, WHICH], plan.part[part, WHEN]
    limit = np.int64(BIG)
    for x in range(plan.day[day], plan.day[day + 1]):
        k = plan.slots[x]
        for y in range(plan.day[day], plan.day[day + 1]):
            j = plan.slots[y]
            if k == j or arrays.slot[k, CREW] != arrays.slot[j, CREW]:
                continue
            if not plan.allowed[one, k] or not plan.allowed[two, j]:
                continue
            there = added(arrays, plan, routes, space, options, one, k, limit)
            if there >= BIG:
                continue
            back = added(arrays, plan, routes, space, options, two, j, limit)
            if back < BIG:
                options.trial[0], options.trial[1] = k, j
                cost = (1.0 + noise * uniform(dice)) * (there + back)
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
            _survey_crew(arrays, plan, routes, space, options, dice, r, a, noise)
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
