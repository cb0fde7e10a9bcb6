"""The earliest and the latest timing of an order whose breaks are laid."""

from __future__ import annotations

from routing.vrp.timing.arrays import (
    BIG,
    BREAK,
    BREAKS,
    EARLY,
    FIRST,
    LAST,
    LATE,
    MAX_S,
    REST_S,
    REST_WINDOW,
    REST_WINDOWS,
    WINDOW,
    WINDOWS,
)
from routing.vrp.timing.jit import inner, leaf, once
from routing.vrp.timing.space import (
    AFTER_S,
    AHEAD,
    ARC_A,
    ARC_B,
    ARC_C,
    ARCS,
    CAP,
    DEPART,
    GAP,
    HIGH,
    LAID,
    LOW,
    SEQ,
    SET,
    SUM,
    UNTIL_S,
)


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
