"""Compiled feasibility and cost of one order in one slot, with nothing allocated.

Exact in all that :mod:`routing.vrp.timing.plan` knows, but for one thing: several breaks of a
shift taken at the same stop are tried in one order only (by the last moment at which each may
start), and no more than ``MOST_LAYINGS`` ways of laying several breaks are tried. What it
accepts is always feasible; what it costs is then never too low.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.matrix import UNREACHABLE
from routing.vrp.timing.arrays import (
    AFTER,
    BIG,
    BREAK,
    BREAKS,
    DELIVERY,
    EARLY,
    END,
    FIRST,
    KIND,
    LAST,
    LATE,
    LOC,
    MAX_M,
    MAX_S,
    MAX_STOPS,
    MAX_TRIPS,
    PARTNER,
    PER_M,
    PER_S,
    PER_USE,
    PICKUP,
    PROFILE,
    RELOAD,
    REST_LAST,
    REST_S,
    REST_WINDOW,
    REST_WINDOWS,
    RIDE,
    ROOM,
    ROOMS,
    SERVICE,
    SETUP,
    SHIPMENT,
    START,
    VISIT,
    WINDOW,
    WINDOWS,
    Arrays,
)
from routing.vrp.timing.boxed import boxed

Row = NDArray[np.int64]
MOST_LAYINGS = 300

# rows of the work space; the order to be evaluated is in row SEQ
SEQ, GAP, SET, LOW, HIGH, ARC_A, ARC_B, ARC_C, SUM, BASE = range(10)
FREE_LOW, FREE_HIGH, LAID, LAID_AT, LOAD, CAP = range(10, 16)
# entries of the scalars
DEPART, AFTER_S, UNTIL_S, ARCS = range(4)
SKIP_EARLY, SKIP_LATE, AHEAD = -3, -2, -1


class Space(NamedTuple):
    """Where orders are evaluated: rows by stop, then positions of places, then single numbers."""

    work: Row
    places: Row
    scalar: Row


def work_space(arrays: Arrays, widest: int) -> Space:
    """Make the arrays that :func:`evaluate` works in: for orders of up to ``widest`` stops."""
    width = max(widest + 4, len(arrays.rest) + 1, arrays.room.shape[1])
    places = np.full(len(arrays.node), -1, np.int64)
    return Space(np.zeros((CAP + 1, width), np.int64), places, np.zeros(4, np.int64))


_INSIDE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(nogil=True, error_model="numpy", **_INSIDE)
"""For functions that only compiled code calls: without the costly way in from Python."""
once = njit(nogil=True, error_model="numpy", inline="always", **_INSIDE)
"""For functions called in one place: written there, as every level of calls is compiled anew."""
leaf = njit(nogil=True, error_model="numpy", forceinline=True, **_INSIDE)
"""For small functions."""


@leaf
def opened(window, first, count, at):  # type: ignore[no-untyped-def]
    """Return the earliest moment in the windows from ``at`` on; BIG where there is none."""
    if count == 0:
        return at
    for w in range(first, first + count):
        if at <= window[w, 1]:
            return max(at, window[w, 0])
    return BIG


@leaf
def closed(window, first, count, at):  # type: ignore[no-untyped-def]
    """Return the latest moment in the windows up to ``at``; -BIG where there is none."""
    if count == 0:
        return at
    for w in range(first + count - 1, first - 1, -1):
        if at >= window[w, 0]:
            return min(at, window[w, 1])
    return -BIG


@inner
def hopeless(arrays, work, scalar, k, n):  # type: ignore[no-untyped-def]
    """Whether driving, work and breaks alone break a span; else the fixed points are reached."""
    rest, slot = arrays.rest, arrays.slot
    first, breaks = slot[k, BREAK], slot[k, BREAKS]
    far = 0
    for i in range(n + 1):
        far += work[GAP, i] + work[SET, i]
        if i < n:
            for b in range(breaks):
                if work[LAID, b] == i:
                    far += rest[first + b, REST_S]
        work[SUM, i] = far
    if far > slot[k, MAX_S]:
        return True
    for m in range(scalar[ARCS]):
        if work[SUM, work[ARC_B, m]] - work[SUM, work[ARC_A, m]] > work[ARC_C, m]:
            return True
    return False


@inner
def fix_early(arrays, work, scalar, k, n):  # type: ignore[no-untyped-def]  # noqa: C901
    """Raise ``work[LOW]`` and the departure to the earliest timing; return its end, or BIG.

    One function, as its loops share their state.
    """
    node, slot, window, rest = arrays.node, arrays.slot, arrays.window, arrays.rest
    first, breaks = slot[k, BREAK], slot[k, BREAKS]
    late = min(slot[k, LATE], scalar[UNTIL_S] - 1)
    depart = max(scalar[DEPART], slot[k, EARLY], scalar[AFTER_S] + 1)
    if breaks > 0:
        at = slot[k, EARLY]
        for b in range(breaks):
            if work[LAID, b] == AHEAD:
                r = first + b
                at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at)
                at += rest[r, REST_S]
        depart = max(depart, at)
    moved = True
    while moved:
        moved = False
        at = depart
        for i in range(n):
            v = work[SEQ, i]
            at += work[GAP, i]
            for b in range(breaks):
                if work[LAID, b] == i:
                    r = first + b
                    at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at)
                    at += rest[r, REST_S]
            at = max(at + work[SET, i], work[LOW, i], node[v, FIRST])
            if at > node[v, LAST]:
                return BIG
            if node[v, WINDOWS] > 1:
                at = opened(window, node[v, WINDOW], node[v, WINDOWS], at)
            if at > work[CAP, i]:
                return BIG
            work[LOW, i] = at
        at += work[GAP, n]
        if at > late or at > work[CAP, n]:
            return BIG
        work[LOW, n] = at
        for b in range(breaks):
            if work[LAID, b] == n:
                r = first + b
                at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at)
                at += rest[r, REST_S]
                if at > slot[k, LATE]:
                    return BIG
        for m in range(scalar[ARCS]):
            need = work[LOW, work[ARC_B, m]] - work[ARC_C, m]
            if need > work[LOW, work[ARC_A, m]]:
                work[LOW, work[ARC_A, m]] = need
                moved = True
        if work[LOW, n] - depart > slot[k, MAX_S]:
            depart = work[LOW, n] - slot[k, MAX_S]
            moved = True
    scalar[DEPART] = depart
    return work[LOW, n]


@inner
def fix_late(arrays, work, scalar, k, n):  # type: ignore[no-untyped-def]  # noqa: C901
    """Lower ``work[HIGH]`` to the latest timing; return its departure, or -BIG."""
    node, slot, window, rest = arrays.node, arrays.slot, arrays.window, arrays.rest
    first, breaks = slot[k, BREAK], slot[k, BREAKS]
    at = slot[k, LATE]
    for b in range(breaks - 1, -1, -1):
        if work[LAID, b] == n:
            r = first + b
            at = closed(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at - rest[r, REST_S])
    work[HIGH, n] = min(work[HIGH, n], at, scalar[UNTIL_S] - 1)
    begin = max(slot[k, EARLY], scalar[AFTER_S] + 1)
    at = slot[k, EARLY]
    for b in range(breaks):
        if work[LAID, b] == AHEAD:
            r = first + b
            at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at) + rest[r, REST_S]
    begin = max(begin, at)
    moved = True
    while moved:
        moved = False
        at = work[HIGH, n] - work[GAP, n]
        for i in range(n - 1, -1, -1):
            v = work[SEQ, i]
            at = min(at, work[HIGH, i], node[v, LAST])
            if at < node[v, FIRST]:
                return -BIG
            if node[v, WINDOWS] > 1:
                at = closed(window, node[v, WINDOW], node[v, WINDOWS], at)
            work[HIGH, i] = at
            at -= work[SET, i]
            for b in range(breaks - 1, -1, -1):
                if work[LAID, b] == i:
                    r = first + b
                    at -= rest[r, REST_S]
                    at = closed(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at)
            at -= work[GAP, i]
        if at < begin:
            return -BIG
        for m in range(scalar[ARCS]):
            most = work[HIGH, work[ARC_A, m]] + work[ARC_C, m]
            if most < work[HIGH, work[ARC_B, m]]:
                work[HIGH, work[ARC_B, m]] = most
                moved = True
        if work[HIGH, n] > at + slot[k, MAX_S]:
            work[HIGH, n] = at + slot[k, MAX_S]
            moved = True
    return at


@once
def _reset(work, row, n, value):  # type: ignore[no-untyped-def]
    for i in range(n + 1):
        work[row, i] = value


@leaf
def unbounded(work, scalar, n):  # type: ignore[no-untyped-def]
    """Know nothing yet of the times of an order."""
    for i in range(n + 1):
        work[LOW, i], work[CAP, i] = -BIG, BIG
    scalar[DEPART] = -BIG


@once
def earliest(arrays, work, scalar, k, n, depart):  # type: ignore[no-untyped-def]
    """Time the order anew from ``depart`` on: see :func:`fix_early`."""
    _reset(work, LOW, n, -BIG)
    scalar[DEPART] = depart
    return fix_early(arrays, work, scalar, k, n)


@once
def latest(arrays, work, scalar, k, n, moment, at):  # type: ignore[no-untyped-def]
    """Time the order backwards, one moment no later than ``at``: see :func:`fix_late`."""
    _reset(work, HIGH, n, BIG)
    work[HIGH, moment] = at
    return fix_late(arrays, work, scalar, k, n)


@inner
def _least_duration(arrays, work, scalar, k, n):  # type: ignore[no-untyped-def]  # noqa: C901
    """Return the least duration where an earliest timing is in ``work[LOW]``.

    The departures that may give it: see :mod:`routing.vrp.timing.chain`. Breaks with several
    windows stand in as moments of their own only through the stops around them.
    """
    node, slot, window, rest = arrays.node, arrays.slot, arrays.window, arrays.rest
    end = work[LOW, n]
    best = end - latest(arrays, work, scalar, k, n, n, end)
    many = False
    for i in range(n):
        many = many or node[work[SEQ, i], WINDOWS] > 1
    for b in range(slot[k, BREAKS]):
        many = many or (work[LAID, b] >= 0 and rest[slot[k, BREAK] + b, REST_WINDOWS] > 1)
    if not many or best <= work[SUM, n]:
        return best
    for i in range(n):
        work[BASE, i] = work[LOW, i]
    depart = latest(arrays, work, scalar, k, n, n, BIG)
    best = min(best, earliest(arrays, work, scalar, k, n, depart) - depart)
    for i in range(n):
        v = work[SEQ, i]
        for w in range(node[v, WINDOW], node[v, WINDOW] + node[v, WINDOWS] - 1):
            if window[w, 1] >= work[BASE, i]:
                depart = latest(arrays, work, scalar, k, n, i, window[w, 1])
                if depart > -BIG:
                    best = min(best, earliest(arrays, work, scalar, k, n, depart) - depart)
    for b in range(slot[k, BREAKS]):
        i = work[LAID, b]
        r = slot[k, BREAK] + b
        if 0 <= i < n:
            for w in range(rest[r, REST_WINDOW], rest[r, REST_WINDOW] + rest[r, REST_WINDOWS] - 1):
                # the last arrival at stop i from which this window is still caught
                earlier = _latest_arrival(arrays, work, scalar, k, n, i, b, window[w, 1])
                if earlier > -BIG:
                    best = min(best, earliest(arrays, work, scalar, k, n, earlier) - earlier)
    return best


@once
def _latest_arrival(arrays, work, scalar, k, n, i, b, at):  # type: ignore[no-untyped-def]
    """Return the last departure from which the break ``b`` before stop ``i`` starts by ``at``."""
    rest, slot = arrays.rest, arrays.slot
    first = slot[k, BREAK]
    for other in range(b - 1, -1, -1):
        if work[LAID, other] == i:
            r = first + other
            at -= rest[r, REST_S]
            at = closed(arrays.window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at)
    if at <= -BIG:
        return -BIG
    if i == 0:
        whole = latest(arrays, work, scalar, k, n, n, BIG)
        return min(whole, at - work[GAP, 0])
    return latest(arrays, work, scalar, k, n, i - 1, at - work[GAP, i])


@once
def _laying_fits(arrays, work, k, n, b, option):  # type: ignore[no-untyped-def]
    """Whether the bounds without breaks, FREE_LOW and FREE_HIGH, leave room for one there."""
    rest, slot, window = arrays.rest, arrays.slot, arrays.window
    r = slot[k, BREAK] + b
    last = rest[r, REST_LAST]
    if option == SKIP_EARLY:
        return work[FREE_LOW, n] < last
    if option == SKIP_LATE:
        return work[FREE_HIGH, n + 1] > last
    if option == AHEAD:
        at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], slot[k, EARLY])
        return at + rest[r, REST_S] <= work[FREE_HIGH, n + 1]
    if option == n:
        return work[FREE_LOW, n] <= last <= slot[k, LATE] - rest[r, REST_S]
    at = work[FREE_LOW, option - 1] if option > 0 else work[FREE_LOW, n + 1]
    at = opened(window, rest[r, REST_WINDOW], rest[r, REST_WINDOWS], at + work[GAP, option])
    return at + rest[r, REST_S] + work[SET, option] <= work[FREE_HIGH, option]


@once
def _with_breaks(arrays, work, scalar, k, n, duration):  # type: ignore[no-untyped-def]  # noqa: C901
    """Lay the breaks; return the least duration, or 0 with any laying where it has no cost."""
    rest, slot = arrays.rest, arrays.slot
    first, breaks = slot[k, BREAK], slot[k, BREAKS]
    for i in range(n + 1):
        work[FREE_LOW, i] = work[LOW, i]
    work[FREE_LOW, n + 1] = scalar[DEPART]
    work[FREE_HIGH, n + 1] = latest(arrays, work, scalar, k, n, n, BIG)
    tried, best, b = 0, BIG, 0
    for other in range(breaks):
        work[LAID_AT, other] = SKIP_EARLY - 1
    for i in range(n + 1):
        work[FREE_HIGH, i] = work[HIGH, i]
    while b >= 0:
        work[LAID_AT, b] += 1
        if work[LAID_AT, b] > n:
            b -= 1
            continue
        if not _laying_fits(arrays, work, k, n, b, work[LAID_AT, b]):
            continue
        if b + 1 < breaks:
            b += 1
            work[LAID_AT, b] = SKIP_EARLY - 1
            continue
        tried += 1
        if tried > MOST_LAYINGS and breaks > 1:
            break
        scalar[AFTER_S], scalar[UNTIL_S] = -1, BIG
        for other in range(breaks):
            work[LAID, other] = work[LAID_AT, other]
            if work[LAID, other] == SKIP_EARLY:
                scalar[UNTIL_S] = min(scalar[UNTIL_S], rest[first + other, REST_LAST])
            elif work[LAID, other] == SKIP_LATE:
                scalar[AFTER_S] = max(scalar[AFTER_S], rest[first + other, REST_LAST])
        if hopeless(arrays, work, scalar, k, n):
            continue
        if earliest(arrays, work, scalar, k, n, -BIG) < BIG:
            if not duration:
                return 0
            best = min(best, _least_duration(arrays, work, scalar, k, n))
    return best


@once
def _room_holds(arrays, work, c, begin, end):  # type: ignore[no-untyped-def]
    """Whether configuration ``c`` holds the loads of stops ``begin`` to ``end``, left out."""
    room, drop, take = arrays.room, arrays.drop, arrays.take
    for d in range(room.shape[1]):
        load = work[LOAD, d]
        for i in range(begin, end):
            load += drop[work[SEQ, i], d]
        if load > room[c, d]:
            return False
        for i in range(begin, end):
            v = work[SEQ, i]
            load += take[v, d] - drop[v, d]
            if load > room[c, d]:
                return False
    return True


@inner
def _holds(arrays, work, k, begin, end):  # type: ignore[no-untyped-def]
    """Whether a configuration holds the trip of stops ``begin`` to ``end``, this one left out.

    ``work[LOAD]`` holds what rides when the trip begins, and afterwards when it ends.
    """
    slot, take = arrays.slot, arrays.take
    fits = slot[k, ROOMS] == 0
    for c in range(slot[k, ROOM], slot[k, ROOM] + slot[k, ROOMS]):
        if _room_holds(arrays, work, c, begin, end):
            fits = True
            break
    if fits:
        for i in range(begin, end):
            v = work[SEQ, i]
            if arrays.node[v, KIND] != VISIT:
                for d in range(take.shape[1]):
                    work[LOAD, d] += take[v, d]
    return fits


@once
def _loads_fit(arrays, work, k, n):  # type: ignore[no-untyped-def]
    for d in range(arrays.room.shape[1]):
        work[LOAD, d] = 0
    begin = 0
    for i in range(n):
        if arrays.node[work[SEQ, i], KIND] == RELOAD:
            if not _holds(arrays, work, k, begin, i):
                return False
            begin = i + 1
    return _holds(arrays, work, k, begin, n)


@once
def _clashes(arrays, work, place, n):  # type: ignore[no-untyped-def]
    """Whether two shipments that may not be aboard, or in the route, together are."""
    node, clash = arrays.node, arrays.clash
    for i in range(n):
        v = work[SEQ, i]
        if node[v, KIND] != PICKUP:
            continue
        until = place[node[v, PARTNER]]
        for j in range(i + 1, n):
            u = work[SEQ, j]
            if node[u, KIND] == PICKUP:
                level = clash[node[v, SHIPMENT], node[u, SHIPMENT]]
                if level == 2 or (level == 1 and (j < until or until < 0)):
                    return True
    return False


@inner
def walk(arrays, work, place, scalar, k, n):  # type: ignore[no-untyped-def]  # noqa: C901
    """Fill the gaps and spans of the order; return its metres, or BIG where a rule is broken."""
    node, slot = arrays.node, arrays.slot
    seconds, metres = arrays.seconds, arrays.metres
    p = slot[k, PROFILE]
    at, served, far, stops, arcs = slot[k, START], 0, 0, 0, 0
    good = True
    for i in range(n):
        v = work[SEQ, i]
        here = node[v, LOC]
        gap = served
        if at >= 0:
            leg = seconds[p, at, here]
            if leg >= UNREACHABLE:
                good = False
            gap += leg
            far += metres[p, at, here]
        work[GAP, i] = gap
        work[SET, i] = 0 if at == here else node[v, SETUP]
        at, served = here, node[v, SERVICE]
        place[v] = i
        if node[v, KIND] != RELOAD:
            stops += 1
        if node[v, KIND] == DELIVERY and node[v, RIDE] < BIG:
            work[ARC_A, arcs] = place[node[v, PARTNER]]
            work[ARC_B, arcs] = i
            work[ARC_C, arcs] = node[v, RIDE]
            arcs += 1
    work[GAP, n], work[SET, n] = served, 0
    home = slot[k, END]
    if home >= 0:
        leg = seconds[p, at, home]
        if leg >= UNREACHABLE:
            good = False
        work[GAP, n] += leg
        far += metres[p, at, home]
    scalar[ARCS] = arcs
    if far > slot[k, MAX_M] or stops > slot[k, MAX_STOPS] or n - stops >= slot[k, MAX_TRIPS]:
        good = False
    if good:
        for i in range(n):
            after = node[work[SEQ, i], AFTER]
            if after >= 0 and place[after] > i:
                good = False
    if good and arrays.clash.shape[0] > 0:
        good = not _clashes(arrays, work, place, n)
    for i in range(n):
        place[work[SEQ, i]] = -1
    return far if good else BIG


@inner
def evaluate(arrays, space, k, n, warm):  # type: ignore[no-untyped-def]
    """Return the cost of the ``n`` stops in ``space.work[SEQ]`` in slot ``k``; BIG: not feasible.

    Which vehicle may serve which task is not looked at, nor that both ends of a shipment are
    there. Where ``warm`` is 1, bounds of all starts and of the return are in ``work[LOW]`` and
    ``work[CAP]`` already, and of the departure in ``scalar[DEPART]``.
    """
    slot, work, place, scalar = arrays.slot, space.work, space.places, space.scalar
    if n == 0:
        return 0
    far = walk(arrays, work, place, scalar, k, n)
    if far >= BIG or not _loads_fit(arrays, work, k, n):
        return BIG
    breaks = slot[k, BREAKS]
    scalar[AFTER_S], scalar[UNTIL_S] = -1, BIG
    for b in range(breaks):
        work[LAID, b] = SKIP_EARLY
    if hopeless(arrays, work, scalar, k, n):
        return BIG
    if warm == 0:
        unbounded(work, scalar, n)
    if fix_early(arrays, work, scalar, k, n) >= BIG:
        return BIG
    duration = 0
    paid = slot[k, PER_S] > 0
    if breaks > 0:
        duration = _with_breaks(arrays, work, scalar, k, n, paid)
        if duration >= BIG:
            return BIG
    elif paid:
        duration = _least_duration(arrays, work, scalar, k, n)
    return slot[k, PER_M] * far + slot[k, PER_S] * duration + slot[k, PER_USE]


@njit(nogil=True, cache=True, error_model="numpy")
def measure(arrays, space, k, n):  # type: ignore[no-untyped-def]
    """Return what :func:`evaluate` does: the door from Python."""
    return evaluate(boxed(arrays), boxed(space), k, n, np.int64(0))
