"""What the planner promises of rides, each by a case small enough to be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from routing.planning.drivers import Car, Driver, ExtraHours, Given, Hours
from routing.planning.plans import Ride, RideChange, RideStop
from routing.planning.ride_requests import (
    Back,
    Party,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToPermanence,
    Wheelchair,
)
from routing.planning.rides.changes import Kind, applied

MINUTE, HOUR = 60, 3600
TUESDAYS = (date(2027, 1, 5), date(2027, 1, 12))
THURSDAY = date(2027, 1, 7)
NO_RETURN = Return(kind=Back.NONE)


def spot(x: float, y: float = -5) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100, commune="83001")


GOAL = spot(25)
SPOT = tuple[float, float]


def driver(name: str, x: float, *hours: SPOT, day: date = THURSDAY, **changes) -> Driver:
    free = tuple(
        ExtraHours(date=day, start_s=round(start * HOUR), end_s=round(end * HOUR))
        for start, end in hours or ((6, 20),)
    )
    mine = {"home": spot(x), "car": Car(), "extra_hours": free}
    return Driver(id=name, label=name.upper(), **mine | changes)


def asks(name: str, x: float = 12, at: float = 10, length: float = 0.5, **changes) -> RideRequest:
    goal = ToAppointment(
        place=GOAL, date=THURSDAY, at_s=round(at * HOUR), length_s=round(length * HOUR)
    )
    mine = {"passenger": name, "pickup": spot(x), "destination": goal}
    return RideRequest(id=name, **mine | changes)


def session(name: str, *dates: date, only_next: bool = False, **changes) -> RideRequest:
    wanted = ToPermanence(permanence="p", dates=dates, only_next=only_next)
    return replace(asks(name), destination=wanted, **changes)


def reasons(made) -> dict[str, set[str]]:
    return {left.request: {reason.code for reason in left.reasons} for left in made.unserved}


def stops(rides: tuple[Ride, ...], name: str) -> dict[tuple[str, str], RideStop]:
    return {(s.leg, s.kind): s for r in rides for s in r.stops if s.request == name}


def who_drives(made, name: str) -> dict[str, str]:
    return {s.leg: ride.driver for ride in made.rides for s in ride.stops if s.request == name}


def test_a_wheelchair_takes_the_seats_that_are_folded_for_it(lab):
    """Four seats, or two and a wheelchair: never four and a wheelchair."""
    chair = asks("chair", party=Party(wheelchair=Wheelchair.RIGID))
    walking = [asks(f"w{n}") for n in range(3)]
    van = driver("d", 12, (9, 11.5), car=Car(configurations=((4, 0), (2, 1))))
    made = lab.checked(lab.fetching([chair, *walking], [van]))
    assert len(lab.served(made)) == 3
    roomy = replace(van, car=Car(configurations=((4, 1),)))
    assert len(lab.served(lab.checked(lab.fetching([chair, *walking], [roomy])))) == 4


def test_half_as_long_again_is_allowed_on_a_long_way(lab):
    """54 minutes directly, 19 more to fetch somebody: more than 15, less than half."""
    far, off = asks("far", -20, back=NO_RETURN), asks("off", 0, back=NO_RETURN)
    off = replace(off, pickup=spot(0, -13))
    (there,) = (driver("d", -20, (8, 12)),)
    made = lab.checked(lab.fetching([far, off], [there]))
    assert lab.served(made) == {"far", "off"}
    farther = replace(off, pickup=spot(0, -18))  # 31 minutes more
    assert len(lab.served(lab.checked(lab.fetching([far, farther], [there])))) == 1
    short = replace(far, max_ride_s=69 * MINUTE)
    assert len(lab.served(lab.checked(lab.fetching([short, off], [there])))) == 1


def test_nobody_is_early_waits_or_rides_longer_than_they_must(lab):
    made = lab.checked(lab.fetching([asks("a", boarding_s=0)], [driver("d", 0)]))
    of = stops(made.rides, "a")
    there_s, back_s = 13 * 72, 13 * 72 + 11
    assert of["outbound", "dropoff"].start_s == 10 * HOUR - 10 * MINUTE
    assert of["outbound", "pickup"].start_s == 10 * HOUR - 10 * MINUTE - there_s
    assert of["return", "pickup"].start_s == 10 * HOUR + 30 * MINUTE
    assert of["return", "dropoff"].start_s == 10 * HOUR + 30 * MINUTE + back_s


@pytest.mark.parametrize("required", [False, True])
def test_another_driver_brings_them_back_unless_the_same_is_required(lab, required):
    drivers = [driver("out", 12, (8, 11)), driver("back", 12, (13, 16))]
    back = Return(same_driver_required=required)
    made = lab.checked(lab.fetching([asks("a", length=4, back=back)], drivers))
    assert who_drives(made, "a") == ({} if required else {"outbound": "out", "return": "back"})


@pytest.mark.parametrize("required", [False, True])
def test_a_driver_whose_hours_have_a_gap_is_the_same_driver_after_it(lab, required):
    """Somebody else would drive 2 km less to bring them back: not enough to change drivers."""
    drivers = [driver("d", 11, (8, 11), (13, 16)), driver("e", 12, (13, 16))]
    back = Return(same_driver_required=required)
    made = lab.checked(lab.fetching([asks("a", length=4, back=back)], drivers))
    assert who_drives(made, "a") == {"outbound": "d", "return": "d"}


def test_hours_with_a_gap_are_too_short_only_where_no_part_of_them_would_do(lab):
    """The way back fits into none: the reason names the hours that come nearest."""
    back = Return(same_driver_required=True)
    asked = [asks("a", length=4, back=back)]
    made = lab.checked(lab.fetching(asked, [driver("d", 12, (8, 11), (12, 14.25))]))
    ((reason,),) = (left.reasons for left in made.unserved)
    assert reason.code == "HOURS"
    said = reason.message.replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("pour le retour, retour à 14 h ")
    assert said.endswith("après la fin de ses heures de 12 h 00 à 14 h 15")


@pytest.mark.parametrize(("off_km", "driver_back"), [(1, "d"), (3, "e")])
def test_the_same_driver_is_worth_three_kilometres(lab, off_km, driver_back):
    """Somebody else drives that way anyhow, and would save twice the detour."""
    door = spot(12, -5 - off_km)
    requests = [
        asks("a", at=9, length=4, pickup=door),
        asks("b", at=12, length=0.75, pickup=door, wished_drivers=frozenset({"e"})),
    ]
    drivers = [driver("d", 4, (7.5, 16)), driver("e", 12, (11, 16), home=door)]
    made = lab.checked(lab.fetching(requests, drivers))
    assert who_drives(made, "a") == {"outbound": "d", "return": driver_back}


@pytest.mark.parametrize(
    ("first", "second"),
    [({}, {"priority": 2}), ({"priority": 2}, {"party": Party(passengers=3)}),
     ({"party": Party(companions=3)}, {"party": Party(passengers=2)})],
)  # fmt: skip
def test_most_needed_people_come_first(lab, first, second):
    """One of two can be fetched; companions do not count, nor does who asks first."""
    requests = [asks("a", 12, back=NO_RETURN, **first), asks("b", 38, back=NO_RETURN, **second)]
    for asked in (requests, requests[::-1]):
        made = lab.checked(lab.fetching(asked, [driver("d", 25, (9, 11))]))
        assert lab.served(made) == {"b"}


@pytest.mark.parametrize(
    ("refuses", "code"),
    [
        ({"refused_communes": frozenset({"83001"})}, "REFUSED_BY_DRIVER"),
        ({"refused_passengers": frozenset({"a"})}, "REFUSED_BY_DRIVER"),
        ({}, "DRIVER_REFUSED"),
    ],
)
def test_who_is_refused_or_refuses_is_not_asked(lab, refuses, code):
    request = asks("a", refused_drivers=frozenset() if refuses else frozenset({"d"}))
    made = lab.checked(lab.fetching([request], [driver("d", 0, **refuses)]))
    assert reasons(made) == {"a": {code}}


def test_the_next_session_is_the_next_one_held(lab):
    second = driver("d", 0, day=TUESDAYS[1])
    made = lab.checked(lab.fetching([session("a", only_next=True)], [second]))
    assert reasons(made) == {"a": {"NOT_FREE"}}
    assert [(change.kind, change.on) for left in made.unserved for change in left.changes] == [
        ("driver", TUESDAYS[0]),
        ("date", TUESDAYS[1]),
    ]
    any_session = lab.checked(lab.fetching([session("a")], [second]))
    assert lab.served(any_session) == {"a"}


def test_a_cancelled_session_takes_its_rides_along(lab):
    programme = lab.fetching(
        [session("a", TUESDAYS[0]), session("b")],
        [driver("d", 0, day=TUESDAYS[0]), driver("e", 0, day=TUESDAYS[1])],
    )
    told = lab.checked(programme)
    assert lab.served(told) == {"a", "b"}
    called_off = replace(programme.permanences[0], cancelled=TUESDAYS[:1])
    made = lab.checked(replace(programme, permanences=(called_off,)), published=told)
    assert lab.served(made) == {"b"}
    assert {ride.date for ride in made.rides} == {TUESDAYS[1]}
    assert reasons(made) == {"a": {"NO_SESSION"}}
    assert [r.code for u in made.unassigned for r in u.reasons] == ["SESSION_CANCELLED"]


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ({"max_m_per_month": 100_000}, "KM_MONTH"),
        ({"max_s_per_month": round(3.5 * HOUR)}, "HOURS_MONTH"),
    ],
)
def test_a_month_counts_all_its_dates(lab, limit, code):
    """60 and 92 km, 132 km together: nobody is told that a limit of the month would not be hit."""
    hours = (Hours(weekday=1, start_s=6 * HOUR, end_s=20 * HOUR),)
    one = driver("d", 0, **limit, extra_hours=(), hours=hours)
    requests = [session("a", TUESDAYS[0]), session("b", TUESDAYS[1], pickup=spot(-4, 9))]
    made = lab.checked(lab.fetching(requests, [one]))
    (left,) = made.unserved
    assert reasons(made) == {left.request: {code}}
    assert {change.kind for change in left.changes} == {"driver"}


@pytest.mark.parametrize(
    ("limit", "offered"), [({}, ["time_on_board"]), ({"max_m_per_month": 100_000}, [])]
)
def test_what_would_help_counts_what_is_driven_on_other_dates(lab, limit, offered):
    """34 minutes instead of 20: 92 km beside the 60 of the week before."""
    hours = (Hours(weekday=1, start_s=6 * HOUR, end_s=20 * HOUR),)
    one = driver("d", 0, **limit, extra_hours=(), hours=hours)
    hurried = session("b", TUESDAYS[1], pickup=spot(-4, 9), max_ride_s=20 * MINUTE)
    made = lab.checked(lab.fetching([session("a", TUESDAYS[0]), hurried], [one]))
    assert reasons(made) == {"b": {"TIME_ON_BOARD"}}
    assert [change.kind for left in made.unserved for change in left.changes] == offered


def test_evenings_of_the_months_before_count(lab):
    requests = [session(f"a{n}", TUESDAYS[n]) for n in range(2)]
    hours = (Hours(weekday=1, start_s=6 * HOUR, end_s=20 * HOUR),)
    often, seldom = (
        driver(name, 0, extra_hours=(), hours=hours, given=Given(evenings=evenings))
        for name, evenings in (("d0", 90), ("d1", 0))
    )
    made = lab.checked(lab.fetching(requests, [often, seldom]))
    assert {ride.driver for ride in made.rides} == {"d1"}


def test_a_lateness_that_is_told_is_what_it_takes(lab):
    """So much later the same driver brings both; five minutes sooner than that, not."""
    requests = [asks(name, x, 9, back=NO_RETURN) for name, x in (("a", 38), ("b", 12))]
    programme = lab.fetching(requests, [driver("d", 25, (8, 12))])
    made = lab.checked(programme)
    (left,) = made.unserved
    (reason,) = left.reasons
    assert reason.code == "TOO_LATE"
    late_s = int(reason.message.split("\N{NO-BREAK SPACE}")[0].split()[-1]) * MINUTE
    request = programme.requests[left.request == "b"]
    for amount, everybody in ((late_s, True), (late_s - 5 * MINUTE, False)):
        change = RideChange(kind=Kind.LATER, amount=amount, message="")
        later = lab.checked(applied(programme, request, change))
        assert (lab.served(later) == {"a", "b"}) is everybody


def test_the_change_that_is_offered_is_the_smallest(lab):
    """To the minute or so on board, to five minutes of an appointment."""
    brief = asks("a", max_ride_s=13 * 72 - 60, back=NO_RETURN)
    made = lab.checked(lab.fetching([brief], [driver("d", 12)]))
    (change,) = (change for left in made.unserved for change in left.changes)
    assert change.kind == Kind.TIME_ON_BOARD
    assert 13 * 72 <= change.amount <= 13 * 72 + MINUTE

    requests = [asks(name, x, 9, back=NO_RETURN) for name, x in (("a", 38), ("b", 12))]
    programme = lab.fetching(requests, [driver("d", 25, (8, 12))])
    (left,) = lab.checked(programme).unserved
    (later,) = (change for change in left.changes if change.kind == Kind.LATER)
    request = programme.requests[left.request == "b"]
    for amount, everybody in ((later.amount, True), (later.amount - 5 * MINUTE, False)):
        made = lab.checked(applied(programme, request, replace(later, amount=amount)))
        assert (lab.served(made) == {"a", "b"}) is everybody


def test_a_change_is_offered_though_more_of_it_would_not_do(lab):
    """An hour later the driver is no longer free; twenty-odd minutes later she still is."""
    requests = [asks(name, x, 9, back=NO_RETURN) for name, x in (("a", 38), ("b", 12))]
    programme = lab.fetching(requests, [driver("d", 25, (8, 9.25))])
    (left,) = lab.checked(programme).unserved
    request = programme.requests[left.request == "b"]
    (later,) = (change for change in left.changes if change.kind == Kind.LATER)
    for amount, everybody in ((later.amount, True), (later.amount // 2, False), (HOUR, False)):
        made = lab.checked(applied(programme, request, replace(later, amount=amount)))
        assert (lab.served(made) == {"a", "b"}) is everybody
