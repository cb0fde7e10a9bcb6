"""Where rides stop, under the names that a plan gives those places.

A name is ``site:`` and a site's id, ``pickup:`` and a request's (its door), ``goal:`` and a
request's (an appointment at no site), ``event:`` and an event's, or ``driver:`` and a driver's
(their home). No name holds an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians

from routing.planning.drivers import Driver
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, Spot, ToAppointment, ToEvent
from routing.planning.territory import Commune, Territory
from routing.sentence import say

OUTSIDE_DEG = 0.15
"""Degrees of latitude (some 17 km) from every mairie beyond which a point lies outside."""
_SITE = "site:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RidePlace:
    """A place under its name in the plan; ``commune`` is the INSEE code that is told, if any."""

    key: str
    lon: float
    lat: float
    commune: str | None
    label: str

    @property
    def road_name(self) -> str:
        """Its name among the places of the roads, where a site goes by its id alone."""
        return self.key.removeprefix(_SITE)


class RidePlaces:
    """Every place that the rides of a programme may stop at.

    What lies at an unknown site, permanence or event is ``None``: the rule on references says
    so.
    """

    def __init__(self, programme: Programme, territory: Territory) -> None:
        self._programme = programme
        self._communes = {commune.insee: commune for commune in territory.communes}
        self._sites = {site.id: site for site in territory.sites}
        self._permanences = {permanence.id: permanence for permanence in programme.permanences}
        self._events = {event.id: event for event in programme.events}
        self._cars = {car.id: car for car in programme.cars}

    def __iter__(self) -> Iterator[RidePlace]:
        """Yield every place; one that serves twice comes twice."""
        programme = self._programme
        found = [self.base(driver) for driver in programme.drivers]
        found += [self.door(request) for request in programme.requests]
        found += [self.destination(request) for request in programme.requests]
        yield from (place for place in found if place is not None)

    def door(self, request: RideRequest) -> RidePlace:
        """Return where somebody is fetched and brought back to."""
        what = say("le départ de la demande {request}", request=request.id)
        return _place(f"pickup:{request.id}", request.pickup, what)

    def destination(self, request: RideRequest) -> RidePlace | None:
        """Return where somebody is taken."""
        wanted = request.destination
        if isinstance(wanted, ToAppointment):
            what = say("la destination de la demande {request}", request=request.id)
            return self._anywhere(f"goal:{request.id}", wanted.place, what)
        if isinstance(wanted, ToEvent):
            event = self._events.get(wanted.event)
            what = say("l’évènement {event}", event=wanted.event)
            if event is None:
                return None
            return self._anywhere(f"event:{wanted.event}", event.place, what)
        permanence = self._permanences.get(wanted.permanence)
        return None if permanence is None else self._site(permanence.site)

    def base(self, driver: Driver) -> RidePlace | None:
        """Return where a driver's rides begin and end: home, or where their car is parked."""
        if driver.association_car is None:
            return _place(
                f"driver:{driver.id}",
                driver.home,
                say("le domicile de {driver}", driver=driver.id),
            )
        car = self._cars.get(driver.association_car)
        return None if car is None else self._site(car.site)

    def commune(self, place: RidePlace) -> str | None:
        """Return the INSEE code of a place: the one told, else that of the nearest commune.

        Nearness is to the mairie. ``None``: all are further than :data:`OUTSIDE_DEG`, so that the
        place lies outside the territory.
        """
        if place.commune is not None:
            return place.commune
        shrink = cos(radians(place.lat))
        away = {
            insee: hypot((other.lon - place.lon) * shrink, other.lat - place.lat)
            for insee, other in self._communes.items()
        }
        nearest = min(away, key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= OUTSIDE_DEG else None

    def territory_commune(self, insee: str | None) -> Commune | None:
        """Return the commune of the territory with this code."""
        return None if insee is None else self._communes.get(insee)

    def _anywhere(self, key: str, where: str | Spot, what: str) -> RidePlace | None:
        return self._site(where) if isinstance(where, str) else _place(key, where, what)

    def _site(self, site_id: str) -> RidePlace | None:
        site = self._sites.get(site_id)
        if site is None:
            return None
        return RidePlace(
            key=f"{_SITE}{site.id}",
            lon=site.lon,
            lat=site.lat,
            commune=site.insee,
            label=say(
                "le site {site} ({name}) à {commune}",
                site=site.id,
                name=site.name,
                commune=site.commune,
            ),
        )


def _place(key: str, spot: Spot, label: str) -> RidePlace:
    return RidePlace(key=key, lon=spot.lon, lat=spot.lat, commune=spot.commune, label=label)
