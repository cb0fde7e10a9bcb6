"""Lines on the ground: written three ways, made simpler, cut by distance, their courses."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from maps.polyline import encode

Line: TypeAlias = NDArray[np.float64]
"""Shape ``(k, 2)``, degrees ``[lon, lat]``, k ≥ 2."""

_EARTH_M = 6_371_008.8
_DETAIL = 1000
"""A simplified line keeps what is larger than this part of its extent: one dot on a screen."""


def written(line: Line, form: str) -> Any:
    """Return a line as ``polyline``, ``polyline6`` or ``geojson``."""
    if form == "geojson":
        return {"type": "LineString", "coordinates": line.round(6).tolist()}
    return encode(line, 6 if form == "polyline6" else 5)


def lengths_m(line: Line) -> Line:
    """Metres of each stretch between two points of a line (haversine)."""
    lon, lat = np.radians(line).T
    half = (
        np.sin(np.diff(lat) / 2) ** 2
        + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    )
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(half)))


def simplified(line: Line) -> Line:
    """Leave out points nearer to the remaining line than a dot on a screen.

    Douglas & Peucker 1973, 10.3138/FM57-6770-U75U-7727.
    """
    flat = line * [np.cos(np.radians(line[:, 1].mean())), 1.0]
    tolerance = float(np.ptp(flat, axis=0).max()) / _DETAIL
    kept = np.zeros(len(flat), dtype=bool)
    kept[[0, -1]] = True
    spans = [(0, len(flat) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _gaps(flat[first : last + 1])
        farthest = int(away.argmax())
        if away[farthest] > tolerance:
            kept[first + farthest] = True
            spans += [(first, first + farthest), (first + farthest, last)]
    return line[kept]


def _gaps(points: Line) -> Line:
    """Distance of every point from the stretch between the first and the last."""
    start, course = points[0], points[-1] - points[0]
    squared = float(course @ course)
    share = np.clip((points - start) @ course / squared, 0, 1) if squared else np.zeros(len(points))
    return np.asarray(np.hypot(*(points - start - share[:, None] * course).T))


def cut(line: Line, shares: NDArray[np.float64]) -> list[Line]:
    """Cut a line where so large a share of its length is driven; rising, from 0 to 1."""
    along = np.concatenate([[0.0], np.cumsum(lengths_m(line))])
    marks = shares * along[-1]
    ends = np.stack([np.interp(marks, along, line[:, axis]) for axis in (0, 1)], axis=1)
    parts = []
    for number in range(len(marks) - 1):
        inside = (along > marks[number]) & (along < marks[number + 1])
        parts.append(np.concatenate([ends[[number]], line[inside], ends[[number + 1]]]))
    return parts


def bearing(line: Line, at_end: bool) -> int:
    """Course in whole degrees clockwise from north, on leaving a line's start or at its end."""
    moves = np.diff(line, axis=0) * [np.cos(np.radians(line[0, 1])), 1.0]
    moves = moves[np.any(moves != 0, axis=1)]
    if not len(moves):
        return 0
    east, north = moves[-1] if at_end else moves[0]
    return round(float(np.degrees(np.arctan2(east, north)))) % 360
