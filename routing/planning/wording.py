"""Times and counts in French sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

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

Counted: TypeAlias = tuple[Sentence, Sentence, Sentence]
"""A noun with its number: none (French takes the singular), one, and ``{n}``."""
_MINUTES: Counted = (
    say("0\N{NO-BREAK SPACE}minute"),
    say("1\N{NO-BREAK SPACE}minute"),
    say("{n}\N{NO-BREAK SPACE}minutes"),
)


def day(value: date) -> Sentence:
    """Return a date of the near future, such as ``mardi 12/01``."""
    weekday = DAYS[value.weekday()]
    return say("{weekday} {day}/{month}", weekday=weekday, day=f"{value:%d}", month=f"{value:%m}")


def full_day(value: date) -> str:
    """Return a date in figures, such as ``12/01/2027``."""
    return f"{value:%d/%m/%Y}"


def short_days(values: Iterable[date]) -> str:
    """Return dates of the near future in figures, such as ``12/01, 26/01``."""
    return ", ".join(f"{value:%d/%m}" for value in values)


def clock(seconds: int) -> Sentence:
    """Return a time of day, such as ``9 h 05``, with no-break spaces; rounded to the minute."""
    hours, rest = divmod(round(seconds / 60), 60)
    two = f"{rest:02d}"
    return say("{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes}", hours=hours, minutes=two)


def minutes(seconds: int) -> Sentence:
    """Return a time span, such as ``20 minutes`` or ``4 h 05``; rounded up to the minute."""
    count = -(-seconds // 60)
    if count <= 90:
        return counted(count, _MINUTES)
    hours, rest = divmod(count, 60)
    return say(
        "{span_hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{span_minutes}",
        span_hours=hours,
        span_minutes=f"{rest:02d}",
    )


def counted(number: int, words: Counted) -> Sentence:
    """Return a number with its noun."""
    return words[number] if number < 2 else words[2].filled(n=number)
