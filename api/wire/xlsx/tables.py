"""From sheets to rows of wire values: headers recognised, cells read, examples left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.wire.faults import Issue, Loc, fold, suggestion
from api.wire.personal import REMEDY, is_personal_word
from api.wire.scalars import EXAMPLE_MARK, ScalarError
from api.wire.xlsx.archive import Cell, Row, Sheet
from api.wire.xlsx.cell_times import plain
from api.wire.xlsx.cells import Kind
from api.wire.xlsx.columns import Column, KeyPath, SheetLayout, header_key
from api.wire.xlsx.layout import IGNORED_SHEETS, LAYOUTS, SETTINGS_TITLE
from api.wire.xlsx.places import Found, Place
from routing.sentence import say

_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns have been recognised."""

    layout: SheetLayout
    index: int
    title: str
    columns: dict[Column, int]
    rows: tuple[Row, ...]

    def place(self, row: Row, column: Column | None = None) -> Place:
        """Return the place of a cell, or of the row as a whole."""
        if column is None:
            return Place(self.index, row.number, 0, self.title, "")
        return Place(self.index, row.number, self.columns[column], self.title, column.header)

    def read(self) -> Iterator[RowRead]:
        """Yield what each row says."""
        for row in self.rows:
            yield read_row(self, row)


def sheets_by_title(sheets: list[Sheet], found: Found) -> dict[str, tuple[int, Sheet]]:
    """Return the sheets that are known, report those with nearly a known name, note others."""
    known = [SETTINGS_TITLE, *(layout.title for layout in LAYOUTS)]
    by_fold = {fold(title): title for title in known}
    named: dict[str, tuple[int, Sheet]] = {}
    for title in known:
        found.places[("sheets", title)] = Place(len(sheets), 0, 0, title, "")
    for index, sheet in enumerate(sheets):
        title = by_fold.get(fold(sheet.title), "")
        if title and title not in named:
            named[title] = index, sheet
    for index, sheet in enumerate(sheets):
        if fold(sheet.title) in {*by_fold, *map(fold, IGNORED_SHEETS)} or not sheet.rows:
            continue
        hint = suggestion(sheet.title, [title for title in known if title not in named])
        if not hint:
            found.ignored.append(sheet.title)
        else:
            loc = ("sheets", sheet.title)
            found.places[loc] = Place(index, 0, 0, sheet.title, "")
            found.issues.append(
                Issue(
                    loc,
                    "UNKNOWN_SHEET",
                    say("cette feuille n’est pas connue ; renommez-la.{hint}", hint=hint),
                )
            )
    return named


def read_table(layout: SheetLayout, index: int, sheet: Sheet, found: Found) -> Table | None:
    """Recognise the columns of a sheet; report unknown, repeated and missing ones."""
    known = {header_key(column.header): column for column in layout.columns}
    known |= {header_key(other): c for c in layout.columns for other in c.also}
    header = _header_row(sheet, known)
    place = Place(index, 0, 0, sheet.title, "")
    found.places[("sheets", layout.title)] = place
    found.places[(layout.key,)] = place
    if header is None:
        if sheet.rows or layout.required:
            names = ", ".join(f"« {column.header} »" for column in layout.columns[:3])
            _say(
                found,
                layout,
                "NO_HEADER",
                say("la première ligne doit porter {names}, etc.", names=names),
            )
        return None
    columns: dict[Column, int] = {}
    for number, cell in sorted(header.cells.items()):
        column = known.get(header_key(plain(cell.value)))
        loc: Loc = ("headers", layout.title, number)
        found.places[loc] = Place(index, header.number, number, sheet.title, "")
        if column is None and layout.pseudonymous and is_personal_word(plain(cell.value)):
            found.issues.append(Issue(loc, "PERSONAL_FIELD", REMEDY, plain(cell.value)))
        elif column is None:
            free = {c.header: c.header for c in layout.columns}
            hint = suggestion(plain(cell.value), free)
            message = say(
                "cette colonne n’est pas connue ; renommez-la ou retirez-la.{hint}", hint=hint
            )
            found.issues.append(Issue(loc, "UNKNOWN_COLUMN", message, plain(cell.value)))
        elif column in columns:
            message = say("cette colonne se répète ; gardez-en une.")
            found.issues.append(Issue(loc, "DUPLICATE_COLUMN", message, plain(cell.value)))
        else:
            columns[column] = number
    for column in layout.columns:
        if column not in columns and column.required:
            _say(
                found,
                layout,
                "MISSING_COLUMN",
                say("ajoutez la colonne « {header} ».", header=column.header),
                column,
            )
    first = columns.get(layout.columns[0], 0)
    rows = (row for row in sheet.rows if row.number > header.number)
    return Table(
        layout, index, sheet.title, columns, tuple(r for r in rows if not _is_example(r, first))
    )


def _say(
    found: Found, layout: SheetLayout, code: str, message: str, column: Column | None = None
) -> None:
    loc: Loc = ("sheets", layout.title)
    if column:
        loc = (*loc, column.header)
        found.absent.add((layout.key, *column.key))
        found.absent.add(("permanences", layout.key, *column.key))  # as openings are
    else:
        found.absent.add((layout.key,))
    found.issues.append(Issue(loc, code, message))


def _header_row(sheet: Sheet, known: dict[str, Column]) -> Row | None:
    for row in sheet.rows:
        if row.number > _HEADER_WITHIN:
            break
        if sum(header_key(plain(cell.value)) in known for cell in row.cells.values()) >= 2:
            return row
    return None


def _is_example(row: Row, first: int) -> bool:
    cell = row.cells.get(first)
    return cell is not None and EXAMPLE_MARK.match(plain(cell.value).strip()) is not None


@dataclass(frozen=True, slots=True)
class RowRead:
    """The wire values of a row, with the places and issues of its cells by their keys.

    ``loc`` stands for the row itself where it belongs to no record of the document.
    """

    loc: Loc
    place: Place
    values: dict[KeyPath, object]
    places: dict[KeyPath, Place]
    texts: dict[KeyPath, str]
    issues: tuple[Issue, ...]

    def text(self, *key: str) -> str | None:
        """Return the text at ``key``, ``None`` when the cell is blank."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def attach(self, base: Loc, found: Found, only: tuple[str, ...] | None = None) -> None:
        """Say that this row is the record at ``base`` (or that ``only`` these fields are)."""
        if only is None:
            found.places[base] = self.place
        for key, place in self.places.items():
            if only is None or key[0] in only:
                if len(key) > 1:  # what is missing as a whole is wanted in its first column
                    found.places.setdefault((*base, *key[:-1]), place)
                found.places[(*base, *key)] = place
                found.texts[(*base, *key)] = self.texts.get(key, "")
        found.issues += [
            replace(issue, loc=(*base, *issue.loc))
            for issue in self.issues
            if only is None or issue.loc[0] in only
        ]


def read_row(table: Table, row: Row) -> RowRead:
    """Read the cells of a row, in the order of the layout whatever that of the sheet."""
    values: dict[KeyPath, object] = {}
    issues: list[Issue] = []
    for column in table.layout.columns:
        cell = row.cells.get(table.columns.get(column, 0))
        if cell is not None:
            value = read_cell(cell, column.kind, column.key, issues)
            if value is not None:
                values[column.key] = value
    places = {column.key: table.place(row, column) for column in table.columns}
    loc: Loc = (table.layout.key, row.number)
    texts = {
        column.key: plain(row.cells[number].value)
        for column, number in table.columns.items()
        if number in row.cells
    }
    return RowRead(loc, table.place(row), values, places, texts, tuple(issues))


def read_cell(cell: Cell, kind: Kind, loc: Loc, issues: list[Issue]) -> object:
    """Return the wire value of a cell; of one that cannot be read its text, with an issue."""
    shown = plain(cell.value)
    if cell.error:
        issues.append(Issue(loc, "UNUSABLE_CELL", cell.error, shown))
        return shown
    try:
        return kind.read(cell.value)
    except ScalarError as error:
        issues.append(Issue(loc, error.code, error.message, shown))
        return shown
