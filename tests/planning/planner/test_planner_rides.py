"""Rides in a plan: whatever is asked, the independent checker finds nothing wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from routing.planning.dates import DateRange
from routing.planning.drivers import AssociationCar, Car, Driver, ExtraHours, Given, Hours, Lunch
from routing.planning.plans import Leg
from routing.planning.ride_requests import (
    Back,
    Entitlement,
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
TUESDAYS = (date(2027, 1, 5), date(2027, 1, 12))


def spot(x: float, y: float) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100)


def driver(name: str, x: float = 0, y: float = 0, **changes) -> Driver:
    given_ = {
        "home": spot(x, y),
        "car": Car(),
        "hours": tuple(Hours(weekday=d, start_s=7 * HOUR, end_s=18 * HOUR) for d in range(5)),
    }
    return Driver(id=name, label=name.upper(), **given_ | changes)


def asks(name: str, x: float = 15, y: float = 0, **changes) -> RideRequest:
    given_ = {"passenger": name, "pickup": spot(x, y), "destination": ToPermanence(permanence="p")}
    return RideRequest(id=name, **given_ | changes)


def drawn_request(dice: Random, number: int) -> RideRequest:
    day = date(2027, 1, dice.randint(4, 19))
    at = dice.randint(8, 17) * HOUR
    place = dice.choice(("sud", "nord", spot(dice.uniform(-5, 20), dice.uniform(-5, 10))))
    destination = dice.choice((
        ToPermanence(permanence="p"),
        ToPermanence(permanence="p", dates=(TUESDAYS[dice.randint(0, 1)],)),
        ToPermanence(permanence="p", only_next=True, stay_s=dice.randint(20, 150) * MINUTE),
        ToAppointment(place=place, date=day, at_s=at, length_s=dice.randint(20, 90) * MINUTE),
        ToEvent(event="e"),
    ))  # fmt: skip
    kind = dice.choice(tuple(Back))
    moments = {
        Back.AT: {"from_s": at + 2 * HOUR},
        Back.WHEN_FINISHED: {"from_s": at + HOUR, "until_s": at + 3 * HOUR},
    }
    if isinstance(destination, ToPermanence | ToEvent) and kind in moments:
        kind = Back.AFTER
    back = Return(
        kind=kind, same_driver_required=dice.random() < 0.2, **moments.get(kind, {})
    )  # fmt: skip
    people = dice.randint(1, 2)
    return RideRequest(
        id=f"r{number}",
        passenger=f"p{dice.randint(0, 9)}",
        pickup=spot(dice.uniform(-8, 25), dice.uniform(-5, 12)),
        destination=destination,
        back=back,
        party=Party(
            passengers=people,
            companions=dice.randint(0, 1),
            wheelchair=dice.choice((Wheelchair.NONE, *Wheelchair)),
            walkers=dice.randint(0, 1),
        ),
        boarding_s=dice.choice((60, 120, 600)),
        max_ride_s=dice.choice((None, None, 40 * MINUTE)),
        priority=dice.randint(1, 3),
        wished_drivers=frozenset({"d0"} if dice.random() < 0.1 else ()),
        refused_drivers=frozenset({"d1"} if dice.random() < 0.1 else ()),
        entitlement=Entitlement(prescription=dice.random() < 0.05),
    )


def drawn_driver(dice: Random, number: int) -> Driver:
    mine = dice.random() < 0.8
    return Driver(
        id=f"d{number}",
        label=f"D{number}",
        home=spot(dice.uniform(-5, 20), dice.uniform(-5, 8)),
        car=Car(configurations=((4, 0), (2, 1)), boot=dice.randint(0, 2)) if mine else None,
        association_car=None if mine else "c",
        hours=tuple(
            Hours(weekday=d, start_s=dice.randint(7, 9) * HOUR, end_s=dice.randint(12, 19) * HOUR)
            for d in range(5)
            if dice.random() < 0.7
        ),
        extra_hours=(ExtraHours(date=TUESDAYS[1], start_s=14 * HOUR, end_s=20 * HOUR),),
        absences=(DateRange(TUESDAYS[0], TUESDAYS[0]),) if dice.random() < 0.2 else (),
        max_s_per_day=dice.choice((None, 5 * HOUR)),
        max_m_per_day=dice.choice((None, 120_000)),
        max_s_per_month=dice.choice((None, 12 * HOUR)),
        max_m_per_month=dice.choice((None, 300_000)),
        max_wait_s=dice.choice((None, 0, HOUR)),
        lunch=dice.choice((None, Lunch(from_s=12 * HOUR, until_s=13 * HOUR, length_s=45 * MINUTE))),
        refused_passengers=frozenset({"p3"} if dice.random() < 0.2 else ()),
        given=Given(rides=dice.randint(0, 9), seconds=dice.randint(0, 20) * HOUR),
    )


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**31))
@example(251)  # somebody put in whose own other trips must then wait
@example(1073741823)  # a shared car handed on to somebody who refuses its passenger
def test_the_checker_agrees_with_whatever_is_asked(lab, seed):
    dice = Random(seed)  # noqa: S311 - no secrets
    programme = lab.fetching(
        [drawn_request(dice, number) for number in range(dice.randint(1, 12))],
        [drawn_driver(dice, number) for number in range(dice.randint(0, 4))],
        cars=(AssociationCar(id="c", label="C", site="depot", car=Car()),),
        events=(
            Event(
                id="e", label="E", place="nord", date=date(2027, 1, 7),
                start_s=9 * HOUR, end_s=11 * HOUR,
            ),
        ),
    )  # fmt: skip
    made = lab.checked(programme)
    left = {unserved.request for unserved in made.unserved}
    assert lab.served(made) | left == {request.id for request in programme.requests}
    assert not lab.served(made) & left


def test_nobody_is_left_behind(lab):
    made = lab.checked(lab.fetching([asks("a"), asks("b", 16, 1)], [driver("d")]))
    legs = {(stop.request, stop.leg) for ride in made.rides for stop in ride.stops}
    assert legs == {(name, leg) for name in ("a", "b") for leg in Leg}


def test_people_from_one_way_share_a_car(lab):
    made = lab.checked(lab.fetching([asks("a"), asks("b", 16, 0)], [driver("d")]))
    assert len(made.rides) == 1
    assert max(stop.load[0] for stop in made.rides[0].stops) == 2


def test_a_ride_falls_with_its_session(lab):
    programme = lab.fetching(
        [asks("a", destination=ToPermanence(permanence="p", dates=TUESDAYS[:1]))],
        [driver("d")],
    )
    assert lab.served(lab.checked(programme)) == {"a"}
    closed = replace(programme.permanences[0], closed=(DateRange(TUESDAYS[0], TUESDAYS[0]),))
    made = lab.checked(replace(programme, permanences=(closed,)))
    assert [(u.request, u.reasons[0].code) for u in made.unserved] == [("a", "NO_SESSION")]


def test_another_session_is_found_when_the_first_has_no_driver(lab):
    away = driver("d", absences=(DateRange(TUESDAYS[0], TUESDAYS[0]),))
    made = lab.checked(lab.fetching([asks("a")], [away]))
    assert {ride.date for ride in made.rides} == {TUESDAYS[1]}


def test_a_driver_who_does_not_wait_goes_home_in_between(lab):
    request = asks("a", 3, 0, destination=ToPermanence(permanence="p", dates=TUESDAYS[:1]))
    waiting = lab.checked(lab.fetching([request], [driver("d", 2, 0)]))
    home = lab.checked(lab.fetching([request], [driver("d", 2, 0, max_wait_s=0)]))
    assert (len(waiting.rides), len(home.rides)) == (1, 2)


def test_whoever_gave_more_before_is_asked_for_less(lab):
    requests = [
        asks(f"a{n}", 15, 0, destination=ToPermanence(permanence="p", dates=TUESDAYS[n : n + 1]))
        for n in range(2)
    ]
    generous = driver("d0", given=Given(seconds=100 * HOUR))
    made = lab.checked(lab.fetching(requests, [generous, driver("d1")]))
    assert {ride.driver for ride in made.rides} == {"d1"}


def test_every_driver_gives_a_reason(lab):
    chair = asks("a", party=Party(wheelchair=Wheelchair.RIGID))
    drivers = [
        driver("no-place"),
        driver("away", car=Car(configurations=((2, 1),)), hours=()),
        driver(
            "too-late",
            car=Car(configurations=((2, 1),)),
            hours=tuple(Hours(weekday=d, start_s=11 * HOUR, end_s=18 * HOUR) for d in range(5)),
        ),
        driver("refuses", car=Car(configurations=((2, 1),)), refused_passengers=frozenset({"a"})),
    ]
    made = lab.checked(lab.fetching([chair], drivers))
    (left,) = made.unserved
    assert {reason.driver: reason.code for reason in left.reasons} == {
        "no-place": "CAR", "away": "NOT_FREE", "too-late": "HOURS", "refuses": "REFUSED_BY_DRIVER",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entitlement", "code"), [(Entitlement(prescription=True), "MEDICAL_TRANSPORT")]
)
def test_what_the_law_forbids_is_said_with_the_way_out(lab, entitlement, code):
    made = lab.checked(lab.fetching([asks("a", entitlement=entitlement)], [driver("d")]))
    (left,) = made.unserved
    assert [reason.code for reason in left.reasons] == [code]
    assert left.changes


def test_the_same_seed_gives_the_same_rides(lab):
    dice = Random(5)  # noqa: S311 - no secrets
    programme = lab.fetching(
        [drawn_request(dice, number) for number in range(10)],
        [drawn_driver(dice, number) for number in range(3)],
        cars=(AssociationCar(id="c", label="C", site="depot", car=Car()),),
        events=(
            Event(
                id="e", label="E", place="nord", date=date(2027, 1, 7),
                start_s=9 * HOUR, end_s=11 * HOUR,
            ),
        ),
    )  # fmt: skip
    assert lab.plan(programme).rides == lab.plan(programme).rides


@pytest.mark.parametrize(("weekday", "said"), [(1, []), (3, ["DATE_FOR_RIDES"] * 2)])
def test_a_session_is_held_when_drivers_are_free(lab, weekday, said):
    hours = (Hours(weekday=weekday, start_s=7 * HOUR, end_s=18 * HOUR),)
    programme = lab.programme(
        [lab.permanence("p", openings=(lab.opening(1), lab.opening(3, preference=1)))],
        [lab.member("n", "infirmier")],
        [lab.unit("u")],
        requests=(asks("a"), asks("b")),
        drivers=(driver("d", hours=hours),),
    )
    made = lab.checked(programme)
    assert {r.date.weekday() for r in made.rounds} == {weekday}
    assert lab.served(made) == {"a", "b"}
    assert [remark.code for remark in made.remarks] == said
    assert all("plutôt que le mardi" in remark.message for remark in made.remarks)


def test_one_session_is_held_where_the_only_car_for_a_wheelchair_is_free(lab):
    """Tuesday suits all others."""

    def free(day):
        return (Hours(weekday=day, start_s=7 * HOUR, end_s=18 * HOUR),)

    van = Car(configurations=((2, 1),))
    programme = lab.programme(
        [lab.permanence("p", openings=(lab.opening(1), lab.opening(3, preference=1)))],
        [lab.member("n", "infirmier")],
        [lab.unit("u")],
        requests=(asks("a"), asks("b"), asks("w", party=Party(wheelchair=Wheelchair.RIGID))),
        drivers=(driver("d", hours=free(1)), driver("v", car=van, hours=free(3))),
    )
    made = lab.checked(programme)
    assert lab.served(made) == {"a", "b", "w"}
    assert 3 in {r.date.weekday() for r in made.rounds}
    assert {remark.code for remark in made.remarks} == {"DATE_FOR_RIDES"}
