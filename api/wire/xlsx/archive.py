"""Opening a workbook safely: it may be anything, from a renamed PDF to a zip bomb."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.wire.faults import InputFaults
from api.wire.json_text import read_bytes, refuse
from api.wire.xlsx.cell_times import CellValue
from routing.sentence import say

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_FILE_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 40_000_000
MAX_PARTS = 1_000
MAX_SHEETS = 64
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_TAGS = 1_500_000
"""XML tags of all sheets and texts: twice those of the largest programme there may be."""
MAX_OTHER_TAGS = 100_000
"""XML tags of styles and the like, which cost more to read."""
_LAST_ROW = 1_048_576
"""The last row of any sheet; a file may claim more, but no spreadsheet writes them."""
_HUGE = 1e12
"""No number of a programme comes near; also keeps infinities out."""
_SAVE_AS = say(
    "ouvrez-le dans votre tableur et enregistrez-le au format « Classeur Excel (.xlsx) »."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not blank."""

    column: int
    value: CellValue
    error: str = ""
    """What keeps its value from being used (``#REF!``, a formula never calculated)."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, by column number from 1."""

    number: int
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows that are not blank."""

    title: str
    rows: tuple[Row, ...]


def read_sheets(source: Path | bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook, formulas by the value that was last calculated.

    Raises
    ------
    InputFaults
        When the file is no workbook, is damaged, encrypted, too large or dangerous.
    """
    data = source if isinstance(source, bytes) else read_bytes(source, MAX_FILE_BYTES, name)
    formulas = _inspect(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            values = _load(data, data_only=True)
            if len(values.worksheets) > MAX_SHEETS:
                message = say("gardez au plus {count} feuilles.", count=MAX_SHEETS)
                refuse(name, "TOO_LARGE", message)
            formulae = _formula_cells(_load(data, data_only=False)) if formulas else set()
            return [
                Sheet(sheet.title, tuple(_rows(sheet, formulae, name)))
                for sheet in values.worksheets
            ]
    except InputFaults:
        raise
    except Exception:  # whatever openpyxl and its parsers stumble over
        refuse(
            name,
            "NOT_XLSX",
            say("ce classeur est abîmé ou incomplet ; {save_as}", save_as=_SAVE_AS),
        )


def _load(data: bytes, *, data_only: bool) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)


def _inspect(data: bytes, name: str) -> bool:
    """Refuse what is no ordinary workbook; return whether any sheet holds a formula."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            refuse(
                name,
                "ENCRYPTED",
                say("ce classeur est protégé par un mot de passe : {save_as}", save_as=_SAVE_AS),
            )
        refuse(
            name, "NOT_XLSX", say("c’est un ancien classeur (.xls) : {save_as}", save_as=_SAVE_AS)
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        with archive:
            return _inspect_parts(archive, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, RuntimeError):
        refuse(
            name,
            "NOT_XLSX",
            say("ce n’est pas un classeur .xlsx entier ; {save_as}", save_as=_SAVE_AS),
        )
    except (ValueError, OSError, MemoryError):
        refuse(name, "NOT_XLSX", say("ce classeur est abîmé ; {save_as}", save_as=_SAVE_AS))


def _inspect_parts(archive: zipfile.ZipFile, name: str) -> bool:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        refuse(
            name,
            "TOO_LARGE",
            say(
                "déplié, ce classeur dépasse {megabytes} Mo ; retirez images et lignes inutiles.",
                megabytes=MAX_UNPACKED_BYTES // 1_000_000,
            ),
        )
    if "xl/workbook.xml" not in names:
        kind = (
            say("un classeur binaire (.xlsb)")
            if "xl/workbook.bin" in names
            else say("pas un classeur Excel")
        )
        refuse(name, "NOT_XLSX", say("c’est {kind} : {save_as}", kind=kind, save_as=_SAVE_AS))
    formulas = False
    tags = Counter[bool]()
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            text = archive.read(part)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                refuse(
                    name, "DANGEROUS", say("ce classeur contient des entités XML ; il est refusé.")
                )
            is_sheet = part.filename.startswith("xl/worksheets/")
            formulas |= is_sheet and b"<f" in text
            tags[is_sheet or part.filename == "xl/sharedStrings.xml"] += text.count(b"<")
    if tags[True] > MAX_TAGS or tags[False] > MAX_OTHER_TAGS:
        message = say("ce classeur a trop de cellules ou de styles ; retirez-en.")
        refuse(name, "TOO_LARGE", message)
    return formulas


def _formula_cells(workbook: Workbook) -> set[tuple[str, int, int]]:
    return {
        (sheet.title, number, cell.column)
        for sheet in workbook.worksheets
        for number, cells in _raw_rows(sheet, MAX_ROWS)
        for cell in cells
        if cell.data_type == "f"
    }


def _raw_rows(sheet: Any, last: int = _LAST_ROW) -> Iterator[tuple[int, list[Any]]]:
    """Yield the cells that the file holds, whatever size the sheet claims to have."""
    sheet.reset_dimensions()
    filler = None
    for number, row in enumerate(sheet.iter_rows(max_row=last, max_col=MAX_COLUMNS), start=1):
        if row is filler:  # one object stands for all rows that the file leaves out
            continue
        cells = [cell for cell in row if hasattr(cell, "row")]  # fillers have none
        if cells:
            yield number, cells
        else:
            filler = row


def _rows(sheet: Any, formulae: set[tuple[str, int, int]], name: str) -> Iterator[Row]:
    for number, raw in _raw_rows(sheet):
        cells = {
            cell.column: found
            for cell in raw
            if (found := _cell(cell, (sheet.title, number, cell.column) in formulae))
        }
        if cells and number > MAX_ROWS:
            refuse(
                name,
                "TOO_LARGE",
                say(
                    "la feuille {title} a des données au-delà de la ligne {max_rows}.",
                    title=sheet.title,
                    max_rows=MAX_ROWS,
                ),
            )
        if cells:
            yield Row(number, cells)


def _cell(cell: Any, is_formula: bool) -> Cell | None:
    value = cell.value
    if cell.data_type == "e":
        return Cell(cell.column, str(value), say("cette formule est en erreur ; corrigez-la."))
    if value is None and is_formula and cell.data_type != "str":  # "str": an empty text
        return Cell(
            cell.column,
            "formule",
            say(
                "cette formule n’a pas été calculée ; ouvrez le classeur dans un tableur "
                "et enregistrez-le, ou écrivez la valeur."
            ),
        )
    if isinstance(value, int | float) and not abs(value) < _HUGE:
        return Cell(cell.column, str(value), say("ce nombre est démesuré ; corrigez-le."))
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return Cell(cell.column, value)
