"""Programmes as they should not be, but are: no crash, nothing forbidden, every reason true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from routing.planning.dates import DateRange
from routing.planning.drivers import AssociationCar, Car, Driver, ExtraHours, Hours, Lunch
from routing.planning.ride_requests import (
    Back,
    Event,
    Party,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToEvent,
    ToPermanence,
    Wheelchair,
)

MINUTE, HOUR = 60, 3600
TUESDAY, THURSDAY, SUNDAY = date(2027, 1, 5), date(2027, 1, 7), date(2027, 1, 10)
CHANGE = date(2027, 3, 28)
"""Clocks go forward at 2 h."""


def spot(x: float, y: float = 0) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100)


def driver(name: str = "d", day: date = THURSDAY, start: float = 7, end: float = 18, **changes):
    hours = (ExtraHours(date=day, start_s=round(start * HOUR), end_s=round(end * HOUR)),)
    mine = {"home": spot(0), "car": Car(), "extra_hours": hours}
    return Driver(id=name, label=name.upper(), **mine | changes)


def asks(name: str, at: float = 10, x: float = 12, day: date = THURSDAY, **changes) -> RideRequest:
    goal = ToAppointment(place="sud", date=day, at_s=round(at * HOUR), length_s=30 * MINUTE)
    mine = {"passenger": name, "pickup": spot(x), "destination": goal}
    return RideRequest(id=name, **mine | changes)


def left_out(made):
    return {left.request: {reason.code for reason in left.reasons} for left in made.unserved}


def test_drivers_who_are_never_free(lab):
    drivers = [
        driver("none", extra_hours=()),
        driver("away", absences=(DateRange(TUESDAY, SUNDAY),)),
        driver("another-day", day=TUESDAY),
        driver("no-distance", max_m_per_day=0),
        driver("no-time", max_s_per_month=0),
        driver("no-seat", car=Car(configurations=((0, 1),))),
    ]
    made = lab.checked(lab.fetching([asks("a")], drivers))
    (left,) = made.unserved
    assert {reason.driver: reason.code for reason in left.reasons} == {
        "none": "NOT_FREE",
        "away": "NOT_FREE",
        "another-day": "NOT_FREE",
        "no-distance": "KM_DAY",
        "no-time": "HOURS_MONTH",
        "no-seat": "CAR",
    }


def test_dates_outside_of_the_horizon(lab):
    wanted = ToPermanence(permanence="p", dates=(date(2027, 5, 4),))
    requests = [
        asks("before", day=date(2026, 12, 31)),
        asks("after", day=date(2027, 2, 1)),
        replace(asks("session"), destination=wanted),
        asks("last", day=date(2027, 1, 17)),
    ]
    made = lab.checked(lab.fetching(requests, [driver(day=date(2027, 1, 17))]))
    assert left_out(made) == {name: {"OUTSIDE_HORIZON"} for name in ("before", "after", "session")}


def test_a_horizon_of_one_day(lab):
    one = DateRange(THURSDAY, THURSDAY)
    made = lab.checked(lab.fetching([asks("a"), asks("b", day=TUESDAY)], [driver()], horizon=one))
    assert lab.served(made) == {"a"}
    assert left_out(made) == {"b": {"OUTSIDE_HORIZON"}}


def test_a_session_that_is_cancelled_takes_its_rides_along(lab):
    programme = lab.fetching(
        [
            replace(asks("a"), destination=ToPermanence(permanence="p", dates=(TUESDAY,))),
            replace(asks("b"), destination=ToPermanence(permanence="p")),
        ],
        [driver(day=TUESDAY), driver("e", day=date(2027, 1, 12))],
    )
    told = lab.checked(programme)
    assert lab.served(told) == {"a", "b"}
    closed = (DateRange(date(2027, 1, 4), date(2027, 1, 10)),)
    permanences = tuple(replace(p, closed=closed) for p in programme.permanences)
    made = lab.checked(replace(programme, permanences=permanences), published=told)
    assert lab.served(made) == {"b"}
    assert left_out(made) == {"a": {"NO_SESSION"}}
    closed = (DateRange(date(2027, 1, 1), date(2027, 1, 31)),)
    permanences = tuple(replace(p, closed=closed) for p in programme.permanences)
    made = lab.checked(replace(programme, permanences=permanences), published=told)
    assert not made.rides
    assert left_out(made) == {"a": {"NO_SESSION"}, "b": {"NO_SESSION"}}


def test_only_people_in_wheelchairs(lab):
    van = Car(configurations=((4, 0), (2, 1)), boot=1)
    rigid, folded = Party(wheelchair=Wheelchair.RIGID), Party(wheelchair=Wheelchair.FOLDABLE)
    requests = [asks(f"r{n}", x=10 + n, party=rigid) for n in range(3)]
    requests += [asks(f"f{n}", x=10 + n, party=folded) for n in range(3)]
    cars = (AssociationCar(id="van", label="Van", site="depot", car=van),)
    made = lab.checked(lab.fetching(requests, [driver(car=None, association_car="van")], cars=cars))
    assert {"r0", "r1", "r2"} & lab.served(made)
    assert made.unserved


def test_companion_child_and_seat(lab):
    family = Party(passengers=1, companions=2, child_seats=2)
    full = Party(passengers=1, companions=4)
    requests = [asks("family", party=family), asks("full", 14, party=full)]
    small, fit = driver("small"), driver("fit", car=Car(child_seats=2))
    made = lab.checked(lab.fetching(requests, [small, fit]))
    assert {ride.driver for ride in made.rides} == {"fit"}
    assert left_out(made) == {"full": {"CAR"}}


def test_at_midnight(lab):
    late = ToAppointment(place="sud", date=THURSDAY, at_s=23 * HOUR, length_s=HOUR)
    early = ToAppointment(place="sud", date=THURSDAY, at_s=0, length_s=10 * MINUTE)
    requests = [
        replace(asks("late"), destination=late),
        replace(asks("alone"), destination=late, back=Return(kind=Back.NONE)),
        replace(asks("early"), destination=early),
    ]
    made = lab.checked(lab.fetching(requests, [driver(start=0, end=24)]))
    assert lab.served(made) == {"alone"}
    assert "OUTSIDE_HORIZON" not in set().union(*left_out(made).values())


def test_on_the_night_on_which_clocks_change(lab):
    weekend = DateRange(date(2027, 3, 27), date(2027, 3, 29))
    requests = [
        asks("night", 3.5, day=CHANGE),
        asks("day", 10, day=CHANGE),
        asks("next", 8, day=date(2027, 3, 29)),
    ]
    drivers = [
        driver("d", day=CHANGE, start=0, end=24),
        driver("e", day=date(2027, 3, 29), start=0, end=24),
    ]
    made = lab.checked(lab.fetching(requests, drivers, horizon=weekend))
    assert lab.served(made) == {"night", "day", "next"}


def test_nobody_rides_in_two_cars_at_once(lab):
    twice = [asks("r1"), asks("r2"), asks("r3", 16)]
    requests = [replace(request, passenger="p") for request in twice]
    made = lab.checked(lab.fetching(requests, [driver("d"), driver("e")]))
    assert len(lab.served(made) & {"r1", "r2"}) == 1
    assert "r3" in lab.served(made)
    assert set().union(*left_out(made).values()) == {"TWICE_AT_ONCE"}


@pytest.mark.parametrize("length", [1, 120])
def test_a_lunch_that_fills_the_shift(lab, length):
    lunch = Lunch(from_s=12 * HOUR, until_s=12 * HOUR, length_s=length * MINUTE)
    made = lab.checked(lab.fetching([asks("a", 12)], [driver(start=11, end=13.5, lunch=lunch)]))
    assert bool(made.rides) is (length == 1) or not made.rides


def test_an_event_at_the_depot_next_door(lab):
    event = Event(
        id="e", label="E", date=THURSDAY, start_s=9 * HOUR, end_s=10 * HOUR, place=spot(0)
    )
    goes = RideRequest(
        id="a", passenger="a", pickup=spot(0), destination=ToEvent(event="e"), boarding_s=0
    )
    made = lab.checked(lab.fetching([goes], [driver()], events=(event,)))
    assert lab.served(made) == {"a"}
    assert sum(ride.distance_m for ride in made.rides) == 0


def test_many_who_ask_for_the_very_same(lab):
    requests = [asks(f"r{n}") for n in range(9)]
    hours = tuple(Hours(weekday=day, start_s=7 * HOUR, end_s=18 * HOUR) for day in range(7))
    made = lab.checked(lab.fetching(requests, [driver("d", hours=hours), driver("e")]))
    assert len(lab.served(made)) == 8
    assert left_out(made)
