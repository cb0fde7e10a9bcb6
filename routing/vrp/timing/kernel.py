"""Compiled feasibility and cost of one order in one slot, with nothing allocated.

Exact in all that :mod:`routing.vrp.timing.plan` knows, but for one thing: several breaks of a
shift taken at the same stop are tried in one order only (by the last moment at which each may
start), and no more than ``MOST_LAYINGS`` ways of laying several breaks are tried. What it
accepts is always feasible; what it costs is then never too low.
"""

from __future__ import annotations

from routing.matrix import UNREACHABLE
from routing.vrp.timing.arrays import (
    AFTER,
    BIG,
    BREAKS,
    DELIVERY,
    END,
    KIND,
    LOC,
    MAX_M,
    MAX_STOPS,
    MAX_TRIPS,
    PARTNER,
    PER_M,
    PER_S,
    PER_USE,
    PICKUP,
    PROFILE,
    RELOAD,
    RIDE,
    SERVICE,
    SETUP,
    SHIPMENT,
    START,
)
from routing.vrp.timing.duration import least_duration
from routing.vrp.timing.fixpoint import fix_early, hopeless, unbounded
from routing.vrp.timing.holding import loads_fit
from routing.vrp.timing.jit import inner, once
from routing.vrp.timing.laying import with_breaks
from routing.vrp.timing.space import (
    AFTER_S,
    ARC_A,
    ARC_B,
    ARC_C,
    ARCS,
    GAP,
    LAID,
    SEQ,
    SET,
    SKIP_EARLY,
    UNTIL_S,
)


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
    if far >= BIG or not loads_fit(arrays, work, k, n):
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
        duration = with_breaks(arrays, work, scalar, k, n, paid)
        if duration >= BIG:
            return BIG
    elif paid:
        duration = least_duration(arrays, work, scalar, k, n)
    return slot[k, PER_M] * far + slot[k, PER_S] * duration + slot[k, PER_USE]
