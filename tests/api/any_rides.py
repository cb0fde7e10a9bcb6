"""Any events, cars, drivers and requests, drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from routing.planning.drivers import (
    AssociationCar,
    Car,
    Driver,
    ExtraHours,
    Given,
    Hours,
    Lunch,
)
from routing.planning.programme import (
    Permanence,
    Programme,
)
from routing.planning.ride_requests import (
    Back,
    Destination,
    Entitlement,
    Event,
    Party,
    Return,
    RideRequest,
    ToAppointment,
    ToEvent,
    ToPermanence,
    Wheelchair,
)
from tests.api.any_words import HOUR, days, ids, labels, metres, ranges, short, spans, spots


@st.composite
def cars(draw: st.DrawFn) -> Car:
    pairs = st.tuples(st.integers(0, 8), st.integers(0, 3))
    return Car(
        configurations=tuple(draw(st.lists(pairs, min_size=1, max_size=3))),
        boot=draw(st.integers(0, 3)),
        child_seats=draw(st.integers(0, 3)),
        fiscal_power=draw(st.none() | st.integers(1, 50)),
        electric=draw(st.booleans()),
    )


@st.composite
def drivers(draw: st.DrawFn, name: str, shared: list[str]) -> Driver:
    own = draw(st.none() | cars())
    week = draw(st.lists(st.tuples(st.integers(0, 6), spans), max_size=4))
    extra = draw(st.lists(st.tuples(days, spans), max_size=2))
    noon = st.integers(0, 24 * HOUR)
    return Driver(
        id=name,
        label=draw(labels),
        home=draw(spots),
        car=own,
        association_car=None if own else draw(st.sampled_from(shared)),
        hours=tuple(Hours(weekday=day, start_s=a, end_s=b) for day, (a, b) in week),
        extra_hours=tuple(ExtraHours(date=day, start_s=a, end_s=b) for day, (a, b) in extra),
        absences=tuple(draw(st.lists(ranges(), max_size=2))),
        max_s_per_day=draw(st.none() | st.integers(0, 24 * HOUR)),
        max_m_per_day=draw(st.none() | metres),
        max_s_per_month=draw(st.none() | st.integers(0, 300 * HOUR)),
        max_m_per_month=draw(st.none() | metres),
        max_wait_s=draw(st.none() | short),
        lunch=draw(
            st.none()
            | st.tuples(noon, noon, st.integers(60, HOUR)).map(
                lambda n: Lunch(from_s=min(n[:2]), until_s=max(n[:2]), length_s=n[2])
            )
        ),
        refused_passengers=draw(st.frozensets(ids, max_size=2)),
        refused_communes=draw(st.frozensets(st.sampled_from(["83012", "83104", "13001"]))),
        metres_this_year=draw(metres),
        given=Given(
            rides=draw(st.integers(0, 99)),
            seconds=draw(st.integers(0, 999 * HOUR)),
            metres=draw(metres),
            evenings=draw(st.integers(0, 9)),
        ),
    )


@st.composite
def events(draw: st.DrawFn, name: str, sites: list[str]) -> Event:
    start, end = draw(spans)
    return Event(
        id=name,
        label=draw(labels),
        place=draw(spots | st.sampled_from(sites)),
        date=draw(days),
        start_s=start,
        end_s=end,
    )


@st.composite
def destinations(
    draw: st.DrawFn, where: tuple[Permanence, ...], there: tuple[Event, ...], sites: list[str]
) -> tuple[Destination, int]:
    """Draw where to, and the last moment before anybody is brought back."""
    kinds = [ToPermanence, ToAppointment, *([ToEvent] if there else [])]
    kind = draw(st.sampled_from(kinds))
    if kind is ToEvent:
        event = draw(st.sampled_from(there))
        return ToEvent(event=event.id), event.start_s
    if kind is ToAppointment:
        at_s, length_s = draw(st.integers(0, 20 * HOUR)), draw(st.integers(60, 3 * HOUR))
        return ToAppointment(
            place=draw(spots | st.sampled_from(sites)),
            date=draw(days),
            at_s=at_s,
            length_s=length_s,
        ), at_s + length_s - 1
    permanence = draw(st.sampled_from(where))
    only_next = draw(st.booleans())
    weekdays = {opening.weekday for opening in permanence.openings}
    good = days.filter(lambda day: only_next or day.weekday() in weekdays)
    return ToPermanence(
        permanence=permanence.id,
        dates=tuple(draw(st.lists(good, unique=True, max_size=1 if only_next else 3))),
        only_next=only_next,
        stay_s=draw(st.integers(60, 3 * HOUR)),
    ), 0


@st.composite
def requests(
    draw: st.DrawFn, name: str, destination: tuple[Destination, int], people: list[str]
) -> RideRequest:
    wanted, before = destination
    kind = draw(st.sampled_from(Back))
    moments = sorted(draw(st.integers(before + 1, 24 * HOUR - 1)) for _ in range(2))
    given = {Back.AT: moments[:1], Back.WHEN_FINISHED: moments}.get(kind, [])
    passengers, companions = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    wished = draw(st.frozensets(st.sampled_from(people)))
    return RideRequest(
        id=name,
        passenger="p" + "".join(chr(97 + ord(c) % 26) for c in name[:60]),  # one a request
        pickup=draw(spots),
        destination=wanted,
        back=Return(
            kind=kind,
            **dict(zip(("from_s", "until_s"), given, strict=False)),
            same_driver_required=draw(st.booleans()),
        ),
        party=Party(
            passengers=passengers,
            companions=companions,
            child_seats=draw(st.integers(0, passengers + companions)),
            wheelchair=draw(st.sampled_from(Wheelchair)),
            walkers=draw(st.integers(0, 2)),
        ),
        boarding_s=draw(short),
        arrive_early_s=(draw(st.integers(0, 900)), draw(st.integers(900, HOUR))),
        max_ride_s=draw(st.none() | st.integers(60, 3 * HOUR)),
        max_wait_s=draw(st.none() | st.integers(60, 3 * HOUR)),
        priority=draw(st.integers(1, 100)),
        wished_drivers=wished,
        refused_drivers=draw(st.frozensets(st.sampled_from(people))) - wished,
        entitlement=Entitlement(
            residence=draw(st.none() | st.sampled_from(["83012", "2A004"])),
            low_income=draw(st.booleans()),
            member=draw(st.booleans()),
            prescription=draw(st.booleans()),
        ),
        series=draw(st.none() | ids),
    )


@st.composite
def with_rides(draw: st.DrawFn, programme: Programme, sites: list[str]) -> Programme:
    def names(least: int) -> list[str]:
        return draw(st.lists(ids, unique=True, min_size=least, max_size=2))

    shared, people = names(1), names(1)
    there = tuple(draw(events(name, sites)) for name in names(0))
    goals = destinations(programme.permanences, there, sites)
    return replace(
        programme,
        events=there,
        cars=tuple(
            AssociationCar(
                id=name, label=draw(labels), site=draw(st.sampled_from(sites)), car=draw(cars())
            )
            for name in shared
        ),
        drivers=tuple(draw(drivers(name, shared)) for name in people),
        requests=tuple(draw(requests(name, draw(goals), people)) for name in names(0)),
    )
