"""Ruins of the periodic search: which visits leave, chosen around a random client.

Strings follow Christiaens & Vanden Berghe 2020 (10.1287/trsc.2019.0914); here they may take the
other days of their clients along, so that day sets can change.
"""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.timing.jit import inner, leaf

VISITS, CLIENTS, SPELL, ANY_DAY, CLUSTER, DAY = range(6)
"""Strings of visits of one day; of whole clients; those on a spell of days; those of routes of
whatever day; nearest clients; many strings of one day."""

LONGEST = 10
"""Most visits of a string."""
_DAY_STRING = 8
_SKIP = 0.15
_SPLIT = 0.5
_GAP_GROWS = 0.01


@leaf
def _pick(t, s, count, c, d, whole):  # type: ignore[no-untyped-def]
    """Mark a visit, or the client with all its days, and return how many items there are."""
    key = t.n * t.days + t.slots + c if whole else d * t.n + c
    if s.mark[key] == 0:
        s.mark[key] = 1
        s.items[count] = c * (t.days + 1) + (t.days if whole else d)
        count += 1
    return count


@inner
def _string(t, s, count, c, d, length, split, whole):  # type: ignore[no-untyped-def]
    """Pick ``length`` visits in a row of which ``c`` may be one; leave a gap if ``split``."""
    depots = t.n * t.days
    node = d * t.n + c
    slot = np.int64(s.slot[node])
    size = s.visits[slot]
    gap, cut = np.int64(0), np.int64(-1)
    if split and length > 1 and length < size:
        gap = np.int64(1)
        while length + gap < size and uniform(s.dice) < _GAP_GROWS:
            gap += 1
        cut = 1 + below(s.dice, length - 1)
    for _ in range(below(s.dice, length + gap)):
        if s.pred[node] >= depots:
            break
        node = np.int64(s.pred[node])
    done = 0
    while done < length and node < depots:
        if done == cut and gap > 0:
            gap -= 1
        else:
            other = np.int64(t.row[node])
            sets = t.sets_of[other + 1] - t.sets_of[other]
            take_all = (whole and (sets > 1 or t.tie[other] > 0)) or t.tie[other] > 0
            count = _pick(t, s, count, other, d, take_all)
            done += 1
        node = np.int64(s.succ[node])
    return count


@inner
def _some_day(t, s, c):  # type: ignore[no-untyped-def]
    """Draw one of the days on which the client is visited."""
    first = t.set_days_of[s.chosen[c]]
    spread = t.set_days_of[s.chosen[c] + 1] - first
    return np.int64(t.set_days[first + below(s.dice, spread)])


@inner
def _strings(t, s, count, seed, d, mean, whole):  # type: ignore[no-untyped-def]
    """Pick a string of each of some routes around ``seed`` on day ``d``; -1: on any day."""
    visits, routes = 0.0, 0.0
    first, last = t.slots_of[max(d, 0)], t.slots_of[d + 1 if d >= 0 else t.days]
    for k in range(first, last):
        s.stamp[k] = 0
        if s.visits[k] > 0:
            visits += s.visits[k]
            routes += 1.0
    if routes == 0.0:
        return count
    longest = min(np.float64(LONGEST), visits / routes)
    wanted = 1 + np.int64(uniform(s.dice) * (4.0 * mean / (1.0 + longest) - 1.0))
    for k in range(-1, t.around.shape[1]):
        c = seed if k < 0 else np.int64(t.around[seed, k])
        on = d
        if d < 0:
            if s.chosen[c] < 0:
                continue
            on = _some_day(t, s, c)
        slot = np.int64(s.slot[on * t.n + c])
        if slot < 0 or s.stamp[slot] > 0:
            continue
        s.stamp[slot] = 1
        length = 1 + np.int64(uniform(s.dice) * min(np.float64(s.visits[slot]), longest))
        length = min(length, s.visits[slot])
        count = _string(t, s, count, c, on, length, uniform(s.dice) < _SPLIT, whole)
        wanted -= 1
        if wanted <= 0:
            break
    return count


@inner
def choose_items(t, s, p, seed):  # type: ignore[no-untyped-def] # noqa: C901 - five ruins
    """Fill ``items`` with what leaves around the client ``seed``; return how many."""
    u = uniform(s.dice)
    mode = 0
    while mode < DAY and u >= p.shares[mode]:
        u -= p.shares[mode]
        mode += 1
    d = _some_day(t, s, seed)
    count = 0
    if mode == CLUSTER:
        wanted = 1 + below(s.dice, 2 * p.cluster)
        for k in range(-1, t.around.shape[1]):
            c = seed if k < 0 else np.int64(t.around[seed, k])
            if s.chosen[c] >= 0 and uniform(s.dice) >= _SKIP:
                count = _pick(t, s, count, c, 0, True)
                if count >= wanted:
                    break
    elif mode == DAY:
        wanted = 1 + below(s.dice, 2 * p.day)
        for k in range(-1, t.around.shape[1]):
            c = seed if k < 0 else np.int64(t.around[seed, k])
            node = d * t.n + c
            if s.slot[node] >= 0 and s.mark[node] == 0:
                length = min(1 + below(s.dice, _DAY_STRING), s.visits[s.slot[node]])
                count = _string(t, s, count, c, d, length, False, True)
                if count >= wanted:
                    break
    elif mode == ANY_DAY:
        count = _strings(t, s, count, seed, np.int64(-1), p.mean, True)
    else:
        spell = 1
        if mode == SPELL and t.days > 1:
            spell = 2 + below(s.dice, min(3, t.days - 1))
        for k in range(spell):
            on = (d + k) % t.days
            count = _strings(t, s, count, seed, on, p.mean, mode != VISITS)
    for i in range(count):
        c, on = s.items[i] // (t.days + 1), s.items[i] % (t.days + 1)
        key = t.n * t.days + t.slots + c if on == t.days else on * t.n + c
        s.mark[key] = 0
    return count
