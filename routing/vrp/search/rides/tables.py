"""The arrays that the compiled dial-a-ride search reads and writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_REFUSALS = 8
"""Places of a request in a route after which no further one is tried."""
FAR = 1 << 28
"""Seconds that stand for "no bound"; sums of a few still fit everywhere."""
NEVER = 1 << 60
"""Cost of what cannot be done."""

CALLED = -3
"""In ``State.put``: left out, and tries again in this iteration."""

Ints = NDArray[np.int64]
Narrow = NDArray[np.int32]

# Columns of Case.slot, one row a slot: a vehicle on a day.
(
    START,
    END,
    PROFILE,
    OPENS,
    CLOSES,
    DURATION,
    PER_USE,
    PER_M,
    PER_S,
    MAX_M,
    STOPS,
    KIND,
    CONFIGS,
    REST_FROM,
    REST_UNTIL,
    REST_S,
) = range(16)
# Columns of State.info, one row a buffer.
LENGTH, CONFIG, METRES, COST, LASTS = range(5)
# Entries of State.tally.
OPEN, FREE, CURRENT, BEST, DIRTY, STARTED, MEASURE = range(7)


class Case(NamedTuple):
    """What does not change. Stop 2 r is the pickup of request r, 2 r + 1 its delivery.

    ``stay`` of the one stop and ``out`` (profile, origin, destination, 2): from START of service
    to START of service, seconds, and metres; ``into`` (profile, destination, origin, 2): as
    ``out``, laid out the other way round, as both are read row by row; ``leaves``, ``enters``: the
    number of each stop as an origin and as a destination, see
    :mod:`routing.vrp.search.rides.alike`; ``early``, ``late``: window of each stop, tightened;
    ``ride``: most seconds from START at the pickup to START at the delivery; ``family``: row of
    ``load`` (family, dimension); ``loss``: cost inside the search of leaving a request out;
    ``stake``: the same, 0 for those that only have a prize; ``slot``: see the names of its
    columns; ``capacity`` (slot, configuration, dimension); ``allowed`` (request, slot); ``mate``:
    the other half of a link, or -1; ``apart``: what it costs to have them in slots of two crews,
    ``NEVER`` where that is forbidden; ``crew`` of each slot: the first slot of its crew;
    ``again``: the next slot of the same crew, in a circle; ``near`` (measure, request, rank):
    related requests, nearest first; ``mark``: random numbers of requests, stops and kinds, for
    hashes; ``tuning``: parameters of the search.
    """

    out: Narrow
    into: Narrow
    stay: Ints
    leaves: Ints
    enters: Ints
    early: Ints
    late: Ints
    ride: Ints
    family: Ints
    load: Ints
    loss: Ints
    stake: Ints
    slot: Ints
    capacity: Ints
    allowed: NDArray[np.uint8]
    mate: Ints
    apart: Ints
    crew: Ints
    again: Ints
    near: Narrow
    mark: NDArray[np.uint64]
    tuning: NDArray[np.float64]


class State(NamedTuple):
    """What the search changes. A route lives in a buffer; ``buffer`` says in which.

    Of each buffer: ``seq`` its stops between the two ends; ``first``, ``last``: least and greatest
    feasible start of each stop; ``ticks``: time from the start without waiting; ``slack`` [i, k],
    k < i: stop i may start at most ticks[i] - ticks[k] + slack[i, k] after stop k; ``aboard``
    (stop, dimension): the load on leaving the stop; ``info``: see its columns; ``key``: hashes of
    the order and of the set with the kind. ``seen_...`` (request, slot, 2): the cheapest place in
    the route kept and in the one last tried instead, with the hashes of the orders they hold for.
    ``where``: slot of each request, -1 where left out; ``met``: 1 once it had a place. Of this
    iteration: ``put``, the slot into which each request was put, -1, ``CALLED`` where it was left
    out and tries again, or -2 where its mate found none. ``refused`` (request, slot, number):
    places where it left no room for the break, ``refusals`` of them, in the route of the hash
    ``refused_key``.
    """

    seq: Narrow
    first: Ints
    last: Ints
    ticks: Ints
    leg: Ints
    slack: Ints
    aboard: Ints
    info: Ints
    key: NDArray[np.uint64]
    buffer: Ints
    former: Ints
    free: Ints
    where: Ints
    met: Ints
    tally: Ints
    open: Ints
    dirty: Ints
    seen_key: NDArray[np.uint64]
    seen_cost: Ints
    seen_at: Ints
    price: NDArray[np.float64]
    best_seq: Narrow
    best_length: Ints
    best_price: Ints
    place: Ints
    pairs: Ints
    put: Ints
    refused: Ints
    refusals: Ints
    refused_key: NDArray[np.uint64]
    dice: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Tables:
    """An instance as the search reads it.

    Parameters
    ----------
    slots
        The (vehicle, day) of each slot.
    kinds
        Interchangeable slots, see :func:`routing.vrp.kinds.interchangeable`.
    weight, prize
        Of each request: what it counts when missed (0: optional), and its prize.
    widest
        Most stops of a route with its two ends.
    visits
        How many of the requests, the first ones, are clients; see ``errands``.
    """

    case: Case
    slots: Sequence[tuple[int, int]]
    kinds: Sequence[Sequence[tuple[int, int]]]
    weight: Ints
    prize: Ints
    widest: int
    visits: int

    def codes(self, stops: Sequence[int]) -> tuple[int, ...]:
        """Return the codes of :class:`routing.vrp.search.engine.Order` of stops."""
        visits = self.visits
        if not visits:
            return tuple(stops)
        return tuple(
            stop // 2 if stop < 2 * visits else stop - visits
            for stop in stops
            if stop >= 2 * visits or not stop % 2
        )

    def stops(self, codes: Sequence[int]) -> list[int]:
        """Return the stops of codes."""
        visits = self.visits
        pairs = ((2 * c, 2 * c + 1) if c < visits else (c + visits,) for c in codes)
        return [stop for pair in pairs for stop in pair]
