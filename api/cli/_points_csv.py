"""A CSV file of points as spreadsheets write it: any usual encoding, separator and decimals."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from api.cli._coordinates import number
from api.wire.faults import Fault, InputFaults, fold, suggestion
from routing.roads import Place

COLUMNS = {
    "id": ("id", "identifiant", "code"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "label": ("label", "libelle", "nom", "name"),
}
REQUIRED = ("id", "lat", "lon")
LIMITS = {"lat": 90, "lon": 180}
MAX_BYTES = 50_000_000


def read_points(path: Path) -> list[Place]:
    """Read the points of a file, ``-`` for standard input.

    Raises
    ------
    InputFaults
        With every wrong row: line, column, value and what to change.
    """
    name = "entrée standard" if str(path) == "-" else path.name
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    if len(data) > MAX_BYTES:
        raise InputFaults(name, [_fault("", len(data), "le fichier dépasse 50 Mo.", "TOO_BIG")])
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    header = next(reader, [])
    columns = _columns(header, name)
    rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    faults = list(_faults(rows, columns))
    if not rows:
        faults.append(_fault("ligne 2", None, "ajoutez au moins un point.", "EMPTY"))
    if faults:
        raise InputFaults(name, faults)
    return [_place(line, row, columns) for line, row in rows]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or what Windows writes in France."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    return max(";\t,", key=header.count)


def _columns(header: list[str], name: str) -> dict[str, int]:
    places = {fold(cell): i for i, cell in reversed(list(enumerate(header)))}
    found = {
        column: places[alias]
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in places
    }
    missing = [column for column in REQUIRED if column not in found]
    if missing:
        raise InputFaults(name, [
            _fault("ligne 1", ", ".join(header), f"la colonne « {column} » manque."
                   + suggestion(column, header), "MISSING_COLUMN")
            for column in missing
        ])  # fmt: skip
    return found


def _faults(rows: list[tuple[int, list[str]]], columns: dict[str, int]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, row in rows:
        point = _cell(row, columns["id"])
        if not point:
            yield _fault(_at(line, "id"), None, "donnez un identifiant.", "MISSING")
        elif point in seen:
            message = f"cet identifiant est déjà celui de la ligne {seen[point]}."
            yield _fault(_at(line, "id"), point, message, "DUPLICATE")
        seen.setdefault(point, line)
        for column, limit in LIMITS.items():
            text = _cell(row, columns[column])
            value = number(text)
            if value is None:
                message = "donnez un nombre en degrés, par exemple 43.4302."
                yield _fault(_at(line, column), text or None, message, "NOT_A_NUMBER")
            elif abs(value) > limit:
                message = f"donnez des degrés entre −{limit} et {limit}."
                yield _fault(_at(line, column), text, message, "OUT_OF_RANGE")


def _place(line: int, row: list[str], columns: dict[str, int]) -> Place:
    point = _cell(row, columns["id"])
    label = _cell(row, columns["label"]) if "label" in columns else ""
    named = f"{label} ({point}, ligne {line})" if label else f"le point {point} (ligne {line})"
    lat, lon = (number(_cell(row, columns[column])) for column in ("lat", "lon"))
    return Place(id=point, lat=lat or 0.0, lon=lon or 0.0, label=named)


def _cell(row: list[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _at(line: int, column: str) -> str:
    return f"ligne {line}, colonne {column}"


def _fault(path: str, value: object, message: str, code: str) -> Fault:
    return Fault(path=path, value=value, message=message, code=code)
