"""Dates, hours and amounts as French readers write them."""

from __future__ import annotations

from datetime import date

from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay

NBSP = "\N{NO-BREAK SPACE}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_HALF_DAYS = {
    HalfDay.MORNING: "matin",
    HalfDay.AFTERNOON: "après-midi",
    HalfDay.EVENING: "soir",
}


def typeset(text: str) -> str:
    """Put the no-break spaces that go before French punctuation."""
    return text.replace(" :", f"{NBSP}:").replace(" ;", f"{_NARROW};")


def quoted(name: str) -> str:
    """Return the name between French quotation marks."""
    return f"«{NBSP}{name}{NBSP}»"


def day(value: date) -> str:
    """Return ``mardi 12 janvier 2027``."""
    return f"{_WEEKDAYS[value.weekday()]} {_ordinal(value)} {_MONTHS[value.month - 1]} {value.year}"


def weekday(number: int) -> str:
    """Return the name of a weekday, Monday = 0."""
    return _WEEKDAYS[number]


def month(value: date) -> str:
    """Return ``janvier 2027``."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def dates(value: DateRange) -> str:
    """Return ``du lundi 4 au dimanche 17 janvier 2027`` in full, or ``le …`` for one date."""
    if value.first == value.last:
        return f"le {day(value.first)}"
    return f"du {day(value.first)} au {day(value.last)}"


def half_day(value: HalfDay) -> str:
    """Return ``matin``, ``après-midi`` or ``soir``."""
    return _HALF_DAYS[value]


def clock(seconds: int) -> str:
    """Return the time of day ``8 h 05``, with its seconds where there are any."""
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02d}"
    text += f"{NBSP}min{NBSP}{rest:02d}{NBSP}s" if rest else ""
    return f"−{text}" if seconds < 0 else text


def span(seconds: int) -> str:
    """Return a duration: ``1 h 20 min``, ``45 min``, ``30 s``."""
    hours, rest = divmod(abs(seconds), 3600)
    parts = ((hours, "h"), (rest // 60, "min"), (rest % 60, "s"))
    text = NBSP.join(f"{amount}{NBSP}{unit}" for amount, unit in parts if amount)
    return f"−{text}" if seconds < 0 else text or f"0{NBSP}min"


def metres(value: int) -> str:
    """Return ``12 345 m``."""
    return f"{value:,}{NBSP}m".replace(",", NBSP)


def plural(count: int, singular: str, plurals: str = "") -> str:
    """Return ``1 jour``, ``2 jours``; French is singular below two."""
    return f"{count}{NBSP}{singular if abs(count) < 2 else plurals or singular + 's'}"


def _ordinal(value: date) -> str:
    return "1er" if value.day == 1 else str(value.day)
