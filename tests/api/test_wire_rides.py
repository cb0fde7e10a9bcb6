"""Rides in a programme: what may be written, and that it survives."""

from __future__ import annotations

import pytest

from api.wire.programme_json import dump_programme, load_programme, programme_text, validate
from routing.planning.drivers import Car, Driver
from routing.planning.ride_requests import RideRequest, Spot, ToPermanence
from routing.planning.territory import Territory
from tests.api.good_rides import GOOD, changed


def test_the_good_document_is_good_and_survives(territory: Territory) -> None:
    programme = load_programme(GOOD, territory)
    assert validate(programme, territory) == []
    text = programme_text(programme)
    for known in (territory, None):
        again = load_programme(text.encode(), known)
        assert again == programme
        assert programme_text(again) == text


def test_usual_values_are_those_of_the_core(territory: Territory) -> None:
    least = {
        "id": "r",
        "passenger": "p",
        "pickup": {"lon": 6.0, "lat": 43.5},
        "destination": {"kind": "permanence", "permanence": "RIANS"},
    }
    driver = {"id": "d", "label": "D", "home": {"lon": 6.0, "lat": 43.5}, "car": {}}
    document = changed(requests=[least], drivers=[driver])
    programme = load_programme(document, territory)
    point = Spot(lon=6.0, lat=43.5)
    assert programme.requests == (
        RideRequest(
            id="r", passenger="p", pickup=point, destination=ToPermanence(permanence="RIANS")
        ),
    )
    assert programme.drivers == (Driver(id="d", label="D", home=point, car=Car()),)
    dumped = dump_programme(programme)
    assert dumped["requests"] == [least]
    assert dumped["drivers"] == [driver]


@pytest.mark.parametrize("kind", ["none", "after"])
def test_a_return_keeps_its_kind_with_what_is_asked_of_it(kind: str, territory: Territory) -> None:
    back = {"kind": kind, "same_driver_required": True}
    programme = load_programme(changed(requests__0__return=back), territory)
    assert dump_programme(programme)["requests"][0]["return"] == back  # type: ignore[index]


def test_hours_are_kept_in_the_order_of_the_week(territory: Territory) -> None:
    week = {
        "jeudi": [{"start": "14:00", "end": "18:00"}, {"start": "08:00", "end": "12:00"}],
        "lundi": [{"start": "08:00", "end": "12:00"}],
    }
    driver = load_programme(changed(drivers__0__hours=week), territory).driver("conducteur-1")
    assert [(span.weekday, span.start_s // 3600) for span in driver.hours] == [
        (0, 8), (3, 8), (3, 14)
    ]  # fmt: skip


def test_what_lies_beyond_the_horizon_is_told_but_no_fault(territory: Territory) -> None:
    told: list[str] = []
    horizon = {"from": "2027-01-01", "to": "2027-01-10"}
    load_programme(changed(horizon=horizon), territory, tell=told.append)
    assert told == [
        "programme : 1 demande hors de la période du programme, du 01/01/2027 au 10/01/2027 (r3) ; "
        "elle ne sera pas planifiée avec elle."
    ]
    load_programme(GOOD, territory, tell=told.append)
    assert len(told) == 1
