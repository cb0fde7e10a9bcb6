"""The least duration of an order whose breaks are laid."""

from __future__ import annotations

from routing.vrp.timing.arrays import (
    BIG,
    BREAK,
    BREAKS,
    REST_S,
    REST_WINDOW,
    REST_WINDOWS,
    WINDOW,
    WINDOWS,
)
from routing.vrp.timing.fixpoint import closed, earliest, latest
from routing.vrp.timing.jit import inner, once
from routing.vrp.timing.space import BASE, GAP, LAID, LOW, SEQ, SUM


@inner
def least_duration(arrays, work, scalar, k, n):  # type: ignore[no-untyped-def]  # noqa: C901
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
