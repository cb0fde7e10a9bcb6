"""Social transport goes no farther than the law lets it go."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import metres
from routing.planning.plans import Leg
from routing.sentence import say


def trip_length(case: Case) -> Iterator[Violation]:
    """Nobody but a member is taken farther, in one go, than the terms in force allow.

    Code des transports, article R3133-4. The passenger's own way counts, not what is driven to
    fetch somebody else.
    """
    for carriage in case.rides.carriages:
        terms = case.territory.social_transport_on(carriage.ride.date)
        if terms is None or carriage.request.entitlement.member:
            continue
        way_m = _way_m(case, carriage)
        if way_m is not None and way_m > terms.max_distance_m:
            yield Violation(
                "TRIP_TOO_FAR",
                carriage.ride.id,
                say(
                    "Transport {ride} : la demande {request} va à {way}, au plus "
                    "{max_distance} (C. transports, R3133-4).",
                    ride=carriage.ride.id,
                    request=carriage.request.id,
                    way=metres(way_m),
                    max_distance=metres(terms.max_distance_m),
                ),
            )


def _way_m(case: Case, carriage: Carriage) -> int | None:
    request = carriage.request
    door, goal = case.rides.places.door(request), case.rides.places.destination(request)
    if goal is None:
        return None
    ends = (door, goal) if carriage.leg is Leg.OUTBOUND else (goal, door)
    way = case.leg(*(end.road_name for end in ends))
    return way.metres if way.exists else None
