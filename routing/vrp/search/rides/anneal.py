"""The search: ruin and recreate, accepted by simulated annealing (10.1287/trsc.2019.0914)."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.memory import remember
from routing.vrp.search.rides.closure import close
from routing.vrp.search.rides.insertion import cheapest
from routing.vrp.search.rides.rest import rested
from routing.vrp.search.rides.ruin import ruin
from routing.vrp.search.rides.tables import (
    BEST,
    COST,
    CURRENT,
    DIRTY,
    FREE,
    KIND,
    LENGTH,
    MEASURE,
    MOST_REFUSALS,
    NEVER,
    OPEN,
    PER_USE,
    STARTED,
)
from routing.vrp.search.rides.tuning import (
    BANNED,
    COLD,
    HOT,
    NOISE,
    NOISY,
    REGRET_ALL,
    REMAINDER,
)
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.jit import leaf

_MOST_BANK = 24
_ALONE = 0.85  # of the last one's price, which noise may have raised


@njit(nogil=True, cache=True, error_model="numpy")
def rebuild(fixed, changing):  # type: ignore[no-untyped-def]
    """Work out every route and the current cost anew; ``where`` -1 marks requests left out."""
    case, state = boxed(fixed), boxed(changing)
    good = True
    total = np.int64(0)
    for q in range(case.ride.shape[0]):
        state.where[q] = -1
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        good = close(case, state, b, s) and rested(case, state, b, s) and good
        total += state.info[b, COST]
        for k in range(1, state.info[b, LENGTH]):
            state.where[state.seq[b, k] >> 1] = s
    for q in range(case.ride.shape[0]):
        if state.where[q] < 0:
            total += case.loss[q]
    good = good and not _halved(case, state)
    total += _apart(case, state)
    state.tally[CURRENT] = total
    return good


@leaf
def _halved(case, state):  # type: ignore[no-untyped-def]
    """Whether one of two linked requests is served without the other."""
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if mate >= 0 and (state.where[q] < 0) != (state.where[mate] < 0):
            return True
    return False


@leaf
def _apart(case, state):  # type: ignore[no-untyped-def]
    """Give the cost of linked requests that are served in two slots."""
    total = np.int64(0)
    for q in range(case.ride.shape[0]):
        mate = case.mate[q]
        if mate > q and state.where[q] >= 0 and state.where[q] != state.where[mate]:
            total += case.apart[q]
    return total


@leaf
def _parted(case, state, left, many):  # type: ignore[no-untyped-def]
    """Give the cost of linked requests that were put into two slots in this iteration."""
    total = np.int64(0)
    for n in range(left, many):
        q = state.open[n]
        mate = case.mate[q]
        if mate > q and state.put[mate] >= 0 and state.put[mate] != state.put[q]:
            total += case.apart[q]
    return total


@leaf
def _measure(case, state):  # type: ignore[no-untyped-def]
    """Give the cost of all ways and hours: what the temperature is a share of."""
    total = np.int64(0)
    for s in range(state.buffer.shape[0]):
        b = state.buffer[s]
        if state.info[b, LENGTH] > 1:
            total += state.info[b, COST] - case.slot[s, PER_USE]
    return total


@leaf
def _fresh(state, s):  # type: ignore[no-untyped-def]
    """Give slot ``s`` a buffer of its own for this iteration, once; the old one is kept."""
    state.tally[FREE] -= 1
    b = state.free[state.tally[FREE]]
    state.former[s] = state.buffer[s]
    state.buffer[s] = b
    state.dirty[state.tally[DIRTY]] = s
    state.tally[DIRTY] += 1
    return b


@leaf
def _detach(case, state):  # type: ignore[no-untyped-def]
    """Take the requests on the list out of their routes."""
    for s in range(state.former.shape[0]):
        state.former[s] = -1
    for n in range(state.tally[OPEN]):
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


@leaf
def _put(state, q, s, i, j):  # type: ignore[no-untyped-def]
    """Put request ``q`` behind the stops ``i`` and ``j`` of slot ``s``."""
    a = state.buffer[s]
    if state.former[s] < 0:
        b = _fresh(state, s)
        for k in range(state.info[a, LENGTH] + 1):
            state.seq[b, k] = state.seq[a, k]
        state.info[b, LENGTH] = state.info[a, LENGTH]
    else:
        b = a
        state.dirty[state.tally[DIRTY]] = s
        state.tally[DIRTY] += 1
    m = state.info[b, LENGTH]
    seq = state.seq[b]
    for k in range(m, j, -1):
        seq[k + 2] = seq[k]
    seq[j + 2] = 2 * q + 1
    for k in range(j, i, -1):
        seq[k + 1] = seq[k]
    seq[i + 1] = 2 * q
    state.info[b, LENGTH] = m + 2


@leaf
def _refuse(case, state, q, s):  # type: ignore[no-untyped-def]
    """Note that the place known of request ``q`` in slot ``s`` will not do; find the next best."""
    key = state.key[state.buffer[s], 0]
    if state.refused_key[q, s] != key:
        state.refused_key[q, s] = key
        state.refusals[q, s] = 0
    known = 0 if state.seen_key[q, s, 0] == key else 1
    added, i, j = np.int64(NEVER), np.int64(0), np.int64(0)
    if state.refusals[q, s] < MOST_REFUSALS:
        state.refused[q, s, state.refusals[q, s]] = state.seen_at[q, s, known]
        state.refusals[q, s] += 1
        added, i, j = cheapest(case, state, state.buffer[s], s, q)
    for tried in range(2):
        if state.seen_key[q, s, tried] == key:
            state.seen_cost[q, s, tried] = added
            state.seen_at[q, s, tried] = i << 16 | j


@leaf
def _withdraw(state, q):  # type: ignore[no-untyped-def]
    """Take request ``q``, put in during this iteration, out again."""
    s = state.put[q]
    b = state.buffer[s]
    size = 0
    for k in range(state.info[b, LENGTH] + 1):
        if k == 0 or k == state.info[b, LENGTH] or state.seq[b, k] >> 1 != q:
            state.seq[b, size] = state.seq[b, k]
            size += 1
    state.info[b, LENGTH] = size - 1
    state.put[q] = -1
    state.dirty[state.tally[DIRTY]] = s
    state.tally[DIRTY] += 1


@leaf
def _bereft(case, state, left, many):  # type: ignore[no-untyped-def]
    """Withdraw one whose mate found no place, any; return how many are left out then.

    Neither is tried again in this iteration; others may find room where it was.
    """
    begin = below(state.dice, left) if left > 0 else 0
    for turn in range(left):
        q = state.open[(begin + turn) % left]
        mate = case.mate[q]
        if mate < 0 or state.put[mate] < 0:
            continue
        _withdraw(state, mate)
        state.put[q] = state.put[mate] = -2
        for x in range(many):
            if x >= left and state.open[x] == mate:
                state.open[x] = state.open[left]
                state.open[left] = mate
        for k in range(state.buffer.shape[0]):
            state.price[q, k] = case.loss[q]
            state.price[mate, k] = case.loss[mate]
        return left + 1
    return left


@leaf
def _recall(state, memory, s):  # type: ignore[no-untyped-def]
    """Give the row of the memory that serves slot ``s``'s requests at less cost, or -1."""
    b = state.buffer[s]
    key = state.key[b, 1]
    capacity = memory.key.shape[0]
    row = np.int64(key & np.uint64(capacity - 1))
    while memory.key[row] != np.uint64(0) and memory.key[row] != key:
        row = (row + 1) & (capacity - 1)
    same = memory.key[row] == key and memory.length[row] == state.info[b, LENGTH] - 1
    if same and memory.cost[row] < state.info[b, COST]:
        return row
    return -1


@leaf
def _seen(case, state, q, s):  # type: ignore[no-untyped-def]
    """Give the cost of request ``q`` in slot ``s``; worked out where the route is another.

    What is known of the route kept stays while routes are tried instead of it.
    """
    b = state.buffer[s]
    key = state.key[b, 0]
    tried = np.int64(state.former[s] >= 0)
    if state.seen_key[q, s, tried] != key:
        if state.seen_key[q, s, 1 - tried] == key:
            state.seen_cost[q, s, tried] = state.seen_cost[q, s, 1 - tried]
            state.seen_at[q, s, tried] = state.seen_at[q, s, 1 - tried]
        else:
            added, i, j = cheapest(case, state, b, s, q)
            state.seen_cost[q, s, tried] = added
            state.seen_at[q, s, tried] = i << 16 | j
        state.seen_key[q, s, tried] = key
    return state.seen_cost[q, s, tried]


@leaf
def _price(case, state, q, s):  # type: ignore[no-untyped-def]
    """Give what it costs to put request ``q`` into slot ``s``, its mate considered."""
    cost = _seen(case, state, q, s)
    mate = case.mate[q]
    if mate < 0 or cost >= NEVER:
        return cost
    if state.put[mate] >= 0:
        return cost if state.put[mate] == s else min(NEVER, cost + case.apart[q])
    if case.apart[q] < NEVER:
        return cost
    if not case.allowed[mate, s]:
        return np.int64(NEVER)
    other = _seen(case, state, mate, s)
    return other if other >= NEVER else (cost + other) // 2


# One long body: its parts share a dozen numbers.
@njit(nogil=True, cache=True, error_model="numpy")
def anneal(fixed, changing, known, iterations, begin, end):  # type: ignore[no-untyped-def]  # noqa: C901
    """Run ``iterations``, cooling from share ``begin`` to ``end``; count the bests found."""
    case, state, memory = boxed(fixed), boxed(changing), boxed(known)
    tuning = case.tuning
    requests = case.ride.shape[0]
    slots = state.buffer.shape[0]
    dice = state.dice
    found = 0
    for turn in range(iterations):
        share = begin + (end - begin) * turn / iterations
        heat = state.tally[MEASURE] / requests * tuning[HOT]
        heat *= (tuning[COLD] / tuning[HOT]) ** share
        bar = state.tally[CURRENT] - heat * np.log(1.0 - uniform(dice))
        # take out
        state.tally[OPEN] = 0
        state.tally[DIRTY] = 0
        for s in range(slots):
            state.former[s] = -1
        partial = np.int64(0)
        if state.tally[STARTED] == 0:
            bar = 4.0 * NEVER
        ruin(case, state)
        _detach(case, state)
        gone = state.tally[OPEN]
        # those left out before try again, not too many of them at once
        bank = 0
        for q in range(requests):
            if state.where[q] == -1:
                bank += 1
        chance = 1.0 if state.tally[STARTED] == 0 else _MOST_BANK / max(bank, 1)
        for q in range(requests):
            mate = case.mate[q]
            if state.where[q] != -1 or 0 <= mate < q:
                continue
            if chance >= 1.0 or uniform(dice) < chance:
                state.open[state.tally[OPEN]] = q
                state.tally[OPEN] += 1
                if mate >= 0:
                    state.open[state.tally[OPEN]] = mate
                    state.tally[OPEN] += 1
            else:
                partial += case.loss[q]
                if mate >= 0:
                    partial += case.loss[mate]
        partial += _apart(case, state)
        many = state.tally[OPEN]
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
        again, last_slot = np.int64(-1), np.int64(-1)
        complete = False  # whether all prices are known, or only the changed routes' are missing
        while good:
            changed = state.tally[DIRTY]
            for n in range(changed):
                s = state.dirty[n]
                good = close(case, state, state.buffer[s], s) and good
                if good and not rested(case, state, state.buffer[s], s):
                    # the one put in last, which stands first among those put in, goes elsewhere
                    good = s == last_slot
                    if good:
                        q = state.open[left]
                        _withdraw(state, q)
                        left += 1
                        last_slot = np.int64(-1)
                        good = close(case, state, state.buffer[s], s)
                        _refuse(case, state, q, s)
            if not good:
                break
            cost = partial + _parted(case, state, left, many)
            for s in range(slots):
                cost += state.info[state.buffer[s], COST]
            if cost > bar:
                good = False
                break
            if not complete:
                changed = slots
                for s in range(slots):
                    state.dirty[s] = s
                complete = True
            for n in range(left):
                q = state.open[n]
                for x in range(slots if q == again else changed):
                    s = x if q == again else state.dirty[x]
                    if not case.allowed[q, s] or (q == banned and s == banned_slot):
                        state.price[q, s] = case.loss[q]
                        continue
                    if state.put[q] == -2:
                        state.price[q, s] = case.loss[q]
                        continue
                    price = np.float64(_price(case, state, q, s))
                    if noise > 0.0:
                        price *= 1.0 + noise * (2.0 * uniform(dice) - 1.0)
                    state.price[q, s] = min(price, np.float64(case.loss[q]))
            state.tally[DIRTY] = 0
            pick, pick_slot = -1, -1
            score = -1.0e300
            rest = 0.0
            for n in range(left):
                q = state.open[n]
                loss = np.float64(case.loss[q])
                one = two = three = loss
                total = 0.0
                slot = -1
                for s in range(slots):
                    price = state.price[q, s]
                    total += price
                    if price < three:
                        if price < one:
                            three, two, one = two, one, price
                            slot = s
                        elif price < two:
                            three, two = two, price
                        else:
                            three = price
                rest += one
                if slot < 0:
                    continue
                if mode == 0:
                    value = -one
                elif mode == 1:
                    value = two - one
                elif mode == 2:
                    value = two + three - 2.0 * one
                else:
                    value = total - slots * one
                if value > score:
                    score, pick, pick_slot = value, n, slot
            if cost + (_ALONE if left == 1 else tuning[REMAINDER]) * rest > bar:
                good = False
                break
            if pick >= 0:
                q = state.open[pick]
                tried = np.int64(state.former[pick_slot] >= 0)
                if cost + state.seen_cost[q, pick_slot, tried] > bar:
                    good = False
                    break
                at = state.seen_at[q, pick_slot, tried]
                _put(state, q, pick_slot, at >> 16, at & 0xFFFF)
                last_slot = np.int64(pick_slot)
                state.put[q] = last_slot
                again = case.mate[q]
                left -= 1
                state.open[pick] = state.open[left]
                state.open[left] = q
                continue
            last_slot, again = np.int64(-1), np.int64(-1)
            remaining = left
            left = _bereft(case, state, left, many)
            if left > remaining:
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
                    state.dirty[state.tally[DIRTY]] = s
                    state.tally[DIRTY] += 1
            if state.tally[DIRTY] == 0:
                break
        if good:
            for n in range(left):
                cost += case.loss[state.open[n]]
            good = cost <= bar
        # keep, or go back
        if good:
            for n in range(many):
                state.where[state.open[n]] = -1
                state.put[state.open[n]] = -1
            for s in range(slots):
                if state.former[s] < 0:
                    continue
                b = state.buffer[s]
                state.free[state.tally[FREE]] = state.former[s]
                state.tally[FREE] += 1
                for k in range(1, state.info[b, LENGTH]):
                    state.where[state.seq[b, k] >> 1] = s
                length = state.info[b, LENGTH] - 1
                for k in range(length):
                    state.place[k] = state.seq[b, k + 1]
                if length > 0:
                    remember(
                        memory,
                        state.key[b, 1],
                        case.slot[s, KIND],
                        state.info[b, COST],
                        state.place,
                        length,
                    )
            state.tally[CURRENT] = cost
            state.tally[STARTED] = 1
            if cost < state.tally[BEST]:
                found += 1
                state.tally[BEST] = cost
                state.tally[MEASURE] = _measure(case, state)
                for s in range(slots):
                    b = state.buffer[s]
                    state.best_length[s] = state.info[b, LENGTH]
                    state.best_price[s] = state.info[b, COST]
                    for k in range(state.info[b, LENGTH] + 1):
                        state.best_seq[s, k] = state.seq[b, k]
        else:
            for n in range(many):
                q = state.open[n]
                state.put[q] = -1
                if state.where[q] < -1:
                    state.where[q] = -2 - state.where[q]
            for s in range(slots):
                if state.former[s] >= 0:
                    state.free[state.tally[FREE]] = state.buffer[s]
                    state.tally[FREE] += 1
                    state.buffer[s] = state.former[s]
    return found
