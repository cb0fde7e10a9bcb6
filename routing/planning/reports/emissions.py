"""Greenhouse gases of what was driven."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Emissions:
    """Kilograms of CO₂ equivalent; a day before the first factors counts nothing.

    ``counted_m`` are the metres that a factor was known for.
    """

    rounds_kg: Decimal
    rides_kg: Decimal
    counted_m: int
    sources: tuple[str, ...]

    @property
    def total_kg(self) -> Decimal:
        """Both together."""
        return self.rounds_kg + self.rides_kg


def emissions(plan: Plan, programme: Programme, territory: Territory) -> Emissions:
    """Reckon a plan's emissions by the factors of the territory; units burn fuel as cars do."""
    electric = {driver.id for driver in programme.drivers if driver.car and driver.car.electric}
    shared = {car.id for car in programme.cars if car.car.electric}
    electric |= {d.id for d in programme.drivers if d.association_car in shared}
    rounds_kg = rides_kg = Decimal(0)
    counted_m = 0
    sources: dict[str, None] = {}
    for held in plan.rounds:
        if (factors := territory.emission_factors_on(held.date)) is not None:
            rounds_kg += factors.car_kg_per_km * held.distance_m / 1000
            counted_m += held.distance_m
            sources[factors.source] = None
    for ride in plan.rides:
        if (factors := territory.emission_factors_on(ride.date)) is not None:
            each = factors.electric_kg_per_km if ride.driver in electric else factors.car_kg_per_km
            rides_kg += each * ride.distance_m / 1000
            counted_m += ride.distance_m
            sources[factors.source] = None
    return Emissions(
        rounds_kg=rounds_kg, rides_kg=rides_kg, counted_m=counted_m, sources=tuple(sources)
    )
