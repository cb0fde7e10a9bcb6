"""Routes and choices of a search, with what is needed to take a step back.

The current routes are rows of :class:`Routes`; one more row is scratch. A step notes every row
and request it touches, with what was there, so that only those are put back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.vrp.search.rich.tables import Tables
from routing.vrp.timing.arrays import (
    BIG,
    BREAKS,
    CREW,
    KIND,
    PER_M,
    PER_S,
    PER_USE,
    RELOAD,
    VISIT,
)
from routing.vrp.timing.boxed import boxed
from routing.vrp.timing.fixpoint import fix_early, hopeless, latest, unbounded
from routing.vrp.timing.jit import inner, leaf, once
from routing.vrp.timing.kernel import evaluate, walk
from routing.vrp.timing.space import (
    AFTER_S,
    DEPART,
    HIGH,
    LAID,
    LOW,
    SEQ,
    SKIP_EARLY,
    SUM,
    UNTIL_S,
    Space,
    work_space,
)

# entries of Routes.number
TOTAL, ROWS, ASKED, OUT, BEST_MISSED, BEST_TOTAL, BROKEN = range(7)
_PRIME = np.uint64(1099511628211)
_BASIS = np.uint64(14695981039346656037)


class Routes(NamedTuple):
    """Current routes by slot, and by request which alternative is chosen and where its parts are.

    ``route``, ``length``, ``cost``, ``stamp`` (a hash of the order); ``low``, ``high``: bounds
    of the starts without breaks, then of the return, and in the last column of the departure;
    ``aboard``: loads on leaving; ``slack``: cost of a route that is neither way, work nor use;
    ``chosen``: alternative or -1; ``place``: slots of its parts. ``old_*``: before the step.
    ``best_*``: the best met. ``out``: requests not served, and where each stands in that list.
    """

    route: NDArray[np.int64]
    length: NDArray[np.int64]
    cost: NDArray[np.int64]
    stamp: NDArray[np.uint64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    aboard: NDArray[np.int64]
    slack: NDArray[np.int64]
    chosen: NDArray[np.int64]
    place: NDArray[np.int64]
    out: NDArray[np.int64]
    out_at: NDArray[np.int64]
    number: NDArray[np.int64]


class Back(NamedTuple):
    """What a step has touched, and what was there."""

    rows: NDArray[np.int64]
    is_row: NDArray[np.uint8]
    asked: NDArray[np.int64]
    is_asked: NDArray[np.uint8]
    route: NDArray[np.int64]
    length: NDArray[np.int64]
    cost: NDArray[np.int64]
    stamp: NDArray[np.uint64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    aboard: NDArray[np.int64]
    slack: NDArray[np.int64]
    chosen: NDArray[np.int64]
    place: NDArray[np.int64]


def empty_routes(tables: Tables) -> Routes:
    """Make a state without stops; every request is out."""
    rows, wide = len(tables.arrays.slot) + 1, tables.widest
    requests = len(tables.plan.request)
    parts = max(int(tables.plan.alternative[:, 1].max(initial=1)), 1)
    return Routes(
        route=np.zeros((rows, wide), np.int64),
        length=np.zeros(rows, np.int64),
        cost=np.zeros(rows, np.int64),
        stamp=np.full(rows, _BASIS, np.uint64),
        low=np.zeros((rows, wide + 2), np.int64),
        high=np.zeros((rows, wide + 2), np.int64),
        aboard=np.zeros((rows, wide + 1, tables.instance.dimensions), np.int64),
        slack=np.zeros(rows, np.int64),
        chosen=np.full(requests, -1, np.int64),
        place=np.full((requests, parts), -1, np.int64),
        out=np.arange(requests, dtype=np.int64),
        out_at=np.arange(requests, dtype=np.int64),
        number=np.zeros(8, np.int64),
    )


def empty_back(routes: Routes) -> Back:
    """Make the notebook of steps over ``routes``."""
    rows, requests = len(routes.length), len(routes.chosen)
    return Back(
        rows=np.zeros(rows, np.int64),
        is_row=np.zeros(rows, np.uint8),
        asked=np.zeros(max(requests, 1), np.int64),
        is_asked=np.zeros(max(requests, 1), np.uint8),
        route=routes.route.copy(),
        length=routes.length.copy(),
        cost=routes.cost.copy(),
        stamp=routes.stamp.copy(),
        low=routes.low.copy(),
        high=routes.high.copy(),
        aboard=routes.aboard.copy(),
        slack=routes.slack.copy(),
        chosen=routes.chosen.copy(),
        place=routes.place.copy(),
    )


def space_for(tables: Tables) -> Space:
    """Make the space in which the routes of ``tables`` are evaluated."""
    return work_space(tables.arrays, tables.widest + 8)


@leaf
def clear(numbers):  # type: ignore[no-untyped-def]
    """Set all to nought."""
    for i in range(numbers.shape[0]):
        numbers[i] = 0


@inner
def load_sequence(routes, space, row):  # type: ignore[no-untyped-def]
    """Copy a route into the work space and return its length."""
    n = routes.length[row]
    for i in range(n):
        space.work[SEQ, i] = routes.route[row, i]
    return n


@once
def _aboard(arrays, routes, row, n):  # type: ignore[no-untyped-def]
    """Follow the loads of a route: what clients are brought is aboard from the trip's start."""
    node, drop, take = arrays.node, arrays.drop, arrays.take
    for d in range(drop.shape[1]):
        riding = 0
        begin = 0
        while begin <= n:
            end = begin
            load = riding
            while end < n and node[routes.route[row, end], KIND] != RELOAD:
                load += drop[routes.route[row, end], d]
                end += 1
            routes.aboard[row, begin, d] = load
            for i in range(begin, end):
                v = routes.route[row, i]
                load += take[v, d] - drop[v, d]
                routes.aboard[row, i + 1, d] = load
                if node[v, KIND] != VISIT:
                    riding += take[v, d]
            begin = end + 1


@inner
def set_route(arrays, routes, space, row, k, n, cost):  # type: ignore[no-untyped-def]
    """Make the ``n`` stops in the work space, of that cost, the route of ``row``."""
    work, scalar = space.work, space.scalar
    stamp = _BASIS
    for i in range(n):
        v = work[SEQ, i]
        routes.route[row, i] = v
        stamp = (stamp ^ np.uint64(v + 1)) * _PRIME
    routes.stamp[row] = stamp
    routes.length[row] = n
    routes.cost[row] = cost
    far = walk(arrays, work, space.places, scalar, k, n)
    scalar[AFTER_S], scalar[UNTIL_S] = -1, BIG
    for b in range(arrays.slot[k, BREAKS]):
        work[LAID, b] = SKIP_EARLY
    hopeless(arrays, work, scalar, k, n)
    paid = arrays.slot[k, PER_M] * far + arrays.slot[k, PER_S] * work[SUM, n]
    routes.slack[row] = cost - paid - arrays.slot[k, PER_USE]
    if n == 0:
        routes.slack[row] = 0
    unbounded(work, scalar, n)
    fix_early(arrays, work, scalar, k, n)
    last = routes.low.shape[1] - 1
    for i in range(n + 1):
        routes.low[row, i] = work[LOW, i]
    routes.low[row, last] = scalar[DEPART]
    routes.high[row, last] = latest(arrays, work, scalar, k, n, n, BIG)
    for i in range(n + 1):
        routes.high[row, i] = work[HIGH, i]
    _aboard(arrays, routes, row, n)


@njit(nogil=True, cache=True, error_model="numpy")
def lay(arrays, routes, space, row, n, commit):  # type: ignore[no-untyped-def]
    """Evaluate the ``n`` stops in the work space; make them the route of ``row`` if wanted.

    Called from Python; returns the cost, BIG where they are not feasible.
    """
    return _lay(boxed(arrays), boxed(routes), boxed(space), row, n, commit)


@inner
def _lay(arrays, routes, space, row, n, commit):  # type: ignore[no-untyped-def]
    cost = evaluate(arrays, space, row, n, np.int64(0))
    if commit and cost < BIG:
        routes.number[TOTAL] += cost - routes.cost[row]
        set_route(arrays, routes, space, row, row, n, cost)
    return cost


@inner
def _copy(source, target, row, last):  # type: ignore[no-untyped-def]
    n = source.length[row]
    target.length[row] = n
    target.cost[row] = source.cost[row]
    target.stamp[row] = source.stamp[row]
    target.slack[row] = source.slack[row]
    for i in range(n):
        target.route[row, i] = source.route[row, i]
    for i in range(n + 1):
        target.low[row, i] = source.low[row, i]
        target.high[row, i] = source.high[row, i]
        for d in range(source.aboard.shape[2]):
            target.aboard[row, i, d] = source.aboard[row, i, d]
    target.low[row, last] = source.low[row, last]
    target.high[row, last] = source.high[row, last]


@inner
def touch(routes, back, row):  # type: ignore[no-untyped-def]
    """Note a route before it changes."""
    if back.is_row[row] == 0:
        back.is_row[row] = 1
        back.rows[routes.number[ROWS]] = row
        routes.number[ROWS] += 1
        _copy(routes, back, row, routes.low.shape[1] - 1)


@inner
def touch_request(routes, back, r):  # type: ignore[no-untyped-def]
    """Note a request before it changes."""
    if back.is_asked[r] == 0:
        back.is_asked[r] = 1
        back.asked[routes.number[ASKED]] = r
        routes.number[ASKED] += 1
        back.chosen[r] = routes.chosen[r]
        for p in range(routes.place.shape[1]):
            back.place[r, p] = routes.place[r, p]


@inner
def keep(routes, back):  # type: ignore[no-untyped-def]
    """Make the step final."""
    for i in range(routes.number[ROWS]):
        back.is_row[back.rows[i]] = 0
    for i in range(routes.number[ASKED]):
        back.is_asked[back.asked[i]] = 0
    routes.number[ROWS] = 0
    routes.number[ASKED] = 0


@once
def undo(routes, back, total):  # type: ignore[no-untyped-def]
    """Put everything back as it was before the step, at that total."""
    last = routes.low.shape[1] - 1
    for i in range(routes.number[ROWS]):
        _copy(back, routes, back.rows[i], last)
    for i in range(routes.number[ASKED]):
        r = back.asked[i]
        routes.chosen[r] = back.chosen[r]
        for p in range(routes.place.shape[1]):
            routes.place[r, p] = back.place[r, p]
        if routes.chosen[r] < 0:
            put_out(routes, r)
        else:
            take_in(routes, r)
    routes.number[TOTAL] = total
    keep(routes, back)


@inner
def parted(arrays, routes, r):  # type: ignore[no-untyped-def]
    """Whether the linked shipments of ``r`` are with two crews."""
    one, two = routes.place[r, 0], routes.place[r, 1]
    return arrays.slot[one, CREW] != arrays.slot[two, CREW]


@inner
def put_out(routes, r):  # type: ignore[no-untyped-def]
    """List a request among those that are out."""
    if routes.out_at[r] < 0:
        routes.out_at[r] = routes.number[OUT]
        routes.out[routes.number[OUT]] = r
        routes.number[OUT] += 1


@inner
def take_in(routes, r):  # type: ignore[no-untyped-def]
    """Strike a request off the list of those that are out."""
    at = routes.out_at[r]
    if at >= 0:
        last = routes.out[routes.number[OUT] - 1]
        routes.out[at] = last
        routes.out_at[last] = at
        routes.out_at[r] = -1
        routes.number[OUT] -= 1
