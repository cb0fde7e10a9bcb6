"""A leg's many steps condensed to what a driver reads: road by road, few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.roads.types import Step

_NEGLIGIBLE_M = 150
"""A stretch shorter than this (a roundabout, a square) joins its neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A stretch by road number and street name; ``start_m`` is where it begins on the leg."""

    ref: str
    name: str
    start_m: int
    distance_m: int
    duration_s: int


def directions(steps: Sequence[Step], most: int) -> tuple[Direction, ...]:
    """Return at most ``most`` stretches (at least one) that add up to the whole leg.

    The shortest stretches disappear first into the longer of their neighbours; stretches of
    one road that meet then become one.
    """
    start = 0
    rows: list[Direction] = []
    for step in steps:
        rows.append(
            Direction(
                ref=step.ref,
                name=step.name,
                start_m=start,
                distance_m=step.distance_m,
                duration_s=step.duration_s,
            )
        )
        start += step.distance_m
    rows = _joined(rows)
    while len(rows) > 1 and (len(rows) > most or min(map(_length, rows)) < _NEGLIGIBLE_M):
        shortest = min(range(len(rows)), key=lambda i: (_rank(rows[i]), i))
        rows = _joined(_without(rows, shortest))
    return tuple(rows)


def _length(row: Direction) -> int:
    return row.distance_m


def _rank(row: Direction) -> int:
    # A road without number and name says nothing: it goes before a named one four times as long.
    return row.distance_m if row.ref or row.name else row.distance_m // 4


def _without(rows: list[Direction], index: int) -> list[Direction]:
    before = rows[index - 1] if index > 0 else None
    after = rows[index + 1] if index + 1 < len(rows) else None
    into_before = after is None or (before is not None and before.distance_m >= after.distance_m)
    keep, at = (before, index - 1) if into_before else (after, index)
    assert keep is not None  # noqa: S101 - there are at least two rows
    gone = rows[index]
    longer = replace(
        keep,
        start_m=min(keep.start_m, gone.start_m),
        distance_m=keep.distance_m + gone.distance_m,
        duration_s=keep.duration_s + gone.duration_s,
    )
    left = [row for i, row in enumerate(rows) if i != index]
    left[at] = longer
    return left


def _joined(rows: list[Direction]) -> list[Direction]:
    result: list[Direction] = []
    for row in rows:
        if result and _same_road(result[-1], row):
            result[-1] = _merged(result[-1], row)
        else:
            result.append(row)
    return result


def _same_road(a: Direction, b: Direction) -> bool:
    return a.ref == b.ref and (bool(a.ref) or a.name == b.name)


def _merged(a: Direction, b: Direction) -> Direction:
    # Along a numbered road the street names change from village to village: keep the longest.
    longest = max((a, b), key=lambda row: (bool(row.name), row.distance_m))
    return replace(
        a,
        name=longest.name,
        distance_m=a.distance_m + b.distance_m,
        duration_s=a.duration_s + b.duration_s,
    )
