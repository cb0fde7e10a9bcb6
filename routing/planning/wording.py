"""Times in French sentences."""

from __future__ import annotations

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def clock(seconds: int) -> str:
    """Return a time of day, such as ``9 h 05``, with no-break spaces; rounded to the minute."""
    hours, rest = divmod(round(seconds / 60), 60)
    return f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{rest:02d}"


def minutes(seconds: int) -> str:
    """Return a time span in whole minutes, rounded up."""
    count = -(-seconds // 60)
    return f"{count}\N{NO-BREAK SPACE}minute{'s' if count > 1 else ''}"
