"""Who could drive on a date, when, from where and how far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from routing.planning.drivers import AssociationCar, Car, Driver
from routing.planning.programme import Programme
from routing.planning.rides.places import driver_key
from routing.vrp import Break, Shift, TimeWindow, Vehicle

COST_PER_M = 10
"""Of every kilometre, the empty ones too."""
OTHER_DRIVER_M = 3000
"""Metres that are driven rather than bringing somebody back with another driver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverShift:
    """A driver on a date, within hours at which they are free without a gap.

    ``max_m`` and ``max_s`` bound the trip of this shift; ``None``: unbounded.
    """

    driver: Driver
    number: int
    place: str
    car: Car
    earliest_s: int
    latest_s: int
    max_m: int | None
    max_s: int | None

    @property
    def id(self) -> str:
        """Id among the vehicles of the day."""
        return f"{self.driver.id}#{self.number}"

    @property
    def lunch_due(self) -> bool:
        """Whether the shift covers the last moment at which the driver's lunch may begin."""
        lunch = self.driver.lunch
        return lunch is not None and self.earliest_s <= lunch.until_s < self.latest_s


Span = tuple[int, int]
"""Hours, in seconds of the day."""


def shifts_on(
    programme: Programme, day: date, first: Collection[str] = ()
) -> tuple[DriverShift, ...]:
    """Return the shifts of all drivers who are free on ``day``.

    A car of the association's goes to those of its drivers who are ``first``, or else to the
    first in the list; the others have it for what is left of their hours.
    """
    cars = {car.id: car for car in programme.cars}
    taken: dict[str, list[Span]] = {}
    found: list[DriverShift] = []
    for driver in sorted(programme.drivers, key=lambda driver: driver.id not in first):
        spans = driver.free(day)
        if driver.association_car is not None:
            busy = taken.setdefault(driver.association_car, [])
            spans = without(spans, busy)
            busy.extend(spans)
        found += [shift_of(driver, number, span, cars) for number, span in enumerate(spans)]
    return tuple(found)


def shift_of(
    driver: Driver, number: int, span: Span, cars: Mapping[str, AssociationCar]
) -> DriverShift:
    """Return a driver's shift at these hours."""
    return DriverShift(
        driver=driver,
        number=number,
        place=driver_key(driver, dict(cars)),
        car=car_of(driver, cars),
        earliest_s=span[0],
        latest_s=span[1],
        max_m=driver.max_m_per_day,
        max_s=driver.max_s_per_day,
    )


def without(spans: Iterable[Span], busy: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of spans outside others."""
    left = list(spans)
    for begin, end in busy:
        left = [
            part
            for start, stop in left
            for part in ((start, min(stop, begin)), (max(start, end), stop))
            if part[0] < part[1]
        ]
    return tuple(left)


def extra_shift(driver: Driver, day: date, place: str) -> DriverShift:
    """Return the one shift of a driver with an own car who starts at ``place``."""
    ((start, end),) = driver.free(day)
    return DriverShift(
        driver=driver,
        number=0,
        place=place,
        car=car_of(driver, {}),
        earliest_s=start,
        latest_s=end,
        max_m=None,
        max_s=None,
    )


def car_of(driver: Driver, cars: Mapping[str, AssociationCar]) -> Car:
    """Return the car that a driver drives."""
    return driver.car or cars[driver.association_car or ""].car


def vehicle_of(shift: DriverShift, row: int) -> Vehicle:
    """Return the shift as a vehicle that starts and ends at ``row``."""
    return Vehicle(
        id=shift.id,
        start=row,
        end=row,
        shifts=(
            Shift(
                earliest_s=shift.earliest_s,
                latest_s=shift.latest_s,
                breaks=tuple(_breaks(shift)),
            ),
        ),
        capacities=shift.car.capacities,
        skills=frozenset({shift.driver.id}),
        max_distance_m=shift.max_m,
        max_duration_s=shift.max_s,
        cost_per_m=COST_PER_M,
        crew=shift.driver.id,
    )


def _breaks(shift: DriverShift) -> Iterator[Break]:
    lunch = shift.driver.lunch
    if lunch is not None and shift.lunch_due:
        window = TimeWindow(earliest_s=lunch.from_s, latest_s=lunch.until_s)
        yield Break(windows=(window,), duration_s=lunch.length_s)
