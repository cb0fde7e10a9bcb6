"""What a plan says would help, done: the request or its help change, nobody's door spreads."""

from __future__ import annotations

from typing import Any

import pytest

from api.wire.plan_remedies import RemedyModel, helped
from api.wire.programme_json import dump_programme, load_programme
from routing.planning import load_territory
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, ToAppointment

TERRITORY = load_territory()


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(TERRITORY.programmes_folder / "promo-soins.json", TERRITORY)


@pytest.fixture(scope="module")
def request_(programme: Programme) -> RideRequest:
    return next(r for r in programme.requests if isinstance(r.destination, ToAppointment))


def after(programme: Programme, asked: RideRequest, **remedy: Any) -> Programme:
    wanted = RemedyModel(request=asked.id, **remedy)
    return helped(programme, asked, wanted, TERRITORY)


def found(programme: Programme, asked: RideRequest) -> RideRequest:
    return next(r for r in programme.requests if r.id == asked.id)


@pytest.mark.parametrize("kind", ["membership", "low_income"])
def test_a_fact_about_a_person_is_noted_beside_what_was_known(
    programme: Programme, request_: RideRequest, kind: str
) -> None:
    entitled = found(after(programme, request_, kind=kind), request_).entitlement
    before = request_.entitlement
    assert entitled.member is (before.member or kind == "membership")
    assert entitled.low_income is (before.low_income or kind == "low_income")
    assert entitled.residence == before.residence


def test_an_appointment_moves_with_its_way_back(
    programme: Programme, request_: RideRequest
) -> None:
    goal = found(after(programme, request_, kind="later", amount=600), request_).destination
    assert isinstance(goal, ToAppointment)
    assert isinstance(request_.destination, ToAppointment)
    assert goal.at_s == request_.destination.at_s + 600


def test_volunteers_still_to_be_found_live_at_the_mairie_and_are_told_apart(
    programme: Programme, request_: RideRequest
) -> None:
    assert isinstance(request_.destination, ToAppointment)
    day = request_.destination.date.isoformat()
    one = after(programme, request_, kind="driver", amount=1, on=day)
    two = after(one, request_, kind="driver", amount=1, on=day)
    more = two.drivers[len(programme.drivers) :]
    assert len({driver.id for driver in more}) == 2
    mairies = {(c.lon, c.lat) for c in TERRITORY.communes}
    assert all((driver.home.lon, driver.home.lat) in mairies for driver in more)
    assert load_programme(dump_programme(two), TERRITORY).drivers == two.drivers


@pytest.mark.parametrize(
    "remedy", [{"kind": "explode"}, {"kind": "prescription"}, {"kind": "date"}, {"kind": "driver"}]
)
def test_what_cannot_be_done_is_refused(
    programme: Programme, request_: RideRequest, remedy: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"applied|valid"):
        after(programme, request_, **remedy)
