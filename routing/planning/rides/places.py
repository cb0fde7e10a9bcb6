"""Keys of the places that rides go between, for the table of travel; no key holds an address."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.drivers import AssociationCar, Driver
from routing.planning.programme import Programme
from routing.planning.ride_requests import (
    Destination,
    RideRequest,
    Spot,
    ToAppointment,
    ToEvent,
)
from routing.planning.territory import Territory
from routing.roads import Place
from routing.sentence import say


def site_key(site: str) -> str:
    """Key of a site of the territory."""
    return f"site:{site}"


def pickup_key(request: RideRequest) -> str:
    """Key of the door at which a request is fetched: one a request."""
    return f"pickup:{request.id}"


def goal_key(request: RideRequest) -> str:
    """Key of an appointment at a point that is no site: one a request."""
    return f"goal:{request.id}"


def event_key(event: str) -> str:
    """Key of where an event is held that is at no site."""
    return f"event:{event}"


def driver_key(driver: Driver, cars: dict[str, AssociationCar]) -> str:
    """Key of where a driver's trips begin and end: home, or where the association's car is."""
    if driver.association_car is None:
        return f"driver:{driver.id}"
    return site_key(cars[driver.association_car].site)


def destination_key(request: RideRequest, programme: Programme) -> str:
    """Key of where a request goes."""
    wanted: Destination = request.destination
    if isinstance(wanted, ToAppointment):
        return site_key(wanted.place) if isinstance(wanted.place, str) else goal_key(request)
    if isinstance(wanted, ToEvent):
        place = programme.event(wanted.event).place
        return site_key(place) if isinstance(place, str) else event_key(wanted.event)
    return site_key(programme.permanence(wanted.permanence).site)


def ends_rides(key: str) -> bool:
    """Whether a key names a door, a destination or a driver's home, and no site."""
    return key.startswith(("pickup:", "goal:", "event:", "driver:"))


def ride_places(programme: Programme, territory: Territory) -> Iterator[Place]:
    """Yield every place that a ride may stop at; some more than once.

    Raises
    ------
    KeyError
        When a site, event or permanence that is named does not exist.
    """
    cars = {car.id: car for car in programme.cars}
    for driver in programme.drivers:
        if driver.association_car is None:
            key = driver_key(driver, cars)
            yield _spot(
                key,
                driver.home,
                say("le domicile de « {label} » ({driver})", label=driver.label, driver=driver.id),
            )
        else:
            car = cars[driver.association_car]
            yield _site(
                territory,
                car.site,
                say("la voiture « {label} » ({car})", label=car.label, car=car.id),
            )
    for event in programme.events:
        what = say("l’évènement « {label} » ({event})", label=event.label, event=event.id)
        if isinstance(event.place, str):
            yield _site(territory, event.place, what)
        else:
            yield _spot(event_key(event.id), event.place, what)
    for request in programme.requests:
        yield _spot(
            pickup_key(request),
            request.pickup,
            say("le départ de la demande {request}", request=request.id),
        )
        wanted = request.destination
        if isinstance(wanted, ToAppointment):
            what = say("la destination de la demande {request}", request=request.id)
            if isinstance(wanted.place, str):
                yield _site(territory, wanted.place, what)
            else:
                yield _spot(goal_key(request), wanted.place, what)


def _spot(key: str, spot: Spot, label: str) -> Place:
    return Place(id=key, lon=spot.lon, lat=spot.lat, label=label)


def _site(territory: Territory, site_id: str, what: str) -> Place:
    site = territory.site(site_id)
    label = say("{what} (lieu {site}, {commune})", what=what, site=site.id, commune=site.commune)
    return Place(id=site_key(site.id), lon=site.lon, lat=site.lat, label=label)
