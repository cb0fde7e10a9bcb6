"""Points that lie on no road: who cannot be fetched there, and who cannot set out from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from routing.planning.plans import Remark, RideChange, RideReason
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest
from routing.planning.rides.places import destination_key, driver_key, pickup_key
from routing.planning.rides.visits import Visit
from routing.planning.travel import Travel
from routing.sentence import say

CODE = "OFF_ROAD"
MOVE_POINT = RideChange(
    kind="move_point",
    amount=0,
    message=say("en déplaçant ce point au bord d’une route ou d’un chemin carrossable"),
)


def off_road(request: RideRequest, programme: Programme, travel: Travel) -> RideReason | None:
    """Say which end of a request lies on no road; ``None``: neither."""
    if pickup_key(request) in travel.off_road:
        return RideReason(code=CODE, message=say("le point de départ n’est près d’aucune route"))
    if destination_key(request, programme) in travel.off_road:
        return RideReason(code=CODE, message=say("la destination n’est près d’aucune route"))
    return None


def no_way(visit: Visit, travel: Travel) -> RideReason | None:
    """Say that no way leads from the door to the destination, or back; ``None``: one does."""
    door, there = pickup_key(visit.request), visit.place
    if not travel.reachable(door, there):
        message = say("aucune route ne mène du point de départ à la destination")
    elif visit.collect_s is not None and not travel.reachable(there, door):
        message = say("aucune route ne ramène de la destination au point de départ")
    else:
        return None
    return RideReason(code="NO_WAY", message=message)


def grounded(programme: Programme, travel: Travel) -> Programme:
    """Return the programme in which drivers whose home lies on no road are never free."""
    cars = {car.id: car for car in programme.cars}
    drivers = tuple(
        replace(driver, hours=(), extra_hours=())
        if driver_key(driver, cars) in travel.off_road
        else driver
        for driver in programme.drivers
    )
    return replace(programme, drivers=drivers)


def on_roads(programme: Programme, travel: Travel) -> Programme:
    """Return the programme without the requests that no ride can serve."""
    asked = (r for r in programme.requests if off_road(r, programme, travel) is None)
    return replace(programme, requests=tuple(asked))


def stranded(programme: Programme, travel: Travel) -> Iterator[Remark]:
    """Tell of drivers who do not drive because their home lies on no road."""
    cars = {car.id: car for car in programme.cars}
    for driver in programme.drivers:
        if driver_key(driver, cars) in travel.off_road:
            message = say(
                "{driver} ne conduit pas : son domicile n’est près d’aucune route ; déplacez ce "
                "point au bord d’une route",
                driver=driver.label,
            )
            yield Remark(code="DRIVER_OFF_ROAD", id=driver.id, message=message)
