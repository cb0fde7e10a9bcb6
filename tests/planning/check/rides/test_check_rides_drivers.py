"""Drivers: hours, one ride at a time, limits, lunch, waiting, wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check import MatrixTravel, places_of
from routing.planning.check.ride_places import RidePlaces
from routing.planning.dates import DateRange
from routing.planning.drivers import ExtraHours, Hours, Lunch
from routing.planning.plans import Leg, Pause, RideStopKind

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
FIFTH, SEVENTH, NINETEENTH = (date(2027, 1, day) for day in (5, 7, 19))
HOURS = {"DRIVER_NOT_FREE", "DRIVER_ABSENT"}


def at(hours, minutes=0):
    return hours * 3600 + minutes * 60


# -- hours -----------------------------------------------------------------------------------


@given(start=st.integers(at(8), at(10)), end=st.integers(at(9, 30), at(12)))
def test_drivers_drive_when_they_are_free(fleet, start, end):
    if start >= end:
        start, end = end - 1, start + 1
    plan = fleet.plan()
    ride = fleet.of(plan, "T2")
    hours = (
        Hours(weekday=3, start_s=start, end_s=end),
        Hours(weekday=3, start_s=at(10, 40), end_s=at(12)),
    )
    busy = fleet.with_driver("D2", hours=hours)
    covered = start <= ride.depart_s and (ride.return_s <= end or end >= at(10, 40))
    found = busy.found(plan)
    assert (("DRIVER_NOT_FREE", "T2") not in found) is covered


@pytest.mark.parametrize(("late", "early"), [(0, 0), (1, 0), (0, 1)])
def test_hours_bind_to_the_second(fleet, late, early):
    plan = fleet.plan()
    one, other = fleet.of(plan, "T2"), fleet.of(plan, "T3")
    hours = Hours(weekday=3, start_s=one.depart_s + late, end_s=other.return_s - early)
    found = fleet.with_driver("D2", hours=(hours,)).found(plan)
    wrong = [("DRIVER_NOT_FREE", "T2")] * late + [("DRIVER_NOT_FREE", "T3")] * early
    assert found == wrong


@pytest.mark.parametrize(("gap", "codes"), [(0, set()), (1, {"DRIVER_NOT_FREE"})])
def test_hours_that_follow_on_each_other_are_one(fleet, gap, codes):
    hours = (
        Hours(weekday=1, start_s=at(10) + gap, end_s=at(13)),
        Hours(weekday=1, start_s=at(8), end_s=at(10)),
    )
    assert fleet.with_driver("D1", hours=hours).codes(fleet.plan()) == codes


def test_hours_that_overlap_are_one(fleet):
    hours = (
        Hours(weekday=1, start_s=at(8), end_s=at(13)),
        Hours(weekday=1, start_s=at(9), end_s=at(10)),
    )
    assert fleet.with_driver("D1", hours=hours).check() == ()


def test_extra_hours_are_of_one_date(fleet):
    other = (ExtraHours(date=date(2027, 1, 14), start_s=at(13), end_s=at(18)),)
    assert fleet.with_driver("D1", extra_hours=other).found() == [("DRIVER_NOT_FREE", "T4")]


def test_hours_are_of_one_weekday(fleet):
    hours = tuple(replace(h, weekday=2) for h in fleet.house.programme.driver("D2").hours)
    found = fleet.with_driver("D2", hours=hours).found()
    assert found == [("DRIVER_NOT_FREE", "T2"), ("DRIVER_NOT_FREE", "T3")]


@given(before=st.integers(0, 20), after=st.integers(0, 20))
def test_an_absence_wins(fleet, before, after):
    away = DateRange(SEVENTH - timedelta(days=before), SEVENTH + timedelta(days=after))
    found = fleet.with_driver("D3", absences=(away,)).found()
    assert found == [("DRIVER_ABSENT", "T5")]


def test_an_absence_on_other_dates_does_not_matter(fleet):
    away = (DateRange(date(2027, 1, 6), date(2027, 1, 6)), DateRange(date(2027, 1, 8), NINETEENTH))
    assert fleet.with_driver("D3", absences=away).check() == ()


# -- one at a time ---------------------------------------------------------------------------


@given(gap=st.integers(-at(1), at(1)))
@example(gap=0)
@example(gap=-1)
def test_a_driver_is_in_one_car_at_a_time(fleet, gap):
    plan = fleet.plan()
    one, other = fleet.of(plan, "T2"), fleet.of(plan, "T3")
    plan = fleet.later(plan, "T3", one.return_s + gap - other.depart_s)
    assert (("DRIVER_OVERLAP", "D2") in fleet.found(plan)) is (gap < 0)


def test_two_drivers_may_be_out_at_once_and_one_on_two_dates(fleet):
    assert fleet.of(fleet.plan(), "T1").depart_s < fleet.of(fleet.plan(), "T6").return_s
    plan = fleet.later(fleet.plan(), "T4", 300)
    by = fleet.of(plan, "T4").depart_s - fleet.of(plan, "T5").depart_s
    assert "DRIVER_OVERLAP" not in fleet.codes(fleet.later(plan, "T5", by))


# -- limits ----------------------------------------------------------------------------------


def out_s(*rides):
    return sum(ride.return_s - ride.depart_s for ride in rides)


def driven_m(*rides):
    return sum(ride.distance_m for ride in rides)


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize(
    ("limit", "total", "code"),
    [
        ("max_s_per_day", out_s, "DRIVER_DAY_TOO_LONG"),
        ("max_m_per_day", driven_m, "DRIVER_DAY_TOO_FAR"),
    ],
)
def test_a_day_has_its_limits(fleet, less, limit, total, code):
    """Both rides of D2 on the 7th count, the time at home between them does not."""
    plan = fleet.plan()
    most = total(fleet.of(plan, "T2"), fleet.of(plan, "T3")) - less
    found = fleet.with_driver("D2", max_wait_s=None, **{limit: most}).found(plan)
    assert found == [(code, "D2")] * less


@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize(
    ("limit", "total", "code"),
    [
        ("max_s_per_month", out_s, "DRIVER_MONTH_TOO_LONG"),
        ("max_m_per_month", driven_m, "DRIVER_MONTH_TOO_FAR"),
    ],
)
def test_a_month_has_its_limits(fleet, less, limit, total, code):
    plan = fleet.plan()
    most = total(*(fleet.of(plan, name) for name in ("T1", "T4", "T6"))) - less
    assert fleet.with_driver("D1", **{limit: most}).found(plan) == [(code, "D1")] * less


@pytest.mark.parametrize("limit", ["max_s_per_day", "max_m_per_day"])
def test_a_limit_of_a_day_is_not_one_of_several(fleet, limit):
    plan = fleet.plan()
    total = out_s if limit == "max_s_per_day" else driven_m
    most = max(total(fleet.of(plan, name)) for name in ("T1", "T4", "T6"))
    assert fleet.with_driver("D1", **{limit: most}).check(plan) == ()


@pytest.mark.parametrize("limit", ["max_s_per_month", "max_m_per_month"])
def test_a_month_is_that_of_the_calendar(fleet, limit):
    plan = fleet.plan()
    total = out_s if limit == "max_s_per_month" else driven_m
    one, other, last = (fleet.of(plan, name) for name in ("T1", "T4", "T6"))
    most = max(total(one, other), total(last))
    later = fleet.with_ride(plan, "T6", date=date(2027, 2, 2))
    codes = fleet.with_driver("D1", **{limit: most}).codes(later)
    assert not {"DRIVER_MONTH_TOO_LONG", "DRIVER_MONTH_TOO_FAR"} & codes


# -- lunch -----------------------------------------------------------------------------------


def eating(fleet, first, last, length):
    return fleet.with_driver("D1", lunch=Lunch(from_s=first, until_s=last, length_s=length))


def test_lunch_is_had(fleet):
    plan = fleet.with_ride(fleet.plan(), "T6", pauses=())
    assert fleet.found(plan) == [("DRIVER_LUNCH_MISSING", "D1")]
    assert fleet.with_driver("D1", lunch=None).check(plan) == ()


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        (at(11, 30), at(12), set()),
        (at(11, 30) - 1, at(12) - 1, {"DRIVER_LUNCH_MISSING"}),
        (at(11, 30) - 1, at(12), set()),
        (at(11, 30), at(12) - 1, {"DRIVER_LUNCH_MISSING"}),
        (at(11, 50), at(12, 20), set()),
        (at(9, 30), at(10), {"DRIVER_LUNCH_MISSING"}),
        (at(9, 30), at(12), set()),
    ],
)
def test_lunch_begins_in_time_and_is_long_enough(fleet, start, end, codes):
    pauses = (Pause(start_s=start, end_s=end),)
    assert fleet.codes(fleet.with_ride(fleet.plan(), "T6", pauses=pauses)) == codes


@pytest.mark.parametrize(
    ("by", "codes"), [(-1, {"DRIVER_LUNCH_MISSING"}), (0, set()), (600, set())]
)
def test_who_is_back_by_then_has_lunch_at_home(fleet, by, codes):
    plan = fleet.with_ride(fleet.plan(), "T6", pauses=())
    back_s = fleet.of(plan, "T6").return_s
    assert eating(fleet, at(11), back_s + by, 1800).codes(plan) == codes


@pytest.mark.parametrize(
    ("length", "codes"), [(at(0, 20), set()), (at(0, 20) + 1, {"DRIVER_LUNCH_MISSING"})]
)
def test_who_leaves_later_has_had_lunch_at_home(fleet, length, codes):
    """T4 leaves at 13.15 and is out at 13.30."""
    hungry = eating(fleet, at(12, 55), at(13, 30), length)
    assert hungry.codes(fleet.plan()) == codes


def test_who_leaves_after_the_last_moment_needs_nothing(fleet):
    assert eating(fleet, at(13, 10), at(13, 15) - 1, at(2)).check() == ()
    assert eating(fleet, at(13, 10), at(13, 15), at(2)).codes() == {"DRIVER_LUNCH_MISSING"}


@pytest.mark.parametrize(("more", "codes"), [(0, set()), (1, {"DRIVER_LUNCH_MISSING"})])
def test_lunch_between_two_rides_is_at_home(fleet, more, codes):
    plan = fleet.plan()
    home_s = fleet.of(plan, "T3").depart_s - fleet.of(plan, "T2").return_s
    lunch = Lunch(from_s=at(9, 30), until_s=at(11), length_s=home_s + more)
    assert fleet.with_driver("D2", lunch=lunch).codes() == codes


def test_each_date_has_its_own_lunch(fleet):
    plan = fleet.with_ride(fleet.plan(), "T4", pauses=(Pause(start_s=at(12), end_s=at(12, 30)),))
    plan = fleet.with_ride(plan, "T6", pauses=())
    assert "DRIVER_LUNCH_MISSING" in fleet.codes(plan)


# -- waiting ---------------------------------------------------------------------------------


def waiting(fleet, **changes):
    """D2 waits at the hospital instead of bringing the van home."""
    calls = [("C", OUT, IN), ("C", OUT, OFF), ("C", BACK, IN, at(11, 10)), ("C", BACK, OFF)]
    plan = fleet.without(fleet.with_rebuilt("T2", at(9, 10), calls), "T3")
    return fleet.with_driver("D2", **changes), plan


def waited_s(fleet, plan):
    stops = fleet.of(plan, "T2").stops
    return stops[2].start_s - stops[1].start_s - 60


def test_who_does_not_mind_waits(fleet):
    patient, plan = waiting(fleet, max_wait_s=None)
    assert patient.check(plan) == ()


@pytest.mark.parametrize(("less", "codes"), [(0, set()), (1, {"DRIVER_WAITS"})])
def test_nobody_waits_longer_than_they_want_to(fleet, less, codes):
    _, plan = waiting(fleet)
    driver, plan = waiting(fleet, max_wait_s=waited_s(fleet, plan) - less)
    assert driver.codes(plan) == codes


@pytest.mark.parametrize(("less", "codes"), [(0, {"DRIVER_WAITS"}), (1, set())])
def test_who_has_no_time_to_go_home_waits(fleet, less, codes):
    _, plan = waiting(fleet)
    way_s = fleet.road("depot", "s-carces")[0] + fleet.road("s-carces", "depot")[0]
    start_s = fleet.of(plan, "T2").stops[1].start_s + 60 + way_s - less
    calls = [("C", OUT, IN), ("C", OUT, OFF), ("C", BACK, IN, start_s), ("C", BACK, OFF)]
    plan = fleet.without(fleet.with_rebuilt("T2", at(9, 10), calls), "T3")
    assert {"DRIVER_WAITS"} & fleet.with_driver("D2", max_wait_s=0).codes(plan) == codes


def test_a_pause_is_not_waiting(fleet):
    driver, plan = waiting(fleet)
    stops = fleet.of(plan, "T2").stops
    whole = Pause(start_s=stops[2].start_s - waited_s(fleet, plan) + 900, end_s=stops[2].start_s)
    plan = fleet.with_ride(plan, "T2", pauses=(whole,))
    assert driver.check(plan) == ()
    assert fleet.with_driver("D2", max_wait_s=899).check(plan) == ()  # too little to go home


def test_time_in_a_pause_does_not_bring_anybody_home(fleet):
    driver, plan = waiting(fleet)
    stop = fleet.of(plan, "T2").stops[2]
    short = Pause(start_s=stop.start_s - 600, end_s=stop.start_s)
    assert driver.codes(fleet.with_ride(plan, "T2", pauses=(short,))) == {"DRIVER_WAITS"}


@pytest.mark.parametrize(("less", "codes"), [(0, {"DRIVER_WAITS"}), (1, set())])
@pytest.mark.parametrize("limit", ["max_m_per_day", "max_m_per_month"])
def test_who_may_not_drive_that_far_waits(fleet, limit, less, codes):
    _, plan = waiting(fleet)
    way_m = fleet.road("depot", "s-carces")[1] + fleet.road("s-carces", "depot")[1]
    most = fleet.of(plan, "T2").distance_m + way_m - less
    driver, _ = waiting(fleet, **{limit: most})
    assert driver.codes(plan) == codes


def test_with_somebody_aboard_nobody_goes_home(fleet):
    plan = fleet.plan()
    ride = fleet.of(plan, "T4")
    first, last = ride.stops
    wait = 600
    stops = (first, replace(last, start_s=last.start_s + wait, depart_s=last.depart_s + wait))
    plan = fleet.with_ride(plan, "T4", stops=stops, return_s=ride.return_s + wait)
    assert fleet.check(plan) == ()
    next_door = fleet.with_driver("D1", max_wait_s=0)
    assert ("DRIVER_WAITS", "T1") in next_door.found(plan)
    assert ("DRIVER_WAITS", "T4") not in next_door.found(plan)


def test_who_cannot_reach_home_waits(fleet):
    driver, plan = waiting(fleet)
    names = [place.id for place in places_of(driver.house.programme, driver.house.territory)]
    travel = driver.house.travel
    seconds = np.array([[travel.seconds(a, b) for b in names] for a in names], np.int32)
    metres = np.array([[travel.metres(a, b) for b in names] for a in names], np.int32)
    seconds[names.index("depot"), names.index("s-carces")] = UNREACHABLE
    cut = MatrixTravel(names, Matrix(durations_s=seconds, distances_m=metres))
    driver = replace(driver, house=replace(driver.house, travel=cut))
    assert "DRIVER_WAITS" not in driver.codes(plan)


# -- wishes ----------------------------------------------------------------------------------


def test_a_refused_driver(fleet):
    refusing = fleet.with_request("A", refused_drivers=frozenset({"D1"}))
    assert refusing.found() == [("REFUSED_DRIVER", "T1")]


def test_only_wished_drivers(fleet):
    wishing = fleet.with_request("A", wished_drivers=frozenset({"D2", "D4"}))
    assert wishing.found() == [("NOT_A_WISHED_DRIVER", "T1")]
    happy = fleet.with_request("A", wished_drivers=frozenset({"D2", "D1"}))
    assert happy.check() == ()


def test_a_refused_passenger(fleet):
    refusing = fleet.with_driver("D1", refused_passengers=frozenset({"P2", "P3"}))
    assert refusing.found() == [("REFUSED_PASSENGER", "T1")]


@pytest.mark.parametrize(
    ("driver", "insee", "rides"),
    [
        ("D1", "83002", ["T1", "T1", "T4", "T6"]),
        ("D1", "83003", ["T4"]),
        ("D1", "83004", []),
        ("D2", "83001", ["T2", "T3"]),
        ("D3", "13001", ["T5"]),
        ("D3", "83004", ["T5"]),
        ("D4", "83002", []),
    ],
)
def test_a_refused_commune_of_a_door_or_a_destination(fleet, driver, insee, rides):
    refusing = fleet.with_driver(driver, refused_communes=frozenset({insee}))
    assert refusing.found() == [("REFUSED_COMMUNE", name) for name in rides]


def test_a_commune_that_is_told_wins_over_the_nearest(fleet):
    told = replace(fleet.house.programme.requests[3].pickup, commune="83005")
    asked = fleet.with_request("D", pickup=told)
    for insee, codes in (("83005", {"REFUSED_COMMUNE"}), ("83003", set())):
        refusing = asked.with_driver("D1", refused_communes=frozenset({insee}))
        assert refusing.codes(fleet.plan()) == codes


def test_the_nearest_commune_is_so_in_metres(fleet):
    """A degree of longitude is shorter than one of latitude."""
    communes = {commune.insee: commune for commune in fleet.house.territory.communes}
    door = fleet.house.programme.requests[3].pickup
    east = replace(communes["83003"], lon=door.lon + 0.05, lat=door.lat)
    north = replace(communes["83002"], lon=door.lon, lat=door.lat + 0.04)
    for communes in ((east, north), (north, east)):
        territory = replace(fleet.house.territory, communes=communes)
        places = RidePlaces(fleet.house.programme, territory)
        assert places.commune(places.door(fleet.house.programme.requests[3])) == "83003"
    farther = replace(east, lon=door.lon + 0.06)
    territory = replace(fleet.house.territory, communes=(farther, north))
    places = RidePlaces(fleet.house.programme, territory)
    assert places.commune(places.door(fleet.house.programme.requests[3])) == "83002"


@pytest.mark.parametrize(("south", "commune"), [(0.149, "83003"), (0.151, None)])
def test_a_point_far_from_every_mairie_lies_in_no_commune(fleet, south, commune):
    bras = fleet.house.territory.commune("83003")
    door = replace(fleet.house.programme.requests[3].pickup, lon=bras.lon, lat=bras.lat - south)
    far = fleet.with_request("D", pickup=door)
    places = RidePlaces(far.house.programme, far.house.territory)
    assert places.commune(places.door(far.house.programme.requests[3])) == commune
    refusing = far.with_driver("D1", refused_communes=frozenset({"83003"}))
    codes = refusing.codes(fleet.plan()) & {"REFUSED_COMMUNE", "NOT_ENTITLED"}
    assert codes == ({"REFUSED_COMMUNE"} if commune else {"NOT_ENTITLED"})


def test_without_communes_none_is_refused(fleet):
    nowhere = fleet.with_territory(communes=(), social_transport=())
    refusing = nowhere.with_driver("D1", refused_communes=frozenset({"83003"}))
    assert refusing.check() == ()
