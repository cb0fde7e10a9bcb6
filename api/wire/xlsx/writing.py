"""From the JSON document of a programme to the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.wire.xlsx import cells, styles
from api.wire.xlsx import layout as sheets
from api.wire.xlsx.cell_times import CellValue
from api.wire.xlsx.columns import KeyPath, SheetLayout
from api.wire.xlsx.places import get
from api.wire.xlsx.ride_rows import request_cells
from api.wire.xlsx.team import write_team
from routing.language import french
from routing.planning.territory import Territory

_Values = dict[KeyPath, CellValue]

_FLATTENED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "requests": request_cells
}
"""Sheets whose columns are not the fields of their records."""


def write_workbook(
    document: Mapping[str, Any],
    territory: Territory | None,
    examples: Mapping[str, Sequence[Sequence[CellValue]]] | None = None,
) -> Workbook:
    """Return the workbook of a document in which every field stands.

    Parameters
    ----------
    territory
        Whose sites are listed to choose from.
    examples
        For each sheet key, rows to show in grey before the records.
    """
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)  # noqa: S101 -- a new workbook has one sheet
    _write_read_me(first)
    sites = territory.sites if territory else ()
    _write_settings(workbook.create_sheet(sheets.SETTINGS_TITLE), document, len(sites))
    for layout in sheets.LAYOUTS:
        sheet = workbook.create_sheet(layout.title)
        row = 1
        for example in (examples or {}).get(layout.key, ()):
            row += 1
            for number, (column, value) in enumerate(
                zip(layout.columns, example, strict=True), start=1
            ):
                styles.fill(sheet, row, number, value, column.kind).font = styles.EXAMPLE_FONT
        for values in _rows(layout, document):
            row += 1
            for number, column in enumerate(layout.columns, start=1):
                if values.get(column.key) is not None:
                    styles.fill(sheet, row, number, values[column.key], column.kind)
        styles.dress(sheet, layout, len(sites))
    if territory:
        _write_sites(workbook.create_sheet(sheets.SITES), territory)
    for sheet in workbook.worksheets:
        styles.fit_heights(sheet)
        styles.printable(sheet, repeat_header=sheet is not first)
    for row in range(1, len(_INTRODUCTION) + 1):  # these run over both columns
        first.row_dimensions[row].height = 26 if row == 1 else 32
    return workbook


def _rows(layout: SheetLayout, document: Mapping[str, Any]) -> Iterator[_Values]:
    match layout.key:
        case "openings":
            for permanence in document.get("permanences", ()):
                for opening in permanence["openings"]:
                    yield _values(layout, {"permanence": permanence["id"], **opening})
        case "exceptions":
            yield from _exceptions(document)
        case "past":
            for session in document.get("past", ()):
                for duty in session["team"] or [{}]:
                    yield _values(layout, {**session, **duty})
        case _:
            cells_of = _FLATTENED.get(layout.key, dict)
            for record in document.get(layout.key, ()):
                yield _values(layout, cells_of(record))


def _values(layout: SheetLayout, record: Mapping[str, Any]) -> _Values:
    values: _Values = {}
    for column in layout.columns:
        value = get(record, column.key)
        if layout is sheets.PERMANENCES and column.key == ("roles",):
            values[column.key] = write_team(value)
        elif value is not None:
            values[column.key] = column.kind.write(value)
    return values


def _exceptions(document: Mapping[str, Any]) -> Iterator[_Values]:
    for kind, (owner, field) in sheets.EXCEPTION_TYPES.items():
        for record in document.get(owner, ()):
            for entry in record[field]:
                bounds = {"date": entry} if isinstance(entry, str) else entry
                if "date" in bounds:
                    bounds = {"from": bounds["date"], "to": bounds["date"], **bounds}
                yield _values(sheets.EXCEPTIONS, {"type": kind, "code": record["id"], **bounds})


def _write_settings(sheet: Worksheet, document: Mapping[str, Any], sites: int) -> None:
    styles.header(sheet, sheets.SETTINGS_HEADERS, [False] * 3)
    for row, setting in enumerate(sheets.SETTINGS, start=2):
        label = styles.fill(sheet, row, 1, french(setting.label), cells.TEXT)
        label.font = styles.BOLD_FONT if setting.required else styles.PLAIN_FONT
        value = get(document, setting.key)
        if value is not None:
            styles.fill(sheet, row, 2, setting.kind.write(value), setting.kind)
        else:
            sheet.cell(row, 2).number_format = setting.kind.number_format
        styles.fill(sheet, row, 3, french(setting.note), cells.TEXT)
        rule = styles.validation(setting, sites)
        rule.add(f"B{row}")
        sheet.add_data_validation(rule)
    for letter, width in zip("ABC", (40, 34, 70), strict=True):
        sheet.column_dimensions[letter].width = width


def _write_sites(sheet: Worksheet, territory: Territory) -> None:
    styles.header(sheet, ("Code", "Nom", "Commune", "Adresse", "Vérifié"), [False] * 5)
    for row, site in enumerate(territory.sites, start=2):
        checked = "oui" if site.verified else "non"
        for number, text in enumerate(
            (site.id, site.name, site.commune, site.address, checked), start=1
        ):
            styles.fill(sheet, row, number, text or None, cells.TEXT)
    for letter, width in zip("ABCDE", (22, 50, 30, 40, 10), strict=True):
        sheet.column_dimensions[letter].width = width


def _write_read_me(sheet: Worksheet) -> None:
    """Explain the workbook: what to do, then each sheet and column."""
    sheet.title = sheets.READ_ME
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 100
    sheet.sheet_view.showGridLines = False
    row = 1
    for text in _INTRODUCTION:
        cell = styles.fill(sheet, row, 1, french(text), cells.TEXT)
        cell.font = styles.TITLE_FONT if row == 1 else styles.PLAIN_FONT
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        row += 1
    settings = [(setting.label, setting.note) for setting in sheets.SETTINGS]
    groups = [(sheets.SETTINGS_TITLE, "Nom, siège, période et règles de travail.", settings)]
    groups += [
        (layout.title, layout.purpose, [(c.header, c.note) for c in layout.columns])
        for layout in sheets.LAYOUTS
    ]
    for title, purpose, entries in groups:
        row += 2
        for number, text in enumerate((f"Feuille « {title} »", purpose), start=1):
            styles.fill(sheet, row, number, french(text), cells.TEXT).font = styles.BOLD_FONT
        for name, note in entries:
            row += 1
            styles.fill(sheet, row, 1, french(name), cells.TEXT)
            styles.fill(sheet, row, 2, french(note), cells.TEXT)


_INTRODUCTION = (
    "Programme de tournées",
    "Ce classeur dit tout ce que le planificateur doit savoir : les permanences, l’équipe, les "
    "véhicules, et, si vous conduisez des personnes, leurs demandes et vos chauffeurs. Remplissez "
    "les feuilles dans l’ordre ; les colonnes orange sont obligatoires.",
    "Les passagers n’y sont que des pseudonymes : n’écrivez ni noms, ni téléphones. Les adresses "
    "sont cherchées sur cette machine ; le plan ne garde que des points.",
    "Chaque enregistrement a un code court, que vous choisissez ; les autres feuilles y renvoient. "
    "Les lignes grises qui commencent par « exemple : » montrent comment faire ; elles ne sont "
    "pas lues, vous pouvez les supprimer.",
    "Les durées et les heures s’écrivent 3:00 ou 3h ; les dates, 05/01/2027. L’ordre des feuilles "
    "et des colonnes, les majuscules, les accents et les lignes vides ne comptent pas.",
    "Enregistrez au format .xlsx, puis lancez : tournees plan mon-programme.xlsx --month 2027-01. "
    "S’il y a des erreurs, toutes sont dites d’un coup, avec la feuille et la cellule.",
)
