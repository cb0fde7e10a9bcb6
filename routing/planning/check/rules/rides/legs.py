"""The legs of a ride are those of the roads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import TOLERANCE, Case
from routing.planning.check.rides import Outing
from routing.planning.check.violation import Violation
from routing.planning.check.wording import metres, span
from routing.planning.plans import RideStop


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
    where = f"Transport {name}, de {ends[0]} à {ends[1]}"
    if not leg.exists:
        yield Violation("NO_ROAD", name, f"{where} : aucune route n’y mène.")
        return
    if stop is not None and abs(stop.travel_s - leg.seconds) > TOLERANCE:
        yield Violation(
            "RIDE_LEG_DURATION",
            name,
            f"{where} : {span(stop.travel_s)} de trajet, la route en demande {span(leg.seconds)}.",
        )
    if stop is not None and abs(stop.distance_m - leg.metres) > TOLERANCE:
        yield Violation(
            "RIDE_LEG_DISTANCE",
            name,
            f"{where} : {metres(stop.distance_m)}, la route en compte {metres(leg.metres)}.",
        )
