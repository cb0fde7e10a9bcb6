"""Rides take place on the date of the appointment or event."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.ride_windows import asked_for
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def dates(case: Case) -> Iterator[Violation]:
    """Whoever is taken to an appointment or event is so on its date, there and back."""
    for carriage in case.rides.carriages:
        asked, ride = asked_for(case, carriage.request), carriage.ride
        if asked is not None and asked[0] != ride.date:
            yield Violation(
                "RIDE_OTHER_DATE",
                ride.id,
                say(
                    "Le transport {ride} de la demande {request} a lieu le {date} au lieu du "
                    "{right}.",
                    ride=ride.id,
                    request=carriage.request.id,
                    date=day(ride.date),
                    right=day(asked[0]),
                ),
            )
