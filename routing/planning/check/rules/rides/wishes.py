"""Passengers and drivers who do not want each other do not meet."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage, Outing
from routing.planning.check.violation import Violation
from routing.sentence import say


def wishes(case: Case) -> Iterator[Violation]:
    """No refused driver, nobody but a wished one, no refused passenger, no refused commune.

    A commune counts where somebody is fetched or taken, not where one only drives through.
    """
    for outing in case.rides.outings:
        for carriage in case.rides.aboard(outing.ride):
            yield from _passenger(outing, carriage)
            yield from _communes(case, outing, carriage)


def _passenger(outing: Outing, carriage: Carriage) -> Iterator[Violation]:
    driver, request, name = outing.driver, carriage.request, outing.ride.id
    if driver.id in request.refused_drivers:
        message = say(
            "La demande {request} refuse {driver} (transport {name}).",
            request=request.id,
            driver=driver.id,
            name=name,
        )
        yield Violation("REFUSED_DRIVER", name, message)
    elif request.wished_drivers and driver.id not in request.wished_drivers:
        wished = ", ".join(sorted(request.wished_drivers))
        message = say(
            "La demande {request} ne veut être conduite que par {wished} ; {driver} "
            "fait le transport {name}.",
            request=request.id,
            wished=wished,
            driver=driver.id,
            name=name,
        )
        yield Violation("NOT_A_WISHED_DRIVER", name, message)
    if request.passenger in driver.refused_passengers:
        message = say(
            "{driver} ne conduit pas {passenger} (transport {name}).",
            driver=driver.id,
            passenger=request.passenger,
            name=name,
        )
        yield Violation("REFUSED_PASSENGER", name, message)


def _communes(case: Case, outing: Outing, carriage: Carriage) -> Iterator[Violation]:
    places, driver = case.rides.places, outing.driver
    ends = (places.door(carriage.request), places.destination(carriage.request))
    for end in ends:
        insee = None if end is None else places.commune(end)
        if insee in driver.refused_communes:
            commune = places.territory_commune(insee)
            spoken = insee if commune is None else f"{commune.name} ({insee})"
            message = say(
                "{driver} ne va pas à {spoken} (transport {ride}, demande {request}).",
                driver=driver.id,
                spoken=spoken,
                ride=outing.ride.id,
                request=carriage.request.id,
            )
            yield Violation("REFUSED_COMMUNE", outing.ride.id, message)
