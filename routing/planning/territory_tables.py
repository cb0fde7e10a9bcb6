"""Reads a CSV table cell by cell and gathers every fault instead of stopping at the first.

A table may come back from a French spreadsheet: UTF-8 with or without a byte-order mark,
separated by commas, semicolons or tabs, decimals with a comma or a point.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from routing.planning.territory import TerritoryFault

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table; ``faults`` is shared by all rows of a folder."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[TerritoryFault]

    def read(self, column: str, parse: Callable[[str], _Value], blank: _Value) -> _Value:
        """Return the parsed cell, or ``blank`` after noting the fault.

        ``parse`` raises ``ValueError`` with the advice as its message. A column that the
        table lacks was reported once for the whole table and is not reported again here.
        """
        text = self.cells.get(column)
        if text is None:
            return blank
        try:
            return parse(text)
        except ValueError as error:
            self.fault(column, text, str(error))
            return blank

    def fault(self, column: str, value: str, advice: str) -> None:
        """Note what is wrong with one cell of this row."""
        self.faults.append(
            TerritoryFault(
                file=self.file, line=self.line, column=column, value=value, advice=advice
            )
        )


def read_text(path: Path, faults: list[TerritoryFault]) -> str | None:
    """Return the text of a file, or ``None`` after noting why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        advice = "ce fichier manque ; ajoutez-le au dossier du territoire."
    except UnicodeDecodeError as error:
        advice = f"enregistrez ce fichier en UTF-8 (octet illisible à la position {error.start})."
    except OSError as error:
        advice = f"ce fichier est illisible ({error.strerror or error})."
    faults.append(TerritoryFault(file=path.name, advice=advice))
    return None


def read_table(path: Path, columns: Sequence[str], faults: list[TerritoryFault]) -> list[Row]:
    """Return the rows of a CSV table that must have these columns; more are ignored."""
    text = read_text(path, faults)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = [name.strip() for name in next(reader, [])]
    if not _header_is_good(path.name, header, columns, faults):
        return []
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(_ragged(path.name, reader.line_num, len(cells), len(header)))
            continue
        named = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        rows.append(Row(path.name, reader.line_num, named, faults))
    if reader.line_num <= 1:
        faults.append(
            TerritoryFault(file=path.name, advice="ce tableau est vide ; ajoutez ses lignes.")
        )
    return rows


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _header_is_good(
    file: str, header: Sequence[str], columns: Sequence[str], faults: list[TerritoryFault]
) -> bool:
    before = len(faults)
    for column in columns:
        if header.count(column) == 1:
            continue
        if column in header:
            advice = "cette colonne figure deux fois ; gardez-en une."
        else:
            seen = ", ".join(name for name in header if name) or "aucune"
            advice = f"cette colonne manque ; ajoutez-la (colonnes lues : {seen})."
        faults.append(TerritoryFault(file=file, line=1, column=column, advice=advice))
    return len(faults) == before


def _ragged(file: str, line: int, found: int, expected: int) -> TerritoryFault:
    return TerritoryFault(
        file=file,
        line=line,
        advice=(
            f"{found} cellules au lieu de {expected} ; mettez entre guillemets les textes "
            "qui contiennent le séparateur."
        ),
    )
