"""What volunteers' kilometres are worth: reimbursed, or given to the association.

A volunteer either asks the association for the money or waives it in writing and counts it as a
gift (CGI, art. 200); of one trip never both. Since 2022 both go by the same scale (CGI, art. 83-3°
and annexe IV, art. 6 B), whose brackets count the kilometres of a calendar year. The distance is
from the volunteer's home and back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from routing.planning.drivers import Driver
from routing.planning.plans import Plan, Ride
from routing.planning.programme import Programme
from routing.planning.reports.span import Part, ReportError, in_order
from routing.planning.terms import MileageScale
from routing.planning.territory import Territory
from routing.sentence import say


class Basis(StrEnum):
    """What becomes of a trip's amount."""

    REIMBURSED = "reimbursed"
    WAIVED = "waived"
    """Given to the association, for a tax receipt."""
    OPEN = "open"
    """The volunteer has not said yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripMileage:
    """A trip; ``amount_eur`` is ``None`` where no scale or fiscal power is known."""

    ride: str
    date: date
    distance_m: int
    amount_eur: Decimal | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverMileage:
    """A volunteer's trips in one calendar year.

    ``before_m``: driven in that year before the first of them. ``fiscal_power`` is ``None`` where
    it is unknown, and in a car of the association's, which costs the volunteer nothing.
    """

    driver: str
    year: int
    own_car: bool
    fiscal_power: int | None
    electric: bool
    before_m: int
    trips: tuple[TripMileage, ...]

    @property
    def distance_m(self) -> int:
        """Metres of these trips."""
        return sum(trip.distance_m for trip in self.trips)

    def amount_eur(self, basis: Basis | None = None) -> Decimal:
        """Return the euros of all trips, or of those of one basis."""
        return sum(
            (t.amount_eur or Decimal(0) for t in self.trips if basis in (None, t.basis)),
            Decimal(0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MileageReport:
    """Who drove how far, and what it is worth; ``scales`` by the years they are applied to."""

    first: date
    last: date
    scales: Mapping[int, MileageScale]
    drivers: tuple[DriverMileage, ...]

    @property
    def distance_m(self) -> int:
        """Metres of all trips."""
        return sum(entry.distance_m for entry in self.drivers)

    def amount_eur(self, basis: Basis | None = None) -> Decimal:
        """Return the euros of all trips, or of those of one basis."""
        return sum((entry.amount_eur(basis) for entry in self.drivers), Decimal(0))

    @property
    def unknown_m(self) -> int:
        """Metres in own cars that no amount is known for."""
        return sum(
            trip.distance_m
            for entry in self.drivers
            if entry.own_car
            for trip in entry.trips
            if trip.amount_eur is None
        )


def mileage(
    parts: Iterable[Part],
    territory: Territory,
    *,
    by_driver: Mapping[str, Basis] | None = None,
    by_ride: Mapping[str, Basis] | None = None,
) -> MileageReport:
    """Reckon volunteers' mileage from plans.

    Parameters
    ----------
    parts
        Plans of different dates. The first tells how far each has driven this year already.
    by_driver, by_ride
        What volunteers chose, the choice for a trip before that for all: every trip has one
        basis. ``OPEN`` where nothing is said.

    Raises
    ------
    ReportError
        When plans share a date, or a choice is about somebody or a trip that is not there.
    """
    ordered = in_order(parts)
    choices = _Choices(by_driver or {}, by_ride or {})
    choices.check(ordered)
    scales = {
        year: scale
        for year in sorted({ride.date.year for part in ordered for ride in part.plan.rides})
        if (scale := territory.mileage_scale_of(year)) is not None
    }
    return MileageReport(
        first=ordered[0].plan.horizon.first,
        last=ordered[-1].plan.horizon.last,
        scales=scales,
        drivers=tuple(_entries(ordered, scales, choices)),
    )


def mileage_of(plan: Plan, programme: Programme, territory: Territory) -> MileageReport:
    """Reckon the mileage of one plan, no choice made; see :func:`mileage`."""
    return mileage([Part(plan=plan, programme=programme)], territory)


@dataclass(frozen=True, slots=True)
class _Choices:
    by_driver: Mapping[str, Basis]
    by_ride: Mapping[str, Basis]

    def of(self, ride: Ride) -> Basis:
        return self.by_ride.get(ride.id, self.by_driver.get(ride.driver, Basis.OPEN))

    def check(self, parts: Sequence[Part]) -> None:
        rides = {ride.id for part in parts for ride in part.plan.rides}
        drivers = {driver.id for part in parts for driver in part.programme.drivers}
        unknown = [*(self.by_ride.keys() - rides), *(self.by_driver.keys() - drivers)]
        if unknown:
            raise ReportError(
                say(
                    "ni un trajet ni un bénévole de ces plans : {unknown}.",
                    unknown=", ".join(sorted(unknown)),
                )
            )


def _entries(
    parts: Sequence[Part], scales: Mapping[int, MileageScale], choices: _Choices
) -> Iterator[DriverMileage]:
    driven: dict[tuple[str, int], list[Ride]] = defaultdict(list)
    known: dict[str, Driver] = {}
    first_year = parts[0].plan.horizon.first.year
    for part in parts:
        for driver in part.programme.drivers:
            known.setdefault(driver.id, driver)
        for ride in part.plan.rides:
            driven[ride.driver, ride.date.year].append(ride)
    order = list(known)
    for driver_id, year in sorted(driven, key=lambda key: (order.index(key[0]), key[1])):
        driver = known[driver_id]
        before_m = driver.metres_this_year if year == first_year else 0
        rides = sorted(driven[driver_id, year], key=lambda r: (r.date, r.depart_s, r.id))
        yield _entry(driver, year, before_m, rides, scales.get(year), choices)


def _entry(
    driver: Driver,
    year: int,
    before_m: int,
    rides: Sequence[Ride],
    scale: MileageScale | None,
    choices: _Choices,
) -> DriverMileage:
    car = driver.car
    power = None if car is None else car.fiscal_power
    electric = car is not None and car.electric
    trips, reached_m = [], before_m
    for ride in rides:
        amount = None
        if scale is not None and power is not None:
            amount = scale.amount(reached_m, ride.distance_m, power, electric=electric)
        reached_m += ride.distance_m
        trips.append(
            TripMileage(
                ride=ride.id,
                date=ride.date,
                distance_m=ride.distance_m,
                amount_eur=amount,
                basis=choices.of(ride),
            )
        )
    return DriverMileage(
        driver=driver.id,
        year=year,
        own_car=car is not None,
        fiscal_power=power,
        electric=electric,
        before_m=before_m,
        trips=tuple(trips),
    )
