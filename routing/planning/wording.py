"""Times in French sentences."""

from __future__ import annotations

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def clock(seconds: int) -> str:
    """Return a time of day, such as ``9 h 05``, with no-break spaces; rounded to the minute."""
    hours, rest = divmod(round(seconds / 60), 60)
    return f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{rest:02d}"


def minutes(seconds: int) -> str:
    """Return a time span, such as ``20 minutes`` or ``4 h 05``; rounded up to the minute."""
    count = -(-seconds // 60)
    if count > 90:
        return clock(60 * count)
    return f"{count}\N{NO-BREAK SPACE}minute{'s' if count > 1 else ''}"


def counted(number: int, word: str, words: str) -> str:
    """Return a number with its noun, in the plural from two on."""
    return f"{number}\N{NO-BREAK SPACE}{words if number > 1 else word}"
