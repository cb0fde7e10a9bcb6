"""Dates, hours and amounts as French readers write them; other languages say them their own way."""

from __future__ import annotations

from datetime import date

from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay
from routing.sentence import Sentence, say

NBSP = "\N{NO-BREAK SPACE}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WEEKDAYS = (
    say("lundi"),
    say("mardi"),
    say("mercredi"),
    say("jeudi"),
    say("vendredi"),
    say("samedi"),
    say("dimanche"),
)
_MONTHS = (
    say("janvier"),
    say("février"),
    say("mars"),
    say("avril"),
    say("mai"),
    say("juin"),
    say("juillet"),
    say("août"),
    say("septembre"),
    say("octobre"),
    say("novembre"),
    say("décembre"),
)
_HALF_DAYS = {
    HalfDay.MORNING: say("matin"),
    HalfDay.AFTERNOON: say("après-midi"),
    HalfDay.EVENING: say("soir"),
}


def typeset(message: Sentence) -> Sentence:
    """Put the no-break spaces that go before French punctuation."""
    return message.typeset(message.replace(" :", f"{NBSP}:").replace(" ;", f"{_NARROW};"))


def quoted(name: str) -> Sentence:
    """Return the name between French quotation marks."""
    return say("«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»", name=name)


def day(value: date) -> Sentence:
    """Return ``mardi 12 janvier 2027``."""
    return say(
        "{weekday} {day} {month} {year}",
        weekday=_WEEKDAYS[value.weekday()],
        day=say("1er") if value.day == 1 else value.day,
        month=_MONTHS[value.month - 1],
        year=value.year,
    )


def weekday(number: int) -> Sentence:
    """Return the name of a weekday, Monday = 0."""
    return _WEEKDAYS[number]


def month(value: date) -> Sentence:
    """Return ``janvier 2027``."""
    return say("{month} {year}", month=_MONTHS[value.month - 1], year=value.year)


def dates(value: DateRange) -> Sentence:
    """Return ``du lundi 4 au dimanche 17 janvier 2027`` in full, or ``le …`` for one date."""
    if value.first == value.last:
        return say("le {day}", day=day(value.first))
    return say("du {first} au {last}", first=day(value.first), last=day(value.last))


def half_day(value: HalfDay) -> Sentence:
    """Return ``matin``, ``après-midi`` or ``soir``."""
    return _HALF_DAYS[value]


def clock(seconds: int) -> Sentence:
    """Return the time of day ``8 h 05``, with its seconds where there are any."""
    minutes, rest = divmod(abs(seconds), 60)
    hours = f"{'−' if seconds < 0 else ''}{minutes // 60}"
    if not rest:
        return say(
            "{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes}",
            hours=hours,
            minutes=f"{minutes % 60:02d}",
        )
    return say(
        "{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes}\N{NO-BREAK SPACE}min"
        "\N{NO-BREAK SPACE}{seconds}\N{NO-BREAK SPACE}s",
        hours=hours,
        minutes=f"{minutes % 60:02d}",
        seconds=f"{rest:02d}",
    )


def span(seconds: int) -> str:
    """Return a duration: ``1 h 20 min``, ``45 min``, ``30 s``; the same in every language."""
    hours, rest = divmod(abs(seconds), 3600)
    parts = ((hours, "h"), (rest // 60, "min"), (rest % 60, "s"))
    text = NBSP.join(f"{amount}{NBSP}{unit}" for amount, unit in parts if amount)
    return f"−{text}" if seconds < 0 else text or f"0{NBSP}min"


def metres(value: int) -> str:
    """Return ``12 345 m``; the same in every language."""
    return f"{value:,}{NBSP}m".replace(",", NBSP)


def decimal(text: str) -> str:
    """Return a number written with a decimal point the way the language writes it."""
    whole, _, decimals = text.partition(".")
    return say("{whole},{decimals}", whole=whole, decimals=decimals) if decimals else whole


def counted(number: int, one: Sentence, several: Sentence) -> Sentence:
    """Return ``one``, or ``several`` with the number in the place of ``n``."""
    return one if number == 1 else several.filled(n=number)


def days(number: int) -> Sentence:
    """Return ``1 jour``, ``2 jours``."""
    return counted(number, say("1\N{NO-BREAK SPACE}jour"), say("{n}\N{NO-BREAK SPACE}jours"))


def people(number: int) -> Sentence:
    """Return ``1 personne``, ``2 personnes``."""
    return counted(
        number, say("1\N{NO-BREAK SPACE}personne"), say("{n}\N{NO-BREAK SPACE}personnes")
    )


def seats(number: int) -> Sentence:
    """Return ``1 place``, ``2 places``."""
    return counted(number, say("1\N{NO-BREAK SPACE}place"), say("{n}\N{NO-BREAK SPACE}places"))
