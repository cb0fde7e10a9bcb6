"""A frequency as a phrase: « toutes les 2 semaines », « 1er et 3e mardi du mois »."""

from __future__ import annotations

import re
from datetime import date, datetime

from api.wire.faults import fold
from api.wire.scalars import JOURS, WEEKDAYS, ScalarError
from api.wire.xlsx.cell_times import CellValue, plain, read_cell_day
from api.wire.xlsx.cells import Kind
from routing.sentence import say

_NUMBERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}
_N = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_RANKS = {
    1: ("premier", "1er", "1e", "1"),
    2: ("deuxieme", "second", "2e", "2eme", "2nd", "2"),
    3: ("troisieme", "3e", "3eme", "3"),
    4: ("quatrieme", "4e", "4eme", "4"),
    5: ("cinquieme", "5e", "5eme", "5"),
    -1: ("dernier", "-1"),
}
_RANK_OF = {word: rank for rank, words in _RANKS.items() for word in words}
_WRITTEN = {1: "1er", 2: "2e", 3: "3e", 4: "4e", 5: "5e", -1: "dernier"}
_WEEKLY = re.compile(r"chaque semaine|toutes les semaines|hebdomadaire|(1|une) fois par semaine")
_WEEKS = re.compile(rf"(?:1 fois )?toutes les {_N} semaines?|(?:1|une) semaine sur {_N}")
_DAYS = re.compile(r"tous les (\d{1,3}) jours")
_WEEKS_OF_DAYS = {7: 1, 8: 1, 14: 2, 15: 2, 21: 3, 28: 4}
"""« Tous les 15 jours » is how people say every other week."""
_MONTHLY = re.compile(r"chaque mois|tous les mois|mensuel(?:le)?")
_TIMES = re.compile(rf"{_N} ?(?:fois|x) ?(?:par|/) ?mois|{_N} par mois")
_NTH = re.compile(rf"(?:les? )?(.+?) ({'|'.join(JOURS)})s? (?:du|de chaque|par) mois")
_DATES = re.compile(r"(?:dates?|les?) ?:? ?(\d.*)|(\d[\d/.;,\s-]+)", re.DOTALL)
_HELP = say(
    "écrivez par exemple « toutes les 2 semaines », « 1 fois par mois », « "
    "1er et 3e mardi du mois », « dernier jeudi du mois » ou « dates : "
    "05/01/2027; 19/01/2027 »."
)
SUGGESTED = (
    "chaque semaine",
    "toutes les 2 semaines",
    "toutes les 3 semaines",
    "toutes les 4 semaines",
    "1 fois par mois",
    "2 fois par mois",
    "1er mardi du mois",
    "1er et 3e mardi du mois",
    "dernier jeudi du mois",
)


def _number(*words: str | None) -> int:
    word = next(word for word in words if word)
    return _NUMBERS.get(word) or int(word)


def read_frequency(value: CellValue) -> dict[str, object]:
    """Return the wire frequency of a phrase; the anchor stands in a column of its own."""
    if isinstance(value, date | datetime):
        return {"kind": "on_dates", "dates": [read_cell_day(value).isoformat()]}
    text = re.sub(r"[.!]$", "", fold(plain(value)).replace("\n", "; "))
    if _WEEKLY.fullmatch(text):
        return {"kind": "every_weeks", "weeks": 1}
    if found := _WEEKS.fullmatch(text):
        return {"kind": "every_weeks", "weeks": _number(*found.groups())}
    if (found := _DAYS.fullmatch(text)) and int(found[1]) in _WEEKS_OF_DAYS:
        return {"kind": "every_weeks", "weeks": _WEEKS_OF_DAYS[int(found[1])]}
    if _MONTHLY.fullmatch(text):
        return {"kind": "per_month", "times": 1}
    if found := _TIMES.fullmatch(text):
        return {"kind": "per_month", "times": _number(*found.groups())}
    if found := _NTH.fullmatch(text):
        return _nth(found[1], found[2])
    if found := _DATES.fullmatch(plain(value).strip().casefold()):
        return {"kind": "on_dates", "dates": _dates(found[1] or found[2])}
    raise ScalarError("BAD_FREQUENCY", _HELP)


def _nth(ranks: str, weekday: str) -> dict[str, object]:
    words = [word for word in re.split(r"[,;&+ ]+|\bet\b", ranks) if word and word != "le"]
    unknown = [word for word in words if word not in _RANK_OF]
    if unknown:
        raise ScalarError(
            "BAD_FREQUENCY",
            say(
                "« {unknown} » n’est pas un rang : indiquez 1er à 5e, ou dernier.",
                unknown=unknown[0],
            ),
        )
    return {
        "kind": "nth_weekday",
        "nth": [_RANK_OF[word] for word in words],
        "weekday": WEEKDAYS[JOURS.index(weekday)],
    }


def _dates(text: str) -> list[str]:
    entries = [entry.strip() for entry in re.split(r"[;,\n]| et ", text) if entry.strip()]
    return [read_cell_day(entry).isoformat() for entry in entries]


def write_frequency(value: object) -> CellValue:
    """Return the canonical phrase of a wire frequency."""
    assert isinstance(value, dict)  # noqa: S101 -- the writer starts from a valid document
    match value["kind"]:
        case "every_weeks":
            weeks = value["weeks"]
            return "chaque semaine" if weeks == 1 else f"toutes les {weeks} semaines"
        case "per_month":
            return f"{value['times']} fois par mois"
        case "nth_weekday":
            *most, last = [_WRITTEN[rank] for rank in value["nth"]]
            ranks = f"{', '.join(most)} et {last}" if most else last
            return f"{ranks} {JOURS[WEEKDAYS.index(value['weekday'])]} du mois"
        case _:
            days = (f"{date.fromisoformat(day):%d/%m/%Y}" for day in value["dates"])
            return "dates : " + "; ".join(days)


FREQUENCY = Kind(read=read_frequency, write=write_frequency, choices=SUGGESTED)
