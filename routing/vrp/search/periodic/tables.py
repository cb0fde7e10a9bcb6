"""The arrays on which the compiled periodic search works, and the state it changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NEAR = 60
"""Clients among which insertions look for some that have a visit on the same day."""
AROUND = 200
"""Clients among which a ruin spreads around its seed."""


class Tables(NamedTuple):
    """What does not change. ``n`` clients, ``days``, S slots (vehicle, day) sorted by day, kind.

    A *node* is a visit ``day * n + client`` or the depot ``days * n + slot`` of a slot; a *row*
    of the matrices is a client, or ``n +`` a pair (start, end) of depots. A cost or time from a
    client holds its service, one to a client its set-up: nothing else need be added.
    All floats hold whole numbers, so that sums are exact whatever their order.

    Attributes
    ----------
    cost, cost_back, time, time_back
        Flat (class of vehicle, row, row): from the first to the second, and back; ``base`` is
        where the class of a slot begins.
    row
        Of each node.
    slots_of
        First slot of each day, S at the end.
    capacity, demand
        Shapes (S, dimensions) and (n, dimensions).
    limit
        Most time of a route of the slot, infinite where unbounded; ``timed`` if any is not.
    barred
        Shape (n, S), 1 where the slot may not serve the client.
    near, around
        Of each client the nearest, in order: shapes (n, width).
    sets_of, set_days_of, set_days
        Day sets of client c: ``sets_of[c]`` to ``sets_of[c + 1]``; days of set p:
        ``set_days[set_days_of[p]]`` on, up to that of ``p + 1``.
    any_days_of, any_days
        Days of any of its sets.
    tie
        0: any vehicle; 1: the same vehicle on all days; 2: the same crew. ``team[tie - 1, s]``.
    missed, missed_weight
        Cost of not serving the client; ``1 + priority`` where it must be served, else 0.
    size, far
        Sorting keys: share of a load, distance from the depots.
    """

    n: int
    days: int
    rows: int
    slots: int
    dimensions: int
    timed: bool
    cost: Floats
    cost_back: Floats
    time: Floats
    time_back: Floats
    base: NDArray[np.int64]
    row: Ints
    slots_of: Ints
    slot_vehicle: Ints
    slot_day: Ints
    slot_kind: Ints
    capacity: Floats
    use: Floats
    limit: Floats
    demand: Floats
    barred: NDArray[np.uint8]
    near: Ints
    around: Ints
    sets_of: Ints
    set_days_of: Ints
    set_days: Ints
    any_days_of: Ints
    any_days: Ints
    tie: Ints
    team: Ints
    missed: Floats
    missed_weight: NDArray[np.int64]
    size: Floats
    far: Floats


class State(NamedTuple):
    """What changes.

    Attributes
    ----------
    succ, pred, slot
        Of each node; ``slot`` is -1 for a visit that is not made.
    leg, lap
        Cost and time from each node to the next.
    load, length, visits
        Of each slot: loads, time, visits.
    chosen
        Of each client the day set it has, -1 for none.
    sums
        Cost of the routes, overtime, cost of clients missed, overload per dimension.
    weight
        Cost of a unit of overtime, then of overload per dimension.
    log
        What was done in this iteration: (what, node or client, where or which before).
    items
        What was ruined: ``client * (days + 1) + day``, ``days`` for a client as a whole.
    kept_*
        The best feasible solution; ``kept`` its cost.
    tally
        Whole numbers that must outlive a call, see the kernel.
    """

    dice: NDArray[np.uint64]
    succ: Ints
    pred: Ints
    slot: Ints
    leg: Floats
    lap: Floats
    load: Floats
    length: Floats
    visits: NDArray[np.int64]
    chosen: Ints
    sums: Floats
    weight: Floats
    log: Ints
    items: Ints
    keys: Floats
    mark: Ints
    stamp: Ints
    best: Floats
    spot: Ints
    extra: Floats
    stops: Ints
    kept_succ: Ints
    kept_pred: Ints
    kept_slot: Ints
    kept_chosen: Ints
    kept: Floats
    tally: NDArray[np.int64]


def empty_state(tables: Tables, seed: int) -> State:
    """Return the state in which no client is served."""
    n, days, slots = tables.n, tables.days, tables.limit.size
    nodes, dimensions = n * days + slots, tables.demand.shape[1]
    state = State(
        dice=np.array([seed], np.uint64),
        succ=np.arange(nodes, dtype=np.int32),
        pred=np.arange(nodes, dtype=np.int32),
        slot=np.full(nodes, -1, np.int32),
        leg=np.zeros(nodes),
        lap=np.zeros(nodes),
        load=np.zeros((slots, dimensions)),
        length=np.zeros(slots),
        visits=np.zeros(slots, np.int64),
        chosen=np.full(n, -1, np.int32),
        sums=np.zeros(3 + dimensions),
        weight=np.ones(1 + dimensions),
        log=np.zeros((4 * nodes + 8 * n + 64, 3), np.int32),
        items=np.zeros(n * days + n + 1, np.int32),
        keys=np.zeros(n * days + n + 1),
        mark=np.zeros(nodes + n, np.int32),
        stamp=np.zeros(slots, np.int32),
        best=np.zeros(max(days, slots)),
        spot=np.zeros(max(days, slots), np.int32),
        extra=np.zeros(slots),
        stops=np.zeros(n + 1, np.int32),
        kept_succ=np.arange(nodes, dtype=np.int32),
        kept_pred=np.arange(nodes, dtype=np.int32),
        kept_slot=np.full(nodes, -1, np.int32),
        kept_chosen=np.full(n, -1, np.int32),
        kept=np.array([np.inf]),
        tally=np.zeros(16, np.int64),
    )
    state.slot[n * days :] = np.arange(slots)
    state.kept_slot[n * days :] = np.arange(slots)
    state.sums[2] = tables.missed.sum()
    return state
