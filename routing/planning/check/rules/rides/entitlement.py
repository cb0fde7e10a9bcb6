"""Social transport carries whom the law lets it carry."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.ride_places import RidePlace
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.sentence import say


def entitlement(case: Case) -> Iterator[Violation]:
    """Everybody is a member, has a low income, or lives in the country and goes about in it.

    Code des transports, articles R3133-1 (who) and R3133-4 (residence alone: between communes
    that are rural or of an urban unit below 12,000 people); an association may carry its members
    anywhere (L3131-1). What lies outside the territory counts as not rural. Nothing is asked
    before the first terms of the territory are in force.
    """
    for carriage in case.rides.carriages:
        request, says = carriage.request, carriage.request.entitlement
        terms = case.territory.social_transport_on(carriage.ride.date)
        if terms is None or says.member or says.low_income:
            continue
        door = case.rides.places.door(request)
        residence = says.residence or case.rides.places.commune(door)
        if not _rural(case, residence):
            yield Violation(
                "NOT_ENTITLED",
                request.id,
                say(
                    "La demande {request} n’ouvre pas droit au transport d’utilité sociale : "
                    "ni commune de résidence éligible, ni ressources, ni adhésion (C. "
                    "transports, R3133-1 et L3131-1).",
                    request=request.id,
                ),
            )
        elif not all(_rural(case, case.rides.places.commune(end)) for end in _ends(case, carriage)):
            yield Violation(
                "TRIP_NOT_RURAL",
                request.id,
                say(
                    "La demande {request} n’a droit, par sa seule résidence, qu’aux trajets "
                    "entre communes rurales ou d’unités urbaines de moins de 12 000 "
                    "habitants (C. transports, R3133-4).",
                    request=request.id,
                ),
            )


def _ends(case: Case, carriage: Carriage) -> Iterator[RidePlace]:
    places = case.rides.places
    yield places.door(carriage.request)
    goal = places.destination(carriage.request)
    if goal is not None:
        yield goal


def _rural(case: Case, insee: str | None) -> bool:
    commune = case.rides.places.territory_commune(insee)
    return commune is not None and commune.social_transport_by_residence
