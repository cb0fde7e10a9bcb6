"""A whole plan as a workbook: to be filtered, added up and printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.tables import TABLES, Column, Table, Value, table

_FORMATS = {
    Column.DATE: "dd/mm/yyyy",
    Column.TIME: "hh:mm",
    Column.DURATION: "[h]:mm",
    Column.DISTANCE: "#,##0.0",
    Column.COUNT: "#,##0",
    Column.NUMBER: "#,##0.##",
}
_HEAD_ROWS = 3
"""Title, a blank, headings."""
_WIDTHS = {Column.DATE: 12.0, Column.TIME: 9.0, Column.DURATION: 10.0, Column.DISTANCE: 11.0}
_NARROWEST, _WIDEST = 8, 60
_HEAD = PatternFill("solid", fgColor="E4E0D8")
_THIN = Side(style="thin", color="8F8676")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def plan_xlsx(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the workbook, a sheet per table, ``None`` where a selection leaves none a row.

    Dates, hours and numbers are cells of their kind; totals are formulas that follow the filter.
    Texts are texts, whatever sign they begin with. The same plan gives the same bytes.
    """
    tables = [table(key, context, selection) for key in TABLES]
    if selection.given:
        tables = [shown for shown in tables if shown.rows]
    if not tables:
        return None
    book = Workbook()
    book.remove(book.worksheets[0])
    for shown in tables:
        _sheet(book.create_sheet(shown.title), shown, context)
    book.properties.title = ILLEGAL_CHARACTERS_RE.sub("", f"{context.title}, {context.period}")
    book.properties.creator = "Tournées"
    book.properties.created = _made(context)
    content = io.BytesIO()
    book.save(content)
    return steady(content.getvalue(), _made(context))


def _sheet(sheet: Worksheet, shown: Table, context: PlanContext) -> None:
    _write(sheet["A1"], f"{context.title} – {shown.title.lower()}, {context.period}")
    sheet["A1"].font = Font(bold=True, size=14)
    _headings(sheet, shown)
    for number, row in enumerate(shown.rows, _HEAD_ROWS + 1):
        for place, (value, column) in enumerate(zip(row, shown.columns, strict=True), 1):
            cell = sheet.cell(number, place)
            if isinstance(cell, Cell):  # none is merged
                _fill(cell, value, column)
    last = _HEAD_ROWS + max(len(shown.rows), 1)
    if shown.rows:
        _totals(sheet, shown, last, str(context.wording.words["tables"]["total"]))
    _set_up(sheet, shown, last)


def _headings(sheet: Worksheet, shown: Table) -> None:
    for place, heading in enumerate(shown.headings, 1):
        cell = sheet.cell(_HEAD_ROWS, place, heading)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.border = Border(bottom=_THIN)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        width = _WIDTHS.get(shown.columns[place - 1], 0.0) or _width(shown, place - 1)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _width(shown: Table, place: int) -> float:
    texts = [str(row[place] or "") for row in shown.rows]
    longest = max([len(text) for text in texts] + [len(shown.headings[place]) + 3])
    return float(min(max(longest + 2, _NARROWEST), _WIDEST))


def _fill(cell: Cell, value: Value, column: Column) -> None:
    if isinstance(value, str):
        _write(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = _typed(value, column)
    cell.number_format = _FORMATS[column]
    cell.alignment = Alignment(vertical="top")


def _write(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    cell.quotePrefix = True  # and a spreadsheet would when somebody edits it


def _typed(value: int | float | date | None, column: Column) -> Any:
    if value is None or isinstance(value, date):
        return value
    match column:
        case Column.TIME:
            hours, minutes = divmod(int(value) // 60, 60)
            return time(hours, minutes) if hours < 24 else timedelta(hours=hours, minutes=minutes)
        case Column.DURATION:
            return timedelta(minutes=round(value / 60))
        case Column.DISTANCE:
            return value / 1000
        case _:
            return value


def _totals(sheet: Worksheet, shown: Table, last: int, word: str) -> None:
    """Add what is shown of each column that can be added; 109: hidden rows do not count."""
    if not shown.summed:
        return
    sheet.cell(last + 1, 1, word)
    for place in shown.summed:
        letter = get_column_letter(place + 1)
        cell = sheet.cell(last + 1, place + 1)
        cell.value = f"=SUBTOTAL(109,{letter}{_HEAD_ROWS + 1}:{letter}{last})"
        cell.number_format = _FORMATS[shown.columns[place]]
    for place in range(1, len(shown.columns) + 1):
        cell = sheet.cell(last + 1, place)
        cell.font, cell.border = Font(bold=True), Border(top=_THIN)


def _set_up(sheet: Worksheet, shown: Table, last: int) -> None:
    """Make it filter, stay in sight, and print on A4 with its headings on each page."""
    end = get_column_letter(len(shown.columns))
    sheet.auto_filter.ref = f"A{_HEAD_ROWS}:{end}{last}"
    sheet.freeze_panes = f"A{_HEAD_ROWS + 1}"
    sheet.print_area = f"A1:{end}{last + bool(shown.summed and shown.rows)}"
    sheet.print_title_rows = f"{_HEAD_ROWS}:{_HEAD_ROWS}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    footer = sheet.oddFooter
    if footer is not None:
        footer.left.text, footer.right.text = "&A", "&P / &N"


def _made(context: PlanContext) -> datetime:
    made = context.plan.generated_at
    if made is None:
        return datetime.combine(context.plan.horizon.first, time.min)
    return made.astimezone(UTC).replace(tzinfo=None)


def steady(content: bytes, made: datetime) -> bytes:
    """Put a moment for that of writing, in a workbook's archive and in its properties."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in _members(content):
            told = data
            if name == "docProps/core.xml":
                stamp = rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                told = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", stamp, data)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), told, zipfile.ZIP_DEFLATED)
    return rewritten.getvalue()


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for name in source.namelist():
            yield name, source.read(name)
