"""What may stand in a cell: each kind reads generously and writes one canonical form.

``read`` turns a cell's value into the wire value of the JSON document; ``write`` does the
opposite and adds the number format. ``read`` raises :class:`~api.wire.scalars.ScalarError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.wire.faults import fold, suggestion
from api.wire.scalars import (
    DEMI_JOURNEES,
    JOURS,
    WEEKDAYS,
    ScalarError,
    read_half_day,
    read_text,
    read_weekday,
)
from api.wire.xlsx.cell_times import (
    CellValue,
    plain,
    read_cell_clock,
    read_cell_contract,
    read_cell_day,
    read_cell_duration,
    write_cell_clock,
    write_cell_duration,
)
from routing.planning.programme import HalfDay
from routing.sentence import say

DATE_FORMAT = "dd/mm/yyyy"
TIME_FORMAT = "[h]:mm"
TIME_FORMAT_S = "[h]:mm:ss"

_YES = {"oui", "o", "x", "vrai", "true", "yes", "1", "✓", "✔"}
_NO = {"non", "n", "faux", "false", "no", "0", "-"}


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


def _text(value: CellValue) -> str:
    return read_text(plain(value))


def _whole(value: CellValue) -> int:
    text = plain(value).strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,9}(?:[.,]0*)?", text):
        raise ScalarError("WRONG_TYPE", say("indiquez un nombre entier."))
    return int(re.split(r"[.,]", text)[0])


def read_number(value: CellValue) -> float:
    """Return the number of a cell, or of a text with a decimal comma or point."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = plain(value).strip().replace(",", ".")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text):
        raise ScalarError("WRONG_TYPE", say("indiquez un nombre, par exemple 43,406."))
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
    raise ScalarError("WRONG_TYPE", say("indiquez oui ou non."))


def choice(labels: Mapping[str, str]) -> Kind:
    """Return the kind of cells that hold one of a few French words."""
    by_word = {fold(word): wire for wire, word in labels.items()} | {fold(w): w for w in labels}

    def read(value: CellValue) -> object:
        found = by_word.get(fold(plain(value)))
        if found is None:
            words = ", ".join(f"« {word} »" for word in labels.values())
            raise ScalarError("BAD_CHOICE", say("choisissez parmi {words}.", words=words))
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
        raise ScalarError(
            "BAD_WEEKDAY", say("indiquez un jour de lundi à dimanche.{hint}", hint=hint)
        ) from None


def _half_day(value: CellValue) -> object:
    try:
        return read_half_day(plain(value)).value
    except ScalarError:
        raise ScalarError("BAD_HALF_DAY", say("indiquez matin, après-midi ou soir.")) from None


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
    words: list[str] = [word for half, word in DEMI_JOURNEES.items() if half.value in halves]
    if words[:2] == ["matin", "après-midi"]:
        words[:2] = ["journée"]
    return "; ".join(words) or None


TEXT = Kind(read=_text, number_format="@")
CODE = Kind(read=_text, number_format="@")
CODES = Kind(read=_codes, write=_write_codes, number_format="@")
SOME_CODES = Kind(read=_some_codes, write=_write_some_codes, number_format="@")
WHOLE = Kind(read=_whole, write=lambda value: value, number_format="0")  # type: ignore[arg-type,return-value]
DECIMAL = Kind(read=read_number, write=_write_decimal)
YES_NO = Kind(read=_yes_no, write=lambda v: "oui" if v else "non", choices=("oui", "non"))
DAY = Kind(
    read=lambda value: read_cell_day(value).isoformat(),
    write=lambda value: date.fromisoformat(str(value)),
    number_format=DATE_FORMAT,
)
CLOCK = Kind(read=read_cell_clock, write=write_cell_clock, number_format=TIME_FORMAT)
CONTRACT = Kind(read=read_cell_contract, write=write_cell_duration, number_format=TIME_FORMAT)
DURATION = Kind(read=read_cell_duration, write=write_cell_duration, number_format=TIME_FORMAT)
WEEKDAY = Kind(read=_weekday, write=lambda v: JOURS[WEEKDAYS.index(str(v))], choices=JOURS)
HALF_DAY = Kind(
    read=_half_day,
    write=lambda value: DEMI_JOURNEES[HalfDay(str(value))],
    choices=tuple(DEMI_JOURNEES.values()),
)
HALVES = Kind(read=_halves, write=_write_halves, choices=_PRESENCE)
STAFF_KIND = choice({"employee": "salarié", "volunteer": "bénévole"})
JOINS = choice({"depot": "au dépôt", "site": "sur place"})
