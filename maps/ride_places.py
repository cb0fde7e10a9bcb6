"""Where rides begin, stop and end, as people may read it: a door is told by its commune alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing.planning.drivers import Driver
from routing.planning.plans import RideStop
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, Spot, ToAppointment, ToEvent
from routing.planning.rides.communes import commune_of
from routing.planning.rides.places import destination_key, driver_key, pickup_key
from routing.planning.territory import Territory

_SITE = "site:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RidePlace:
    """Where a ride begins, stops or ends.

    ``id`` is a site's own, else the key of :mod:`routing.planning.rides.places`. ``name`` is
    empty for a door and for an appointment at no site; ``commune`` is empty outside of the
    territory. ``purpose`` is the permanence or event that people go there for, empty for care.
    ``private``: somebody lives there.
    """

    id: str
    kind: str
    name: str
    commune: str
    lon: float
    lat: float
    purpose: str = ""
    private: bool = False


class RidePlaces:
    """Finds the places of rides by request and driver."""

    def __init__(self, programme: Programme, territory: Territory) -> None:
        self._programme, self._territory = programme, territory
        self._cars = {car.id: car for car in programme.cars}
        self._communes = {commune.insee: commune.name for commune in territory.communes}

    def base(self, driver: Driver) -> RidePlace:
        """Return where a driver's trips begin and end."""
        key = driver_key(driver, self._cars)
        if driver.association_car is not None:
            return self._site(key)
        return self._spot(key, "home", "", driver.home, private=True)

    def door(self, request: RideRequest) -> RidePlace:
        """Return where somebody is fetched and brought back to."""
        return self._spot(pickup_key(request), "door", "", request.pickup, private=True)

    def goal(self, request: RideRequest) -> RidePlace:
        """Return where somebody is taken."""
        key, wanted = destination_key(request, self._programme), request.destination
        if isinstance(wanted, ToAppointment):
            if isinstance(wanted.place, Spot):
                return self._spot(key, "appointment", "", wanted.place)
            return self._site(key)
        if isinstance(wanted, ToEvent):
            event = self._programme.event(wanted.event)
            if isinstance(event.place, Spot):
                return replace(self._spot(key, "event", "", event.place), purpose=event.label)
            return replace(self._site(key), purpose=event.label)
        purpose = self._programme.permanence(wanted.permanence).name
        return replace(self._site(key), purpose=purpose)

    def of(self, stop: RideStop, request: RideRequest) -> RidePlace:
        """Return where a stop is."""
        return self.door(request) if stop.place == pickup_key(request) else self.goal(request)

    def _site(self, key: str) -> RidePlace:
        site = self._territory.site(key.removeprefix(_SITE))
        return RidePlace(
            id=site.id,
            kind="site",
            name=site.name,
            commune=site.commune,
            lon=site.lon,
            lat=site.lat,
        )

    def _spot(
        self, key: str, kind: str, name: str, spot: Spot, *, private: bool = False
    ) -> RidePlace:
        insee = commune_of(spot, self._territory)
        return RidePlace(
            id=key,
            kind=kind,
            name=name,
            commune=self._communes.get(insee or "", ""),
            lon=spot.lon,
            lat=spot.lat,
            private=private,
        )
