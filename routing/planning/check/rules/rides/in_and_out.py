"""Who gets in gets out, later, of the same car."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.plans import Leg, Ride, RideStopKind

_LEGS = {Leg.OUTBOUND: "à l’aller", Leg.RETURN: "au retour"}


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
                f"Le transport {ride.id} dépose la demande {stop.request} {_LEGS[stop.leg]} "
                "sans l’avoir à bord.",
            )
    for request, leg in inside:
        yield Violation(
            "NEVER_OUT",
            ride.id,
            f"Le transport {ride.id} prend la demande {request} {_LEGS[leg]} et ne la dépose pas.",
        )
