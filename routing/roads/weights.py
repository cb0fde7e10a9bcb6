"""One integer that carries the time and the length of a way, so that both stay exact.

The fastest way is sought; among equally fast ones the shortest. Milliseconds stand in the
high bits and decimetres in the low ones, so sums add both and comparison looks at time first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.matrix import UNREACHABLE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

SHIFT = 26
"""Bits for decimetres: ways up to 6 700 km. Sums up to 37 h also stay exact in a float64."""

INFINITE = 2**61
"""No way; twice this still fits an int64."""


def pack(duration_ms: NDArray[Any], length_dm: NDArray[Any]) -> Longs:
    """Join milliseconds and decimetres; linear, so packed values may be added."""
    packed: Longs = duration_ms.astype(np.int64) * (1 << SHIFT) + length_dm.astype(np.int64)
    return packed


def duration_ms(weight: Longs) -> Longs:
    """Milliseconds of a packed weight."""
    return weight >> SHIFT


def length_dm(weight: Longs) -> Longs:
    """Decimetres of a packed weight."""
    return weight & ((1 << SHIFT) - 1)


def seconds(weight: Longs) -> Ints:
    """Whole seconds, halves up; ``UNREACHABLE`` where there is no way."""
    return _rounded(weight, duration_ms(weight), 1000)


def metres(weight: Longs) -> Ints:
    """Whole metres, halves up; ``UNREACHABLE`` where there is no way."""
    return _rounded(weight, length_dm(weight), 10)


def _rounded(weight: Longs, value: Longs, unit: int) -> Ints:
    whole = (value + unit // 2) // unit
    return np.where(weight < INFINITE, whole, UNREACHABLE).astype(np.int32)
