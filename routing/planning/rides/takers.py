"""Whether any driver could take somebody on a date, before a trip is planned.

What is asked is what no route can mend: who is free, whose car holds them, who wishes or refuses
whom. Refused communes and hours are left to the trips.
"""

from __future__ import annotations

from datetime import date

from routing.planning.dates import NOON_S
from routing.planning.drivers import Driver
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest
from routing.planning.rides.shifts import car_of


class Takers:
    """The drivers of a programme by the half-day on which they are free."""

    def __init__(self, programme: Programme) -> None:
        self._drivers = programme.drivers
        cars = {car.id: car for car in programme.cars}
        self._cars = {d.id: car_of(d, cars) for d in programme.drivers}
        self._free: dict[tuple[date, bool], list[Driver]] = {}

    def take(self, request: RideRequest, day: date, *, afternoon: bool) -> bool:
        """Whether a driver who is free then could carry a request with nobody else on board."""
        return any(self._takes(driver, request) for driver in self.free(day, afternoon=afternoon))

    def free(self, day: date, *, afternoon: bool) -> list[Driver]:
        """Return who is free at some hour of a half-day, whoever else shares their car."""
        if (day, afternoon) not in self._free:
            self._free[day, afternoon] = [
                driver
                for driver in self._drivers
                if any(
                    end > NOON_S if afternoon else begin < NOON_S for begin, end in driver.free(day)
                )
            ]
        return self._free[day, afternoon]

    def _takes(self, driver: Driver, request: RideRequest) -> bool:
        wished = not request.wished_drivers or driver.id in request.wished_drivers
        refused = driver.id in request.refused_drivers
        if not wished or refused or request.passenger in driver.refused_passengers:
            return False
        return self._cars[driver.id].holds(request.party.load)
