"""Stops from which, or to which, all ways are the same, so that these are kept once.

Many stops share a place: those at a permanence, a person's way there and back. The tables then fit
into the cache of a processor core, which is most of what reading them costs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from routing.vrp.search.rides.tables import Ints, Narrow


class Ways(NamedTuple):
    """Ways between stops by what they have in common.

    ``stay``: least seconds from each stop to any; ``leaves``, ``enters``: what number each stop has
    as the origin and as the destination of a way; ``out`` (profile, origin, destination, 2):
    seconds beyond ``stay``, and metres; ``into`` (profile, destination, origin, 2): the same,
    laid out the other way round.
    """

    stay: Ints
    leaves: Ints
    enters: Ints
    out: Narrow
    into: Narrow


def ways_between(time: Narrow, dist: Narrow) -> Ways:
    """Return the ways of tables of shape (profile, from, to)."""
    stay = time.min(axis=(0, 2))
    both = np.stack([time - stay[:, None], dist], axis=3)
    first_from, leaves = _numbered(both.transpose(1, 0, 2, 3))
    first_to, enters = _numbered(both.transpose(2, 0, 1, 3))
    out = np.ascontiguousarray(both[:, first_from][:, :, first_to])
    return Ways(
        stay.astype(np.int64), leaves, enters, out, np.ascontiguousarray(out.transpose(0, 2, 1, 3))
    )


def _numbered(rows: Narrow) -> tuple[list[int], Ints]:
    """Return where each distinct row stands first, and the number of each row."""
    numbers: dict[bytes, int] = {}
    first: list[int] = []
    number_of = np.empty(len(rows), np.int64)
    for at, row in enumerate(rows):
        number = numbers.setdefault(row.tobytes(), len(first))
        if number == len(first):
            first.append(at)
        number_of[at] = number
    return first, number_of
