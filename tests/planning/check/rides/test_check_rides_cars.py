"""What is aboard, and what cars hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.drivers import Car, Hours
from routing.planning.plans import Leg, RideStopKind
from routing.planning.ride_requests import Party, Wheelchair
from tests.planning.check.rides.clock import at

OUT, BACK = Leg.OUTBOUND, Leg.RETURN
IN, OFF = RideStopKind.PICKUP, RideStopKind.DROPOFF
SEVENTH = date(2027, 1, 7)
ENOUGH = {"seats": 3, "boot": 1, "child_seats": 1}
LOAD = st.tuples(*[st.integers(0, 4)] * 4)


@given(
    where=st.sampled_from([("T1", n) for n in range(8)] + [("T2", 0), ("T4", 1), ("T6", 2)]),
    load=LOAD,
)
def test_the_load_is_what_is_aboard(fleet, where, load):
    name, index = where
    plan = fleet.plan()
    right = fleet.of(plan, name).stops[index].load
    codes = fleet.codes(fleet.with_stop(plan, name, index, load=load))
    assert codes == (set() if load == right else {"RIDE_LOAD"})


@pytest.mark.parametrize(
    ("party", "load"),
    [
        (Party(), (1, 0, 0, 0)),
        (Party(passengers=2, companions=1, child_seats=1), (3, 0, 0, 1)),
        (Party(wheelchair=Wheelchair.FOLDABLE, walkers=2), (1, 0, 3, 0)),
        (Party(companions=1, wheelchair=Wheelchair.RIGID), (1, 1, 0, 0)),
    ],
)
def test_what_a_party_takes(fleet, party, load):
    large = Car(configurations=((9, 9),), boot=9, child_seats=9)
    other = fleet.with_request("D", party=party).with_driver("D1", car=large)
    other = other.with_territory(social_transport=())
    plan = fleet.with_stop(fleet.plan(), "T4", 0, load=load)
    assert other.check(plan) == ()
    wrong = (*load[:3], load[3] + 1)
    assert other.found(fleet.with_stop(plan, "T4", 0, load=wrong)) == [("RIDE_LOAD", "T4")]


@given(seats=st.integers(0, 5), boot=st.integers(0, 2), child_seats=st.integers(0, 2))
def test_a_car_holds_who_is_aboard_together(fleet, seats, boot, child_seats):
    """T1 carries three people at once, a folded wheelchair and a child."""
    car = Car(configurations=((seats, 0),), boot=boot, child_seats=child_seats)
    enough = seats >= 3 and boot >= 1 and child_seats >= 1
    found = fleet.with_driver("D1", car=car).found()
    assert (("CAR_OVERLOADED", "T1") not in found) is enough


@pytest.mark.parametrize("what", list(ENOUGH))
def test_one_place_less_is_too_few(fleet, what):
    def car(**places):
        return Car(
            configurations=((places["seats"], 0),), boot=places["boot"],
            child_seats=places["child_seats"],
        )  # fmt: skip

    assert fleet.with_driver("D1", car=car(**ENOUGH)).check() == ()
    less = {**ENOUGH, what: ENOUGH[what] - 1}
    assert "CAR_OVERLOADED" in fleet.with_driver("D1", car=car(**less)).codes()


@pytest.mark.parametrize(
    ("configurations", "fits"),
    [
        (((6, 0), (2, 1)), True),
        (((1, 1),), True),
        (((6, 0),), False),
        (((0, 0), (9, 0)), False),
    ],
)
def test_a_rigid_wheelchair_needs_its_place(fleet, configurations, fits):
    (van,) = fleet.house.programme.cars
    large = fleet.with_van(car=replace(van.car, configurations=configurations))
    large = large.with_territory(social_transport=())
    assert large.codes() == (set() if fits else {"CAR_OVERLOADED"})


def with_two_in_turn(fleet, order):
    """T2 with C in a wheelchair and D's party of three, one after the other or together."""
    both = fleet.with_request("D", party=Party(passengers=3), wished_drivers=frozenset())
    both = both.with_driver("D2", max_wait_s=None)
    both = both.with_driver("D2", hours=(Hours(weekday=3, start_s=at(6), end_s=at(18)),))
    plan = both.with_rebuilt("T2", at(8), order)
    return both, fleet.without(plan, "T4")


def test_seats_do_not_fold_on_the_way(fleet):
    """The van seats three, or two and a wheelchair: not both in one ride, even in turn."""
    in_turn = [("C", OUT, IN), ("C", OUT, OFF), ("D", OUT, IN), ("D", OUT, OFF)]
    both, plan = with_two_in_turn(fleet, in_turn)
    (van,) = fleet.house.programme.cars
    assert "CAR_OVERLOADED" in both.codes(plan)
    wide = both.with_van(car=replace(van.car, configurations=((6, 0), (3, 1))))
    assert "CAR_OVERLOADED" not in wide.codes(plan)


def test_every_moment_counts(fleet):
    together = [("C", OUT, IN), ("D", OUT, IN), ("C", OUT, OFF), ("D", OUT, OFF)]
    in_turn = [("C", OUT, IN), ("C", OUT, OFF), ("D", OUT, IN), ("D", OUT, OFF)]
    (van,) = fleet.house.programme.cars
    for order, seats, fits in ((together, 3, True), (together, 2, False), (in_turn, 3, True)):
        both, plan = with_two_in_turn(fleet, order)
        car = replace(van.car, configurations=((seats, 1),))
        assert ("CAR_OVERLOADED" not in both.with_van(car=car).codes(plan)) is fits


def test_the_cars_own_driver_needs_no_seat(fleet):
    assert fleet.with_driver("D1", car=Car(configurations=((3, 0),), child_seats=1)).check() == ()


@given(gap=st.integers(-at(1), at(1)))
def test_a_car_of_the_associations_is_in_one_place_at_a_time(fleet, gap):
    plan = fleet.plan()
    one, other = fleet.of(plan, "T3"), fleet.of(plan, "T5")
    plan = fleet.later(plan, "T5", one.return_s + gap - other.depart_s)
    found = fleet.found(plan)
    assert (("CAR_OVERLAP", "VAN") in found) is (gap < 0)


def test_cars_of_two_volunteers_may_be_out_at_once_and_on_two_dates(fleet):
    plan = fleet.later(fleet.plan(), "T5", -at(2))
    assert "CAR_OVERLAP" not in fleet.with_driver("D3", car=Car(), association_car=None).codes(plan)
    plan = fleet.later(fleet.plan(), "T5", -at(4, 30), date=date(2027, 1, 14))
    assert "CAR_OVERLAP" not in fleet.codes(plan)


def test_one_driver_of_a_shared_car_is_not_two(fleet):
    plan = fleet.later(fleet.plan(), "T3", -at(1))
    codes = fleet.codes(plan)
    assert "DRIVER_OVERLAP" in codes
    assert "CAR_OVERLAP" not in codes


@pytest.mark.parametrize(
    ("configurations", "codes"),
    [
        (((8, 0), (2, 1)), set()),
        (((6, 0), (7, 1)), set()),
        (((9, 0), (2, 1)), {"CAR_TOO_LARGE"}),
        (((6, 0), (8, 1)), {"CAR_TOO_LARGE"}),
    ],
)
def test_a_car_is_no_bus(fleet, configurations, codes):
    (van,) = fleet.house.programme.cars
    large = fleet.with_van(car=replace(van.car, configurations=configurations))
    assert large.codes() == codes
    assert large.with_territory(social_transport=()).check() == ()
