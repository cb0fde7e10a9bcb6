"""Passengers and drivers who do not want each other do not meet."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage, Outing
from routing.planning.check.violation import Violation


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
        message = f"La demande {request.id} refuse {driver.id} (transport {name})."
        yield Violation("REFUSED_DRIVER", name, message)
    elif request.wished_drivers and driver.id not in request.wished_drivers:
        wished = ", ".join(sorted(request.wished_drivers))
        message = (
            f"La demande {request.id} ne veut être conduite que par {wished} ; {driver.id} fait "
            f"le transport {name}."
        )
        yield Violation("NOT_A_WISHED_DRIVER", name, message)
    if request.passenger in driver.refused_passengers:
        message = f"{driver.id} ne conduit pas {request.passenger} (transport {name})."
        yield Violation("REFUSED_PASSENGER", name, message)


def _communes(case: Case, outing: Outing, carriage: Carriage) -> Iterator[Violation]:
    places, driver = case.rides.places, outing.driver
    ends = (places.door(carriage.request), places.destination(carriage.request))
    for end in ends:
        insee = None if end is None else places.commune(end)
        if insee in driver.refused_communes:
            commune = places.territory_commune(insee)
            spoken = insee if commune is None else f"{commune.name} ({insee})"
            message = (
                f"{driver.id} ne va pas à {spoken} (transport {outing.ride.id}, demande "
                f"{carriage.request.id})."
            )
            yield Violation("REFUSED_COMMUNE", outing.ride.id, message)
