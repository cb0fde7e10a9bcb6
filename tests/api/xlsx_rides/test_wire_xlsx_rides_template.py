"""The template of workbooks: its examples are rides, its prompts are whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from api.wire.programme_xlsx import read_programme_xlsx
from api.wire.template import write_template
from api.wire.xlsx import layout
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import RIDE_SHEETS


def test_the_examples_of_the_template_are_rides(tmp_path: Path, territory: Territory) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(path, territory)
    workbook = load_workbook(path)
    for row, value in ((2, "essai"), (3, "Essai"), (4, "PVS")):
        workbook["Programme"].cell(row, 2).value = value
    for sheet in layout.LAYOUTS:
        for cells in workbook[sheet.title].iter_rows(min_row=2):
            if cells[0].value:
                cells[0].value = str(cells[0].value).removeprefix("exemple : ")
    workbook.save(path)
    programme = read_programme_xlsx(path, territory)
    assert [r.id for r in programme.requests] == ["r1", "r2/1", "r2/2", "r2/3", "r3"]
    assert programme.driver("conducteur-1").extra_hours[0].date == date(2027, 1, 16)
    assert programme.driver("conducteur-2").association_car == "VOITURE-1"
    lists = {
        str(rule.sqref): rule.formula1
        for rule in workbook["Chauffeurs"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert "'Voitures'!$A$2:$A$1000" in lists.values()


def test_prompts_are_not_cut_short() -> None:
    for sheet in layout.LAYOUTS:
        for column in sheet.columns:
            assert len(column.note) <= 240, column.header
            assert len(column.header) <= 32 or sheet.title not in RIDE_SHEETS, column.header
