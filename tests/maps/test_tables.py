"""Workbook and CSV, read again by another library; nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from maps.csv_tables import harmless, table_csv
from maps.plan_context import PlanContext
from maps.selection import ALL, Selection
from maps.tables import TABLES, Column, Table, table
from maps.workbook import plan_xlsx

FORMULA = '=HYPERLINK("http://example.org";"ici")'


@pytest.fixture
def context(rides) -> PlanContext:
    plan, programme, territory, network = rides.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


def cells(content: bytes | None) -> dict[str, list[list[object]]]:
    """Return what stands below the title, by sheet."""
    assert content is not None
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)[2:]
        for name in book.sheet_names
    }


def test_the_sheets_are_those_people_ask_for(context):
    sheets = cells(plan_xlsx(context, ALL))
    assert list(sheets) == [
        "Calendrier", "Tournées", "Trajets", "Équipes", "Non planifiés", "Indicateurs",
    ]  # fmt: skip
    english = cells(plan_xlsx(replace(context, lang="en"), ALL))
    assert next(iter(english)) == "Calendar"


def test_cells_are_dates_hours_and_numbers(context):
    head, first, *_ = cells(plan_xlsx(context, ALL))["Trajets"]
    row = dict(zip(head, first, strict=True))
    ride = context.days[0].rides[0].ride
    assert row["Date"] == ride.date
    assert row["Départ"] == time(ride.depart_s // 3600, ride.depart_s // 60 % 60)
    assert row["Durée"] == timedelta(minutes=round((ride.return_s - ride.depart_s) / 60))
    assert row["km"] == pytest.approx(ride.distance_m / 1000)


def test_totals_follow_the_filter_and_cover_every_row(context):
    content = plan_xlsx(context, ALL)
    sheet = load_workbook(io.BytesIO(content or b""))["Trajets"]
    rows = sum(len(view.rides) for view in context.days)
    assert sheet.auto_filter.ref == f"A3:L{3 + rows}"
    assert sheet.cell(4 + rows, 11).value == f"=SUBTOTAL(109,K4:K{3 + rows})"
    shown = [sheet.cell(row, 11).value for row in range(4, 4 + rows)]
    assert sum(shown) == pytest.approx(sum(r.distance_m for r in context.plan.rides) / 1000)


def test_sheets_print_on_pages_with_headings(context):
    for sheet in load_workbook(io.BytesIO(plan_xlsx(context, ALL) or b"")):
        assert sheet.freeze_panes == "A4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_area


def test_no_text_becomes_a_formula(context):
    units = tuple(replace(unit, label=FORMULA) for unit in context.programme.units)
    named = replace(context, plan=replace(context.plan, title=f"{FORMULA}\v"))
    content = plan_xlsx(replace(named, programme=replace(context.programme, units=units)), ALL)
    head, first, *_ = cells(content)["Tournées"]
    assert dict(zip(head, first, strict=True))["Unité"] == FORMULA
    sheet = load_workbook(io.BytesIO(content or b""))["Tournées"]
    formulas = [c.value for row in sheet for c in row if c.data_type == "f"]
    assert formulas
    assert all(str(value).startswith("=SUBTOTAL(") for value in formulas)


def test_a_selection_narrows_every_sheet(context):
    sheets = cells(plan_xlsx(context, Selection(driver="c1")))
    assert list(sheets) == ["Trajets"]
    village = cells(plan_xlsx(context, Selection(village="83001")))["Calendrier"]
    assert {row[9] for row in village[1:] if row[5]} == {"Pierreclos"}
    assert plan_xlsx(context, Selection(driver="c1", unit="unite-1")) is None


def test_csv_the_french_way(context):
    content = table_csv(table("rides", context, ALL), french=True)
    assert content is not None
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    ride = context.days[0].rides[0].ride
    assert rows[0]["Date"] == "2026-12-01"
    assert rows[0]["km"] == f"{ride.distance_m / 1000:.1f}".replace(".", ",")
    assert rows[0]["Départ"] == "11:20"
    assert len(rows) == len(context.plan.rides)


def test_csv_the_international_way(context):
    english = replace(context, lang="en")
    content = table_csv(table("rides", english, ALL), french=False)
    assert content is not None
    assert content.startswith(b"Date,Code,Driver")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    assert float(rows[0]["km"]) == context.days[0].rides[0].ride.distance_m / 1000


@given(st.text())
def test_csv_texts_are_never_formulas(text):
    shown = Table(key="x", title="x", headings=("x",), columns=(Column.TEXT,), rows=((text,),))
    written = harmless(text)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert not written.startswith(("\t", "\r"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
    assert table_csv(shown, french=True)


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_row_fits_its_headings(key, lang, context):
    shown = table(key, replace(context, lang=lang), ALL)
    assert len(shown.headings) == len(shown.columns)
    assert all(len(row) == len(shown.columns) for row in shown.rows)
    assert all(shown.columns[place] is not Column.TEXT for place in shown.summed)


def test_pseudonyms_and_communes_are_all_there_is_of_people(context):
    text = str(cells(plan_xlsx(context, ALL)))
    assert "P-0001" in text
    assert "digicode" not in text
    assert "43.49" not in text
    assert date(2026, 12, 1).isoformat() not in text
