"""The totals of a ride are the sums of its legs."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import TOLERANCE, Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, metres, span
from routing.planning.plans import Ride
from routing.sentence import say


def totals(case: Case) -> Iterator[Violation]:
    """Require stops, a return after the last, and sums of metres and seconds.

    The plan does not tell the length of the way back: it is taken from the roads.
    """
    for ride in case.plan.rides:
        if ride.stops:
            yield from _driving(ride)
        else:
            message = say("Le transport {ride} ne sert personne.", ride=ride.id)
            yield Violation("EMPTY_RIDE", ride.id, message)
    for outing in case.rides.outings:
        if outing.ride.stops:
            yield from _back(case, outing)


def _driving(ride: Ride) -> Iterator[Violation]:
    back_s = ride.return_s - ride.stops[-1].depart_s
    driving_s = sum(stop.travel_s for stop in ride.stops) + back_s
    if ride.driving_s != driving_s:
        yield Violation(
            "RIDE_DRIVING",
            ride.id,
            say(
                "Le transport {ride} annonce {driving} de conduite, ses trajets en font {total}.",
                ride=ride.id,
                driving=span(ride.driving_s),
                total=span(driving_s),
            ),
        )


def _back(case: Case, outing: Outing) -> Iterator[Violation]:
    itinerary, ride = case.rides.itinerary(outing), outing.ride
    leg = None if itinerary is None else case.leg(*itinerary[-2:])
    if leg is None or not leg.exists:
        return
    return_s = ride.stops[-1].depart_s + leg.seconds
    if abs(ride.return_s - return_s) > TOLERANCE:
        yield Violation(
            "RIDE_RETURN_TIME",
            ride.id,
            say(
                "Le transport {ride} rentre à {back} au lieu de {right}.",
                ride=ride.id,
                back=clock(ride.return_s),
                right=clock(return_s),
            ),
        )
    distance_m = sum(stop.distance_m for stop in ride.stops) + leg.metres
    if abs(ride.distance_m - distance_m) > TOLERANCE:
        yield Violation(
            "RIDE_DISTANCE",
            ride.id,
            say(
                "Le transport {ride} annonce {distance}, ses trajets en font {total}.",
                ride=ride.id,
                distance=metres(ride.distance_m),
                total=metres(distance_m),
            ),
        )
