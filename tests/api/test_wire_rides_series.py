"""Series of rides: one request a date, each of which may be edited."""

from __future__ import annotations

from datetime import date

from api.wire.programme_json import dump_programme, load_programme
from routing.planning.programme import Programme
from routing.planning.ride_requests import Back, ToAppointment
from routing.planning.territory import Territory
from tests.api.good_rides import THREE, changed


def appointments(programme: Programme) -> list[tuple[str, date]]:
    return [
        (r.id, r.destination.date)
        for r in programme.requests
        if isinstance(r.destination, ToAppointment)
    ]


def test_a_series_is_read_as_one_request_a_date(territory: Territory) -> None:
    programme = load_programme(changed(requests__1__series=THREE), territory)
    assert appointments(programme) == [
        ("r2/1", date(2027, 1, 6)), ("r2/2", date(2027, 1, 13)), ("r2/3", date(2027, 1, 20)),
    ]  # fmt: skip
    assert {r.series for r in programme.requests} == {None, "r2"}
    assert {r.back.kind for r in programme.requests[1:4]} == {Back.AT}


def test_each_date_of_a_series_can_be_edited_or_written_by_itself(territory: Territory) -> None:
    dates = ["2027-01-06", "2027-01-15", "2027-01-20"]
    edited = load_programme(changed(requests__1__series=THREE | {"dates": dates}), territory)
    assert [day.isoformat() for _, day in appointments(edited)] == dates
    dumped = dump_programme(edited)["requests"]
    assert [r["series"] for r in dumped[1:4]] == ["r2"] * 3  # type: ignore[index]
    assert load_programme(changed(requests=dumped), territory) == edited
