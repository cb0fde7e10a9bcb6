"""Rides in the workbook: one row a request, whatever it asks, and the cell of what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from api.wire.faults import Fault, InputFaults
from api.wire.programme_json import load_programme
from api.wire.programme_xlsx import programme_of_sheets, read_programme_xlsx, write_programme_xlsx
from api.wire.template import write_template
from api.wire.xlsx import layout
from api.wire.xlsx.archive import Cell, Row, Sheet, read_sheets
from routing.planning.programme import Programme
from routing.planning.ride_requests import (
    Back,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToEvent,
    ToPermanence,
)
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory

Edit = Callable[[Workbook], object]
RIDE_SHEETS = ("Demandes", "Chauffeurs", "Voitures", "Évènements")
POINT = {"lon": 5.81, "lat": 43.55, "commune": "83104", "label": "Le portail; à gauche"}
RIDES: dict[str, Any] = {
    "events": [
        {"id": "atelier", "label": "Atelier", "place": {"site": "CCAS-BRAS"},
         "date": "2027-01-14", "start": "09:30", "end": "11:30"}
    ],
    "cars": [
        {"id": "VOITURE-1", "label": "La Kangoo", "site": "PVS",
         "car": {"configurations": [{"seats": 4}, {"seats": 2, "wheelchairs": 1}]}}
    ],
    "drivers": [
        {"id": "conducteur-1", "label": "Conducteur 1", "home": POINT, "car": {"boot": 2},
         "hours": {"tuesday": [{"start": "08:00", "end": "12:00"},
                               {"start": "14:00", "end": "18:00"}]},
         "extra_hours": [{"date": "2027-01-16", "start": "08:00", "end": "12:00"}],
         "absences": [{"from": "2027-01-04", "to": "2027-01-08", "label": "Congés"}],
         "max_per_day": "PT6H", "max_km_per_day": 150.5, "max_wait": "PT0S",
         "lunch": {"from": "11:30", "until": "13:00", "length": "PT45M"},
         "refused_communes": ["83023"], "refused_passengers": ["p-9"], "km_this_year": 1240},
        {"id": "conducteur-2", "label": "Conducteur 2", "home": {"lon": 6.06, "lat": 43.4},
         "association_car": "VOITURE-1"},
    ],
    "requests": [
        {"id": "r1", "passenger": "p-1", "pickup": POINT,
         "destination": {"kind": "permanence", "permanence": "RIANS",
                         "dates": ["2027-01-05", "2027-01-19"]}},
        {"id": "r2", "passenger": "p-2", "pickup": {"lon": 5.9, "lat": 43.5},
         "destination": {"kind": "appointment", "place": {"site": "CH-BRIGNOLES"},
                         "date": "2027-01-06", "at": "14:30", "length": "PT45M"},
         "return": {"kind": "at", "at": "16:00"}, "wished_drivers": ["conducteur-1"],
         "party": {"companions": 1, "wheelchair": "foldable"}, "series": "r"},
        {"id": "r3", "passenger": "p-3", "pickup": {"lon": 5.9, "lat": 43.5},
         "destination": {"kind": "event", "event": "atelier"},
         "return": {"kind": "when_finished", "from": "11:00", "until": "12:00"}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="module")
def programme(territory: Territory) -> Programme:
    shipped = load_programme(territory.programmes_folder / "promo-soins.json", territory)
    rides = load_programme(
        {
            "name": "x",
            "title": "x",
            "headquarters": "PVS",
            "roles": [],
            "staff": [],
            "permanences": [
                {
                    "id": "RIANS",
                    "name": "Rians",
                    "site": "PERM-RIANS",
                    "frequency": {"kind": "per_month", "times": 1},
                    "openings": [{"weekday": "mardi", "half_day": "matin", "start": "09:00"}],
                    "duration": "PT3H",
                    "unit_required": False,
                }
            ],
            **RIDES,
        },
        territory,
    )
    return replace(
        shipped,
        past=shipped.past[:2],
        events=rides.events,
        cars=rides.cars,
        drivers=rides.drivers,
        requests=rides.requests,
    )


@pytest.fixture(scope="module")
def written(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "programme.xlsx"
    write_programme_xlsx(programme, path)
    return path


@pytest.fixture(scope="module")
def sheets(written: Path) -> list[Sheet]:
    return read_sheets(written, "programme.xlsx")


def plain(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def with_cells(sheets: list[Sheet], title: str, number: int, **cells: Any) -> list[Sheet]:
    """Return the sheets with cells of a row changed, by the beginnings of their headers."""

    def changed(row: Row, columns: dict[int, Any]) -> Row:
        kept = {key: cell for key, cell in row.cells.items() if key not in columns}
        new = {key: Cell(key, value) for key, value in columns.items() if value is not None}
        return Row(row.number, kept | new)

    def edit(sheet: Sheet) -> Sheet:
        header = sheet.rows[0].cells
        columns = {
            next(key for key, cell in header.items() if plain(cell.value).startswith(name)): value
            for name, value in cells.items()
        }
        rows = sheet.rows
        if number > len(rows):
            rows = (*rows, Row(number, {}))
        return Sheet(
            sheet.title,
            tuple(changed(row, columns) if row.number == number else row for row in rows),
        )

    return [edit(sheet) if sheet.title == title else sheet for sheet in sheets]


def faults_of(sheets: list[Sheet], territory: Territory | None) -> tuple[Fault, ...]:
    with pytest.raises(InputFaults) as caught:
        programme_of_sheets(sheets, "x", territory)
    return caught.value.faults


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


def request(sheets: list[Sheet], territory: Territory, **cells: Any) -> tuple[RideRequest, ...]:
    """Return what is read of a row added to the requests."""
    usual = {"Code": "neuf", "Passager (": "p-4", "Départ": "Barjols"}
    rows = with_cells(sheets, "Demandes", 5, **usual | cells)
    return programme_of_sheets(rows, "x", territory, addresses=Book()).requests[3:]


@dataclass(frozen=True)
class Candidate:
    label: str
    lon: float
    lat: float
    insee: str
    number: str | None = None


@dataclass(frozen=True)
class Answer:
    best: Candidate | None
    candidates: tuple[Candidate, ...]


class Book:
    def find(self, text: str) -> Answer:
        found = Candidate("Avenue Frédéric Mistral, Brignoles", 6.07, 43.41, "83023")
        return Answer(found if "Mistral" in text else None, (found,))


def test_a_place_is_understood_however_it_is_named(
    sheets: list[Sheet], territory: Territory
) -> None:
    barjols, bras = territory.commune("83012"), territory.site("CCAS-BRAS")
    places = {
        "BARJOLS": Spot(lon=barjols.lon, lat=barjols.lat, commune="83012"),
        83012: Spot(lon=barjols.lon, lat=barjols.lat, commune="83012"),
        "CCAS-BRAS": Spot(lon=bras.lon, lat=bras.lat, commune=bras.insee, label=bras.name),
        "ccas de bras": Spot(lon=bras.lon, lat=bras.lat, commune=bras.insee, label=bras.name),
        "lieu : CCAS-BRAS": Spot(lon=bras.lon, lat=bras.lat, commune=bras.insee, label=bras.name),
        "43.5, 6.0": Spot(lon=6.0, lat=43.5),
        "43,5; 6; Barjols; en face": Spot(lon=6.0, lat=43.5, commune="83012", label="en face"),
        "12 av. Mistral": Spot(lon=6.07, lat=43.41, commune="83023"),
    }
    for text, spot in places.items():
        (found,) = request(sheets, territory, Départ=text, Vers="permanence", Destination="RIANS")
        assert found.pickup == spot, text


def test_a_row_with_little_in_it_asks_for_the_usual(
    sheets: list[Sheet], territory: Territory
) -> None:
    (found,) = request(sheets, territory, Vers="permanence", Destination="RIANS")
    assert found == RideRequest(
        id="neuf",
        passenger="p-4",
        pickup=found.pickup,
        destination=ToPermanence(permanence="RIANS"),
    )
    (found,) = request(sheets, territory, Vers="évènement", Destination="atelier", Même="oui")
    assert found.destination == ToEvent(event="atelier")
    assert found.back == Return(kind=Back.AFTER, same_driver_required=True)


def test_a_series_in_one_row_is_one_request_a_date(
    sheets: list[Sheet], territory: Territory
) -> None:
    cells = {
        "Vers": "rendez-vous", "Destination": "CH-BRIGNOLES", "Date": date(2027, 1, 6),
        "Heure": "14h30", "Durée": "45 min", "Série : toutes": 2, "Série : combien": 2,
    }  # fmt: skip
    found = request(sheets, territory, **cells)
    assert [r.id for r in found] == ["neuf/1", "neuf/2"]
    assert [r.destination.date.day for r in found if isinstance(r.destination, ToAppointment)] == [
        6, 20
    ]  # fmt: skip
    edited = request(sheets, territory, **cells, **{"Série : dates": "06/01/2027; 21/01/2027"})
    assert [r.destination.date.day for r in edited if isinstance(r.destination, ToAppointment)] == [
        6,
        21,
    ]


WRONG: list[tuple[str, int, dict[str, Any], str, str, str]] = [
    # sheet, row, cells, code, column, part of the remedy
    ("Demandes", 2, {"Passager (": None}, "MISSING", "Passager", "remplissez"),
    ("Demandes", 2, {"Départ": None}, "MISSING", "Départ", "remplissez"),
    ("Demandes", 2, {"Départ": "PERM-RIANZ"}, "UNKNOWN_SITE", "Départ", "« PERM-RIANS »"),
    ("Demandes", 2, {"Départ": "12 rue X"}, "ADDRESS_NOT_SEARCHED", "Départ", "une commune"),
    ("Demandes", 2, {"Départ": "5,81; 43,55"}, "PLACE_FAR_AWAY", "Départ", "échangez"),
    ("Demandes", 2, {"Départ": "43,55; 5,81; Riens"}, "UNKNOWN_COMMUNE", "Départ", "« Rians »"),
    ("Demandes", 2, {"Vers": None}, "MISSING", "Vers", "remplissez"),
    ("Demandes", 2, {"Vers": "hôpital"}, "BAD_CHOICE", "Vers", "« rendez-vous »"),
    ("Demandes", 2, {"Destination": "RIAN"}, "UNKNOWN_PERMANENCE", "Destination", "« RIANS »"),
    ("Demandes", 2, {"Destination": None}, "MISSING", "Destination", "remplissez"),
    ("Demandes", 2, {"Date": "bientôt"}, "BAD_DATE", "Date", "05/01/2027"),
    ("Demandes", 2, {"Date": "10/01/2027"}, "NO_OPENING_ON_WEEKDAY", "Date", "dimanche"),
    ("Demandes", 2, {"Heure": "9:00"}, "UNKNOWN_FIELD", "Heure", "retirez"),
    ("Demandes", 3, {"Destination": "CH-BRIGNOLE"}, "UNKNOWN_SITE", "Destination",
     "« CH-BRIGNOLES »"),
    ("Demandes", 3, {"Date": None}, "MISSING", "Date", "remplissez"),
    ("Demandes", 3, {"Date": "6/1/2027; 7/1/2027"}, "ONE_DATE", "Date", "« Série »"),
    ("Demandes", 3, {"Heure": "midi"}, "BAD_TIME", "Heure", "9:30"),
    ("Demandes", 3, {"Durée": None}, "MISSING", "Durée", "remplissez"),
    ("Demandes", 3, {"Retour": "plus tard"}, "BAD_CHOICE", "Retour", "dès que fini"),
    ("Demandes", 3, {"Retour": None}, "MISSING", "Retour", "remplissez"),
    ("Demandes", 3, {"Retour : à partir": None}, "MISSING", "Retour : à partir", "remplissez"),
    ("Demandes", 3, {"Retour : à partir": "14:00"}, "RETURN_TOO_EARLY", "Retour : à partir",
     "14:30"),
    ("Demandes", 3, {"Fauteuil": "grand"}, "BAD_CHOICE", "Fauteuil", "« pliant »"),
    ("Demandes", 3, {"Passagers": 0}, "OUT_OF_RANGE", "Passagers", "au moins 1"),
    ("Demandes", 3, {"Chauffeurs souhaités": "conducteur-9"}, "UNKNOWN_DRIVER",
     "Chauffeurs souhaités", "« conducteur-"),
    ("Demandes", 3, {"Commune": "Brass"}, "UNKNOWN_COMMUNE", "Commune", "« Bras »"),
    ("Demandes", 3, {"Série (": None, "Série : toutes": 1}, "MISSING", "Série : combien",
     "remplissez"),
    ("Demandes", 3, {"Série : toutes": 1, "Série : combien": 2}, "SERIES_TWICE", "Série (code)",
     "retirez"),
    ("Demandes", 4, {"Destination": "bal"}, "UNKNOWN_EVENT", "Destination", "aucun évènement"),
    ("Demandes", 4, {"Date": "05/01/2027"}, "UNKNOWN_FIELD", "Date", "retirez"),
    ("Demandes", 4, {"Retour : au plus tard": "10:00"}, "TIMES_REVERSED",
     "Retour : au plus tard", "11:00"),
    ("Chauffeurs", 2, {"Domicile": None}, "MISSING", "Domicile", "remplissez"),
    ("Chauffeurs", 2, {"Mardi": "le matin"}, "BAD_HOURS", "Mardi", "8:00-12:00"),
    ("Chauffeurs", 2, {"Mardi": "18:00-8:00"}, "TIMES_REVERSED", "Mardi", "18:00"),
    ("Chauffeurs", 2, {"Places": "une Kangoo"}, "BAD_SEATS", "Places", "4 places"),
    ("Chauffeurs", 2, {"Distance au plus par jour": "loin"}, "WRONG_TYPE", "Distance", "nombre"),
    ("Chauffeurs", 2, {"Distance au plus par jour": -1}, "OUT_OF_RANGE", "Distance", "entre 0"),
    ("Chauffeurs", 2, {"Repas : durée": None}, "MISSING", "Repas : durée", "remplissez"),
    ("Chauffeurs", 2, {"Voiture": "VOITURE-1"}, "CAR_TWICE", "Voiture", "gardez"),
    ("Chauffeurs", 3, {"Voiture": "VOITURE-9"}, "UNKNOWN_CAR", "Voiture", "« VOITURE-1 »"),
    ("Chauffeurs", 3, {"Voiture": None}, "CAR_MISSING", "Places", "de l’association"),
    ("Voitures", 2, {"Lieu": "PVX"}, "UNKNOWN_SITE", "Lieu", "« PVS »"),
    ("Voitures", 2, {"Coffre": "grand"}, "WRONG_TYPE", "Coffre", "entier"),
    ("Évènements", 2, {"Fin": "9:00"}, "TIMES_REVERSED", "Fin", "09:30"),
    ("Évènements", 2, {"Endroit": None}, "MISSING", "Endroit", "remplissez"),
    ("Demandes", 3, {"Code": "r1"}, "DUPLICATE_ID", "Code", "le code de la ligne 2"),
    ("Chauffeurs", 3, {"Code": "conducteur-1"}, "DUPLICATE_ID", "Code", "celui de la ligne 2"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "cells", "code", "column", "remedy"), WRONG)
def test_one_wrong_cell_is_one_fault_at_that_cell(
    sheet: str,
    row: int,
    cells: dict[str, Any],
    code: str,
    column: str,
    remedy: str,
    sheets: list[Sheet],
    territory: Territory,
) -> None:
    faults = faults_of(with_cells(sheets, sheet, row, **cells), territory)
    assert [fault.code for fault in faults] == [code]
    path = plain(faults[0].path)
    assert path.startswith(f"feuille {sheet}, ligne {row}, colonne {column}"), path
    assert remedy in plain(faults[0])


anything = (
    st.sampled_from(
        [None, "", ";", "; ;", "-", "lieu :", "1;2", "non", "oui", "à l’heure dite", "24:00",
         "RIANS", "rendez-vous", "évènement", "05/01/2027", "12 rue X", True, 0, -1, 0.5, 1e11,
         date(2027, 1, 5), timedelta(hours=9), "x" * 300]
    )
    | st.text(max_size=6)
    | st.integers(-9, 99_999)
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_anything_in_any_cell_is_a_fault_or_a_programme_never_a_crash(
    sheets: list[Sheet], territory: Territory, data: st.DataObject
) -> None:
    changed = sheets
    for _ in range(data.draw(st.integers(1, 4))):
        title = data.draw(st.sampled_from(RIDE_SHEETS))
        sheet = next(sheet for sheet in changed if sheet.title == title)
        number = data.draw(st.integers(2, len(sheet.rows)))
        header = plain(data.draw(st.sampled_from(sorted(map(plain, headers(sheet))))))
        changed = with_cells(changed, title, number, **{header: data.draw(anything)})
    codes = codes_of(changed, data.draw(st.sampled_from([territory, None])))
    assert "INVALID_RECORD" not in codes


def codes_of(sheets: list[Sheet], territory: Territory | None) -> set[str]:
    try:
        programme_of_sheets(sheets, "x", territory)
    except InputFaults as found:
        return {fault.code for fault in found.faults}
    return set()


def headers(sheet: Sheet) -> list[object]:
    return [cell.value for cell in sheet.rows[0].cells.values()]


def absence(kind: str, **cells: Any) -> dict[str, Any]:
    return {"Type": kind, "Qui": "conducteur-1", "Du": date(2027, 1, 18)} | cells


def test_hours_in_addition_may_last_several_days(sheets: list[Sheet], territory: Territory) -> None:
    number = max(row.number for s in sheets if s.title.startswith("Absences") for row in s.rows) + 1
    usual = absence("heures en plus", Au=date(2027, 1, 19))
    hours = {"Heures en plus : de": "8h", "Heures en plus : à": "12h"}
    title = "Absences et fermetures"
    rows = with_rows(sheets, title, number, usual | hours)
    driver = programme_of_sheets(rows, "x", territory).driver("conducteur-1")
    assert [span.date.day for span in driver.extra_hours] == [16, 18, 19]
    assert {(span.start_s, span.end_s) for span in driver.extra_hours} == {(8 * 3600, 12 * 3600)}

    (fault, again) = faults_of(with_rows(sheets, title, number, usual | {"Heures en plus : de": 8}),
                               territory)  # fmt: skip
    assert (fault.code, again.code) == ("MISSING", "MISSING")  # on both days
    assert "Heures en plus : à" in fault.path
    (fault,) = faults_of(
        with_rows(sheets, title, number, absence("absence (chauffeur)") | hours | {
            "Heures en plus : à": None}),
        territory,
    )  # fmt: skip
    assert (fault.code, "journée entière" in fault.message) == ("UNKNOWN_FIELD", True)
    (fault,) = faults_of(
        with_rows(sheets, title, number, absence("absence (chauffeur)", Qui="conducteur-9")),
        territory,
    )
    assert fault.code == "UNKNOWN_DRIVER"


def with_rows(sheets: list[Sheet], title: str, number: int, cells: dict[str, Any]) -> list[Sheet]:
    longer = [Sheet(s.title, (*s.rows, Row(number, {}))) if s.title == title else s for s in sheets]
    return with_cells(longer, title, number, **cells)


@pytest.mark.parametrize("sheet", ["Demandes", "Chauffeurs"])
@pytest.mark.parametrize("header", ["Nom", "Téléphone", "Nom du passager", "Notes"])
def test_a_column_that_says_who_somebody_is_is_refused(
    sheet: str, header: str, sheets: list[Sheet], territory: Territory
) -> None:
    added = [
        Sheet(s.title, (Row(1, s.rows[0].cells | {60: Cell(60, header)}), *s.rows[1:]))
        if s.title == sheet
        else s
        for s in sheets
    ]
    (fault,) = faults_of(added, territory)
    assert (fault.code, fault.value) == ("PERSONAL_FIELD", header)
    assert "people.json" in fault.message


def test_an_address_is_not_repeated_in_messages(sheets: list[Sheet], territory: Territory) -> None:
    (fault,) = faults_of(with_cells(sheets, "Demandes", 2, Départ="12 rue Secrète"), territory)
    assert "Secrète" not in str(fault)


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
