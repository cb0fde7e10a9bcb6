"""Rides to write in a workbook, and sheets in which cells are changed."""

from __future__ import annotations

from typing import Any

import pytest

from api.wire.faults import Fault, InputFaults
from api.wire.programme_xlsx import programme_of_sheets
from api.wire.xlsx.archive import Cell, Row, Sheet
from routing.planning.territory import Territory

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
