"""From the literature's decimal numbers to whole ones: everything ten thousand times as large.

Times round so that what is feasible in whole numbers is feasible unrounded: travel and service
up, windows inwards, limits down.
"""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from benchmarks.formats.rows import Row
from routing.matrix import UNREACHABLE, Matrix
from routing.vrp import TimeWindow

SCALE = 10_000
"""Whole units to one unit of the literature, of distance and of time alike."""


def up(value: Decimal) -> int:
    """Return ``value`` in whole units, rounded up."""
    return math.ceil(value * SCALE)


def down(value: Decimal) -> int:
    """Return ``value`` in whole units, rounded down."""
    return math.floor(value * SCALE)


def scaled_window(window: tuple[Decimal, Decimal], row: Row) -> TimeWindow:
    """Return a window in whole units, rounded inwards."""
    earliest, latest = up(window[0]), down(window[1])
    if latest < earliest:
        raise row.refuse(f"window {window[0]}–{window[1]}", f"a window of at least 1/{SCALE}")
    return TimeWindow(earliest_s=earliest, latest_s=latest)


def euclidean(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return all distances between ``points`` (shape ``(n, 2)``), unrounded."""
    apart = points[:, None, :] - points[None, :, :]
    return np.hypot(apart[..., 0], apart[..., 1])


def scaled_matrix(points: NDArray[np.float64], row: Row) -> Matrix:
    """Return whole distances (to the nearest) and durations (up) between ``points``."""
    apart = euclidean(points) * SCALE
    if apart.size and apart.max() >= UNREACHABLE:
        raise row.refuse("places too far apart", f"distances below {UNREACHABLE / SCALE:,.0f}")
    return Matrix(
        durations_s=np.ceil(apart - 1e-6).clip(0).astype(np.int32),
        distances_m=np.rint(apart).astype(np.int32),
    )
