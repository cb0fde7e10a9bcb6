"""Tests of fields, said the same way everywhere: which record, which field, what to change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from routing.vrp.time_window import TimeWindow


def demand(holds: bool, field: str, value: object, advice: str) -> None:
    """Raise ``ValueError`` naming the field, its value and what to change, unless ``holds``."""
    if not holds:
        raise ValueError(f"{field} = {value!r}: {advice}")


def nonnegative(record: object, *fields: str) -> None:
    """Refuse negative integers, alone or in tuples, in the named fields of ``record``."""
    for field in fields:
        value = getattr(record, field)
        if value is not None:
            numbers = value if isinstance(value, tuple) else (value,)
            demand(all(n >= 0 for n in numbers), field, value, "give numbers from 0 on")


def in_order(windows: Sequence[TimeWindow]) -> None:
    """Refuse windows that overlap or do not rise."""
    for before, after in pairwise(windows):
        demand(
            before.latest_s < after.earliest_s,
            "windows",
            f"{before.earliest_s}–{before.latest_s}, {after.earliest_s}–{after.latest_s}",
            "give disjoint windows by rising time",
        )
