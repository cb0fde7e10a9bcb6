"""Dates, times of day, durations and weekdays between their wire text and the core's integers.

Each ``read_*`` accepts what the wire allows and raises :class:`ScalarError` with a code and a
French remedy; each ``write_*`` gives the one canonical text.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from api.wire.faults import fold, suggestion
from routing.planning.programme import HalfDay
from routing.planning.wording import DAYS
from routing.sentence import say

FIRST_YEAR, LAST_YEAR = 2000, 2100
MAX_KM = 1_000_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
JOURS = DAYS
WEEKDAY_WORDS = (
    say("lundi"),
    say("mardi"),
    say("mercredi"),
    say("jeudi"),
    say("vendredi"),
    say("samedi"),
    say("dimanche"),
)
"""The weekdays, for sentences."""
DEMI_JOURNEES = {
    HalfDay.MORNING: say("matin"),
    HalfDay.AFTERNOON: say("après-midi"),
    HalfDay.EVENING: say("soir"),
}
EXAMPLE_MARK = re.compile(r"exemple\s*:", re.IGNORECASE)
"""How the example rows of the XLSX template begin; no id may look like one."""
_RESERVED = re.compile(r"tous|toutes|aucune?|.*\(facultati(f|ve)s?\)", re.IGNORECASE)
"""What means something else in a cell that lists codes."""

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?"
)
_WEEKDAY_INDEX = {name: i % 7 for i, name in enumerate(WEEKDAYS + JOURS)}
_HALF_DAYS = {h.value: h for h in HalfDay} | {
    "matin": HalfDay.MORNING,
    "matinee": HalfDay.MORNING,
    "apres-midi": HalfDay.AFTERNOON,
    "apres midi": HalfDay.AFTERNOON,
    "soir": HalfDay.EVENING,
    "soiree": HalfDay.EVENING,
}


class ScalarError(ValueError):
    """A text that is no date, time, duration …; ``code`` is stable, the message French."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def _unprintable(character: str) -> bool:
    """Whether no XML file, hence no workbook, can hold the character."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in "\ufffe\uffff"


def read_text(value: object) -> str:
    """Return a text in Unicode normal form C without surrounding spaces."""
    if not isinstance(value, str):
        raise ScalarError("WRONG_TYPE", say("indiquez un texte entre guillemets."))
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if any(_unprintable(c) for c in text):
        raise ScalarError("BAD_TEXT", say("retirez les caractères invisibles ou illisibles."))
    return text


def read_id(value: object) -> str:
    """Return an id: one line, no list separator, so that a cell can hold several."""
    text = read_text(value)
    if any(c in text for c in ";,×\n\t"):
        raise ScalarError(
            "BAD_ID", say("retirez virgules, points-virgules, × et sauts de ligne de ce code.")
        )
    if EXAMPLE_MARK.match(text) or _RESERVED.fullmatch(text):
        raise ScalarError(
            "BAD_ID", say("choisissez un autre code, celui-ci a un sens particulier.")
        )
    return text


def checked_day(day: date) -> date:
    """Return ``day`` unless its year is one that only a slip of the keyboard gives."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ScalarError(
            "BAD_DATE",
            say(
                "l’année doit se trouver entre {first_year} et {last_year}.",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            ),
        )
    return day


def read_day(value: object) -> date:
    """Return the date of an ISO text such as ``2027-01-05``."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise ScalarError("BAD_DATE", say("cette date n’existe pas au calendrier.")) from None
        return checked_day(day)
    raise ScalarError(
        "BAD_DATE", say("indiquez une date sous la forme AAAA-MM-JJ, par exemple 2027-01-05.")
    )


def read_clock(value: object) -> int:
    """Return seconds after midnight of a text such as ``09:30``; ``24:00`` ends the day."""
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
        if seconds <= 24 * 3600:
            return seconds
    raise ScalarError(
        "BAD_TIME", say("indiquez une heure entre 00:00 et 24:00 sous la forme HH:MM, comme 09:30.")
    )


def write_clock(seconds: int) -> str:
    """Return ``HH:MM``, with seconds only when there are any."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def read_duration(value: object) -> int:
    """Return the seconds of an ISO 8601 duration such as ``PT3H`` or ``PT1H30M``."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    raise ScalarError(
        "BAD_DURATION",
        say("indiquez une durée ISO 8601 : PT3H pour trois heures, PT20M pour vingt minutes."),
    )


def write_duration(seconds: int) -> str:
    """Return the canonical ISO 8601 duration, in hours, minutes and seconds."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n]
    return "PT" + ("".join(parts) or "0S")


def spoken(seconds: int) -> str:
    """Return a duration for people: « 20 min », « 12 h »."""
    hours, minutes = divmod(seconds // 60, 60)
    return (
        f"{hours} h"
        if hours and not minutes
        else f"{hours} h {minutes:02d}"
        if hours
        else f"{minutes} min"
    )


def read_km(value: object) -> int:
    """Return the metres of a number of kilometres, to the nearest."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScalarError(
            "WRONG_TYPE",
            say("indiquez un nombre de kilomètres, sans guillemets, avec un point décimal."),
        )
    if not 0 <= value <= MAX_KM:
        raise ScalarError("OUT_OF_RANGE", say("indiquez entre 0 et {max_km} km.", max_km=MAX_KM))
    return round(value * 1000)


def write_km(metres: int) -> float | int:
    """Return kilometres, as a whole number where they are one."""
    whole, rest = divmod(metres, 1000)
    return metres / 1000 if rest else whole


def read_weekday(value: object) -> int:
    """Return Monday = 0 … Sunday = 6 of an English or French weekday name."""
    if isinstance(value, str) and fold(value) in _WEEKDAY_INDEX:
        return _WEEKDAY_INDEX[fold(value)]
    hint = suggestion(value, [*WEEKDAYS, *JOURS]) if isinstance(value, str) else ""
    raise ScalarError(
        "BAD_WEEKDAY",
        say("indiquez un jour de monday (lundi) à sunday (dimanche).{hint}", hint=hint),
    )


def write_weekday(weekday: int) -> str:
    """Return the English name of a weekday, Monday = 0."""
    return WEEKDAYS[weekday]


def read_half_day(value: object) -> HalfDay:
    """Return the half-day of an English or French name."""
    if isinstance(value, str) and fold(value) in _HALF_DAYS:
        return _HALF_DAYS[fold(value)]
    raise ScalarError(
        "BAD_HALF_DAY",
        say("indiquez morning (matin), afternoon (après-midi) ou evening (soir)."),
    )


def read_moment(value: object) -> datetime:
    """Return the instant of an ISO 8601 text with offset, such as 2027-01-05T09:00:00+01:00."""
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ScalarError(
            "BAD_MOMENT",
            say("indiquez date, heure et décalage, par exemple 2027-01-05T09:00:00+01:00."),
        )
    checked_day(moment.date())
    return moment


def read_whole_moment(value: object) -> datetime:
    """Return an instant without fraction of a second, as rounds and stops have them."""
    moment = read_moment(value)
    if moment.microsecond:
        raise ScalarError("BAD_MOMENT", say("retirez la fraction de seconde."))
    return moment


def write_moment(moment: datetime) -> str:
    """Return the ISO 8601 text of an instant, with its offset."""
    return moment.isoformat()
