"""Social transport goes no farther than the law lets it go."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import metres


def trip_length(case: Case) -> Iterator[Violation]:
    """Nobody but a member is driven farther, in one go, than the terms in force allow.

    Code des transports, article R3133-4. What counts is driven with the passenger aboard,
    detours included.
    """
    for carriage in case.rides.carriages:
        terms = case.territory.social_transport_on(carriage.ride.date)
        if terms is None or carriage.request.entitlement.member:
            continue
        if carriage.aboard_m > terms.max_distance_m:
            yield Violation(
                "TRIP_TOO_FAR",
                carriage.ride.id,
                f"Transport {carriage.ride.id} : la demande {carriage.request.id} parcourt "
                f"{metres(carriage.aboard_m)}, au plus {metres(terms.max_distance_m)} "
                "(C. transports, R3133-4).",
            )
