"""Which requests leave their routes: strings, related ones, random ones, a route, the worst."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.rides.tables import LENGTH, OPEN, PER_M, PER_S, PROFILE
from routing.vrp.search.rides.tuning import (
    LEAST_REST,
    LONGEST,
    MEAN,
    MOST_REST,
    RANDOM,
    RELATED,
    ROUTE,
    SPLIT,
    STRINGS,
)
from routing.vrp.timing.jit import inner, leaf


@leaf
def _take(case, state, q):  # type: ignore[no-untyped-def]
    """Put request ``q``, unless it is there, and its mate on the list of those to be inserted.

    Their routes are rebuilt later.
    """
    while q >= 0 and state.where[q] >= 0:
        state.open[state.tally[OPEN]] = q
        state.tally[OPEN] += 1
        state.where[q] = -2 - state.where[q]  # -1: left out
        q = case.mate[q]


@inner
def ruin(case, state):  # type: ignore[no-untyped-def]
    """Choose requests of the current solution and put them on the list."""
    tuning = case.tuning
    requests = case.ride.shape[0]
    draw = uniform(state.dice)
    if draw < tuning[STRINGS]:
        _strings(case, state)
        return
    draw -= tuning[STRINGS]
    least, most = np.int64(tuning[LEAST_REST]), np.int64(tuning[MOST_REST])
    many = min(requests, least + below(state.dice, most - least + 1))
    if draw < tuning[RELATED]:
        _related(case, state, many)
    elif draw < tuning[RELATED] + tuning[RANDOM]:
        for _ in range(many):
            q = below(state.dice, requests)
            if state.where[q] >= 0:
                _take(case, state, q)
    elif draw < tuning[RELATED] + tuning[RANDOM] + tuning[ROUTE]:
        s = state.where[below(state.dice, requests)]
        if s >= 0:
            b = state.buffer[s]
            for k in range(1, state.info[b, LENGTH]):
                z = state.seq[b, k]
                if z & 1 == 0:
                    _take(case, state, z >> 1)
    else:
        _worst(case, state, many)


@leaf
def _related(case, state, many):  # type: ignore[no-untyped-def]
    seed = below(state.dice, case.ride.shape[0])
    ranks = case.near.shape[2]
    measure = below(state.dice, case.near.shape[0])
    for n in range(many):
        u = uniform(state.dice)
        rank = np.int64(0.6 * ranks * u * u * u * u)
        q = np.int64(case.near[measure, seed, 0 if n == 0 else rank])
        if state.where[q] >= 0:
            _take(case, state, q)


# SISR, Christiaens & Vanden Berghe 2020 (10.1287/trsc.2019.0914), with requests for customers.
@leaf
def _strings(case, state):  # type: ignore[no-untyped-def]  # noqa: C901
    requests, ranks = case.ride.shape[0], case.near.shape[2]
    mean, longest = case.tuning[MEAN], case.tuning[LONGEST]
    used, served = 0, 0
    for s in range(state.buffer.shape[0]):
        m = state.info[state.buffer[s], LENGTH]
        used += m > 1
        served += (m - 1) // 2
    if used == 0:
        return
    length = min(longest, served / used)
    strings = np.int64(1.0 + uniform(state.dice) * (4.0 * mean / (1.0 + length) - 1.0))
    seed = below(state.dice, requests)
    measure = below(state.dice, case.near.shape[0])
    for n in range(ranks):
        if strings <= 0:
            break
        q = np.int64(case.near[measure, seed, n])
        s = state.where[q]
        if s < 0 or state.former[s] >= 0:
            continue
        strings -= 1
        state.former[s] = state.buffer[s]
        b = state.buffer[s]
        m = state.info[b, LENGTH]
        most = min(length, (m - 1) // 2)
        many = np.int64(1.0 + uniform(state.dice) * most)
        many = min(many, (m - 1) // 2)
        # the requests in the order of one of their ends; a string of them around q
        end = below(state.dice, 2)
        size, at = np.int64(0), np.int64(0)
        for k in range(1, m):
            z = state.seq[b, k]
            if z & 1 == end:
                if z >> 1 == q:
                    at = size
                state.place[size] = z >> 1
                size += 1
        kept = np.int64(0)
        if many > 1 and many < size and uniform(state.dice) < case.tuning[SPLIT]:
            kept = np.int64(1)
            while many + kept < size and uniform(state.dice) < 0.5:
                kept += 1
        whole = many + kept
        low: np.int64 = max(np.int64(0), at - whole + 1)
        high: np.int64 = min(at, size - whole)
        begin = low + below(state.dice, high - low + 1)
        hole = begin + 1 + below(state.dice, max(np.int64(1), many - 1))
        for k in range(begin, begin + whole):
            if kept == 0 or k < hole or k >= hole + kept:
                _take(case, state, state.place[k])


@leaf
def _way(case, s, a, z):  # type: ignore[no-untyped-def]
    """Give what the way from a stop to another costs slot ``s``."""
    way = case.out[case.slot[s, PROFILE], case.leaves[a], case.enters[z]]
    return case.slot[s, PER_M] * way[1] + case.slot[s, PER_S] * (case.stay[a] + way[0])


@leaf
def _worst(case, state, many):  # type: ignore[no-untyped-def]  # noqa: C901
    """Take those whose stops cost the most, with chance: rank by saving times a random share."""
    ranking = state.pairs  # gain, who
    size = 0
    many = min(many, ranking.shape[0] - 1)
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        seq = state.seq[b]
        m = state.info[b, LENGTH]
        for k in range(1, m):
            z = seq[k]
            if z & 1:
                continue
            e = k + 1
            while seq[e] != z + 1:
                e += 1
            saved = np.int64(0)
            for x in (k, e):
                if x == e and e == k + 1:
                    continue
                u, w = seq[x - 1], seq[x + 1]
                y = seq[x]
                if x == k and e == k + 1:
                    w = seq[e + 1]
                    saved += _way(case, s, y, seq[e])
                    y2 = seq[e]
                else:
                    y2 = y
                saved += _way(case, s, u, y) + _way(case, s, y2, w) - _way(case, s, u, w)
            value = np.int64(saved * (0.3 + 0.7 * uniform(state.dice)))
            # keep the best `many` in falling order
            n = size
            while n > 0 and ranking[n - 1, 0] < value:
                if n < many:
                    ranking[n, 0] = ranking[n - 1, 0]
                    ranking[n, 1] = ranking[n - 1, 1]
                n -= 1
            if n < many:
                ranking[n, 0] = value
                ranking[n, 1] = z >> 1
                size = min(size + 1, many)
    for n in range(size):
        _take(case, state, ranking[n, 1])
