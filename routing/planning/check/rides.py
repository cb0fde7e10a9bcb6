"""The rides of a plan, with every reference resolved once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from routing.planning.check.ride_places import RidePlace, RidePlaces
from routing.planning.drivers import AssociationCar, Car, Driver
from routing.planning.plans import Leg, Plan, Ride, RideStop, RideStopKind
from routing.planning.programme import Programme
from routing.planning.ride_requests import Event, Party, RideRequest, Wheelchair

Load: TypeAlias = tuple[int, int, int, int]
"""Seats, wheelchair places, places in the boot, child seats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A stop of a ride, with the request it serves."""

    ride: Ride
    stop: RideStop
    request: RideRequest

    @property
    def at_door(self) -> bool:
        """Whether the stop is where the passenger is fetched, and not where they are taken."""
        return (self.stop.kind is RideStopKind.PICKUP) is (self.stop.leg is Leg.OUTBOUND)

    @property
    def service_s(self) -> int:
        """Seconds to get in, or half of them to get out."""
        boarding_s = self.request.boarding_s
        return boarding_s if self.stop.kind is RideStopKind.PICKUP else boarding_s // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """A leg of a request that a ride serves: the stops from getting in to getting out."""

    ride: Ride
    request: RideRequest
    leg: Leg
    stops: tuple[RideStop, ...]

    @property
    def pickup(self) -> RideStop:
        """Where they get in."""
        return self.stops[0]

    @property
    def dropoff(self) -> RideStop:
        """Where they get out."""
        return self.stops[-1]

    @property
    def aboard_s(self) -> int:
        """Seconds from the END of boarding to the START of getting out."""
        return self.dropoff.start_s - (self.pickup.start_s + self.request.boarding_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """A ride, with the driver and the car that they drive."""

    ride: Ride
    driver: Driver
    car: Car

    @property
    def out_s(self) -> int:
        """Seconds from leaving to being back."""
        return self.ride.return_s - self.ride.depart_s


class Rides:
    """The rides of a plan beside the requests, drivers and cars of its programme.

    A record that names something unknown is reported by the rule on references and left out
    here, so that the other rules need not trip over it again.
    """

    def __init__(self, programme: Programme, plan: Plan, places: RidePlaces) -> None:
        self.places = places
        self._plan = plan
        self.requests: Mapping[str, RideRequest] = {r.id: r for r in programme.requests}
        self.drivers: Mapping[str, Driver] = {driver.id: driver for driver in programme.drivers}
        self.cars: Mapping[str, AssociationCar] = {car.id: car for car in programme.cars}
        self.events: Mapping[str, Event] = {event.id: event for event in programme.events}

    @cached_property
    def outings(self) -> tuple[Outing, ...]:
        """Every ride of a known driver, in the plan's order."""
        return tuple(self._outings())

    @cached_property
    def outings_by_driver(self) -> Mapping[str, tuple[Outing, ...]]:
        """Outings of each driver who has any, by date and departure."""
        found: defaultdict[str, list[Outing]] = defaultdict(list)
        for outing in self.outings:
            found[outing.driver.id].append(outing)
        return {
            name: tuple(sorted(outings, key=lambda o: (o.ride.date, o.ride.depart_s)))
            for name, outings in sorted(found.items())
        }

    @cached_property
    def carriages(self) -> tuple[Carriage, ...]:
        """Everybody who gets in and out again, in the plan's order."""
        return tuple(carriage for ride in self._plan.rides for carriage in self.aboard(ride))

    @cached_property
    def carriages_by_request(self) -> Mapping[tuple[str, Leg], tuple[Carriage, ...]]:
        """Carriages of each leg that is served."""
        found: defaultdict[tuple[str, Leg], list[Carriage]] = defaultdict(list)
        for carriage in self.carriages:
            found[carriage.request.id, carriage.leg].append(carriage)
        return {leg: tuple(carriages) for leg, carriages in found.items()}

    def calls(self, ride: Ride) -> tuple[Call, ...]:
        """Return the stops for known requests, in the ride's order."""
        return tuple(
            Call(ride=ride, stop=stop, request=self.requests[stop.request])
            for stop in ride.stops
            if stop.request in self.requests
        )

    def aboard(self, ride: Ride) -> Iterator[Carriage]:
        """Yield who gets in and later out; whoever does only one of both is left out."""
        inside: dict[tuple[str, Leg], int] = {}
        for last, stop in enumerate(ride.stops):
            if stop.kind is RideStopKind.PICKUP:
                inside.setdefault((stop.request, stop.leg), last)
                continue
            first = inside.pop((stop.request, stop.leg), None)
            request = self.requests.get(stop.request)
            if first is not None and request is not None:
                stops = ride.stops[first : last + 1]
                yield Carriage(ride=ride, request=request, leg=stop.leg, stops=stops)

    def place(self, call: Call) -> RidePlace | None:
        """Return where a stop has to be; ``None`` where the programme names something unknown."""
        if call.at_door:
            return self.places.door(call.request)
        return self.places.destination(call.request)

    def itinerary(self, outing: Outing) -> tuple[str, ...] | None:
        """Names for the roads, from the base through the stops and back; ``None``: one is unknown.

        The place of a stop is the one that the programme gives to its request.
        """
        base = self.places.base(outing.driver)
        calls = self.calls(outing.ride)
        found = [base, *(self.place(call) for call in calls), base]
        known = [place.road_name for place in found if place is not None]
        complete = len(calls) == len(outing.ride.stops) and len(known) == len(found)
        return tuple(known) if complete else None

    def _outings(self) -> Iterator[Outing]:
        for ride in self._plan.rides:
            driver = self.drivers.get(ride.driver)
            if driver is None:
                continue
            shared = self.cars.get(driver.association_car or "")
            car = driver.car if shared is None else shared.car
            if car is not None:
                yield Outing(ride=ride, driver=driver, car=car)


def load_of(party: Party) -> Load:
    """Return what a party takes: a rigid wheelchair is its own seat, a folded one is luggage."""
    people = party.passengers + party.companions
    rigid = 1 if party.wheelchair is Wheelchair.RIGID else 0
    folded = 1 if party.wheelchair is Wheelchair.FOLDABLE else 0
    return people - rigid, rigid, folded + party.walkers, party.child_seats


def loads_of(calls: Sequence[Call]) -> list[Load]:
    """Return what is aboard after each of a ride's stops."""
    aboard, loads = [0, 0, 0, 0], []
    for call in calls:
        sign = 1 if call.stop.kind is RideStopKind.PICKUP else -1
        for dimension, taken in enumerate(load_of(call.request.party)):
            aboard[dimension] += sign * taken
        seats, wheelchairs, boot, child_seats = aboard
        loads.append((seats, wheelchairs, boot, child_seats))
    return loads
