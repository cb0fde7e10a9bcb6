"""Made-up months: the same from the same seed, whole, plausible, and nobody's."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.recipe import Ground, month_of, open_ground, read_programme
from api.wire.programme_json import validate
from routing.planning.errors import PlanningError
from routing.planning.generated import Doors, Shares, Wanted, doors_of, generate
from routing.planning.generated.asking import DAY_BEGINS_S, DAY_ENDS_S
from routing.planning.generated.luck import Luck
from routing.planning.generated.scene import Scene
from routing.planning.programme import Programme
from routing.planning.ride_requests import (
    Back,
    Event,
    ToAppointment,
    ToEvent,
    ToPermanence,
    Wheelchair,
)
from routing.roads import Place

JANUARY = month_of(date(2027, 1, 1))
MAY = month_of(date(2027, 5, 1))
EVENT = Event(
    id="atelier", label="Atelier", place="PVS", date=date(2027, 1, 20), start_s=36_000, end_s=40_000
)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return open_ground()


@pytest.fixture(scope="module")
def doors(ground: Ground) -> Doors:
    return doors_of(ground.territory, ground.network.data)


@pytest.fixture(scope="module")
def base(ground: Ground) -> Programme:
    return replace(read_programme("extension", ground.territory), events=(EVENT,))


@pytest.fixture(scope="module")
def large(ground: Ground, doors: Doors, base: Programme) -> Programme:
    wanted = Wanted(rides=2000, drivers=200, seed=3)
    return generate(base, ground.territory, JANUARY, wanted, doors, ground.network)


def test_the_same_seed_draws_the_same_programme(ground, doors, base):
    def drawn(seed: int) -> Programme:
        wanted = Wanted(rides=50, drivers=9, seed=seed)
        return generate(base, ground.territory, JANUARY, wanted, doors, ground.network)

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_more_drivers_leave_all_requests_as_they_were(ground, doors, base):
    def asked(drivers: int):
        wanted = Wanted(rides=40, drivers=drivers, seed=2)
        made = generate(base, ground.territory, JANUARY, wanted, doors)
        none = frozenset[str]()
        return [replace(r, wished_drivers=none, refused_drivers=none) for r in made.requests]

    assert asked(0) == asked(30)


@settings(max_examples=30, deadline=None)
@given(
    rides=st.integers(0, 60),
    drivers=st.integers(0, 30),
    seed=st.integers(0, 2**31 - 1),
    horizon=st.sampled_from([JANUARY, MAY]),
    by_road=st.booleans(),
)
def test_every_reference_exists_and_every_count_is_kept(
    ground, doors, base, rides, drivers, seed, horizon, by_road
):
    wanted = Wanted(rides=rides, drivers=drivers, seed=seed)
    roads = ground.network if by_road else None
    made = generate(base, ground.territory, horizon, wanted, doors, roads)
    assert validate(made, ground.territory) == []
    assert (len(made.requests), len(made.drivers)) == (rides, drivers)
    assert replace(made, requests=(), drivers=(), cars=()) == replace(
        base, requests=(), drivers=(), cars=()
    )
    for request in made.requests:
        _assert_within(made, request, horizon)
    appointments = [
        (request.passenger, request.destination.date)
        for request in made.requests
        if isinstance(request.destination, ToAppointment)
    ]
    assert len(set(appointments)) == len(appointments), "one appointment a day each"


def _assert_within(made: Programme, request, horizon) -> None:
    match request.destination:
        case ToAppointment() as wanted:
            assert wanted.date in horizon
            assert wanted.date.weekday() < 5
            assert wanted.at_s >= DAY_BEGINS_S
            assert wanted.at_s + wanted.length_s <= DAY_ENDS_S
            assert 20 * 60 <= wanted.length_s <= 90 * 60
        case ToPermanence() as wanted:
            assert all(day in horizon for day in wanted.dates)
            permanence = made.permanence(wanted.permanence)
            assert wanted.stay_s <= permanence.duration_s
        case ToEvent() as wanted:
            assert made.event(wanted.event).date in horizon


def test_nobody_has_an_appointment_on_a_public_holiday(ground, doors, base):
    wanted = Wanted(rides=300, drivers=0, seed=1, shares=Shares(session=0, event=0))
    made = generate(base, ground.territory, MAY, wanted, doors)
    days = {request.destination.date for request in made.requests}
    assert not days & {date(2027, 5, 6), date(2027, 5, 17)}, "Ascension Day and Whit Monday"
    assert len(days) > 15


def test_what_is_asked_for_has_plausible_shares(large):
    kinds = Counter(type(request.destination) for request in large.requests)
    assert 0.65 < kinds[ToPermanence] / 2000 < 0.79
    assert 0.02 < kinds[ToEvent] / 2000 < 0.1
    people = {request.passenger: request for request in large.requests}.values()
    assert len(people) < 2000, "some ask more than once"

    def share(having) -> float:
        return sum(map(having, people)) / len(people)

    assert 0.65 < share(lambda r: r.entitlement.low_income) < 0.85
    assert 0.06 < share(lambda r: r.entitlement.member) < 0.18
    assert 0.02 < share(lambda r: r.party.wheelchair is Wheelchair.FOLDABLE) < 0.09
    assert 0.005 < share(lambda r: r.party.wheelchair is Wheelchair.RIGID) < 0.04
    assert 0.03 < share(lambda r: r.party.walkers) < 0.12
    assert 0.08 < share(lambda r: r.party.people > 1) < 0.35
    assert 0.75 < share(lambda r: r.priority == 1) < 0.95
    backs = Counter(request.back.kind for request in large.requests)
    assert backs[Back.AFTER] > 0.8 * 2000
    assert min(backs[kind] for kind in Back) > 5
    prescribed = [r for r in large.requests if r.entitlement.prescription]
    assert 5 < len(prescribed) < 60
    assert all(isinstance(r.destination, ToAppointment) for r in prescribed)


def test_people_ask_for_any_session_the_next_one_or_given_dates(large):
    sessions = [r.destination for r in large.requests if isinstance(r.destination, ToPermanence)]
    given_dates = [wanted for wanted in sessions if wanted.dates]
    only_next = [wanted for wanted in sessions if wanted.only_next]
    assert 0.1 < len(given_dates) / len(sessions) < 0.25
    assert 0.07 < len(only_next) / len(sessions) < 0.18
    for wanted in given_dates:
        usual = {
            o.weekday for o in large.permanence(wanted.permanence).openings if not o.preference
        }
        assert {day.weekday() for day in wanted.dates} <= usual


def test_a_series_is_weekly_at_the_same_hour(large):
    series: dict[str, list[ToAppointment]] = {}
    for request in large.requests:
        if request.series is not None:
            series.setdefault(request.series, []).append(request.destination)
    assert series
    for visits in series.values():
        assert len(visits) > 1
        assert len({(visit.place, visit.at_s) for visit in visits}) == 1
        for before, after in pairwise(visits):
            assert (after.date - before.date) % timedelta(weeks=1) == timedelta(0)


def test_people_far_from_care_ask_more(ground, doors, base, large):
    scene = Scene.of(base, ground.territory, JANUARY, doors, ground.network)
    nearest = {
        commune.insee: min(scene.minutes[commune.insee, site.id] for site in scene.care)
        for commune in ground.territory.communes
    }
    asked = Counter(
        request.pickup.commune
        for request in large.requests
        if isinstance(request.destination, ToAppointment)
    )

    def per_head(chosen) -> float:
        communes = [c for c in ground.territory.communes if chosen(nearest[c.insee])]
        return sum(asked[c.insee] for c in communes) / sum(c.population for c in communes)

    assert per_head(lambda minutes: minutes > 20) > 2 * per_head(lambda minutes: minutes < 8)


def test_every_door_is_on_a_street_of_its_commune(ground, doors, large):
    assert set(doors) == {commune.insee for commune in ground.territory.communes}
    assert min(len(points) for points in doors.values()) >= 10
    homes = [request.pickup for request in large.requests]
    homes += [driver.home for driver in large.drivers]
    assert all((home.lon, home.lat) in doors[home.commune] for home in homes)
    places = [Place(id=str(k), lon=h.lon, lat=h.lat) for k, h in enumerate(homes[:300])]
    assert max(snap.distance_m for snap in ground.network.snap(places)) < 20


def test_volunteers_differ_and_are_clearly_fictional(large):
    assert all("fictif" in d.label or "fictive" in d.label for d in large.drivers)
    assert all("fictive" in car.label for car in large.cars)
    assert large.drivers[2].id == "C-03"
    assert large.requests[0].passenger == "P-0001"
    assert all(request.pickup.label == "" for request in large.requests)
    shared = Counter(d.association_car for d in large.drivers)
    assert all(shared[car.id] == 2 for car in large.cars)
    wheelchair = [
        d for d in large.drivers if d.car and any(places for _, places in d.car.configurations)
    ]
    assert 0 < len(wheelchair) < 40
    for some in (
        lambda d: d.lunch,
        lambda d: d.absences,
        lambda d: d.extra_hours,
        lambda d: d.max_s_per_day,
        lambda d: d.max_m_per_month,
        lambda d: d.max_wait_s == 0,
        lambda d: d.refused_passengers,
        lambda d: d.refused_communes,
        lambda d: d.given.rides,
        lambda d: d.metres_this_year,
    ):
        assert 0 < sum(bool(some(driver)) for driver in large.drivers) < len(large.drivers)
    powers = {d.car.fiscal_power for d in large.drivers if d.car}
    assert powers <= {3, 4, 5, 6, 7}
    assert len(powers) > 3


def test_wished_drivers_could_carry_those_who_wish_for_them(large):
    wishing = [request for request in large.requests if request.wished_drivers]
    assert 10 < len(wishing) < 150
    cars = {car.id: car.car for car in large.cars}
    for request in wishing:
        for name in request.wished_drivers:
            driver = large.driver(name)
            car = driver.car or cars[driver.association_car]
            assert any(
                all(a <= b for a, b in zip(request.party.load, capacity, strict=True))
                for capacity in car.capacities
            )
            assert request.passenger not in driver.refused_passengers


def test_a_programme_with_nothing_to_be_driven_to_is_refused(ground, doors, base):
    bare = replace(base, permanences=(), events=())
    empty = replace(ground.territory, sites=())
    with pytest.raises(PlanningError, match="rien où conduire"):
        generate(bare, empty, JANUARY, Wanted(rides=1, drivers=1, seed=0), doors)
    made = generate(bare, ground.territory, JANUARY, Wanted(rides=5, drivers=0, seed=0), doors)
    assert all(isinstance(request.destination, ToAppointment) for request in made.requests)


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="must not be negative"):
        Wanted(rides=-1, drivers=0, seed=0)


def test_draws_are_the_same_for_ever():
    luck = Luck(7, "requests")
    assert [luck.whole(0, 999) for _ in range(5)] == [940, 183, 156, 627, 374]
    assert luck.one_of("ab", [0, 0]) in "ab"
    assert luck.several("abc", 9) == ["a", "b", "c"]
    assert {luck.one_of("abc", [0, 1, 0]) for _ in range(20)} == {"b"}
