"""Dates, times of day and durations as people and spreadsheets write them in cells."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from api.wire.faults import fold
from api.wire.scalars import (
    JOURS,
    ScalarError,
    checked_day,
    read_duration,
    write_clock,
    write_duration,
)
from routing.planning.dates import DAY_S
from routing.sentence import say

CellValue: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""What openpyxl finds in a cell; blank cells never reach ``read``."""

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
_TIME_TEXT = re.compile(
    r"(\d{1,3}) ?(?:h|:|h ?:) ?(?:([0-5]?\d)(?: ?(?:m|mn|min|:) ?(?:([0-5]\d) ?s?)?)?)?"
)
_MINUTES_TEXT = re.compile(r"(\d{1,4}) ?(?:m|mn|min|minutes?)")
_SHARE_TEXT = re.compile(r"(\d(?:[.,]\d+)?)( ?etp)?")


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


def read_cell_day(value: CellValue) -> date:
    """Return the date of a date cell, of a serial number or of a French text."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise ScalarError("BAD_DATE", say("indiquez une date sans heure."))
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
        raise ScalarError("BAD_DATE", say("cette date n’existe pas au calendrier.")) from None
    raise ScalarError("BAD_DATE", say("indiquez une date, par exemple 05/01/2027."))


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


def read_cell_clock(value: CellValue) -> str:
    """Return the wire time of a time cell, of a number of hours or of a French text."""
    seconds = _seconds(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # below 1: a fraction of the day that lost its format; from 1 on: hours
        seconds = value * DAY_S if value < 1 else value * 3600
    if isinstance(value, str):
        seconds = _seconds_of_text(value)
    if seconds is None or not 0 <= round(seconds) <= DAY_S:
        raise ScalarError(
            "BAD_TIME", say("indiquez une heure entre 0:00 et 24:00, par exemple 9:30.")
        )
    return write_clock(round(seconds))


def read_cell_duration(value: CellValue) -> str:
    """Return the wire duration of a time cell, of a number of hours or of a French text."""
    seconds = _seconds(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 0 < value < 1:
            hours, minutes = divmod(round(value * 60), 60)
            raise ScalarError(
                "AMBIGUOUS_DURATION",
                say(
                    "écrivez {hours}:{minutes:02d} pour {round_minutes} minutes, ou {clock} "
                    "si c’est une heure Excel.",
                    hours=hours,
                    minutes=minutes,
                    round_minutes=round(value * 60),
                    clock=write_clock(round(value * DAY_S)).removeprefix("0"),
                ),
            )
        seconds = value * 3600
    if isinstance(value, str):
        seconds = _seconds_of_text(value)
    if seconds is None or seconds < 0:
        raise ScalarError(
            "BAD_DURATION", say("indiquez une durée en heures et minutes : 3:00 ou 0:20.")
        )
    return write_duration(round(seconds))


def read_cell_contract(value: CellValue) -> str:
    """Return the wire duration of a contract, in hours or as a share of full time (0,4)."""
    share = _SHARE_TEXT.fullmatch(fold(plain(value)))
    if share and not isinstance(value, timedelta | time | datetime):
        part = float(share[1].replace(",", "."))
        if share[2] or 0 < part <= 1:
            return write_duration(round(part * _FULL_TIME_S))
    return read_cell_duration(value)


def write_cell_duration(value: object) -> CellValue:
    """Return the time cell of a wire duration."""
    return timedelta(seconds=read_duration(value))


def write_cell_clock(value: object) -> CellValue:
    """Return the time cell of a wire time of day."""
    hours, minutes, *seconds = (int(part) for part in str(value).split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
