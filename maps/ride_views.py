"""A driver's day as people read it: trips, halts, who gets in and out, and the drives between.

Nobody's address or name is in here: a door is told by its commune, a passenger by pseudonym.
:mod:`maps.ride_days` makes these from a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from maps.pauses import with_pauses
from maps.ride_places import RidePlace
from maps.theme import LineStyle
from routing.planning.drivers import Driver
from routing.planning.plans import Leg, Pause, Ride, RideStop, RideStopKind
from routing.planning.ride_requests import Party, RideRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """Somebody who gets in or out; at ``next_s`` the next does so there, or the car leaves."""

    stop: RideStop
    request: RideRequest
    next_s: int

    @property
    def pickup(self) -> bool:
        """Whether they get in."""
        return self.stop.kind is RideStopKind.PICKUP

    @property
    def outbound(self) -> bool:
        """Whether they are on their way there."""
        return self.stop.leg is Leg.OUTBOUND

    @property
    def party(self) -> Party:
        """Who and what gets in or out with them."""
        return self.request.party


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltView:
    """A place at which some get in, or some get out; ``order`` counts from 1 within the day.

    ``came``, ``leaves``: the car drives there, and away; it may stay from one halt to the next.
    """

    order: int
    place: RidePlace
    calls: tuple[CallView, ...]
    pauses: tuple[Pause, ...]
    came: bool
    leaves: bool

    @property
    def arrive_s(self) -> int:
        """When the car is there for this: it drives up, or it was there and the first gets in."""
        return self.calls[0].stop.arrive_s if self.came else self.start_s

    @property
    def start_s(self) -> int:
        """When the first begins to get in or out."""
        return self.calls[0].stop.start_s

    @property
    def depart_s(self) -> int:
        """When the car leaves."""
        return self.calls[-1].stop.depart_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RideLegView:
    """A drive between two places, with the plan's own metres and seconds; ``empty``: alone."""

    origin: RidePlace
    destination: RidePlace
    distance_m: int
    duration_s: int
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RideView:
    """A trip from home and back."""

    ride: Ride
    base: RidePlace
    halts: tuple[HaltView, ...]
    legs: tuple[RideLegView, ...]

    @property
    def events(self) -> tuple[HaltView | Pause, ...]:
        """Halts, and pauses on the road between them, in the order in which they happen."""
        return with_pauses(self.halts, self.ride.pauses)

    @property
    def passengers(self) -> tuple[str, ...]:
        """Pseudonyms of everybody aboard at some time, in the order in which they get in."""
        calls = (call for halt in self.halts for call in halt.calls)
        return tuple(dict.fromkeys(call.request.passenger for call in calls))

    @property
    def goals(self) -> tuple[RidePlace, ...]:
        """Places other than doors, in the order of the trip."""
        return tuple(
            {halt.place.id: halt.place for halt in self.halts if not halt.place.private}.values()
        )

    @property
    def empty_m(self) -> int:
        """Metres without a passenger."""
        return sum(leg.distance_m for leg in self.legs if leg.empty)


@dataclass(frozen=True, kw_only=True)
class DriverDayView:
    """All trips of a driver on a date; ``driver_number`` counts from 1 in the programme."""

    number: int
    date: date
    driver: Driver
    driver_number: int
    style: LineStyle
    rides: tuple[RideView, ...]

    @property
    def code(self) -> str:
        """Name on the map and in files; says nothing about the person."""
        return f"V{self.driver_number}"

    @property
    def base(self) -> RidePlace:
        """Where the day begins and ends."""
        return self.rides[0].base

    @cached_property
    def halts(self) -> tuple[HaltView, ...]:
        """Halts of all trips."""
        return tuple(halt for view in self.rides for halt in view.halts)

    @property
    def legs(self) -> tuple[RideLegView, ...]:
        """Drives of all trips."""
        return tuple(leg for view in self.rides for leg in view.legs)

    @property
    def depart_s(self) -> int:
        """When they first leave."""
        return self.rides[0].ride.depart_s

    @property
    def return_s(self) -> int:
        """When they are back for good."""
        return self.rides[-1].ride.return_s

    @property
    def distance_m(self) -> int:
        """Metres of all trips."""
        return sum(view.ride.distance_m for view in self.rides)

    @property
    def empty_m(self) -> int:
        """Metres without a passenger."""
        return sum(view.empty_m for view in self.rides)

    @property
    def driving_s(self) -> int:
        """Seconds of driving."""
        return sum(view.ride.driving_s for view in self.rides)

    @property
    def requests(self) -> tuple[RideRequest, ...]:
        """Requests served, in the order in which people get in."""
        calls = (call for halt in self.halts for call in halt.calls)
        return tuple({call.request.id: call.request for call in calls}.values())

    @property
    def people(self) -> int:
        """Passengers and companions, each once a request."""
        return sum(request.party.people for request in self.requests)

    @property
    def communes(self) -> tuple[str, ...]:
        """Communes of all halts, in order."""
        return tuple(dict.fromkeys(h.place.commune for h in self.halts if h.place.commune))
