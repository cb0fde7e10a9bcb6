"""Lines as short text: Google's encoded polyline format, about a quarter of GeoJSON's size.

Described at https://developers.google.com/maps/documentation/utilities/polylinealgorithm;
``maps/assets/geometry.js`` decodes it too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DECIMALS = 5
"""Decimals of a degree kept unless said otherwise: about one metre."""


def encode(points: NDArray[np.float64], decimals: int = DECIMALS) -> str:
    """Return points of shape ``(k, 2)``, degrees ``[lon, lat]``, as one ASCII string."""
    return encode_all([points], decimals)[0]


def encode_all(lines: Sequence[NDArray[np.float64]], decimals: int = DECIMALS) -> list[str]:
    """Return what :func:`encode` returns of each line, many lines in one go."""
    lengths = np.array([len(line) for line in lines])
    firsts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    units = np.round(np.concatenate(lines)[:, ::-1] * 10.0**decimals).astype(np.int64)
    moved = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int64))
    moved[firsts] = units[firsts]  # each line begins anew
    steps = moved.ravel()
    zigzag = np.where(steps < 0, ~(steps << 1), steps << 1)
    longest = int(zigzag.max(initial=1)).bit_length()
    places = 5 * np.arange((longest + 4) // 5)
    rests = zigzag[:, None] >> places  # one row a number, its digits from the last one on
    digits = rests & 0x1F | np.where(rests > 0x1F, 0x20, 0)
    written = (rests > 0) | (places == 0)
    ascii_codes: NDArray[np.uint8] = (digits + 63)[written].astype(np.uint8)
    text = ascii_codes.tobytes().decode("ascii")
    ends = np.cumsum(written.sum(axis=1))[2 * (firsts + lengths) - 1].tolist()
    return [text[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def decode(text: str, decimals: int = DECIMALS) -> NDArray[np.float64]:
    """Return the points of an encoded line, shape ``(k, 2)``, degrees ``[lon, lat]``.

    Raises
    ------
    ValueError
        When the text is not such a line.
    """
    numbers, value, shift = list[int](), 0, 0
    for character in text:
        digit = ord(character) - 63
        if not 0 <= digit < 0x40 or shift > 60:
            raise ValueError(f"no digit of an encoded line: {character!r}")
        value |= (digit & 0x1F) << shift
        shift += 5
        if digit < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("the encoded line ends within a point")
    steps = np.array(numbers, dtype=np.float64).reshape(-1, 2)
    points: NDArray[np.float64] = np.cumsum(steps, axis=0)[:, ::-1] / 10.0**decimals
    return points
