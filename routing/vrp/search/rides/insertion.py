"""The cheapest feasible place of a request in a route; each place is tested in constant time.

Notation: p and d are put behind stops i and j (i <= j). With the closure of the route (see
``closure``) every chain of constraints through the new stops enters and leaves the old route
once or twice, so that a handful of sums decide exactly whether a feasible timetable exists.
"""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rides.closure import fitting
from routing.vrp.search.rides.tables import (
    CONFIG,
    FAR,
    LASTS,
    LENGTH,
    MAX_M,
    METRES,
    NEVER,
    PER_M,
    PER_S,
    PER_USE,
    PROFILE,
    STOPS,
)
from routing.vrp.timing.jit import inner, leaf


@leaf
def _welcome(state, s, q, refusals, i, j):  # type: ignore[no-untyped-def]
    """Whether the place is none of those that were refused."""
    for n in range(refusals):  # noqa: SIM110 - numba knows no generators here
        if state.refused[q, s, n] == i << 16 | j:
            return False
    return True


@inner
def cheapest(case, state, b, s, q):  # type: ignore[no-untyped-def]  # noqa: C901
    """Return the added cost and the stops of buffer ``b`` behind which ``q``'s two ends go."""
    seq, ticks, slack = state.seq[b], state.ticks[b], state.slack[b]
    first, last, leg = state.first[b], state.last[b], state.leg[b]
    m = state.info[b, LENGTH]
    whole = state.info[b, CONFIG]
    profile = case.slot[s, PROFILE]
    per_m, per_s = case.slot[s, PER_M], case.slot[s, PER_S]
    spare = case.slot[s, MAX_M] - state.info[b, METRES]
    lasts = state.info[b, LASTS]
    waits = lasts - ticks[m]  # waiting that more stops may fill
    family = case.family[q]
    p, d = 2 * q, 2 * q + 1
    early_p, late_p, early_d, late_d = case.early[p], case.late[p], case.early[d], case.late[d]
    ride = case.ride[q]
    best, best_i, best_j = NEVER, 0, 0
    refusals = np.int64(0)
    if state.refused_key[q, s] == state.key[b, 0]:
        refusals = state.refusals[q, s]
    if m + 1 > case.slot[s, STOPS] or m + 3 > state.seq.shape[1]:
        return best, best_i, best_j
    from_p, from_d = case.out[profile, case.leaves[p]], case.out[profile, case.leaves[d]]
    to_p, to_d = case.into[profile, case.enters[p]], case.into[profile, case.enters[d]]
    stay, stay_p, stay_d = case.stay, case.stay[p], case.stay[d]
    # places of the delivery behind a stop other than its own pickup
    cand = state.pairs
    count = 0
    for j in range(1, m):
        if first[j] > late_d:
            break
        if last[j + 1] < early_d:
            continue
        a, z = case.leaves[seq[j]], case.enters[seq[j + 1]]
        c_in = stay[seq[j]] + to_d[a, 0]
        early = first[j] + c_in
        if early > late_d:
            if c_in < FAR:
                break
            continue
        early = max(early, early_d)
        c_out = stay_d + from_d[z, 0]
        late = min(late_d, last[j + 1] - c_out)
        longer = c_in + c_out - (ticks[j + 1] - ticks[j])
        if early <= late and longer <= slack[j + 1, j]:
            row = cand[count]
            row[0] = j
            row[1] = np.int64(to_d[a, 1]) + from_d[z, 1] - leg[j]
            row[2] = longer
            row[3] = early
            row[4] = late
            row[5] = c_in
            row[6] = c_out
            count += 1
    begin = 0
    direct = stay_p + from_p[case.enters[d], 0]
    way_direct = np.int64(from_p[case.enters[d], 1])
    for i in range(m):
        if first[i] > late_p:
            break
        if last[i + 1] < early_p:
            continue
        a, z = case.leaves[seq[i]], case.enters[seq[i + 1]]
        c_in = stay[seq[i]] + to_p[a, 0]
        early = first[i] + c_in
        if early > late_p:
            if c_in < FAR:
                break
            continue
        while begin < count and cand[begin, 0] <= i:
            begin += 1
        bits = fitting(case, state, b, s, i, family, whole)
        if bits == 0:
            continue
        early = max(early, early_p)
        old = ticks[i + 1] - ticks[i]
        cover = slack[i + 1, i]
        way_in = np.int64(to_p[a, 1]) - leg[i]
        # both side by side
        out = stay_d + from_d[z, 0]
        longer = c_in + direct + out - old
        metres = way_in + way_direct + from_d[z, 1]
        cost = per_m * metres + per_s * max(np.int64(0), longer - waits)
        if cost < best and metres <= spare and longer <= cover and direct <= ride:
            early2 = max(early_d, early + direct)
            late2 = min(late_d, last[i + 1] - out)
            if early2 <= late2 and early_d + out - old - cover + c_in <= late_p:
                if per_s > 0:
                    e1 = max(early, early_d - ride, early_d + out - old - cover + c_in)
                    u2 = min(late2, late_p + ride, late_p - c_in + old + cover - out)
                    u1 = min(late_p, u2 - direct)
                    e2 = max(early2, e1 + direct)
                    back = max(first[m], e2 + out + ticks[m] - ticks[i + 1])
                    leave = min(last[0], u1 - c_in - ticks[i])
                    cost = per_m * metres
                    cost += per_s * (max(ticks[m] + longer, back - leave) - lasts)
                if cost < best and (refusals == 0 or _welcome(state, s, q, refusals, i, i)):
                    best, best_i, best_j = cost, i, i
        # apart
        if begin == count:
            continue
        c_out = stay_p + from_p[z, 0]
        longer_p = c_in + c_out - old
        late = min(late_p, last[i + 1] - c_out)
        if early > late or longer_p > cover:
            continue
        way = way_in + from_p[z, 1]
        cost_p = per_m * way
        loaded = i
        base = c_out - ticks[i + 1]
        for n in range(begin, count):
            row = cand[n]
            j = row[0]
            least = base + ticks[j]
            if least > ride:
                break
            while loaded < j:
                loaded += 1
                bits = fitting(case, state, b, s, loaded, family, bits)
            if bits == 0:
                break
            longer = longer_p + row[2]
            cost = cost_p + per_m * row[1] + per_s * max(np.int64(0), longer - waits)
            if cost >= best:
                continue
            least += row[5]
            early2, late2 = row[3], row[4]
            reach = ticks[j + 1] - ticks[i] + slack[j + 1, i]
            round_trip = row[6] + c_in - reach
            if (
                least <= ride
                and early + least <= late2
                and early2 - late <= ride
                and longer <= slack[j + 1, i]
                and early2 + round_trip <= late
                and way + row[1] <= spare
            ):
                if per_s > 0:
                    e1 = max(early, early2 - ride, early2 + round_trip)
                    e2 = max(early2, early + least)
                    u2 = min(late2, late + ride, late - round_trip)
                    u1 = min(late, late2 - least)
                    back = max(
                        first[m],
                        e1 + c_out + ticks[m] - ticks[i + 1] + row[2],
                        e2 + row[6] + ticks[m] - ticks[j + 1],
                    )
                    leave = min(last[0], u1 - c_in - ticks[i], u2 - row[5] - ticks[j] - longer_p)
                    cost = per_m * (way + row[1])
                    cost += per_s * (max(ticks[m] + longer, back - leave) - lasts)
                    if cost >= best:
                        continue
                if refusals == 0 or _welcome(state, s, q, refusals, i, j):
                    best, best_i, best_j = cost, i, j
    if m == 1 and best < NEVER:
        best += case.slot[s, PER_USE]
        best += per_m * state.info[b, METRES] + per_s * lasts
    return best, best_i, best_j
