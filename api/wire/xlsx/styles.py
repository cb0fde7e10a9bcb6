"""How the workbook looks: headers, widths, drop-down lists, prompts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from api.wire.xlsx import cells
from api.wire.xlsx import layout as sheets
from api.wire.xlsx.cell_times import CellValue
from api.wire.xlsx.cells import Kind
from api.wire.xlsx.columns import Column, Setting, SheetLayout
from routing.language import french

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 1000
"""Down to which row lists and formats reach, for lines that people add."""

_HEADER_FILL = PatternFill("solid", fgColor="1F4E79")
_REQUIRED_FILL = PatternFill("solid", fgColor="C55A11")
_FACE = "Calibri"
_HEADER_FONT = Font(name=_FACE, size=11, bold=True, color="FFFFFF")
EXAMPLE_FONT = Font(name=_FACE, size=11, italic=True, color="6B6B6B")
PLAIN_FONT = Font(name=_FACE, size=11)
BOLD_FONT = Font(name=_FACE, size=11, bold=True)
TITLE_FONT = Font(name=_FACE, size=16, bold=True)
_LINE = Side(style="thin", color="FFFFFF")
_RULE = Border(left=_LINE, right=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_LINE_HEIGHT = 15
_HEADER_WRAP = Alignment(wrap_text=True, vertical="center", horizontal="center")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_MAX_PROMPT = 255
_MAX_LIST = 250
_SUGGESTED_ONLY = ("Fréquence",)


def fill(
    sheet: Worksheet, row: int, column: int, value: CellValue, kind: Kind
) -> Cell | MergedCell:
    """Write a value; a text is a text whatever it begins with, never a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    cell.alignment = _WRAP
    cell.font = PLAIN_FONT
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True
    elif kind.number_format == cells.TIME_FORMAT:
        whole = getattr(value, "seconds", 0) % 60 == 0
        cell.number_format = cells.TIME_FORMAT if whole else cells.TIME_FORMAT_S
    else:
        cell.number_format = kind.number_format
    return cell


def header(sheet: Worksheet, names: Sequence[str], required: Sequence[bool]) -> None:
    """Write the first row; orange headers must be filled in."""
    for number, (name, must) in enumerate(zip(names, required, strict=True), start=1):
        cell = sheet.cell(1, number)
        cell.value = french(name)
        cell.data_type = "s"
        cell.font = _HEADER_FONT
        cell.fill = _REQUIRED_FILL if must else _HEADER_FILL
        cell.alignment = _HEADER_WRAP
        cell.border = _RULE
    sheet.row_dimensions[1].height = 48
    sheet.freeze_panes = "B2"


def dress(sheet: Worksheet, layout: SheetLayout, sites: int) -> None:
    """Give the columns of a sheet their headers, widths, formats, lists and prompts."""
    header(sheet, [c.header for c in layout.columns], [c.required for c in layout.columns])
    for number, column in enumerate(layout.columns, start=1):
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column.width
        dimension.number_format = column.kind.number_format
        rule = validation(column, sites)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(layout.columns))}{max(sheet.max_row, 2)}"


def fit_heights(sheet: Worksheet) -> None:
    """Give rows of wrapped text the height they need, which not every program works out."""
    widths = {
        c: sheet.column_dimensions[get_column_letter(c)].width
        for c in range(1, sheet.max_column + 1)
    }
    for cells_of_row in sheet.iter_rows(min_row=2):
        lines = max(
            (
                math.ceil(len(cell.value) / widths[cell.column])
                for cell in cells_of_row
                if isinstance(cell.value, str) and cell.column
            ),
            default=1,
        )
        if lines > 1:
            sheet.row_dimensions[cells_of_row[0].row or 1].height = lines * _LINE_HEIGHT


def printable(sheet: Worksheet, *, repeat_header: bool = True) -> None:
    """Let the sheet print on A4 landscape pages, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    if repeat_header:
        sheet.print_title_rows = "1:1"


def validation(column: Column | Setting, sites: int) -> DataValidation:
    """Return the list (where there is one) and the prompt of a column's cells.

    ``sites`` is the number of rows of the sheet of sites, 0 when there is none.
    """
    title = column.header if isinstance(column, Column) else column.label
    rule = DataValidation(
        allow_blank=True,
        showInputMessage=True,
        promptTitle=french(title)[:32],
        prompt=french(column.note)[:_MAX_PROMPT],
    )
    source = _list_of(column, sites)
    if source:
        rule.type = "list"
        rule.formula1 = source
        # a warning, not a ban: the reader understands more than the list offers
        rule.showErrorMessage = title not in _SUGGESTED_ONLY
        rule.errorStyle = "warning"
        rule.errorTitle = "Hors liste"
        rule.error = french("Cette valeur n’est pas dans la liste. La garder ?")
    return rule


def _list_of(column: Column | Setting, sites: int) -> str:
    kind, target = column.kind, column.refers_to
    if kind.choices:
        words = ",".join(kind.choices)
        return f'"{words}"' if len(words) <= _MAX_LIST else ""
    if kind is not cells.CODE or not target:
        return ""
    if target == "sites":
        return f"'{sheets.SITES}'!$A$2:$A${sites + 1}" if sites else ""
    title = next(layout.title for layout in sheets.LAYOUTS if layout.key == target)
    return f"'{title}'!$A$2:$A${LAST_ROW}"
