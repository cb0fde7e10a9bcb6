"""The search: ruin and recreate, accepted by simulated annealing (10.1287/trsc.2019.0914)."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.memory import Memory, remember
from routing.vrp.search.rides.closure import close
from routing.vrp.search.rides.insertion import cheapest
from routing.vrp.search.rides.ruin import (
    BANNED,
    COLD,
    HOT,
    NOISE,
    NOISY,
    REGRET_ALL,
    REMAINDER,
    ruin,
)
from routing.vrp.search.rides.tables import (
    BEST,
    COST,
    CURRENT,
    DIRTY,
    FREE,
    KIND,
    LENGTH,
    MEASURE,
    NEVER,
    OPEN,
    PER_USE,
    STARTED,
    Case,
    State,
)

_MOST_BANK = 24


@njit(nogil=True, cache=True, error_model="numpy")
def rebuild(case: Case, state: State) -> bool:
    """Work out every route and the current cost anew; ``where`` -1 marks requests left out."""
    good = True
    total = np.int64(0)
    state.where[:] = -1
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        good = close(case, state, b, s) and good
        total += state.info[b, COST]
        for k in range(1, state.info[b, LENGTH]):
            state.where[state.seq[b, k] >> 1] = s
    for q in range(case.ride.shape[0]):
        if state.where[q] < 0:
            total += case.loss[q]
    state.count[CURRENT] = total
    return good


@njit(nogil=True, forceinline=True)
def _measure(case: Case, state: State) -> int:
    """Give the cost of all ways and hours: what the temperature is a share of."""
    total = np.int64(0)
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        if state.info[b, LENGTH] > 1:
            total += state.info[b, COST] - case.slot[s, PER_USE]
    return total


@njit(nogil=True, forceinline=True)
def _fresh(state: State, s: int) -> int:
    """Give slot ``s`` a buffer of its own for this iteration, once; the old one is kept."""
    state.count[FREE] -= 1
    b = state.free[state.count[FREE]]
    state.former[s] = state.buffer[s]
    state.buffer[s] = b
    state.dirty[state.count[DIRTY]] = s
    state.count[DIRTY] += 1
    return b


@njit(nogil=True, forceinline=True)
def _detach(case: Case, state: State) -> None:
    """Take the requests on the list out of their routes."""
    state.former[:] = -1
    for n in range(state.count[OPEN]):
        s = -2 - state.where[state.open[n]]
        if s < 0 or state.former[s] >= 0:
            continue
        a = state.buffer[s]
        b = _fresh(state, s)
        size = 0
        for k in range(state.info[a, LENGTH] + 1):
            z = state.seq[a, k]
            if z >= 2 * case.ride.shape[0] or state.where[z >> 1] >= 0:
                state.seq[b, size] = z
                size += 1
        state.info[b, LENGTH] = size - 1


@njit(nogil=True, forceinline=True)
def _put(state: State, q: int, s: int, i: int, j: int) -> None:
    """Put request ``q`` behind the stops ``i`` and ``j`` of slot ``s``."""
    a = state.buffer[s]
    if state.former[s] < 0:
        b = _fresh(state, s)
        for k in range(state.info[a, LENGTH] + 1):
            state.seq[b, k] = state.seq[a, k]
        state.info[b, LENGTH] = state.info[a, LENGTH]
    else:
        b = a
        state.dirty[state.count[DIRTY]] = s
        state.count[DIRTY] += 1
    m = state.info[b, LENGTH]
    seq = state.seq[b]
    for k in range(m, j, -1):
        seq[k + 2] = seq[k]
    seq[j + 2] = 2 * q + 1
    for k in range(j, i, -1):
        seq[k + 1] = seq[k]
    seq[i + 1] = 2 * q
    state.info[b, LENGTH] = m + 2


@njit(nogil=True, forceinline=True)
def _recall(state: State, memory: Memory, s: int) -> int:
    """Give the row of the memory that serves slot ``s``'s requests at less cost, or -1."""
    b = state.buffer[s]
    key = state.key[b, 1]
    capacity = memory.key.shape[0]
    row = np.int64(key & np.uint64(capacity - 1))
    while memory.key[row] != np.uint64(0) and memory.key[row] != key:
        row = (row + 1) & (capacity - 1)
    if memory.key[row] == key and memory.cost[row] < state.info[b, COST]:
        if memory.length[row] == state.info[b, LENGTH] - 1:
            return row
    return -1


# One long body: its parts live in the same arrays, and calls with that many would cost more.
@njit(nogil=True, cache=True, error_model="numpy")
def anneal(  # noqa: C901
    case: Case, state: State, memory: Memory, iterations: int, begin: float, end: float
) -> int:
    """Run ``iterations``, cooling from share ``begin`` to ``end``; count the bests found."""
    tuning = case.tuning
    requests = case.ride.shape[0]
    slots = state.buffer.shape[0]
    dice = state.dice
    found = 0
    for turn in range(iterations):
        share = begin + (end - begin) * turn / iterations
        heat = state.count[MEASURE] / requests * tuning[HOT]
        heat *= (tuning[COLD] / tuning[HOT]) ** share
        bar = state.count[CURRENT] - heat * np.log(1.0 - uniform(dice))
        # take out
        state.count[OPEN] = 0
        state.count[DIRTY] = 0
        state.former[:] = -1
        partial = np.int64(0)
        if state.count[STARTED] == 0:
            bar = 4.0 * NEVER
        ruin(case, state)
        _detach(case, state)
        gone = state.count[OPEN]
        # those left out before try again, not too many of them at once
        bank = 0
        for q in range(requests):
            if state.where[q] == -1:
                bank += 1
        chance = 1.0 if state.count[STARTED] == 0 else _MOST_BANK / max(bank, 1)
        for q in range(requests):
            if state.where[q] == -1:
                if chance >= 1.0 or uniform(dice) < chance:
                    state.open[state.count[OPEN]] = q
                    state.count[OPEN] += 1
                else:
                    partial += case.loss[q]
        many = state.count[OPEN]
        # put back
        mode = 3
        if uniform(dice) >= tuning[REGRET_ALL]:
            mode = below(dice, 3)
        noise = tuning[NOISE] if uniform(dice) < tuning[NOISY] else 0.0
        banned, banned_slot = -1, -1
        if gone > 0 and uniform(dice) < tuning[BANNED]:
            banned = state.open[below(dice, gone)]
            banned_slot = -2 - state.where[banned]
        left = many
        good = True
        repaired = False
        while good:
            while state.count[DIRTY] > 0 and good:
                state.count[DIRTY] -= 1
                s = state.dirty[state.count[DIRTY]]
                good = close(case, state, state.buffer[s], s)
            if not good:
                break
            cost = partial
            for s in range(slots):
                cost += state.info[state.buffer[s], COST]
            if cost > bar:
                good = False
                break
            pick, pick_slot, pick_at = -1, -1, np.int64(0)
            score = -1.0e300
            rest = np.int64(0)
            for n in range(left):
                q = state.open[n]
                loss = case.loss[q]
                one = two = three = np.float64(loss)
                total = 0.0
                least = loss
                slot = -1
                empty = np.int64(-1)
                for s in range(slots):
                    if not case.allowed[q, s]:
                        continue
                    b = state.buffer[s]
                    if state.info[b, LENGTH] == 1:
                        if empty == case.slot[s, KIND]:
                            continue
                        empty = case.slot[s, KIND]
                    if state.seen_key[q, s] != state.key[b, 0]:
                        added, i, j = cheapest(case, state, b, s, q)
                        state.seen_key[q, s] = state.key[b, 0]
                        state.seen_cost[q, s] = added
                        state.seen_at[q, s] = i << 16 | j
                    added = state.seen_cost[q, s]
                    if added >= loss or (q == banned and s == banned_slot):
                        continue
                    least = min(least, added)
                    price = np.float64(added)
                    if noise > 0.0:
                        price *= 1.0 + noise * (2.0 * uniform(dice) - 1.0)
                    total += loss - price
                    if price < one:
                        three, two, one = two, one, price
                        slot = s
                    elif price < two:
                        three, two = two, price
                    elif price < three:
                        three = price
                rest += least
                if slot < 0:
                    continue
                if mode == 0:
                    value = -one
                elif mode == 1:
                    value = two - one
                elif mode == 2:
                    value = two + three - 2.0 * one
                else:
                    value = (loss - one) * slots - total
                if value > score:
                    score, pick, pick_slot = value, n, slot
            if cost + tuning[REMAINDER] * rest > bar:
                good = False
                break
            if pick >= 0:
                q = state.open[pick]
                at = state.seen_at[q, pick_slot]
                _put(state, q, pick_slot, at >> 16, at & 0xFFFF)
                left -= 1
                state.open[pick] = state.open[left]
                state.open[left] = q
                continue
            if repaired:
                break
            repaired = True
            for s in range(slots):
                if state.former[s] < 0 or state.info[state.buffer[s], LENGTH] == 1:
                    continue
                row = _recall(state, memory, s)
                if row >= 0:
                    b = state.buffer[s]
                    for k in range(memory.length[row]):
                        state.seq[b, k + 1] = memory.stops[row, k]
                    state.dirty[state.count[DIRTY]] = s
                    state.count[DIRTY] += 1
            if state.count[DIRTY] == 0:
                break
        if good:
            for n in range(left):
                cost += case.loss[state.open[n]]
            good = cost <= bar
        # keep, or go back
        if good:
            for n in range(many):
                state.where[state.open[n]] = -1
            for s in range(slots):
                if state.former[s] < 0:
                    continue
                b = state.buffer[s]
                state.free[state.count[FREE]] = state.former[s]
                state.count[FREE] += 1
                for k in range(1, state.info[b, LENGTH]):
                    state.where[state.seq[b, k] >> 1] = s
                length = state.info[b, LENGTH] - 1
                if length > 0:
                    remember(
                        memory,
                        state.key[b, 1],
                        case.slot[s, KIND],
                        state.info[b, COST],
                        state.seq[b, 1:],
                        length,
                    )
            state.count[CURRENT] = cost
            state.count[STARTED] = 1
            if cost < state.count[BEST]:
                found += 1
                state.count[BEST] = cost
                state.count[MEASURE] = _measure(case, state)
                for s in range(slots):
                    b = state.buffer[s]
                    state.best_length[s] = state.info[b, LENGTH]
                    for k in range(state.info[b, LENGTH] + 1):
                        state.best_seq[s, k] = state.seq[b, k]
        else:
            for n in range(many):
                q = state.open[n]
                if state.where[q] < -1:
                    state.where[q] = -2 - state.where[q]
            for s in range(slots):
                if state.former[s] >= 0:
                    state.free[state.count[FREE]] = state.buffer[s]
                    state.count[FREE] += 1
                    state.buffer[s] = state.former[s]
    return found
