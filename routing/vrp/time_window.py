"""The time in which a service may start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """Seconds of the day between which a service may START, both ends included.

    Raises
    ------
    ValueError
        When the window ends before it begins.
    """

    earliest_s: int
    latest_s: int

    def __post_init__(self) -> None:
        if self.latest_s < self.earliest_s:
            raise ValueError(f"time window ends at {self.latest_s}, before {self.earliest_s}")
