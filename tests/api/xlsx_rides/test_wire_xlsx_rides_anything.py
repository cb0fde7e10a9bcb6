"""Whatever is written in the cells of rides is a fault or a programme, never a crash."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.wire.faults import InputFaults
from api.wire.programme_xlsx import programme_of_sheets
from api.wire.xlsx.archive import Sheet
from routing.planning.territory import Territory
from tests.api.xlsx_rides.ride_sheets import RIDE_SHEETS, plain, with_cells

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
