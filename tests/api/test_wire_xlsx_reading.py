"""The workbook forgives what people do to it, and names the cell of what it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from api.wire.faults import Fault, InputFaults
from api.wire.programme_json import load_programme
from api.wire.programme_xlsx import programme_of_sheets, read_programme_xlsx, write_programme_xlsx
from api.wire.template import write_template
from api.wire.xlsx import layout
from api.wire.xlsx.archive import Cell, Row, Sheet, read_sheets
from routing.planning.programme import HalfDay, Programme
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory

Edit = Callable[[Workbook], object]


@pytest.fixture(scope="module")
def programme(territory: Territory) -> Programme:
    whole = load_programme(territory.programmes_folder / "promo-soins.json", territory)
    return replace(whole, past=whole.past[:2])


@pytest.fixture(scope="module")
def written(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "programme.xlsx"
    write_programme_xlsx(programme, path)
    return path


@pytest.fixture(scope="module")
def sheets(written: Path) -> list[Sheet]:
    return read_sheets(written, "programme.xlsx")


@pytest.fixture
def edited(written: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    """Return a function that lets ``edit`` change the programme's workbook, and gives its path."""

    def edit_file(edit: Edit) -> Path:
        path = tmp_path / "programme.xlsx"
        workbook = load_workbook(written)
        edit(workbook)
        workbook.save(path)
        return path

    return edit_file


def column(workbook: Workbook, sheet: str, header: str) -> int:
    cells = workbook[sheet][1]
    return next(cell.column for cell in cells if str(cell.value).startswith(header))


def put(workbook: Workbook, sheet: str, row: int, header: str, value: Any) -> None:
    workbook[sheet].cell(row, column(workbook, sheet, header)).value = value


def faults_of(path: Path, territory: Territory | None = None) -> tuple[Fault, ...]:
    with pytest.raises(InputFaults) as caught:
        read_programme_xlsx(path, territory)
    return caught.value.faults


def with_cell(sheets: list[Sheet], title: str, number: int, header: str, value: Any) -> list[Sheet]:
    """Return the sheets with one cell changed, or removed for ``None``."""

    def changed(row: Row, column: int) -> Row:
        cells = {key: cell for key, cell in row.cells.items() if key != column}
        return Row(row.number, cells if value is None else cells | {column: Cell(column, value)})

    def edit(sheet: Sheet) -> Sheet:
        column = next(
            key for key, cell in sheet.rows[0].cells.items() if str(cell.value).startswith(header)
        )
        rows = (changed(row, column) if row.number == number else row for row in sheet.rows)
        return Sheet(sheet.title, tuple(rows))

    return [edit(sheet) if sheet.title == title else sheet for sheet in sheets]


def rename_headers(workbook: Workbook) -> None:
    for layout_ in layout.LAYOUTS:
        for cell in workbook[layout_.title][1]:
            cell.value = f"  {str(cell.value).split('(')[0].upper().replace('É', 'E')} "


def shuffle_columns(workbook: Workbook) -> None:
    for layout_ in layout.LAYOUTS:
        rows = [list(row) for row in workbook[layout_.title].iter_rows(values_only=True)]
        index = workbook.sheetnames.index(layout_.title)
        del workbook[layout_.title]
        sheet = workbook.create_sheet(layout_.title.upper(), index)
        for row in rows:
            sheet.append(row[::-1])


def spread_out(workbook: Workbook) -> None:
    for layout_ in layout.LAYOUTS:
        workbook[layout_.title].insert_rows(3, 2)
        workbook[layout_.title].insert_rows(1)
        workbook[layout_.title]["A1"] = "Un titre que quelqu’un a ajouté"


def as_text(workbook: Workbook) -> None:
    for row in range(2, workbook["Séances passées"].max_row + 1):
        cell = workbook["Séances passées"].cell(row, 2)
        cell.value = f"{cell.value:%d/%m/%Y}"
    for row in range(2, workbook["Créneaux"].max_row + 1):
        cell = workbook["Créneaux"].cell(row, 4)
        cell.value = "9h"
    put(workbook, "Permanences", 2, "Durée", "3 h")
    workbook["Permanences"]["F3"].number_format = "General"
    put(workbook, "Permanences", 3, "Durée", 3)
    put(workbook, "Équipe", 2, "Contrat", "0,4 ETP")


def by_name(workbook: Workbook) -> None:
    put(workbook, "Permanences", 2, "Équipe", "Infirmier ou infirmière; MEDECIN; accueil; "
        "Chargé ou chargée de développement (facultatif)")  # fmt: skip
    for row in range(2, workbook["Créneaux"].max_row + 1):
        cell = workbook["Créneaux"].cell(row, 1)
        cell.value = str(cell.value).lower()


def notes_beside(workbook: Workbook) -> None:
    workbook.create_sheet("Mes notes")["A1"] = "appeler la mairie"
    workbook["Permanences"].cell(2, 30).value = "à vérifier"
    workbook["Permanences"].append(["exemple : X", "rien de lisible", 3])
    workbook.move_sheet("Permanences", -3)
    workbook.create_sheet("Feuil1")


TOLERATED: list[Edit] = [
    lambda _: None, rename_headers, shuffle_columns, spread_out, as_text, by_name, notes_beside,
]  # fmt: skip


@pytest.mark.parametrize("edit", TOLERATED)
def test_what_people_do_to_a_workbook_changes_nothing(
    edit: Edit, edited: Callable[[Edit], Path], programme: Programme
) -> None:
    assert read_programme_xlsx(edited(edit)) == programme


WRONG: list[tuple[str, int, str, Any, str, str]] = [
    ("Permanences", 3, "Durée", "longtemps", "BAD_DURATION", "3:00"),
    ("Permanences", 3, "Durée", 180, "OUT_OF_RANGE", "12 h"),
    ("Permanences", 3, "Durée", None, "MISSING", "remplissez"),
    ("Permanences", 3, "Fréquence", "souvent", "BAD_FREQUENCY", "toutes les 2 semaines"),
    ("Permanences", 3, "Fréquence", None, "MISSING", "remplissez"),
    ("Permanences", 3, "Semaine", None, "MISSING", "remplissez"),
    ("Permanences", 3, "Semaine", "32/01/2027", "BAD_DATE", "n’existe pas"),
    ("Permanences", 3, "Lieu", "PERM-STMAXE", "UNKNOWN_SITE", "« PERM-STMAX »"),
    ("Permanences", 3, "Équipe", "infirmer", "UNKNOWN_ROLE", "« infirmier »"),
    ("Permanences", 3, "Équipe", "infirmier × 0", "OUT_OF_RANGE", "au moins 1"),
    ("Permanences", 3, "Unité", "si possible", "WRONG_TYPE", "oui ou non"),
    ("Permanences", 3, "Priorité", 1.5, "WRONG_TYPE", "entier"),
    ("Permanences", 3, "Priorité", 0, "OUT_OF_RANGE", "au moins 1"),
    ("Créneaux", 3, "Jour", "mardy", "BAD_WEEKDAY", "« mardi »"),
    ("Créneaux", 3, "Permanence", "RIAN", "UNKNOWN_PERMANENCE", "« RIANS »"),
    ("Créneaux", 3, "Permanence", None, "MISSING", "remplissez"),
    ("Créneaux", 3, "Ouverture", "25:00", "BAD_TIME", "9:30"),
    ("Équipe", 2, "Rôles", "infirmier; medecine", "UNKNOWN_ROLE", "« medecin »"),
    ("Équipe", 2, "Statut", "intérim", "BAD_CHOICE", "salarié"),
    ("Équipe", 2, "Lundi", "midi", "BAD_HALF_DAY", "matin"),
    ("Équipe", 2, "Rejoint", "sur place", "HOME_MISSING", "domicile"),
    ("Équipe", 2, "Lieux refusés", "PVX", "UNKNOWN_SITE", "« PVS »"),
    ("Unités", 2, "Places", None, "MISSING", "remplissez"),
    ("Absences et fermetures", 2, "Type", "vacances", "BAD_CHOICE", "absence"),
    ("Absences et fermetures", 2, "Type", None, "MISSING", "remplissez"),
    ("Absences et fermetures", 2, "Qui", "infirmier-9", "UNKNOWN_STAFF", "« infirmier-1 »"),
    ("Absences et fermetures", 2, "Qui", None, "MISSING", "remplissez"),
    ("Absences et fermetures", 2, "Du", None, "MISSING", "remplissez"),
    ("Absences et fermetures", 2, "Au", date(2020, 1, 1), "RANGE_REVERSED", "précède"),
    ("Absences et fermetures", 4, "Du", None, "MISSING", "remplissez"),
    ("Absences et fermetures", 4, "Du", "demain", "BAD_DATE", "05/01/2027"),
    ("Absences et fermetures", 4, "Au", date(2020, 1, 1), "RANGE_REVERSED", "suivre"),
    ("Séances passées", 2, "Date", "demain", "BAD_DATE", "05/01/2027"),
    ("Séances passées", 3, "Personne", "medecin-z", "UNKNOWN_STAFF", "medecin-"),
    ("Séances passées", 3, "Rôle", None, "MISSING", "remplissez"),
]


@pytest.mark.parametrize(("sheet", "row", "header", "value", "code", "remedy"), WRONG)
def test_one_wrong_cell_is_one_fault_at_that_cell(
    sheet: str,
    row: int,
    header: str,
    value: Any,
    code: str,
    remedy: str,
    sheets: list[Sheet],
    territory: Territory,
) -> None:
    with pytest.raises(InputFaults) as caught:
        programme_of_sheets(with_cell(sheets, sheet, row, header, value), "x", territory)
    faults = caught.value.faults
    assert [fault.code for fault in faults] == [code]
    assert faults[0].path.startswith(f"feuille {sheet}, ligne {row}")
    assert ("Domicile" if code == "HOME_MISSING" else header) in faults[0].path
    assert remedy in str(faults[0]).replace("\N{NO-BREAK SPACE}", " ")


def test_everything_wrong_is_said_at_once_in_reading_order(
    edited: Callable[[Edit], Path],
) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["Programme"]["B4"] = None
        workbook["Programme"].append(["Titte", "x"])
        put(workbook, "Permanences", 2, "Durée", "x")
        put(workbook, "Créneaux", 4, "Jour", "x")
        put(workbook, "Équipe", 3, "Rôles", "devlopement")

    faults = faults_of(edited(spoil))
    assert [fault.path for fault in faults] == [
        "feuille Programme, ligne 4, rubrique Siège (cellule B4)",
        "feuille Programme, ligne 18 (cellule B18)",
        "feuille Permanences, ligne 2, colonne Durée (h:mm) (cellule F2)",
        "feuille Créneaux, ligne 4, colonne Jour (cellule B4)",
        "feuille Équipe, ligne 3, colonne Rôles (cellule C3)",
    ]
    assert faults[2].record == "permanence RIANS"
    assert "« Titre »" in faults[1].message


def test_a_setting_given_twice_and_a_number_beyond_measure(
    edited: Callable[[Edit], Path],
) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["Programme"].append(["TITRE", "Autre"])
        put(workbook, "Permanences", 2, "Priorité", 1e300)

    faults = faults_of(edited(spoil))
    assert [fault.code for fault in faults] == ["DUPLICATE_FIELD", "UNUSABLE_CELL"]
    assert "démesuré" in faults[1].message


def test_columns_that_are_unknown_repeated_or_missing(edited: Callable[[Edit], Path]) -> None:
    def spoil(workbook: Workbook) -> None:
        sheet = workbook["Créneaux"]
        sheet["B1"] = "Joour"
        sheet["G1"] = "Permanence"
        workbook["Unités"].delete_cols(4)

    found = {(fault.code, fault.path) for fault in faults_of(edited(spoil))}
    assert found == {
        ("UNKNOWN_COLUMN", "feuille Créneaux, ligne 1 (cellule B1)"),
        ("DUPLICATE_COLUMN", "feuille Créneaux, ligne 1 (cellule G1)"),
        ("MISSING_COLUMN", "feuille Créneaux"),
        ("MISSING_COLUMN", "feuille Unités"),
    }


def test_sheets_that_are_missing_or_misnamed(edited: Callable[[Edit], Path]) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook["Créneaux"].title = "Crenau"
        del workbook["Rôles"]

    found = {(fault.code, fault.path) for fault in faults_of(edited(spoil))}
    assert found == {
        ("UNKNOWN_SHEET", "feuille Crenau"),
        ("MISSING_SHEET", "feuille Créneaux"),
        ("MISSING_SHEET", "feuille Rôles"),
    }


def test_a_permanence_without_opening_points_to_the_sheet_of_openings(
    edited: Callable[[Edit], Path],
) -> None:
    def spoil(workbook: Workbook) -> None:
        for row in range(2, workbook["Créneaux"].max_row + 1):
            if workbook["Créneaux"].cell(row, 1).value == "STMAX":
                workbook["Créneaux"].cell(row, 1).value = "RIANS"
        # the weekdays of one permanence must differ: only the missing openings shall be told
        seen: set[object] = set()
        for row in range(workbook["Créneaux"].max_row, 1, -1):
            key = tuple(workbook["Créneaux"].cell(row, c).value for c in (1, 2, 3))
            if key in seen:
                workbook["Créneaux"].delete_rows(row)
            seen.add(key)

    (fault,) = faults_of(edited(spoil))
    assert (fault.code, fault.record) == ("NO_OPENING", "permanence STMAX")
    assert "« Créneaux »" in fault.message


def test_formulas_count_by_their_calculated_value_or_are_refused(
    edited: Callable[[Edit], Path],
) -> None:
    def spoil(workbook: Workbook) -> None:
        put(workbook, "Permanences", 2, "Priorité", "=1+1")
        put(workbook, "Permanences", 3, "Priorité", "#REF!")

    faults = faults_of(edited(spoil))
    assert [fault.code for fault in faults] == ["UNUSABLE_CELL", "UNUSABLE_CELL"]
    assert "calculée" in faults[0].message
    assert "erreur" in faults[1].message


def test_site_names_are_understood_where_the_territory_is_known(
    edited: Callable[[Edit], Path], programme: Programme, territory: Territory
) -> None:
    name = territory.site("PERM-RIANS").name.upper()
    path = edited(lambda workbook: put(workbook, "Permanences", 2, "Lieu", name))
    assert read_programme_xlsx(path, territory) == programme


def test_texts_that_look_like_formulas_stay_texts(programme: Programme, tmp_path: Path) -> None:
    title = '=HYPERLINK("http://exemple.invalid","x")'
    path = tmp_path / "p.xlsx"
    write_programme_xlsx(replace(programme, title=title), path)
    cell = load_workbook(path)["Programme"]["B3"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", title, True)
    assert read_programme_xlsx(path).title == title


def test_cells_have_the_types_that_excel_knows(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    write_programme_xlsx(programme, path, load_territory())
    workbook = load_workbook(path)
    assert workbook["Permanences"]["F2"].value == timedelta(hours=3)
    assert workbook["Absences et fermetures"]["C2"].is_date
    rules = workbook["Créneaux"].data_validations.dataValidation
    lists = {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"}
    assert lists["A2:A1000"] == "'Permanences'!$A$2:$A$1000"
    assert "mercredi" in lists["B2:B1000"]
    assert workbook["Lieux"].max_row == len(load_territory().sites) + 1


def test_a_programme_that_no_workbook_can_hold_is_refused(
    programme: Programme, tmp_path: Path
) -> None:
    odd = replace(programme, roles=(*programme.roles, replace(programme.roles[0], id="a;b")))
    with pytest.raises(InputFaults, match="points-virgules"):
        write_programme_xlsx(odd, tmp_path / "p.xlsx")
    assert not (tmp_path / "p.xlsx").exists()


def test_the_template_is_empty_for_the_reader(tmp_path: Path, territory: Territory) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(path, territory)
    assert [(fault.code, fault.path.split(" (")[0]) for fault in faults_of(path, territory)] == [
        ("MISSING", "feuille Programme, ligne 2, rubrique Nom court"),
        ("MISSING", "feuille Programme, ligne 3, rubrique Titre"),
        ("MISSING", "feuille Programme, ligne 4, rubrique Siège"),
        ("NO_PERMANENCE", "feuille Permanences"),
    ]


def test_the_examples_of_the_template_make_a_programme(
    tmp_path: Path, territory: Territory
) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(path, territory)
    workbook = load_workbook(path)
    for row, value in ((2, "essai"), (3, "Essai"), (4, "PVS")):
        workbook["Programme"].cell(row, 2).value = value
    for layout_ in layout.LAYOUTS:
        for row in workbook[layout_.title].iter_rows(min_row=2):
            if row[0].value:
                row[0].value = str(row[0].value).removeprefix("exemple : ")
    workbook.save(path)
    programme = read_programme_xlsx(path, territory)
    assert [permanence.id for permanence in programme.permanences] == ["RIANS", "CARCES"]
    assert (1, HalfDay.AFTERNOON) in programme.member("infirmier-1").availability
    assert programme.unit("UM1").maintenance[0].first == date(2027, 1, 11)


def test_the_read_me_explains_every_column(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(path)
    shown = {row[0] for row in load_workbook(path)["Lisez-moi"].iter_rows(values_only=True)}
    plain = {str(text).replace("\N{NO-BREAK SPACE}", " ") for text in shown}
    assert {c.header for layout_ in layout.LAYOUTS for c in layout_.columns} <= plain
