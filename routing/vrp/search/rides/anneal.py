"""The search: ruin and recreate, accepted by simulated annealing (10.1287/trsc.2019.0914)."""

from __future__ import annotations

import numpy as np
from numba import njit

from routing.vrp.search.dice import below, uniform
from routing.vrp.search.memory import remember
from routing.vrp.search.rides.bank import bereft, call_up, dismiss, stake
from routing.vrp.search.rides.closure import close
from routing.vrp.search.rides.prices import price_of, recall, refuse
from routing.vrp.search.rides.rest import rested
from routing.vrp.search.rides.routes import detach, put, withdraw
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
    NEVER,
    OPEN,
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
    TRADED,
)
from routing.vrp.search.rides.whole import apart, measure, parted
from routing.vrp.timing.boxed import boxed

_ALONE = 0.85  # of the last one's price, which noise may have raised


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
        if state.tally[STARTED] == 0:
            bar = 4.0 * NEVER
        ruin(case, state)
        detach(case, state)
        gone = state.tally[OPEN]
        lost = stake(case, state)
        if lost > 0 and uniform(dice) < tuning[TRADED] * (1.0 - share):
            bar += lost
        partial = call_up(case, state)
        partial += apart(case, state)
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
                        withdraw(state, q)
                        left += 1
                        last_slot = np.int64(-1)
                        good = close(case, state, state.buffer[s], s)
                        refuse(case, state, q, s)
            if not good:
                break
            if not complete:
                many, dismissed = dismiss(case, state, gone, many)
                left = many
                partial += dismissed
            cost = partial + parted(case, state, left, many)
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
                    price = np.float64(price_of(case, state, q, s))
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
                put(state, q, pick_slot, at >> 16, at & 0xFFFF)
                last_slot = np.int64(pick_slot)
                state.put[q] = last_slot
                again = case.mate[q]
                left -= 1
                state.open[pick] = state.open[left]
                state.open[left] = q
                continue
            last_slot, again = np.int64(-1), np.int64(-1)
            remaining = left
            left = bereft(case, state, left, many)
            if left > remaining:
                continue
            if repaired:
                break
            repaired = True
            for s in range(slots):
                if state.former[s] < 0 or state.info[state.buffer[s], LENGTH] == 1:
                    continue
                row = recall(state, memory, s)
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
                    state.met[state.seq[b, k] >> 1] = 1
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
                state.tally[MEASURE] = measure(case, state)
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
