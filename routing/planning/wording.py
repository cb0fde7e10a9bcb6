"""Times in French sentences."""

from __future__ import annotations

from datetime import date

from routing.sentence import Sentence, say

DAYS = (
    say("lundi"),
    say("mardi"),
    say("mercredi"),
    say("jeudi"),
    say("vendredi"),
    say("samedi"),
    say("dimanche"),
)


def day(value: date) -> Sentence:
    """Return a date of the near future, such as ``mardi 12/01``."""
    weekday = DAYS[value.weekday()]
    return say("{weekday} {day}/{month}", weekday=weekday, day=f"{value:%d}", month=f"{value:%m}")


def clock(seconds: int) -> Sentence:
    """Return a time of day, such as ``9 h 05``, with no-break spaces; rounded to the minute."""
    hours, rest = divmod(round(seconds / 60), 60)
    two = f"{rest:02d}"
    return say("{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes}", hours=hours, minutes=two)


def minutes(seconds: int) -> str:
    """Return a time span, such as ``20 minutes`` or ``4 h 05``; rounded up to the minute."""
    count = -(-seconds // 60)
    if count > 90:
        return clock(60 * count)
    return f"{count}\N{NO-BREAK SPACE}minute{'s' if count > 1 else ''}"


def counted(number: int, word: str, words: str) -> str:
    """Return a number with its noun, in the plural from two on."""
    return f"{number}\N{NO-BREAK SPACE}{words if number > 1 else word}"
