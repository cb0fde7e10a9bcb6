"""What a ride says is aboard is aboard."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Load, loads_of
from routing.planning.check.violation import Violation
from routing.sentence import say


def loads(case: Case) -> Iterator[Violation]:
    """Require at each stop what is aboard on leaving: seats, wheelchairs, boot, child seats."""
    for ride in case.plan.rides:
        calls = case.rides.calls(ride)
        if len(calls) < len(ride.stops):
            continue
        for call, load in zip(calls, loads_of(calls), strict=True):
            if call.stop.load != load:
                yield Violation(
                    "RIDE_LOAD",
                    ride.id,
                    say(
                        "Transport {ride}, demande {request} : {load} à bord (assis, en "
                        "fauteuil, coffre, sièges enfant) au lieu de {right}.",
                        ride=ride.id,
                        request=call.request.id,
                        load=_spoken(call.stop.load),
                        right=_spoken(load),
                    ),
                )


def _spoken(load: Load) -> str:
    return "-".join(map(str, load))
