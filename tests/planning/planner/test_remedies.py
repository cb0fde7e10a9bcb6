"""What is said to help an unserved person helps; half of it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.planning.drivers import Car, Driver, ExtraHours
from routing.planning.plans import Plan, RideChange
from routing.planning.programme import Programme
from routing.planning.ride_requests import (
    Back,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToPermanence,
)
from routing.planning.rides.changes import Kind, applied

MINUTE, HOUR = 60, 3600
TUESDAYS = (date(2027, 1, 5), date(2027, 1, 12))
THURSDAY = date(2027, 1, 7)
ON_BOARD = 40 * MINUTE
WAIT = 30 * MINUTE


def spot(x: float, y: float) -> Spot:
    return Spot(lon=6 + x / 100, lat=43 + y / 100)


def driver(name: str, day: date, x: float, y: float, start: float, end: float) -> Driver:
    hours = ExtraHours(date=day, start_s=int(start * HOUR), end_s=int(end * HOUR))
    return Driver(id=name, label=name, home=spot(x, y), car=Car(), extra_hours=(hours,))


def visit(name: str, x: float, y: float, at: float, **changes) -> RideRequest:
    wanted = ToAppointment(
        place=spot(0, 0), date=THURSDAY, at_s=int(at * HOUR), length_s=30 * MINUTE
    )
    given_ = {"passenger": name, "pickup": spot(x, y), "destination": wanted}
    given_ |= {"back": Return(kind=Back.NONE), "max_ride_s": ON_BOARD}
    return RideRequest(id=name, **given_ | changes)


def half(change: RideChange) -> RideChange:
    base = {Kind.TIME_ON_BOARD: ON_BOARD, Kind.WAIT: WAIT}.get(Kind(change.kind))
    if base is not None:
        return replace(change, amount=base + (change.amount - base) // 2)
    return replace(change, amount=change.amount // 2)


def only(programme: Programme, names: set[str]) -> Programme:
    """Leave out everybody else who asks."""
    return replace(programme, requests=tuple(r for r in programme.requests if r.id in names))


def assert_true(lab, programme: Programme, made: Plan) -> int:
    """Make every change that the plan claims, and half of it; count them."""
    count = 0
    for left in made.unserved:
        request = next(r for r in programme.requests if r.id == left.request)
        wanted = lab.served(made) | {left.request}
        for change in left.changes:
            count += 1
            with_it = lab.checked(only(applied(programme, request, change), wanted))
            assert lab.served(with_it) == wanted, change
            if change.kind not in {Kind.ANY_DRIVER, Kind.DATE}:
                without = lab.checked(only(applied(programme, request, half(change)), wanted))
                assert lab.served(without) != wanted, change
    return count


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**31))
def test_every_change_that_is_claimed_is_true(lab, seed):
    dice = Random(seed)  # noqa: S311 - no secrets
    requests = [
        visit(
            f"r{n}", dice.uniform(-14, 14), dice.uniform(-7, 7), dice.choice((9, 9.25, 9.5, 10)),
            wished_drivers=frozenset({"d0"} if dice.random() < 0.15 else ()),
            back=Return(kind=dice.choice((Back.NONE, Back.NONE, Back.AFTER))),
        )
        for n in range(dice.randint(3, 6))
    ]  # fmt: skip
    drivers = [
        driver(
            f"d{n}", THURSDAY, dice.uniform(-9, 9), dice.uniform(-9, 9), 8, dice.choice((10, 11))
        )
        for n in range(dice.randint(0, 2))
    ]
    programme = lab.fetching(requests, drivers)
    assert_true(lab, programme, lab.checked(programme))


def test_an_appointment_may_be_later(lab):
    requests = [visit("a", 12, 0, 9), visit("b", -12, 0, 9)]
    programme = lab.fetching(requests, [driver("d", THURSDAY, 0, 0, 8, 12)])
    made = lab.checked(programme)
    (left,) = made.unserved
    assert {"later", "driver"} <= {change.kind for change in left.changes}
    assert assert_true(lab, programme, made) == len(left.changes)


@pytest.mark.parametrize(
    ("back", "what"),
    [
        (Return(kind=Back.NONE), "si le rendez-vous était"),
        (Return(kind=Back.AT, from_s=10 * HOUR), "si le rendez-vous et le retour étaient"),
    ],
)
def test_a_way_back_at_its_own_time_moves_with_the_appointment(lab, back, what):
    requests = [visit("a", 12, 0, 9, back=back), visit("b", -12, 0, 9, back=back)]
    made = lab.checked(lab.fetching(requests, [driver("d", THURSDAY, 0, 0, 8, 12)]))
    (left,) = made.unserved
    (later,) = (change for change in left.changes if change.kind == "later")
    assert later.message.startswith(what)


def test_a_longer_wait_may_do(lab):
    early, late = driver("e", THURSDAY, 0, 0, 8, 9.5), driver("f", THURSDAY, 0, 0, 10.25, 12)
    programme = lab.fetching([visit("a", 12, 0, 9, back=Return())], [early, late])
    made = lab.checked(programme)
    (left,) = made.unserved
    (wait,) = (change for change in left.changes if change.kind == "wait")
    assert WAIT < wait.amount <= 45 * MINUTE
    assert assert_true(lab, programme, made) == len(left.changes)


def test_who_waits_longer_is_fetched_later(lab):
    back = Return(kind=Back.AT, from_s=11 * HOUR)
    impatient, patient = (
        visit("a", 12, 0, 9, back=back, max_wait_s=wait) for wait in (5 * MINUTE, 55 * MINUTE)
    )
    late = [driver("d", THURSDAY, 0, 0, 11.5, 14)]
    early = [driver("e", THURSDAY, 0, 0, 8, 9.5)]
    assert not lab.served(lab.checked(lab.fetching([impatient], late + early)))
    assert lab.served(lab.checked(lab.fetching([patient], late + early))) == {"a"}


def test_another_session_may_do(lab):
    wish = ToPermanence(permanence="p", dates=TUESDAYS[:1])
    programme = lab.fetching(
        [replace(visit("a", 15, 0, 9), destination=wish)],
        [driver("d", TUESDAYS[1], 0, 0, 7, 18)],
    )
    made = lab.checked(programme)
    (left,) = made.unserved
    dates = [change.on for change in left.changes if change.kind == Kind.DATE]
    assert dates == [TUESDAYS[1]]
    assert assert_true(lab, programme, made) == len(left.changes)


def test_a_busy_driver_says_how_late_it_would_be(lab):
    requests = [visit("a", 12, 0, 9), visit("b", -12, 0, 9)]
    made = lab.checked(lab.fetching(requests, [driver("d", THURSDAY, 0, 0, 8, 12)]))
    (left,) = made.unserved
    (reason,) = left.reasons
    assert reason.code == "TOO_LATE"
    later = next(change.amount for change in left.changes if change.kind == "later")
    said = int(reason.message.split("\N{NO-BREAK SPACE}")[0].split()[-1]) * MINUTE
    assert 0 < later <= said
