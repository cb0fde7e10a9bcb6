"""Where orders are evaluated: rows of a work space, made once and used again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.vrp.timing.arrays import Arrays

Row = NDArray[np.int64]

# rows of the work space; the order to be evaluated is in row SEQ
SEQ, GAP, SET, LOW, HIGH, ARC_A, ARC_B, ARC_C, SUM, BASE = range(10)
FREE_LOW, FREE_HIGH, LAID, LAID_AT, LOAD, CAP = range(10, 16)
# entries of the scalars
DEPART, AFTER_S, UNTIL_S, ARCS = range(4)
SKIP_EARLY, SKIP_LATE, AHEAD = -3, -2, -1


class Space(NamedTuple):
    """Where orders are evaluated: rows by stop, then positions of places, then single numbers."""

    work: Row
    places: Row
    scalar: Row


def work_space(arrays: Arrays, widest: int) -> Space:
    """Make the arrays that :func:`evaluate` works in: for orders of up to ``widest`` stops."""
    width = max(widest + 4, len(arrays.rest) + 1, arrays.room.shape[1])
    places = np.full(len(arrays.node), -1, np.int64)
    return Space(np.zeros((CAP + 1, width), np.int64), places, np.zeros(4, np.int64))
