"""Rows of requests: places however they are named, the usual values, series."""

from __future__ import annotations

from datetime import date
from typing import Any

from api.wire.programme_xlsx import programme_of_sheets
from api.wire.xlsx.archive import Sheet
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
from tests.api.address_book import MISTRAL, Answer
from tests.api.xlsx_rides.ride_sheets import with_cells


class Book:
    def find(self, text: str) -> Answer:
        return Answer(MISTRAL if "Mistral" in text else None, (MISTRAL,))


def request(sheets: list[Sheet], territory: Territory, **cells: Any) -> tuple[RideRequest, ...]:
    """Return what is read of a row added to the requests."""
    usual = {"Code": "neuf", "Passager (": "p-4", "Départ": "Barjols"}
    rows = with_cells(sheets, "Demandes", 5, **usual | cells)
    return programme_of_sheets(rows, "x", territory, addresses=Book()).requests[3:]


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
