"""Lines as short text: Google's encoded polyline format, about a quarter of GeoJSON's size.

Described at https://developers.google.com/maps/documentation/utilities/polylinealgorithm;
``maps/assets/geometry.js`` decodes it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_PRECISION = 1e5  # five decimals of a degree, about one metre


def encode(points: NDArray[np.float64]) -> str:
    """Return points of shape ``(k, 2)``, degrees ``[lon, lat]``, as one ASCII string."""
    units = np.round(points[:, ::-1] * _PRECISION).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    zigzag = np.where(steps < 0, ~(steps << 1), steps << 1)
    return "".join(_digits(int(value)) for value in zigzag)


def _digits(value: int) -> str:
    text = ""
    while value >= 0x20:
        text += chr((0x20 | value & 0x1F) + 63)
        value >>= 5
    return text + chr(value + 63)
