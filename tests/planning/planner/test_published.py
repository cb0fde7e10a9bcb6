"""What people have been told stays, when something else changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.planning import PlanningError
from routing.planning.dates import DateRange
from routing.planning.drivers import Car, Driver, Given, Hours
from routing.planning.plans import Plan, Ride
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, Spot, ToPermanence
from routing.planning.rides.dates import plan_days

HOUR = 3600
SEVERAL = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spot(dice: Random) -> Spot:
    return Spot(lon=6 + dice.uniform(-5, 25) / 100, lat=43 + dice.uniform(-5, 10) / 100)


def a_month(lab, seed: int) -> Programme:
    """Eight people who come to any session of a permanence, and three volunteers."""
    dice = Random(seed)  # noqa: S311 - nothing secret
    hours = tuple(Hours(weekday=d, start_s=7 * HOUR, end_s=18 * HOUR) for d in range(5))
    return lab.fetching(
        [
            RideRequest(
                id=f"r{n}",
                passenger=f"p{n}",
                pickup=spot(dice),
                destination=ToPermanence(permanence="p"),
            )
            for n in range(8)
        ],
        [
            Driver(
                id=f"d{n}",
                label=f"D{n}",
                home=spot(dice),
                car=Car(configurations=((3, 0),)),
                hours=hours,
                max_s_per_day=5 * HOUR,
                given=Given(seconds=dice.choice((0, 20 * HOUR))),
            )
            for n in range(3)
        ],
    )


def on(made: Plan, days: Iterable[date]) -> list[Ride]:
    return [ride for ride in made.rides if ride.date in days]


@SEVERAL
@given(st.integers(0, 10**6))
def test_what_was_told_stays_whatever_else_changes(lab, seed: int) -> None:
    programme = a_month(lab, seed)
    told = lab.plan(programme)
    assert lab.checked(programme, published=told, seed=seed % 7).rides == told.rides
    if told.rides:
        ride = told.rides[seed % len(told.rides)]
        assert_others_stay_where_somebody_calls_off(lab, programme, told, ride)
        assert_others_go_where_a_driver_falls_ill(lab, programme, told, ride)


def assert_others_stay_where_somebody_calls_off(
    lab, programme: Programme, told: Plan, ride: Ride
) -> None:
    name = ride.stops[0].request
    fewer = replace(programme, requests=tuple(r for r in programme.requests if r.id != name))
    made = lab.checked(fewer, published=told)
    touched = {ride.date for ride in told.rides if name in _with(ride)}
    others = {ride.date for ride in told.rides} - touched
    assert on(made, others) == on(told, others)
    assert lab.served(made) >= lab.served(told) - {name}


def assert_others_go_where_a_driver_falls_ill(
    lab, programme: Programme, told: Plan, ride: Ride
) -> None:
    away = DateRange(ride.date, ride.date)
    drivers = tuple(
        replace(driver, absences=(away,)) if driver.id == ride.driver else driver
        for driver in programme.drivers
    )
    made = lab.checked(replace(programme, drivers=drivers), published=told)
    assert all(r.driver != ride.driver for r in on(made, {ride.date}))
    others = {r.date for r in told.rides} - {ride.date}
    assert all(
        any(_with(before) <= _with(after) for after in on(made, others))
        for before in on(told, others)
    )


def _with(ride: Ride) -> set[str]:
    return {stop.request for stop in ride.stops}


def test_a_plan_of_other_dates_is_refused(lab) -> None:
    programme = a_month(lab, 1)
    told = lab.plan(programme)
    later = replace(programme, horizon=DateRange(date(2027, 3, 1), date(2027, 3, 31)))
    with pytest.raises(PlanningError, match="publié"):
        lab.plan(later, published=told)


def teams(made: Plan) -> set[tuple[str, date, str, str]]:
    """Which session is held when, and who comes to it in which role."""
    return {
        (name, round_.date, duty.staff, duty.role)
        for round_ in made.rounds
        for duty in round_.team
        for name in duty.permanences
    }


def rounds_anytime(lab) -> Programme:
    """Three permanences on any weekday, and people of whom several could go."""
    weekdays = tuple(lab.opening(day) for day in range(5))
    staff = [lab.member(f"n{n}", "infirmier") for n in range(3)]
    return lab.programme(
        [lab.permanence(f"p{n}", site, openings=weekdays) for n, site in enumerate(SITES)],
        staff,
        [lab.unit("u")],
    )


SITES = ("est", "sud", "nord")


@pytest.mark.parametrize("seed", range(3))
def test_a_session_is_cancelled_and_all_others_keep_date_and_team(lab, seed: int) -> None:
    programme = rounds_anytime(lab)
    told = lab.plan(programme, seed=seed)
    gone = sorted(session for session in teams(told))[seed][:2]
    monday = gone[1] - timedelta(days=gone[1].weekday())
    week = DateRange(monday, monday + timedelta(days=6))
    closed = tuple(
        replace(p, closed=(week,)) if p.id == gone[0] else p for p in programme.permanences
    )
    made = lab.checked(replace(programme, permanences=closed), published=told, seed=seed + 7)
    assert teams(made) == {session for session in teams(told) if session[:2] != gone}


def test_nearness_gives_way_to_every_other_aim(lab) -> None:
    programme = rounds_anytime(lab)
    told = lab.plan(programme)
    ill = next(iter(told.rounds)).team[0].staff
    staff = tuple(
        replace(m, absences=(programme.horizon,)) if m.id == ill else m for m in programme.staff
    )
    made = lab.checked(replace(programme, staff=staff), published=told)
    assert lab.held(made) == lab.held(told)
    assert all(duty.staff != ill for round_ in made.rounds for duty in round_.team)
    fresh = lab.checked(replace(programme, staff=staff))
    assert {a.aim: a.cost for a in fresh.solver.aims} == {
        a.aim: a.cost for a in made.solver.aims if a.aim != "stability"
    }


def test_dates_on_which_nothing_has_changed_are_not_searched(lab, monkeypatch) -> None:
    programme = a_month(lab, 1)
    told = lab.plan(programme)
    assert told.rides
    name = told.rides[0].stops[0].request
    searched: list[date] = []

    def watched(questions, *others):
        searched.extend(question.date for question in questions)
        return plan_days(questions, *others)

    monkeypatch.setattr("routing.planning.rides.planner.plan_days", watched)
    assert lab.checked(programme, published=told).rides == told.rides
    assert searched == []
    fewer = replace(programme, requests=tuple(r for r in programme.requests if r.id != name))
    lab.checked(fewer, published=told)
    assert set(searched) == {told.rides[0].date}


def told_when(made: Plan) -> dict[tuple[str, str], tuple[date, str, int]]:
    """When each leg is fetched, to the minute, and by whom."""
    return {
        (stop.request, stop.leg): (ride.date, ride.driver, stop.start_s // 60)
        for ride in made.rides
        for stop in ride.stops
        if stop.kind == "pickup"
    }


def told_anew(lab, seed: int) -> set[str]:
    """Who is told another minute or driver when one more person asks for a published date."""
    programme = a_month(lab, seed)
    told = lab.plan(programme)
    newcomer = RideRequest(
        id="new",
        passenger="new",
        pickup=spot(Random(seed + 100)),  # noqa: S311 - nothing secret
        destination=ToPermanence(permanence="p", dates=(told.rides[0].date,)),
    )
    more = replace(programme, requests=(*programme.requests, newcomer))
    made = lab.checked(more, published=told)
    assert lab.served(made) == lab.served(told) | {"new"}
    was, now = told_when(told), told_when(made)
    return {leg[0] for leg in was if now.get(leg) != was[leg]}


@pytest.mark.parametrize("seed", [1, 6, 9])
def test_one_more_person_on_a_date_moves_few_others(lab, seed: int) -> None:
    assert len(told_anew(lab, seed)) <= 2  # of eight; the cheapest plans move four and more


@pytest.mark.parametrize("seed", [0, 7, 8])
def test_nobody_moves_where_kilometres_do_not_matter(lab, seed: int, monkeypatch) -> None:
    monkeypatch.setattr("routing.planning.rides.published.MORE", 1.0)
    assert told_anew(lab, seed) == set()
