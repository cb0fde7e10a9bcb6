"""The best place for one task in one route, found by bounds first and exact evaluation last."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rich.tables import ONE, TWO
from routing.vrp.timing.arrays import (
    BIG,
    DEPOT,
    DEPOTS,
    EARLY,
    END,
    FIRST,
    KIND,
    LAST,
    LOC,
    MAX_TRIPS,
    PER_M,
    PER_S,
    PER_USE,
    PROFILE,
    RELOAD,
    RIDE,
    ROOM,
    ROOMS,
    SERVICE,
    SETUP,
    START,
    WINDOW,
    WINDOWS,
)
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.fixpoint import opened
from routing.vrp.timing.jit import inner, leaf, once
from routing.vrp.timing.kernel import evaluate
from routing.vrp.timing.space import CAP, DEPART, LOW, SEQ

PLACES = 6
"""Entries of a place: final positions of the first two nodes and of a second pair, then of a
reload, and which reload; -1 where there is none."""


@leaf
def _leg(table, p, a, b):  # type: ignore[no-untyped-def]
    if a < 0 or b < 0:
        return 0
    return table[p, a, b]


@inner
def _room(arrays, routes, row, k, i, take, v):  # type: ignore[no-untyped-def]
    """Whether some configuration holds what is aboard after stop ``i`` and the load of ``v``."""
    room = arrays.room
    if arrays.slot[k, ROOMS] == 0:
        return True
    for c in range(arrays.slot[k, ROOM], arrays.slot[k, ROOM] + arrays.slot[k, ROOMS]):
        good = True
        for d in range(room.shape[1]):
            if routes.aboard[row, i, d] + take[v, d] > room[c, d]:
                good = False
                break
        if good:
            return True
    return False


@inner
def _write(routes, space, row, v, a, u, b):  # type: ignore[no-untyped-def]
    """Write the route with ``v`` before stop ``a`` and ``u`` (or -1) before stop ``b``.

    With it the bounds that its times have without the two.
    """
    work, last = space.work, routes.low.shape[1] - 1
    space.scalar[DEPART] = routes.low[row, last]
    n = 0
    for i in range(routes.length[row] + 1):
        if i == a:
            work[SEQ, n], work[LOW, n], work[CAP, n] = v, -BIG, BIG
            n += 1
        if i == b and u >= 0:
            work[SEQ, n], work[LOW, n], work[CAP, n] = u, -BIG, BIG
            n += 1
        work[LOW, n], work[CAP, n] = routes.low[row, i], routes.high[row, i]
        if i < routes.length[row]:
            work[SEQ, n] = routes.route[row, i]
            n += 1
    return n


@once
def _metres(arrays, space, k, n):  # type: ignore[no-untyped-def]
    p, at, far = arrays.slot[k, PROFILE], arrays.slot[k, START], 0
    for i in range(n):
        here = arrays.node[space.work[SEQ, i], LOC]
        far += _leg(arrays.metres, p, at, here)
        at = here
    return far + _leg(arrays.metres, p, at, arrays.slot[k, END])


@inner
def try_reloads(arrays, space, k, n, best, found):  # type: ignore[no-untyped-def]
    """Try the order in the work space with one more reload anywhere; return the least cost."""
    work, slot = space.work, arrays.slot
    made = slot[k, MADE]
    for q in range(n, made - 1, -1):
        # the reload moves from the end to the front, one step a time
        if q == n:
            work[SEQ, n] = slot[k, DEPOT]
        else:
            work[SEQ, q + 1] = work[SEQ, q]
        for reload in range(slot[k, DEPOT], slot[k, DEPOT] + slot[k, DEPOTS]):
            work[SEQ, q] = reload
            bound = slot[k, PER_M] * _metres(arrays, space, k, n + 1) + slot[k, PER_USE]
            if bound < best:
                cost = evaluate(arrays, space, k, n + 1, np.int64(0))
                if cost < best and cost < BIG:
                    best = cost
                    found[4] = q
                    found[5] = reload
    for i in range(made, n):
        work[SEQ, i] = work[SEQ, i + 1]
    return best


@once
def trips_left(arrays, routes, row, k):  # type: ignore[no-untyped-def]
    """Whether one more reload may be put in."""
    if arrays.slot[k, MAX_TRIPS] <= 1:
        return False
    reloads = 0
    for i in range(routes.length[row]):
        if arrays.node[routes.route[row, i], KIND] == RELOAD:
            reloads += 1
    return reloads + 1 < arrays.slot[k, MAX_TRIPS]


@leaf
def _start(arrays, p, at, moment, v):  # type: ignore[no-untyped-def]
    """Return the earliest start at ``v`` on leaving row ``at`` at ``moment``; BIG: too late."""
    node = arrays.node
    here = node[v, LOC]
    moment = moment + _leg(arrays.seconds, p, at, here)
    if at != here:
        moment += node[v, SETUP]
    if moment > node[v, LAST]:
        return BIG
    if node[v, WINDOWS] > 1:
        return opened(arrays.window, node[v, WINDOW], node[v, WINDOWS], moment)
    return max(moment, node[v, FIRST])


@inner
def _in_time(arrays, routes, row, p, at, moment, i, n, end):  # type: ignore[no-untyped-def]
    """Whether stop ``i`` (``n``: the end) is reached in time on leaving ``at`` at ``moment``."""
    if i == n:
        return moment + _leg(arrays.seconds, p, at, end) <= routes.high[row, n]
    v = routes.route[row, i]
    here = arrays.node[v, LOC]
    moment += _leg(arrays.seconds, p, at, here)
    if at != here:
        moment += arrays.node[v, SETUP]
    return moment <= routes.high[row, i]


@once
def _visit(arrays, plan, routes, space, row, k, v, least, limit, found, reloads):  # type: ignore[no-untyped-def]  # noqa: C901
    """Insert one node at the best place from ``least`` on: a visit, or a missing delivery."""
    node, slot = arrays.node, arrays.slot
    n, p, last = routes.length[row], slot[k, PROFILE], routes.low.shape[1] - 1
    base, per_m, per_s = routes.cost[row], slot[k, PER_M], slot[k, PER_S]
    extra = slot[k, PER_USE] if n == 0 else -routes.slack[row]
    fast = plan.flags[0] == 1
    warm = np.int64(n > 0 and plan.flags[3] == 1)
    end, here = slot[k, END], node[v, LOC]
    best = limit
    for i in range(least, n + 1):
        if i > 0:
            u = routes.route[row, i - 1]
            at, moment = node[u, LOC], routes.low[row, i - 1] + node[u, SERVICE]
        else:
            at, moment = slot[k, START], routes.low[row, last] if n > 0 else slot[k, EARLY]
        to = node[routes.route[row, i], LOC] if i < n else end
        if fast:
            moment = _start(arrays, p, at, moment, v)
            if moment >= BIG:
                break
            moment += node[v, SERVICE]
            if n > 0 and not _in_time(arrays, routes, row, p, here, moment, i, n, end):
                continue
            metres, seconds = arrays.metres, arrays.seconds
            more = _leg(metres, p, at, here) + _leg(metres, p, here, to) - _leg(metres, p, at, to)
            delta = per_m * more + extra
            if per_s > 0:
                more = (
                    _leg(seconds, p, at, here)
                    + _leg(seconds, p, here, to)
                    - _leg(seconds, p, at, to)
                )
                if i < n and here == to:
                    more -= node[routes.route[row, i], SETUP]
                delta += per_s * (more + node[v, SERVICE])
            if delta >= best:
                continue
        m = _write(routes, space, row, v, i, -1, -1)
        cost = evaluate(arrays, space, k, m, warm)
        if cost < BIG and cost - base < best:
            best = cost - base
            found[0], found[1], found[4] = i, -1, -1
        if reloads:
            with_one = try_reloads(arrays, space, k, m, best + base, found)
            if with_one < best + base:
                best = with_one - base
                found[0], found[1] = (i if found[4] > i else i + 1), -1
    return best if best < limit else BIG


@once
def _pair(arrays, plan, routes, space, row, k, v, u, limit, found, reloads):  # type: ignore[no-untyped-def]  # noqa: C901
    """Insert pickup ``v`` and delivery ``u`` at their best places.

    One function, as the inner loop carries the times, load and ride of the outer one along.
    """
    node, slot, take = arrays.node, arrays.slot, arrays.take
    metres, seconds = arrays.metres, arrays.seconds
    n, p, last = routes.length[row], slot[k, PROFILE], routes.low.shape[1] - 1
    base, per_m, per_s = routes.cost[row], slot[k, PER_M], slot[k, PER_S]
    extra = slot[k, PER_USE] if n == 0 else -routes.slack[row]
    fast = plan.flags[0] == 1
    warm = np.int64(n > 0 and plan.flags[3] == 1)
    end, lv, lu = slot[k, END], node[v, LOC], node[u, LOC]
    best = limit
    straight = _leg(metres, p, lv, lu)
    for i in range(slot[k, MADE], n + 1):
        if i > 0:
            w = routes.route[row, i - 1]
            at, moment = node[w, LOC], routes.low[row, i - 1] + node[w, SERVICE]
        else:
            at, moment = slot[k, START], routes.low[row, last] if n > 0 else slot[k, EARLY]
        to = node[routes.route[row, i], LOC] if i < n else end
        if fast:
            moment = _start(arrays, p, at, moment, v)
            if moment >= BIG:
                break
            moment += node[v, SERVICE]
            if not _room(arrays, routes, row, k, i, take, v) and not reloads:
                continue
            if n > 0 and not _in_time(arrays, routes, row, p, lv, moment, i, n, end):
                continue
        near = _leg(metres, p, at, lv)
        apart = near + _leg(metres, p, lv, to) - _leg(metres, p, at, to)
        came, ride = lv, node[v, SERVICE]
        for j in range(i, n + 1):
            if j > i:
                w = routes.route[row, j - 1]
                if fast:
                    ride += _leg(seconds, p, came, node[w, LOC]) + node[w, SERVICE]
                    moment = max(_start(arrays, p, came, moment, w), routes.low[row, j - 1])
                    if moment > routes.high[row, j - 1]:
                        break
                    if not reloads and not _room(arrays, routes, row, k, j, take, v):
                        break
                    moment += node[w, SERVICE]
                came = node[w, LOC]
            to = node[routes.route[row, j], LOC] if j < n else end
            if fast:
                if ride + _leg(seconds, p, came, lu) > node[v, RIDE]:
                    break
                more = _leg(metres, p, lu, to)
                if j == i:
                    more += near + straight - _leg(metres, p, at, to)
                else:
                    more += apart + _leg(metres, p, came, lu) - _leg(metres, p, came, to)
                delta = per_m * more + extra
                if per_s > 0:
                    delta += per_s * (node[v, SERVICE] + node[u, SERVICE])
                    delta += per_s * _more_seconds(
                        arrays, routes, row, p, at, i, came, j, n, end, lv, lu
                    )
                if delta >= best:
                    continue
                start = _start(arrays, p, came, moment, u)
                if start >= BIG:
                    break
                start += node[u, SERVICE]
                if n > 0 and not _in_time(arrays, routes, row, p, lu, start, j, n, end):
                    continue
            m = _write(routes, space, row, v, i, u, j)
            cost = evaluate(arrays, space, k, m, warm)
            if cost < BIG and cost - base < best:
                best = cost - base
                found[0], found[1], found[4] = i, j + 1, -1
            if reloads:
                with_one = try_reloads(arrays, space, k, m, best + base, found)
                if with_one < best + base:
                    best = with_one - base
                    q = found[4]
                    found[0] = i if q > i else i + 1
                    found[1] = j + 1 if q > j + 1 else j + 2
    return best if best < limit else BIG


@once
def _more_seconds(arrays, routes, row, p, at, i, came, j, n, end, lv, lu):  # type: ignore[no-untyped-def]
    """Return the least seconds of driving that two more stops add, less set-ups spared."""
    node, seconds = arrays.node, arrays.seconds
    to_j = node[routes.route[row, j], LOC] if j < n else end
    more = _leg(seconds, p, lu, to_j)
    if j == i:
        more += _leg(seconds, p, at, lv) + _leg(seconds, p, lv, lu) - _leg(seconds, p, at, to_j)
    else:
        to_i = node[routes.route[row, i], LOC]
        more += _leg(seconds, p, at, lv) + _leg(seconds, p, lv, to_i) - _leg(seconds, p, at, to_i)
        more += _leg(seconds, p, came, lu) - _leg(seconds, p, came, to_j)
        if lv == to_i:
            more -= node[routes.route[row, i], SETUP]
    if j < n and lu == to_j:
        more -= node[routes.route[row, j], SETUP]
    return more


@inner
def best_place(arrays, plan, routes, space, row, k, t, limit, found, reloads):  # type: ignore[no-untyped-def]
    """Return the least added cost of task ``t`` in ``row``, driven as slot ``k``; BIG: none.

    Only places that add less than ``limit`` are looked for. ``found`` takes the place, with one
    new reload at most, where ``reloads`` allows it. Stops made already stay where they are: what
    is among them needs no place.
    """
    reloads = reloads == 1 and trips_left(arrays, routes, row, k)
    for x in range(PLACES):
        found[x] = -1
    v, u = plan.task[t, ONE], plan.task[t, TWO]
    made = arrays.slot[k, MADE]
    has_v, has_u = -1, -1
    for i in range(min(made, routes.length[row])):
        if routes.route[row, i] == v:
            has_v = i
        elif routes.route[row, i] == u:
            has_u = i
    if has_v >= 0 and (u < 0 or has_u >= 0):
        return 0
    if routes.length[row] + 3 > routes.route.shape[1]:
        return BIG
    if u < 0 or has_v >= 0:
        single = v if u < 0 else u
        cost = _visit(arrays, plan, routes, space, row, k, single, made, limit, found, reloads)
        if u >= 0:
            found[0], found[1] = -1, found[0]
        return cost
    return _pair(arrays, plan, routes, space, row, k, v, u, limit, found, reloads)
