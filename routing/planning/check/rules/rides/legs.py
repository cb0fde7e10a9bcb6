"""The legs of a ride are those of the roads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import TOLERANCE, Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import metres, span
from routing.planning.plans import RideStop
from routing.sentence import say


def legs(case: Case) -> Iterator[Violation]:
    """Each leg to a stop lasts and measures what the road matrix says; a way leads back.

    To a second and a metre. What the way back takes is looked at with the totals.
    """
    for outing in case.rides.outings:
        itinerary = case.rides.itinerary(outing)
        if itinerary is None:
            continue
        stops = (*outing.ride.stops, None)
        for ends, stop in zip(pairwise(itinerary), stops, strict=True):
            yield from _leg(case, outing, ends, stop)


def _leg(
    case: Case, outing: Outing, ends: tuple[str, str], stop: RideStop | None
) -> Iterator[Violation]:
    leg, name = case.leg(*ends), outing.ride.id
    where = say(
        "Transport {name}, de {origin} à {destination}",
        name=name,
        origin=ends[0],
        destination=ends[1],
    )
    if not leg.exists:
        yield Violation("NO_ROAD", name, say("{where} : aucune route n’y mène.", where=where))
        return
    if stop is not None and abs(stop.travel_s - leg.seconds) > TOLERANCE:
        yield Violation(
            "RIDE_LEG_DURATION",
            name,
            say(
                "{where} : {seconds} de trajet, la route en demande {needed}.",
                where=where,
                seconds=span(stop.travel_s),
                needed=span(leg.seconds),
            ),
        )
    if stop is not None and abs(stop.distance_m - leg.metres) > TOLERANCE:
        yield Violation(
            "RIDE_LEG_DISTANCE",
            name,
            say(
                "{where} : {length}, la route en compte {metres}.",
                where=where,
                length=metres(stop.distance_m),
                metres=metres(leg.metres),
            ),
        )
