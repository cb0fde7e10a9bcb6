"""Who gets in gets out, later, of the same car."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.plans import Leg, Ride, RideStopKind
from routing.sentence import say

_LEGS = {Leg.OUTBOUND: say("à l’aller"), Leg.RETURN: say("au retour")}


def in_and_out(case: Case) -> Iterator[Violation]:
    """Each leg's pickup comes before its dropoff, in one ride; nobody is aboard at the end."""
    for ride in case.plan.rides:
        yield from _follow(ride)


def _follow(ride: Ride) -> Iterator[Violation]:
    inside: dict[tuple[str, Leg], None] = {}
    for stop in ride.stops:
        who = stop.request, stop.leg
        if stop.kind is RideStopKind.PICKUP:
            inside[who] = None
        elif who in inside:
            del inside[who]
        else:
            yield Violation(
                "OUT_BEFORE_IN",
                ride.id,
                say(
                    "Le transport {ride} dépose la demande {request} {leg} sans l’avoir à bord.",
                    ride=ride.id,
                    request=stop.request,
                    leg=_LEGS[stop.leg],
                ),
            )
    for request, leg in inside:
        yield Violation(
            "NEVER_OUT",
            ride.id,
            say(
                "Le transport {ride} prend la demande {request} {leg} et ne la dépose pas.",
                ride=ride.id,
                request=request,
                leg=_LEGS[leg],
            ),
        )
