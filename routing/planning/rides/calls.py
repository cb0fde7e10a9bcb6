"""Stops of a route before they have a time: whom, which leg, in or out, where."""

from __future__ import annotations

from dataclasses import dataclass

from routing.planning.dates import DAY_S
from routing.planning.plans import Leg, RideStopKind
from routing.planning.rides.places import pickup_key
from routing.planning.rides.question import DayQuestion, alighting_s, shipment_id
from routing.planning.rides.visits import Visit
from routing.vrp import Route

ANY_TIME = (0, DAY_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A stop before it has a time: whom, which leg, in or out, where."""

    visit: Visit
    leg: Leg
    kind: RideStopKind
    place: str

    @property
    def service_s(self) -> int:
        """Seconds to get in or out."""
        request = self.visit.request
        return request.boarding_s if self.kind is RideStopKind.PICKUP else alighting_s(request)

    @property
    def window(self) -> tuple[int, int]:
        """Earliest and latest start."""
        pickup, out_s = self.kind is RideStopKind.PICKUP, alighting_s(self.visit.request)
        return self.visit.window(self.leg, pickup=pickup, alighting_s=out_s) or ANY_TIME


def calls_of(question: DayQuestion, route: Route) -> list[Call]:
    """Return the stops of a route of the core in our own terms."""
    legs = {
        shipment_id(visit.request.id, leg): (visit, leg) for visit in question.visits for leg in Leg
    }
    calls = []
    for stop in route.stops:
        visit, leg = legs[stop.task]
        pickup = stop.kind == "pickup"
        at_door = pickup == (leg is Leg.OUTBOUND)
        calls.append(
            Call(
                visit=visit,
                leg=leg,
                kind=RideStopKind.PICKUP if pickup else RideStopKind.DROPOFF,
                place=pickup_key(visit.request) if at_door else visit.place,
            )
        )
    return calls
