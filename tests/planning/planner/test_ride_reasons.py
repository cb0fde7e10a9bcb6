"""Why somebody is left out is said as it is, and what would help would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.planning.comparison import differences
from routing.planning.dates import DateRange
from routing.planning.drivers import AssociationCar, Car, Driver, Hours, Lunch
from routing.planning.plans import Plan
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

MINUTE, HOUR = 60, 3600
TUESDAY = date(2027, 1, 5)
SHARED = AssociationCar(
    id="c", label="C", site="depot", car=Car(configurations=((3, 1), (4, 0)), boot=2)
)


def spot(x: float, y: float = 0) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100)


def driver(name: str, start: float = 7, end: float = 18, **changes) -> Driver:
    hours = (Hours(weekday=1, start_s=round(start * HOUR), end_s=round(end * HOUR)),)
    mine = {"home": spot(0), "car": Car(), "hours": hours}
    return Driver(id=name, label=name.upper(), **mine | changes)


def shares(name: str, start: float = 7, end: float = 18) -> Driver:
    return driver(name, start, end, car=None, association_car="c")


def asks(name: str, at: float = 10, x: float = 12, **changes) -> RideRequest:
    goal = ToAppointment(place="sud", date=TUESDAY, at_s=round(at * HOUR), length_s=45 * MINUTE)
    mine = {"passenger": name, "pickup": spot(x), "destination": goal}
    return RideRequest(id=name, **mine | changes)


def left_out(lab, requests, drivers, **changes):
    made = lab.checked(lab.fetching(requests, drivers, cars=(SHARED,), **changes))
    return made, {left.request: left for left in made.unserved}


def codes(left) -> dict[str | None, str]:
    return {reason.driver: reason.code for reason in left.reasons}


def test_a_shared_car_goes_to_whoever_can_use_it(lab):
    made, left = left_out(
        lab,
        [asks("a", 15, party=Party(wheelchair=Wheelchair.RIGID))],
        [shares("early", 7, 8), shares("late")],
    )
    assert not left
    assert {ride.driver for ride in made.rides} == {"late"}


def test_a_shared_car_changes_no_refusal(lab):
    """Whoever refuses somebody does so with a car that was another's before."""
    drivers = [
        replace(shares(name), refused_passengers=frozenset({"a"})) for name in ("first", "second")
    ]
    _, left = left_out(lab, [asks("a", 10), asks("b", 14)], drivers)
    assert codes(left["a"]) == {"first": "REFUSED_BY_DRIVER", "second": "REFUSED_BY_DRIVER"}


def test_a_shared_car_changes_hands_between_trips(lab):
    made, left = left_out(
        lab,
        [
            asks("a", 10, wished_drivers=frozenset({"one"})),
            asks("b", 15, wished_drivers=frozenset({"two"})),
        ],
        [shares("one"), shares("two")],
    )
    assert not left
    assert {ride.driver for ride in made.rides} == {"one", "two"}


def test_a_shared_car_is_taken_only_where_somebody_drives_it(lab):
    _, left = left_out(
        lab,
        [
            asks("a", 10, wished_drivers=frozenset({"one"})),
            asks("b", 10, wished_drivers=frozenset({"two"})),
        ],
        [shares("one"), shares("two")],
    )
    (name,) = left
    mine, other = ("one", "two") if name == "a" else ("two", "one")
    reason = next(reason for reason in left[name].reasons if reason.driver == mine)
    assert reason.code == "CAR_TAKEN"
    assert other.upper() in reason.message
    _, idle = left_out(lab, [asks("n", 5)], [shares("one"), shares("two")])
    assert set(codes(idle["n"]).values()) == {"HOURS"}


def test_when_finished_is_when_they_have_certainly_finished(lab):
    back = Return(kind=Back.WHEN_FINISHED, from_s=11 * HOUR, until_s=12 * HOUR)
    made, _ = left_out(lab, [asks("a", back=back)], [driver("d")])
    starts = [stop.start_s for ride in made.rides for stop in ride.stops if stop.leg == "return"]
    assert 12 * HOUR <= min(starts) <= 12 * HOUR + 15 * MINUTE


def test_a_stay_longer_than_the_session_is_no_missing_session(lab):
    stays = asks("a", destination=ToPermanence(permanence="p", stay_s=9 * HOUR))
    _, left = left_out(lab, [stays], [driver("d")])
    assert codes(left["a"]) == {None: "STAY_TOO_LONG"}


def test_a_date_of_another_month_is_outside_the_period(lab):
    other = asks("a", destination=ToPermanence(permanence="p", dates=(date(2027, 6, 1),)))
    _, left = left_out(lab, [other], [driver("d")])
    assert codes(left["a"]) == {None: "OUTSIDE_HORIZON"}


def test_where_no_session_is_held_the_nearest_that_would_do_is_named(lab):
    wednesday = asks("a", destination=ToPermanence(permanence="p", dates=(date(2027, 1, 6),)))
    _, left = left_out(lab, [wednesday], [driver("d")])
    assert codes(left["a"]) == {None: "NO_SESSION"}
    assert [(change.kind, change.on) for change in left["a"].changes] == [("date", TUESDAY)]


def test_a_way_longer_than_the_time_on_board_is_nobodys_fault(lab):
    _, left = left_out(lab, [asks("a", max_ride_s=60)], [driver("d"), driver("e")])
    assert codes(left["a"]) == {None: "TIME_ON_BOARD"}
    assert [change.kind for change in left["a"].changes] == ["time_on_board"]


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ({"max_m_per_day": 1000}, "KM_DAY"),
        ({"max_m_per_month": 1000}, "KM_MONTH"),
        ({"max_s_per_day": 600}, "HOURS_DAY"),
        ({"max_s_per_month": 600}, "HOURS_MONTH"),
    ],
)
def test_the_limit_that_is_passed_is_named(lab, limit, code):
    _, left = left_out(lab, [asks("a")], [driver("d", **limit)])
    assert codes(left["a"]) == {"d": code}


def test_one_more_driver_needs_the_car_that_is_lacking(lab):
    _, left = left_out(lab, [asks("a", party=Party(child_seats=1, companions=1))], [driver("d")])
    assert codes(left["a"]) == {"d": "CAR"}
    (change,) = left["a"].changes
    assert change.kind == "driver"
    assert "1\N{NO-BREAK SPACE}siège enfant" in change.message


def test_a_sooner_appointment_is_offered(lab):
    _, left = left_out(lab, [asks("a", 17.5)], [driver("d")])
    assert "sooner" in {change.kind for change in left["a"].changes}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(home=st.integers(0, 40), first=st.integers(46, 52), second=st.integers(54, 64))
def test_who_never_waits_goes_home_before_or_after_lunch(lab, home, first, second):
    """Lunch may have to be taken on the spot, before the way home."""
    lunch = Lunch(from_s=12 * HOUR, until_s=13 * HOUR, length_s=45 * MINUTE)
    back = Return(kind=Back.NONE)
    left_out(
        lab,
        [asks("a", first / 4, back=back), asks("b", second / 4, back=back)],
        [driver("d", home=spot(home), lunch=lunch, max_wait_s=0)],
    )


def test_whoever_must_be_told_is_named(lab):
    programme = lab.fetching(
        [asks("a"), asks("b", destination=ToPermanence(permanence="p"))], [driver("d")]
    )
    before = lab.plan(programme)
    assert differences(before, before, programme) == []
    closed = replace(programme.permanences[0], closed=(DateRange(TUESDAY, TUESDAY),))
    changed = replace(programme, permanences=(closed,), requests=programme.requests[1:])
    said = differences(before, lab.plan(changed, published=before), programme)
    assert any(line.startswith("Permanence") for line in said)
    assert any(line.startswith("a (demande a) : plus de trajet") for line in said)
    assert any(line.startswith("b (demande b)") and "au lieu de" in line for line in said)


def later(plan: Plan, seconds: int) -> Plan:
    """Return a plan in which everybody is fetched so many seconds into the same minute."""
    rides = [
        replace(
            ride,
            stops=tuple(replace(s, start_s=s.start_s // 60 * 60 + seconds) for s in ride.stops),
        )
        for ride in plan.rides
    ]
    return replace(plan, rides=tuple(rides))


def test_sentences_tell_the_minute_that_sheets_tell(lab):
    programme = lab.fetching([asks("a")], [driver("d")])
    before = lab.plan(programme)
    assert differences(later(before, 10), later(before, 50), programme) == []
    sooner = replace(programme, requests=(asks("a", at=9),))
    said = differences(later(before, 50), later(lab.plan(sooner), 50), programme)
    outbound = next(stop for stop in before.rides[0].stops if stop.leg == "outbound")
    hours, minutes = divmod(outbound.start_s // 60, 60)
    assert f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes:02d}" in str(said[0])
