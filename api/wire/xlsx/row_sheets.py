"""The sheets whose rows belong to records of other sheets: openings, exceptions, the past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from api.wire.code_checks import nothing
from api.wire.document_view import View
from api.wire.faults import Issue, Loc, suggestion
from api.wire.scalars import read_day
from api.wire.xlsx import layout as sheets
from api.wire.xlsx.names import Codes
from api.wire.xlsx.places import Found
from api.wire.xlsx.tables import RowRead, Table
from routing.sentence import say

_MAX_SPAN_DAYS = 366
_OWNERS = {
    "staff": ("UNKNOWN_STAFF", "membre de l’équipe"),
    "units": ("UNKNOWN_UNIT", "véhicule"),
    "permanences": ("UNKNOWN_PERMANENCE", "permanence"),
    "drivers": ("UNKNOWN_DRIVER", "chauffeur"),
}


def read_openings(table: Table | None, found: Found, codes: Mapping[str, Codes]) -> None:
    """Give each permanence its openings."""
    for row in table.read() if table else ():
        owner = _owner(row, "permanences", ("permanence",), found, codes)
        if owner is not None:
            base, permanence = owner
            openings = permanence["openings"]
            row.attach((*base, "openings", len(openings)), found)
            openings.append(_fields(row, without="permanence"))
    if table is None:
        found.absent.add(("permanences", "openings"))
    for number, permanence in enumerate(_records(found, "permanences")):
        if table and not permanence["openings"]:
            loc: Loc = ("permanences", number, "openings")
            message = say(
                "ajoutez au moins une ligne dans la feuille « {title} ».",
                title=sheets.OPENINGS.title,
            )
            found.issues.append(Issue(loc, "NO_OPENING", message))


def read_exceptions(table: Table | None, found: Found, codes: Mapping[str, Codes]) -> None:
    """Give people, vehicles and permanences what changes for them at certain dates."""
    for row in table.read() if table else ():
        kind = row.text("type")
        if kind not in sheets.EXCEPTION_TYPES:
            row.attach(row.loc, found)
            _require(row, ("type",), found)
            continue
        key, field = sheets.EXCEPTION_TYPES[kind]
        owner = _owner(row, key, ("code",), found, codes)
        if owner is not None:
            base, record = owner
            _add_exception(record.setdefault(field, []), field, row, (*base, field), found)


def _add_exception(entries: list[Any], field: str, row: RowRead, base: Loc, found: Found) -> None:
    if field != "extra_hours":
        for key in (("start",), ("end",)):
            if key in row.values:
                loc: Loc = (*row.loc, *key)
                found.places[loc] = row.places[key]
                message = say("retirez ces heures : ici, c’est la journée entière qui compte.")
                found.issues.append(Issue(loc, "UNKNOWN_FIELD", message, row.text(*key)))
    if field in ("extra_days", "extra_hours", "cancelled"):
        row.attach(row.loc, found)
        hours = {name: row.values[(name,)] for name in ("start", "end") if (name,) in row.values}
        for day in _days(row, found):
            loc = (*base, len(entries))
            found.places[loc] = row.places[("from",)]
            for name in ("start", "end"):
                found.places[(*loc, name)] = row.places.get((name,), row.place)
                found.texts[(*loc, name)] = row.texts.get((name,), "")
            entries.append({"date": day, **hours} if field == "extra_hours" else day)
    else:
        row.attach((*base, len(entries)), found)
        entries.append(_dates(row))


def read_past(table: Table | None, found: Found, codes: Mapping[str, Codes]) -> None:
    """Gather the rows of one date, half-day and permanence into a session."""
    past: list[dict[str, Any]] = []
    found.document["past"] = past
    numbers: dict[tuple[object, ...], int] = {}
    for row in table.read() if table else ():
        fields = _translated(_fields(row), codes)
        duty = {name: fields.pop(name) for name in ("staff", "role", "work") if name in fields}
        key = tuple(fields.get(name) for name in ("permanence", "date", "half_day"))
        number = numbers.setdefault(key, len(past))
        base: Loc = ("past", number)
        if number == len(past):
            past.append({**fields, "team": []})
            row.attach(base, found, only=("permanence", "date", "half_day"))
            found.places[base] = row.place
        if duty:
            team = past[number]["team"]
            row.attach((*base, "team", len(team)), found, only=("staff", "role", "work"))
            team.append(duty)


def _translated(fields: dict[str, Any], codes: Mapping[str, Codes]) -> dict[str, Any]:
    lists = {"permanence": "permanences", "staff": "staff", "role": "roles"}
    return {
        name: codes[lists[name]].translate(value) if lists.get(name) in codes else value
        for name, value in fields.items()
    }


def _records(found: Found, key: str) -> list[dict[str, Any]]:
    records = found.document.get(key)
    return records if isinstance(records, list) else []


def _fields(row: RowRead, without: str = "") -> dict[str, Any]:
    return {key[0]: value for key, value in row.values.items() if key[0] != without}


def _dates(row: RowRead) -> dict[str, Any]:
    """Return the range of a row; one without an end lasts a day."""
    dates = {name: row.values[(name,)] for name in ("from", "to", "label") if (name,) in row.values}
    if "from" in dates:
        dates.setdefault("to", dates["from"])
    return dates


def _require(row: RowRead, key: tuple[str], found: Found) -> None:
    if key not in row.values:
        loc: Loc = (*row.loc, *key)
        found.places[loc] = row.places.get(key, row.place)
        found.issues.append(Issue(loc, "MISSING", ""))


def _owner(
    row: RowRead, owner: str, key: tuple[str], found: Found, codes: Mapping[str, Codes]
) -> tuple[Loc, dict[str, Any]] | None:
    """Return place and record of what a row belongs to, or report that there is none."""
    if owner not in codes:  # its sheet is missing: that has been said
        return None
    name = row.text(*key)
    target = codes[owner].find(name) if name else None
    for number, record in enumerate(_records(found, owner)):
        if target is not None and record.get("id") == target:
            return (owner, number), record
    row.attach(row.loc, found)
    _require(row, key, found)
    if name:
        code, noun = _OWNERS[owner]
        hint = suggestion(name, codes[owner].names)
        message = say("{nothing} ne porte ce code.{hint}", nothing=nothing(noun), hint=hint)
        found.issues.append(Issue((*row.loc, *key), code, message, name))
    return None


def _days(row: RowRead, found: Found) -> list[str]:
    """Return each day from « du » to « au »; the note has no place in a programme."""
    _require(row, ("from",), found)
    dates = View(_dates(row))
    first, last = dates["from"].read(read_day), dates["to"].read(read_day)
    if first is None or last is None:
        return []
    if not 0 <= (last - first).days < _MAX_SPAN_DAYS:
        message = say(
            "la fin doit suivre le début ({first:%d/%m/%Y}), d’un an au plus.", first=first
        )
        found.issues.append(Issue((*row.loc, "to"), "RANGE_REVERSED", message, f"{last:%d/%m/%Y}"))
        return []
    return [day.isoformat() for day in _span(first, last)]


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
