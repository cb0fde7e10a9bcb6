"""Where the breaks of an order are laid."""

from __future__ import annotations

from routing.vrp.timing.arrays import (
    BIG,
    BREAK,
    BREAKS,
    EARLY,
    LATE,
    REST_LAST,
    REST_S,
    REST_WINDOW,
    REST_WINDOWS,
)
from routing.vrp.timing.duration import least_duration
from routing.vrp.timing.fixpoint import earliest, hopeless, latest, opened
from routing.vrp.timing.jit import once
from routing.vrp.timing.space import (
    AFTER_S,
    AHEAD,
    DEPART,
    FREE_HIGH,
    FREE_LOW,
    GAP,
    HIGH,
    LAID,
    LAID_AT,
    LOW,
    SET,
    SKIP_EARLY,
    SKIP_LATE,
    UNTIL_S,
)

MOST_LAYINGS = 300


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
def with_breaks(arrays, work, scalar, k, n, duration):  # type: ignore[no-untyped-def]  # noqa: C901
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
            best = min(best, least_duration(arrays, work, scalar, k, n))
    return best
