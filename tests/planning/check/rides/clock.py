"""Times of a day as plans know them: seconds after midnight."""

from __future__ import annotations

HOUR, MINUTE = 3600, 60


def at(hours: int, minutes: int = 0) -> int:
    return hours * HOUR + minutes * MINUTE
