"""Rides in the workbook: one row a request, in the words of people, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from api.wire.programme_xlsx import read_programme_xlsx, write_programme_xlsx
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import RIDE_SHEETS, plain

Edit = Callable[[Workbook], object]


def test_rides_survive_a_workbook_with_and_without_a_territory(
    written: Path, programme: Programme, territory: Territory, tmp_path: Path
) -> None:
    assert read_programme_xlsx(written) == programme
    write_programme_xlsx(programme, tmp_path / "p.xlsx", territory)
    assert read_programme_xlsx(tmp_path / "p.xlsx", territory) == programme


def test_cells_say_what_people_say(written: Path) -> None:
    workbook = load_workbook(written)

    def row(title: str, number: int) -> dict[str, Any]:
        names = [plain(cell.value) for cell in workbook[title][1]]
        return dict(zip(names, [cell.value for cell in workbook[title][number]], strict=True))

    first, second, third = (row("Demandes", number) for number in (2, 3, 4))
    assert first["Départ"] == "43.55; 5.81; 83104; Le portail; à gauche"
    assert (first["Vers"], first["Destination"]) == ("permanence", "RIANS")
    assert first["Date"] == "05/01/2027; 19/01/2027"
    assert (second["Vers"], second["Destination"]) == ("rendez-vous", "CH-BRIGNOLES")
    assert (second["Date"].date(), second["Fauteuil roulant"]) == (date(2027, 1, 6), "pliant")
    assert (second["Retour"], second["Retour : à partir de (h:mm)"]) == (
        "à l’heure dite", timedelta(hours=16)
    )  # fmt: skip
    assert (third["Destination"], third["Retour"]) == ("atelier", "quand il ou elle appelle")
    driver = row("Chauffeurs", 2)
    assert (driver["Mardi"], driver["Lundi"]) == ("08:00-12:00; 14:00-18:00", None)
    assert driver["Distance au plus par jour (km)"] == 150.5
    assert row("Voitures", 2)["Places pour passagers"] == "4 places; 2 places + 1 fauteuil"


def rename_headers(workbook: Workbook) -> None:
    for title in RIDE_SHEETS:
        for cell in workbook[title][1]:
            cell.value = f"  {str(cell.value).split('(')[0].upper().replace('É', 'E')} "


def shuffle_columns(workbook: Workbook) -> None:
    for title in RIDE_SHEETS:
        rows = [list(row) for row in workbook[title].iter_rows(values_only=True)]
        index = workbook.sheetnames.index(title)
        del workbook[title]
        sheet = workbook.create_sheet(title.upper(), index)
        for row in rows:
            sheet.append(row[::-1])


def by_name(workbook: Workbook) -> None:
    sheet = workbook["Demandes"]
    names = [str(cell.value) for cell in sheet[1]]

    def put(row: int, header: str, value: object) -> None:
        sheet.cell(row, names.index(header) + 1).value = value  # type: ignore[assignment]

    put(2, "Destination", "Rians")
    put(3, "Destination", "Centre hospitalier Jean Marcel, Brignoles")
    put(3, "Chauffeurs souhaités", "conducteur 1")
    put(3, "Date", "6 janvier 2027")
    put(4, "Destination", "ATELIER")
    put(4, "Départ", "43,5; 5,9")


@pytest.mark.parametrize("edit", [rename_headers, shuffle_columns, by_name])
def test_what_people_do_to_a_workbook_changes_nothing(
    edit: Edit, written: Path, programme: Programme, territory: Territory, tmp_path: Path
) -> None:
    workbook = load_workbook(written)
    edit(workbook)
    workbook.save(tmp_path / "p.xlsx")
    assert read_programme_xlsx(tmp_path / "p.xlsx", territory) == programme
