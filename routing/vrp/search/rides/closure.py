"""Everything that the stops of one route imply for each other, worked out at once.

The times of a route obey difference constraints: windows, travel, ride limits, duration. Their
closure, kept in arrays, makes the test of an insertion constant in time: Gschwind & Drexl 2019
(10.1287/trsc.2018.0837). Along a route the longest chain from an earlier stop k to a later one
i is travel alone; the shortest chain that bounds i from above given k covers the stretch [k, i]
by requests aboard, each with its own slack, or by the duration of the route.
"""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rides.tables import (
    CLOSES,
    CONFIG,
    CONFIGS,
    COST,
    DURATION,
    FAR,
    KIND,
    LASTS,
    LENGTH,
    MAX_M,
    METRES,
    OPENS,
    PER_M,
    PER_S,
    PER_USE,
    PROFILE,
)
from routing.vrp.timing.jit import inner, leaf

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_ONE, _S29 = np.uint64(1), np.uint64(29)


@leaf
def fitting(case, state, b, s, k, family, configs):  # type: ignore[no-untyped-def]
    """Give those of ``configs``, as bits, that hold a load of the family more behind stop ``k``."""
    bits = np.int64(0)
    for c in range(case.capacity.shape[1]):
        bit = np.int64(1) << c
        if configs & bit:
            fits = True
            for d in range(case.load.shape[1]):
                fits &= state.aboard[b, k, d] + case.load[family, d] <= case.capacity[s, c, d]
            bits |= bit * fits
    return bits


@leaf
def _loads(case, state, b, s):  # type: ignore[no-untyped-def]
    """Add up what is aboard behind each stop; give the configurations that hold it all the way.

    Nothing is behind the start.
    """
    aboard = state.aboard[b]
    whole = case.slot[s, CONFIGS]
    for k in range(1, state.info[b, LENGTH]):
        z = state.seq[b, k]
        family, sign = case.family[z >> 1], 1 - 2 * np.int64(z & 1)
        for d in range(aboard.shape[1]):
            aboard[k, d] = aboard[k - 1, d] + sign * case.load[family, d]
        if sign > 0:  # nobody else may be aboard where somebody has left
            whole = fitting(case, state, b, s, k, 0, whole)
    return whole


@inner
def close(case, state, b, s):  # type: ignore[no-untyped-def]  # noqa: C901
    """Work out buffer ``b``, driven by slot ``s``, from its ``seq``; whether it is feasible."""
    seq, ticks, slack = state.seq[b], state.ticks[b], state.slack[b]
    first, last, leg = state.first[b], state.last[b], state.leg[b]
    m = state.info[b, LENGTH]
    requests = case.ride.shape[0]
    profile = case.slot[s, PROFILE]
    order = np.uint64(case.slot[s, KIND] + 1)
    group = case.mark[3 * requests + case.slot[s, KIND]]
    metres = np.int64(0)
    ticks[0] = 0
    first[0] = case.slot[s, OPENS]
    for k in range(1, m + 1):
        a, z = seq[k - 1], seq[k]
        origin, goal = case.leaves[a], case.enters[z]
        step = case.stay[a] + case.out[profile, origin, goal, 0]
        ticks[k] = ticks[k - 1] + step
        leg[k - 1] = case.out[profile, origin, goal, 1]
        metres += leg[k - 1]
        start = first[k - 1] + step
        if k < m:
            start = max(start, case.early[z])
            state.place[z] = k
            order = (order ^ case.mark[requests + z]) * _PRIME
            order ^= order >> _S29
            if z & 1 == 0:
                group += case.mark[z >> 1]
        first[k] = start
    last[m] = case.slot[s, CLOSES]
    for k in range(m - 1, 0, -1):
        last[k] = min(case.late[seq[k]], last[k + 1] - (ticks[k + 1] - ticks[k]))
    last[0] = min(case.slot[s, CLOSES], last[1] - ticks[1])
    over = case.slot[s, DURATION] - ticks[m]
    good = over >= 0
    # slack, by the requests aboard between stops i - 1 and i
    aboard, base = 0, 0  # before stop base, nobody stays aboard: only the duration bounds
    pairs = state.pairs
    for i in range(1, m + 1):
        row = slack[i]
        for k in range(i):
            row[k] = over
        if aboard == 0:
            base = i
        pairs[i, 2] = base
        for n in range(aboard):
            p, w = pairs[n, 0], pairs[n, 1]
            for k in range(p, i):
                row[k] = min(row[k], w)
            cover = slack[p]
            for k in range(base, p):
                row[k] = min(row[k], w + cover[k])
        if i < m:
            z = seq[i]
            if z & 1 == 0:
                limit = case.ride[z >> 1]
                if limit < FAR:
                    w = limit - (ticks[state.place[z + 1]] - ticks[i])
                    good = good and w >= 0
                    pairs[aboard, 0] = i
                    pairs[aboard, 1] = w
                    aboard += 1
            else:
                p = state.place[z - 1]
                for n in range(aboard):
                    if pairs[n, 0] == p:
                        aboard -= 1
                        pairs[n, 0] = pairs[aboard, 0]
                        pairs[n, 1] = pairs[aboard, 1]
                        break
    highest = first[m] - ticks[m] - over
    lowest = last[0] + over
    for i in range(1, m + 1):
        row = slack[i]
        least = first[i] - ticks[i]
        for k in range(pairs[i, 2], i):
            first[k] = max(first[k], least + ticks[k] - row[k])
    for k in range(m - 1, -1, -1):
        first[k] = max(first[k], highest + ticks[k])
    for i in range(m, 0, -1):
        row = slack[i]
        most = last[i] - ticks[i]
        for k in range(pairs[i, 2], i):
            most = min(most, last[k] - ticks[k] + row[k])
        last[i] = min(most, lowest) + ticks[i]
    for k in range(m + 1):
        good = good and first[k] <= last[k]
    whole = _loads(case, state, b, s)
    good = good and whole != 0 and metres <= case.slot[s, MAX_M]  # fewer stops may be a longer way
    lasts = max(ticks[m], first[m] - last[0])
    state.info[b, CONFIG] = whole
    state.info[b, METRES] = metres
    state.info[b, LASTS] = lasts
    cost = np.int64(0)
    if m > 1:
        cost = case.slot[s, PER_USE] + case.slot[s, PER_M] * metres + case.slot[s, PER_S] * lasts
    state.info[b, COST] = cost
    state.key[b, 0] = order | _ONE
    state.key[b, 1] = group | _ONE
    return good
