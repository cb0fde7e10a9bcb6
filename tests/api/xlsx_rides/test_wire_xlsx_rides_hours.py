"""Hours in addition of drivers, in the sheet of absences."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.wire.programme_xlsx import programme_of_sheets
from api.wire.xlsx.archive import Row, Sheet
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import faults_of, with_cells


def absence(kind: str, **cells: Any) -> dict[str, Any]:
    return {"Type": kind, "Qui": "conducteur-1", "Du": date(2027, 1, 18)} | cells


def with_rows(sheets: list[Sheet], title: str, number: int, cells: dict[str, Any]) -> list[Sheet]:
    longer = [Sheet(s.title, (*s.rows, Row(number, {}))) if s.title == title else s for s in sheets]
    return with_cells(longer, title, number, **cells)


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
