"""What the general search knows of an instance beyond its timing: who may serve what, and when.

A *task* is a client or a shipment. A *request* stands or falls as one: a client with all its
visits, a shipment, or two linked shipments. It has *alternatives*, each a list of *parts*: one
task on one day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.instance import Instance
from routing.vrp.timing.arrays import Arrays

# columns of Plan.request
SAME, LINKED, PENALTY, HARD, MISSED, UNSERVED, ALT, ALTS, FIXED, BUNDLE, PRIZE = range(11)
FREE, SAME_VEHICLE, SAME_CREW = range(3)
# columns of Plan.task, Plan.alternative, Plan.part
ONE, TWO, REQUEST = range(3)
PART, PARTS = range(2)
WHICH, WHEN = range(2)


class Plan(NamedTuple):
    """Requests and where they may go.

    ``request``: how all visits are tied together, the link's penalty, whether it is hard, what
    leaving it out counts as missed, and costs within the search (``UNSERVED``), alternatives,
    whether all of it is done already, and its row in the cache as a bundle. ``allowed``:
    (task, slot). ``day``: slots of day d are ``slots[day[d]:day[d + 1]]``. ``near``: for each
    request the others by nearness, shape (2, requests, few): in space, and in space and time.
    ``mark``: random numbers for the hash of a set of places. ``flags[0]``: whether the triangle
    inequality holds, so that stops only ever make others later; [1]: what one missed counts as;
    [2]: crews; [3]: whether a new stop only ever makes others later, as no set-up is spared;
    [4]: whether a crew has two slots on a day, in both of which it may carry a link's shipments.
    ``slot_of``: (vehicle, day).
    """

    request: NDArray[np.int64]
    alternative: NDArray[np.int64]
    part: NDArray[np.int64]
    task: NDArray[np.int64]
    allowed: NDArray[np.uint8]
    day: NDArray[np.int64]
    slots: NDArray[np.int64]
    near: NDArray[np.int64]
    mark: NDArray[np.uint64]
    flags: NDArray[np.int64]
    slot_of: NDArray[np.int64]


class Tables(NamedTuple):
    """All that an engine is made of; ``widest``: most stops of a route."""

    instance: Instance
    arrays: Arrays
    plan: Plan
    widest: int
    kinds: tuple[tuple[tuple[int, int], ...], ...]
