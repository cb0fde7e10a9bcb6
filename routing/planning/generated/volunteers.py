"""Volunteers who drive: homes, cars, hours, limits, and what they gave before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from routing.planning.dates import DateRange
from routing.planning.drivers import (
    AssociationCar,
    Car,
    Driver,
    ExtraHours,
    Given,
    Hours,
    Lunch,
)
from routing.planning.generated.luck import Luck
from routing.planning.generated.scene import Scene

DRIVERS_A_CAR = 8
"""One car of the association's for so many volunteers; two of them share it."""
MORNING, AFTERNOON, DAY = (7.5, 13.5), (12.5, 18.5), (7.5, 18.5)
WEEKS = (
    # half-days, days a week from and to, how usual
    (DAY, 2, 3, 40.0),
    (MORNING, 2, 4, 40.0),
    (AFTERNOON, 2, 3, 12.0),
    (DAY, 1, 1, 8.0),
)
SATURDAY = 0.15
OWN_CARS = (
    (Car(configurations=((4, 0),), boot=1), 60.0),
    (Car(configurations=((4, 0),), boot=2, child_seats=1), 20.0),
    (Car(configurations=((3, 0),), boot=1), 8.0),
    (Car(configurations=((6, 0),), boot=2, child_seats=2), 7.0),
    (Car(configurations=((4, 0), (2, 1)), boot=1), 5.0),
)
ADAPTED = Car(configurations=((4, 0), (3, 1)), boot=2, child_seats=1, fiscal_power=5)
"""The first car of the association's: a ramp, and a wheelchair in place of a seat."""
PLAIN = Car(configurations=((4, 0),), boot=2, child_seats=2, fiscal_power=4, electric=True)
POWERS, POWER_WEIGHTS = (3, 4, 5, 6, 7), (6.0, 30.0, 34.0, 20.0, 10.0)
ELECTRIC = 0.12
MONTHS_BEFORE = 3
"""Months that count as « given before »."""


def association_cars(scene: Scene, drivers: int) -> tuple[AssociationCar, ...]:
    """Return the cars of the association's: the first at its headquarters, then at permanences."""
    sites = [scene.programme.headquarters, *(p.site for p in scene.programme.permanences)]
    return tuple(
        AssociationCar(
            id=f"V-{number + 1}",
            label=f"Voiture fictive {number + 1}",
            site=sites[number % len(sites)],
            car=PLAIN if number else ADAPTED,
        )
        for number in range(drivers // DRIVERS_A_CAR)
    )


def volunteers(
    scene: Scene, count: int, cars: Sequence[AssociationCar], luck: Luck
) -> tuple[Driver, ...]:
    """Return ``count`` drivers; two share each car of the association's, the others have theirs."""
    shared = [cars[at // 2].id for at in range(2 * len(cars))]
    return tuple(
        _volunteer(scene, number, shared[number - 1] if number <= len(shared) else None, luck)
        for number in range(1, count + 1)
    )


def _volunteer(scene: Scene, number: int, association_car: str | None, luck: Luck) -> Driver:
    label = luck.one_of(("Conductrice fictive", "Conducteur fictif"))
    span, low, high, _ = luck.one_of(WEEKS, [week[3] for week in WEEKS])
    given = _given(luck)
    return Driver(
        id=f"C-{number:02d}",
        label=f"{label} {number}",
        home=scene.home(luck, [float(c.population) for c in scene.territory.communes]),
        car=None if association_car else _own_car(luck),
        association_car=association_car,
        hours=_hours(scene, span, luck.whole(low, high), luck),
        extra_hours=_extra(scene, luck),
        absences=_absences(scene, luck),
        max_s_per_day=_limit(luck, 0.4, luck.whole(6, 8) * 3600),
        max_m_per_day=_limit(luck, 0.3, luck.whole(150, 250, 50) * 1000),
        max_s_per_month=_limit(luck, 0.25, luck.whole(25, 45, 5) * 3600),
        max_m_per_month=_limit(luck, 0.25, luck.whole(600, 1200, 100) * 1000),
        max_wait_s=luck.one_of((None, None, 2 * 3600, 3600, 0)),
        lunch=_lunch(luck) if span == DAY else None,
        refused_communes=_refused_communes(scene, luck),
        metres_this_year=_this_year(scene.horizon.first, given),
        given=given,
    )


def _limit(luck: Luck, probability: float, amount: int) -> int | None:
    return amount if luck.happens(probability) else None


def _own_car(luck: Luck) -> Car:
    car = luck.one_of([car for car, _ in OWN_CARS], [weight for _, weight in OWN_CARS])
    power, electric = luck.one_of(POWERS, POWER_WEIGHTS), luck.happens(ELECTRIC)
    return replace(car, fiscal_power=power, electric=electric)


def _hours(scene: Scene, span: tuple[float, float], days: int, luck: Luck) -> tuple[Hours, ...]:
    """Return the week; volunteers are sought for the days on which there are permanences."""
    held = [
        1.0
        + sum(
            o.weekday == weekday and o.preference == 0
            for permanence in scene.programme.permanences
            for o in permanence.openings
        )
        for weekday in range(5)
    ]
    week = luck.several(range(5), days, held)
    start, end = (round(hour * 3600) for hour in span)
    hours = [Hours(weekday=weekday, start_s=start, end_s=end) for weekday in week]
    if luck.happens(SATURDAY):
        hours.append(Hours(weekday=5, start_s=8 * 3600, end_s=12 * 3600))
    return tuple(hours)


def _extra(scene: Scene, luck: Luck) -> tuple[ExtraHours, ...]:
    if not luck.happens(0.15) or not scene.weekdays:
        return ()
    return (ExtraHours(date=luck.one_of(scene.weekdays), start_s=8 * 3600, end_s=18 * 3600),)


def _absences(scene: Scene, luck: Luck) -> tuple[DateRange, ...]:
    if not luck.happens(0.35):
        return ()
    first = scene.horizon.first + timedelta(days=luck.whole(0, len(scene.horizon) - 1))
    return (DateRange(first, first + timedelta(days=luck.whole(1, 7)), "absence"),)


def _lunch(luck: Luck) -> Lunch:
    half_hour = 1800
    return Lunch(
        from_s=luck.whole(23, 24) * half_hour,
        until_s=luck.whole(26, 27) * half_hour,
        length_s=luck.whole(30, 60, 15) * 60,
    )


def _refused_communes(scene: Scene, luck: Luck) -> frozenset[str]:
    """Return a commune that one in ten does not drive to, but no permanence's."""
    served = {scene.territory.site(p.site).insee for p in scene.programme.permanences}
    codes = [c.insee for c in scene.territory.communes if c.insee not in served]
    if not codes or not luck.happens(0.1):
        return frozenset()
    return frozenset({luck.one_of(codes)})


def _given(luck: Luck) -> Given:
    """Return what somebody gave in the months before: some are new, some drive a lot."""
    rides = luck.one_of((0, luck.whole(1, 12), luck.whole(8, 30)), (10.0, 45.0, 45.0))
    return Given(
        rides=rides,
        seconds=rides * luck.whole(60, 100, 5) * 60,
        metres=rides * luck.whole(25, 60, 5) * 1000,
        evenings=luck.whole(0, min(3, rides)),
    )


def _this_year(first: date, given: Given) -> int:
    """Return the metres of the calendar year up to the day before the month that is planned."""
    months = (first - timedelta(days=1)).month
    return given.metres * months // MONTHS_BEFORE
