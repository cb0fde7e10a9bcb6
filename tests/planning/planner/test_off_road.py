"""A point on no road concerns one request or one driver; everything else is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from routing.planning.check import check, travel_of
from routing.planning.drivers import Car, Driver, Hours
from routing.planning.ride_requests import Event, RideRequest, Spot, ToAppointment, ToEvent
from routing.roads import PlaceError

HOUR = 3600
TUESDAY = date(2027, 1, 5)
WILD = Spot(lon=6, lat=61)
ISLAND = Spot(lon=11, lat=48)


def spot(x: float, y: float = 0) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100)


def driver(name: str, home: Spot) -> Driver:
    hours = (Hours(weekday=1, start_s=7 * HOUR, end_s=18 * HOUR),)
    return Driver(id=name, label=name.upper(), home=home, car=Car(), hours=hours)


def asks(name: str, pickup: Spot, goal: str | Spot = "sud") -> RideRequest:
    wanted = ToAppointment(place=goal, date=TUESDAY, at_s=10 * HOUR, length_s=HOUR)
    return RideRequest(id=name, passenger=name, pickup=pickup, destination=wanted)


@pytest.mark.parametrize(
    ("request_", "code", "message"),
    [
        (asks("b", WILD), "OFF_ROAD", "départ"),
        (asks("b", spot(5), WILD), "OFF_ROAD", "destination"),
        (asks("b", ISLAND), "NO_WAY", "aucune route ne mène"),
        (asks("b", spot(5), "ile"), "NO_WAY", "aucune route ne mène"),
    ],
)
def test_one_request_on_no_road_stops_nobody_else(lab, request_, code, message):
    programme = lab.fetching([asks("a", spot(12)), request_], [driver("d", spot(0))])
    made = lab.checked(programme)
    assert lab.served(made) == {"a"}
    assert made.rounds
    (left,) = made.unserved
    (reason,) = left.reasons
    assert (left.request, reason.code) == ("b", code)
    assert message in reason.message
    assert [change.kind for change in left.changes] == ["move_point"]
    moved = replace(programme, requests=(asks("a", spot(12)), asks("b", spot(5))))
    assert lab.served(lab.checked(moved)) == {"a", "b"}


def test_an_event_on_no_road_refuses_those_who_go_there(lab):
    event = Event(id="e", label="E", date=TUESDAY, start_s=14 * HOUR, end_s=16 * HOUR, place=WILD)
    goes = replace(asks("b", spot(5)), destination=ToEvent(event="e"))
    made = lab.checked(
        lab.fetching([asks("a", spot(12)), goes], [driver("d", spot(0))], events=(event,))
    )
    assert lab.served(made) == {"a"}
    assert made.unserved[0].reasons[0].code == "OFF_ROAD"


def test_a_driver_whose_home_is_on_no_road_does_not_drive_and_that_is_said(lab):
    programme = lab.fetching([asks("a", spot(12))], [driver("wild", WILD), driver("d", spot(0))])
    made = lab.checked(programme)
    assert {ride.driver for ride in made.rides} == {"d"}
    assert [(r.code, r.id) for r in made.remarks] == [("DRIVER_OFF_ROAD", "wild")]
    alone = lab.checked(replace(programme, drivers=programme.drivers[:1]))
    (left,) = alone.unserved
    assert [(r.driver, r.code) for r in left.reasons] == [("wild", "HOME_OFF_ROAD")]


def test_a_driver_on_an_island_is_told_so(lab):
    made = lab.checked(lab.fetching([asks("a", spot(12))], [driver("d", ISLAND)]))
    assert [(r.driver, r.code) for r in made.unserved[0].reasons] == [("d", "NO_WAY")]


def test_a_site_on_no_road_is_an_error_that_names_it(lab):
    moved = tuple(replace(s, lat=61.0) if s.id == "est" else s for s in lab.territory.sites)
    far = replace(lab, territory=replace(lab.territory, sites=moved))
    programme = lab.fetching([asks("a", spot(12)), asks("b", WILD)], [driver("d", spot(0))])
    with pytest.raises(PlaceError) as caught:
        far.plan(programme)
    assert [name for name, _ in caught.value.problems] == ["site:est"]
    with pytest.raises(PlaceError) as caught:
        travel_of(programme, far.territory, far.roads)
    assert [name for name, _ in caught.value.problems] == ["est"]


def test_the_checker_refuses_a_ride_to_a_point_on_no_road(lab):
    drivers = [driver("d", spot(0))]
    made = lab.checked(lab.fetching([asks("a", spot(12))], drivers))
    lost = lab.fetching([asks("a", WILD)], drivers)
    travel = travel_of(lost, lab.territory, lab.roads)
    assert {v.code for v in check(lost, made, lab.territory, travel)} == {"NO_ROAD"}
