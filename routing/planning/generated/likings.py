"""Who wishes for whom, and who would rather not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routing.planning.drivers import AssociationCar, Driver
from routing.planning.generated.luck import Luck
from routing.planning.generated.scene import straight_minutes
from routing.planning.generated.shares import Shares
from routing.planning.ride_requests import RideRequest, ToAppointment

NEIGHBOURS = 4
"""Drivers nearest to a door; whoever wishes for drivers names most of them."""
REFUSES_SOMEBODY = 0.08


def with_wishes(
    requests: Sequence[RideRequest],
    drivers: Sequence[Driver],
    cars: Sequence[AssociationCar],
    luck: Luck,
    shares: Shares,
) -> tuple[RideRequest, ...]:
    """Let a few requests name the drivers who may come, or one who may not.

    People wish for those who have fetched them before: near, with a car that holds them, and
    free on the day of an appointment.
    """
    by_id = {car.id: car.car for car in cars}
    owned = {d.id: d.car or by_id[d.association_car or ""] for d in drivers}
    found = []
    for request in requests:
        wishes, refuses = luck.happens(shares.wished), luck.happens(shares.refused)
        known = [d for d in drivers if owned[d.id].holds(request.party.load) and _comes(d, request)]
        known.sort(key=lambda driver: straight_minutes(driver.home, request.pickup))
        near = [driver.id for driver in known[:NEIGHBOURS]]
        if wishes and near:
            named = luck.several(near, NEIGHBOURS - 1)
            found.append(replace(request, wished_drivers=frozenset(named)))
        elif refuses and near:
            found.append(replace(request, refused_drivers=frozenset({luck.one_of(near)})))
        else:
            found.append(request)
    return tuple(found)


def _comes(driver: Driver, request: RideRequest) -> bool:
    wanted = request.destination
    return not isinstance(wanted, ToAppointment) or any(
        start <= wanted.at_s <= end for start, end in driver.free(wanted.date)
    )


def with_refusals(
    drivers: Sequence[Driver], requests: Sequence[RideRequest], luck: Luck
) -> tuple[Driver, ...]:
    """Let a few drivers refuse a passenger, never one who wishes for them."""
    wishing = {request.passenger for request in requests if request.wished_drivers}
    strangers = sorted({request.passenger for request in requests} - wishing)
    found = []
    for driver in drivers:
        if strangers and luck.happens(REFUSES_SOMEBODY):
            refused = frozenset({luck.one_of(strangers)})
            found.append(replace(driver, refused_passengers=refused))
        else:
            found.append(driver)
    return tuple(found)
