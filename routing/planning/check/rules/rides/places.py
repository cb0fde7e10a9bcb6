"""Rides stop where their passengers are."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.sentence import say


def places(case: Case) -> Iterator[Violation]:
    """Every stop is at the request's door, or at its destination."""
    for ride in case.plan.rides:
        for call in case.rides.calls(ride):
            place = case.rides.place(call)
            if place is not None and call.stop.place != place.key:
                yield Violation(
                    "RIDE_WRONG_PLACE",
                    ride.id,
                    say(
                        "Le transport {ride} s’arrête à {place} pour la demande {request} au "
                        "lieu de {key}.",
                        ride=ride.id,
                        place=quoted(call.stop.place),
                        request=call.request.id,
                        key=quoted(place.key),
                    ),
                )
