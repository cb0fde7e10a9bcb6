"""What may stand in a cell: each kind reads generously and writes one canonical form.

``read`` turns a cell's value into the wire value of the JSON document; ``write`` does the
opposite and adds the number format. ``read`` raises :class:`~api.wire.scalars.ScalarError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from api.wire.faults import fold, suggestion
from api.wire.scalars import (
    DEMI_JOURNEES,
    JOURS,
    WEEKDAYS,
    ScalarError,
    checked_day,
    read_duration,
    read_half_day,
    read_text,
    read_weekday,
    write_clock,
    write_duration,
)
from routing.planning.programme import DAY_S, HalfDay

CellValue: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""What openpyxl finds in a cell; blank cells never reach ``read``."""

DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "[h]:mm"
TIME_FORMAT_S = "[h]:mm:ss"
_FULL_TIME_S = 35 * 3600
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars",),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout",),
            ("septembre", "sept"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_526, 73_415)  # 2000-01-01 to 2100-12-31
_YES = {"oui", "o", "x", "vrai", "true", "yes", "1", "✓", "✔"}
_NO = {"non", "n", "faux", "false", "no", "0", "-"}
_TIME_TEXT = re.compile(
    r"(\d{1,3}) ?(?:h|:|h ?:) ?(?:([0-5]?\d)(?: ?(?:m|mn|min|:) ?(?:([0-5]\d) ?s?)?)?)?"
)
_MINUTES_TEXT = re.compile(r"(\d{1,4}) ?(?:m|mn|min|minutes?)")
_ETP_TEXT = re.compile(r"(\d(?:[.,]\d+)?) ?etp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one sort of cell is read and written.

    Parameters
    ----------
    read
        From the value of a cell that is not blank to a wire value.
    write
        From a wire value that is not ``None`` to the value of a cell.
    number_format
        Excel's, for cells of this kind.
    choices
        Texts for a drop-down list, when there are few.
    """

    read: Callable[[CellValue], object]
    write: Callable[[object], CellValue] = str
    number_format: str = "General"
    choices: tuple[str, ...] = ()


def plain(value: CellValue) -> str:
    """Return a cell's value as a person would type it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime) and value.time() == time():
        return f"{value:%d/%m/%Y}"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):
        return write_clock(round(value.total_seconds()))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _text(value: CellValue) -> str:
    return read_text(plain(value))


def _whole(value: CellValue) -> int:
    text = plain(value).strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,9}(?:[.,]0*)?", text):
        raise ScalarError("WRONG_TYPE", "indiquez un nombre entier.")
    return int(re.split(r"[.,]", text)[0])


def _decimal(value: CellValue) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = plain(value).strip().replace(",", ".")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text):
        raise ScalarError("WRONG_TYPE", "indiquez un nombre, par exemple 43,406.")
    return float(text)


def _write_decimal(value: object) -> CellValue:
    """Write a number as such, or as text where a workbook's 16 digits would change it."""
    number = float(str(value))
    exact = float(f"{number:.16g}") == number
    return number if exact else f"{Decimal(repr(number)):f}".replace(".", ",")


def _yes_no(value: CellValue) -> bool:
    text = fold(plain(value))
    if text in _YES or text in _NO:
        return text in _YES
    raise ScalarError("WRONG_TYPE", "indiquez oui ou non.")


def read_cell_day(value: CellValue) -> date:
    """Return the date of a date cell, of a serial number or of a French text."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise ScalarError("BAD_DATE", "indiquez une date sans heure.")
        return checked_day(value.date())
    if isinstance(value, date):
        return checked_day(value)
    if isinstance(value, int | float) and int(value) == value and int(value) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    found = _date_parts(fold(plain(value)))
    try:
        if found:
            return checked_day(date(*found))
    except ScalarError:
        raise
    except ValueError:
        raise ScalarError("BAD_DATE", "cette date n’existe pas au calendrier.") from None
    raise ScalarError("BAD_DATE", "indiquez une date, par exemple 05/01/2027.")


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of ``05/01/2027``, ``5 janvier 2027`` or ``2027-01-05``."""
    text = re.sub(rf"^({'|'.join(JOURS)})\.? ", "", text)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?", text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", text):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})", text):
        month = _MONTHS.get(found[2])
        return (int(found[3]), month, int(found[1])) if month else None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _seconds(value: CellValue) -> float | None:
    """Return the seconds of a cell that Excel itself knows as a time, else ``None``."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):  # more than 24 h under a plain time format
        return (value - datetime(1899, 12, 31)) / timedelta(seconds=1)
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return None


def _seconds_of_text(text: str) -> int | None:
    """Return the seconds of ``9h30``, ``9:30``, ``9 h``, ``20 min`` or ``PT3H``."""
    text = fold(text)
    if found := _TIME_TEXT.fullmatch(text):
        return int(found[1]) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)
    if found := _MINUTES_TEXT.fullmatch(text):
        return int(found[1]) * 60
    try:
        return read_duration(text.upper())
    except ScalarError:
        return None


def _clock(value: CellValue) -> str:
    seconds = _seconds(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # below 1: a fraction of the day that lost its format; from 1 on: hours
        seconds = value * DAY_S if value < 1 else value * 3600
    if isinstance(value, str):
        seconds = _seconds_of_text(value)
    if seconds is None or not 0 <= round(seconds) <= DAY_S:
        raise ScalarError("BAD_TIME", "indiquez une heure entre 0:00 et 24:00, par exemple 9:30.")
    return write_clock(round(seconds))


def _duration(value: CellValue) -> str:
    seconds = _seconds(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 < value < 1:
            hours, minutes = divmod(round(value * 60), 60)
            raise ScalarError(
                "AMBIGUOUS_DURATION",
                f"écrivez {hours}:{minutes:02d} pour {round(value * 60)} minutes, ou "
                f"{write_clock(round(value * DAY_S)).removeprefix('0')} si c’est une heure Excel.",
            )
        seconds = value * 3600
    if isinstance(value, str):
        seconds = _seconds_of_text(value)
        if seconds is None and (etp := _ETP_TEXT.fullmatch(fold(value))):
            seconds = float(etp[1].replace(",", ".")) * _FULL_TIME_S
    if seconds is None or seconds < 0:
        raise ScalarError("BAD_DURATION", "indiquez une durée en heures et minutes : 3:00 ou 0:20.")
    return write_duration(round(seconds))


def _write_duration(value: object) -> CellValue:
    return timedelta(seconds=read_duration(value))


def _write_clock(value: object) -> CellValue:
    hours, minutes, *seconds = (int(part) for part in str(value).split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def choice(labels: Mapping[str, str]) -> Kind:
    """Return the kind of cells that hold one of a few French words."""
    by_word = {fold(word): wire for wire, word in labels.items()} | {fold(w): w for w in labels}

    def read(value: CellValue) -> object:
        found = by_word.get(fold(plain(value)))
        if found is None:
            words = ", ".join(f"« {word} »" for word in labels.values())
            raise ScalarError("BAD_CHOICE", f"choisissez parmi {words}.")
        return found

    def write(value: object) -> CellValue:
        return labels[str(value)]

    return Kind(read=read, write=write, choices=tuple(labels.values()))


def split_list(value: CellValue) -> list[str]:
    """Return the entries of a cell that lists several, separated by ``;``, ``,`` or lines."""
    return [entry for part in re.split(r"[;,\n]", plain(value)) if (entry := part.strip())]


def _codes(value: CellValue) -> object:
    return [read_text(entry) for entry in split_list(value)]


def _write_codes(value: object) -> CellValue:
    return "; ".join(map(str, value)) if isinstance(value, Sequence) and value else None


def _some_codes(value: CellValue) -> object:
    """Read a list in which « tous » sets no limit and « aucun » leaves nothing."""
    word = fold(plain(value))
    if word in {"tous", "toutes"}:
        return None
    return [] if word in {"aucun", "aucune"} else _codes(value)


def _write_some_codes(value: object) -> CellValue:
    return _write_codes(value) or "aucun"


def _weekday(value: CellValue) -> object:
    try:
        return WEEKDAYS[read_weekday(plain(value).rstrip("."))]
    except ScalarError:
        hint = suggestion(plain(value), JOURS)
        raise ScalarError("BAD_WEEKDAY", f"indiquez un jour de lundi à dimanche.{hint}") from None


def _half_day(value: CellValue) -> object:
    try:
        return read_half_day(plain(value)).value
    except ScalarError:
        raise ScalarError("BAD_HALF_DAY", "indiquez matin, après-midi ou soir.") from None


_WHOLE_DAY = ("morning", "afternoon")
_DAY_WORDS = {"journee", "toute la journee", "jour", "x", "oui", "matin et apres-midi"}
_HALVES = tuple(DEMI_JOURNEES)
_PRESENCE = (
    "matin",
    "après-midi",
    "journée",
    "soir",
    "matin; soir",
    "après-midi; soir",
    "journée; soir",
)


def _halves(value: CellValue) -> object:
    """Read the half-days of one weekday: « matin », « journée », « journée; soir »."""
    found: set[str] = set()
    for entry in split_list(value):
        word = fold(entry)
        if word in _DAY_WORDS:
            found.update(_WHOLE_DAY)
            continue
        if word in _NO:
            continue
        for part in re.split(r" et | \+ |\+|/", entry):
            found.add(str(_half_day(part)))
    return [half.value for half in _HALVES if half.value in found]


def _write_halves(value: object) -> CellValue:
    halves = [str(half) for half in value] if isinstance(value, Sequence) else []
    words = [word for half, word in DEMI_JOURNEES.items() if half.value in halves]
    if words[:2] == ["matin", "après-midi"]:
        words[:2] = ["journée"]
    return "; ".join(words) or None


TEXT = Kind(read=_text, number_format="@")
CODE = Kind(read=_text, number_format="@")
CODES = Kind(read=_codes, write=_write_codes, number_format="@")
SOME_CODES = Kind(read=_some_codes, write=_write_some_codes, number_format="@")
WHOLE = Kind(read=_whole, write=lambda value: value, number_format="0")  # type: ignore[arg-type,return-value]
DECIMAL = Kind(read=_decimal, write=_write_decimal)
YES_NO = Kind(read=_yes_no, write=lambda v: "oui" if v else "non", choices=("oui", "non"))
DAY = Kind(
    read=lambda value: read_cell_day(value).isoformat(),
    write=lambda value: date.fromisoformat(str(value)),
    number_format=DATE_FORMAT,
)
CLOCK = Kind(read=_clock, write=_write_clock, number_format=TIME_FORMAT)
DURATION = Kind(read=_duration, write=_write_duration, number_format=TIME_FORMAT)
WEEKDAY = Kind(read=_weekday, write=lambda v: JOURS[WEEKDAYS.index(str(v))], choices=JOURS)
HALF_DAY = Kind(
    read=_half_day,
    write=lambda value: DEMI_JOURNEES[HalfDay(str(value))],
    choices=tuple(DEMI_JOURNEES.values()),
)
HALVES = Kind(read=_halves, write=_write_halves, choices=_PRESENCE)
STAFF_KIND = choice({"employee": "salarié", "volunteer": "bénévole"})
JOINS = choice({"depot": "au dépôt", "site": "sur place"})
