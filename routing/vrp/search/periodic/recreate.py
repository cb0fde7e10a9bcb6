"""Recreation: items go back one by one, each to its cheapest days and places."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.dice import uniform
from routing.vrp.search.periodic.moves import link, penalised
from routing.vrp.timing.jit import inner

ENTERED, LEFT, CHOSE, MISSED, WANTED = range(5)
"""What the log says of a node or client; the last two: counted, no longer counted as missed."""


@inner
def sort_items(t, s, count):  # type: ignore[no-untyped-def]
    """Put the items in one of five orders, drawn."""
    u = uniform(s.dice)
    for i in range(count):
        c = s.items[i] // (t.days + 1)
        s.keys[i] = uniform(s.dice)
        if u < 0.24:
            s.keys[i] = -t.size[c]
        elif u < 0.39:
            s.keys[i] = -t.far[c]
        elif u < 0.46:
            s.keys[i] = t.far[c]
        elif u < 0.64:
            s.keys[i] += t.sets_of[c + 1] - t.sets_of[c]
    for i in range(1, count):
        key, item = s.keys[i], s.items[i]
        j = i - 1
        while j >= 0 and s.keys[j] > key:
            s.keys[j + 1], s.items[j + 1] = s.keys[j], s.items[j]
            j -= 1
        s.keys[j + 1], s.items[j + 1] = key, item


@inner
def note(s, what, key, value):  # type: ignore[no-untyped-def]
    """Add a line to the log."""
    at = s.tally[0]
    s.log[at, 0], s.log[at, 1], s.log[at, 2] = what, key, value
    s.tally[0] = at + 1


@inner
def extra_cost(t, s, c, slot):  # type: ignore[no-untyped-def]
    """Return what the overloads of ``slot`` cost more with ``c`` aboard; infinite if barred."""
    if t.barred[c, slot] != 0:
        return np.inf
    extra = 0.0
    for k in range(t.dimensions):
        over = s.load[slot, k] - t.capacity[slot, k]
        extra += s.weight[1 + k] * (max(0.0, over + t.demand[c, k]) - max(0.0, over))
    return extra


@inner
def _tied(t, s, c):  # type: ignore[no-untyped-def] # noqa: C901 - plain loops over all places
    """Place a client all of whose visits are one team's: fill ``spot`` by day, return the set.

    Every place of every route is tried: such clients are few.
    """
    slots = t.slots
    for slot in range(slots):
        s.best[slot] = np.inf
        extra = extra_cost(t, s, c, slot)
        if extra == np.inf:
            continue
        node = t.n * t.days + slot
        while True:
            after = np.int64(s.succ[node])
            there = t.base[slot] + np.int64(t.row[node]) * t.rows + c
            onward = t.base[slot] + c * t.rows + np.int64(t.row[after])
            cost = extra + t.cost[there] + t.cost[onward] - s.leg[node]
            if s.visits[slot] == 0:
                cost += t.use[slot]
            if t.timed:
                over = s.length[slot] - t.limit[slot]
                more = t.time[there] + t.time[onward] - s.lap[node]
                cost += s.weight[0] * (max(0.0, over + more) - max(0.0, over))
            if cost < s.best[slot]:
                s.best[slot], s.spot[slot] = cost, node
            node = after
            if node == t.n * t.days + slot:
                break
    total, chosen, team = np.inf, -1, -1
    teams = t.team[t.tie[c] - 1]
    for lead in range(slots):
        for p in range(t.sets_of[c], t.sets_of[c + 1]):
            cost = 0.0
            for x in range(t.set_days_of[p], t.set_days_of[p + 1]):
                cheapest = np.inf
                for slot in range(t.slots_of[t.set_days[x]], t.slots_of[t.set_days[x] + 1]):
                    if teams[slot] == teams[lead]:
                        cheapest = min(cheapest, s.best[slot])
                cost += cheapest
            if cost < total:
                total, chosen, team = cost, p, teams[lead]
    if chosen >= 0:
        for x in range(t.set_days_of[chosen], t.set_days_of[chosen + 1]):
            d = t.set_days[x]
            cheapest, place = np.inf, np.int32(-1)
            for slot in range(t.slots_of[d], t.slots_of[d + 1]):
                if teams[slot] == team and s.best[slot] < cheapest:
                    cheapest, place = s.best[slot], s.spot[slot]
            s.stops[x - t.set_days_of[chosen]] = place
        for x in range(t.set_days_of[chosen], t.set_days_of[chosen + 1]):
            s.spot[t.set_days[x]] = s.stops[x - t.set_days_of[chosen]]
    return total, chosen


@inner
def recreate(t, s, count, ceiling, blink, beside):  # type: ignore[no-untyped-def] # noqa: C901
    """Insert the items; give up and return False when the cost passes ``ceiling``.

    Places are beside the ``beside`` nearest clients of the day and at the ends of its routes.

    One long body on purpose: nearly all time goes here.
    """
    n, days, rows = t.n, t.days, t.rows
    depots = n * days
    dimensions = t.dimensions
    for i in range(count):
        c = np.int64(s.items[i] // (days + 1))
        day = np.int64(s.items[i] % (days + 1))
        whole = day == days
        chosen = np.int64(-1)
        total = np.inf
        first, last = np.int64(t.any_days_of[c]), np.int64(t.any_days_of[c + 1])
        if whole and t.tie[c] > 0:
            total, chosen = _tied(t, s, c)
            last = first
        elif not whole:
            last = first + 1
        for x in range(first, last):
            d = np.int64(t.any_days[x]) if whole else day
            best, spot = np.inf, np.int64(-1)
            empty_kind = np.int64(-1)
            for place in range(t.slots_of[d], t.slots_of[d + 1]):
                slot = np.int64(place)
                s.extra[slot] = np.inf
                if t.barred[c, slot] != 0:
                    continue
                extra = 0.0
                for k in range(dimensions):
                    over = s.load[slot, k] - t.capacity[slot, k]
                    extra += s.weight[1 + k] * (max(0.0, over + t.demand[c, k]) - max(0.0, over))
                s.extra[slot] = extra
                if extra >= best:
                    continue
                base = t.base[slot] + c * rows
                depot = depots + slot
                if s.visits[slot] == 0:
                    if t.slot_kind[slot] == empty_kind:
                        continue
                    empty_kind = np.int64(t.slot_kind[slot])
                    extra += t.use[slot]
                here = np.int64(t.row[depot])
                after = np.int64(t.row[s.succ[depot]])
                before = np.int64(t.row[s.pred[depot]])
                late = s.length[slot] - t.limit[slot]
                cost = extra + t.cost_back[base + here] + t.cost[base + after] - s.leg[depot]
                if cost < best:
                    if t.timed:
                        more = t.time_back[base + here] + t.time[base + after] - s.lap[depot]
                        cost += s.weight[0] * (max(0.0, late + more) - max(0.0, late))
                    if cost < best and (blink == 0.0 or uniform(s.dice) >= blink):
                        best, spot = cost, depot
                if s.visits[slot] == 0:
                    continue
                end = np.int64(s.pred[depot])
                cost = extra + t.cost_back[base + before] + t.cost[base + here] - s.leg[end]
                if cost < best:
                    if t.timed:
                        more = t.time_back[base + before] + t.time[base + here] - s.lap[end]
                        cost += s.weight[0] * (max(0.0, late + more) - max(0.0, late))
                    if cost < best and (blink == 0.0 or uniform(s.dice) >= blink):
                        best, spot = cost, end
            present = np.int64(0)
            for k in range(t.near.shape[1]):
                if present >= beside:
                    break
                j = np.int64(t.near[c, k])
                node = d * n + j
                slot = np.int64(s.slot[node])
                if slot < 0:
                    continue
                present += 1
                extra = s.extra[slot]
                if extra >= best:
                    continue
                base = t.base[slot] + c * rows
                after = np.int64(t.row[s.succ[node]])
                cost = extra + t.cost_back[base + j] + t.cost[base + after] - s.leg[node]
                if cost < best:
                    if t.timed:
                        late = s.length[slot] - t.limit[slot]
                        more = t.time_back[base + j] + t.time[base + after] - s.lap[node]
                        cost += s.weight[0] * (max(0.0, late + more) - max(0.0, late))
                    if cost < best and (blink == 0.0 or uniform(s.dice) >= blink):
                        best, spot = cost, node
                end = np.int64(s.pred[node])
                before = np.int64(t.row[end])
                cost = extra + t.cost_back[base + before] + t.cost[base + j] - s.leg[end]
                if cost < best:
                    if t.timed:
                        late = s.length[slot] - t.limit[slot]
                        more = t.time_back[base + before] + t.time[base + j] - s.lap[end]
                        cost += s.weight[0] * (max(0.0, late + more) - max(0.0, late))
                    if cost < best and (blink == 0.0 or uniform(s.dice) >= blink):
                        best, spot = cost, end
            s.best[d], s.spot[d] = best, spot
        if whole and t.tie[c] == 0:
            for p in range(t.sets_of[c], t.sets_of[c + 1]):
                cost = 0.0
                for x in range(t.set_days_of[p], t.set_days_of[p + 1]):
                    cost += s.best[t.set_days[x]]
                if cost < total:
                    total, chosen = cost, np.int64(p)
        if whole:
            if chosen < 0 or total > t.missed[c]:
                s.sums[2] += t.missed[c]
                note(s, MISSED, c, 0)
                first = last = np.int64(0)
            else:
                note(s, CHOSE, c, s.chosen[c])
                s.chosen[c] = chosen
                first = np.int64(t.set_days_of[chosen])
                last = np.int64(t.set_days_of[chosen + 1])
        elif s.spot[day] < 0:
            return False
        else:
            first, last = np.int64(0), np.int64(1)
        for x in range(first, last):
            d = np.int64(t.set_days[x]) if whole else day
            node = d * n + c
            link(t, s, node, np.int64(s.spot[d]))
            note(s, ENTERED, node, 0)
        if penalised(t, s) > ceiling:
            return False
    return True
