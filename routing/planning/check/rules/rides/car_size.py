"""Cars of social transport are cars."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import seats as said_seats
from routing.sentence import say


def car_size(case: Case) -> Iterator[Violation]:
    """No car has more seats, the driver's and wheelchairs' places included, than the terms say.

    Code des transports, articles R3133-1 to R3133-5; in whatever configuration it has most.
    """
    for outing in case.rides.outings:
        terms = case.territory.social_transport_on(outing.ride.date)
        seats = 1 + max(sum(configuration) for configuration in outing.car.configurations)
        if terms is not None and seats > terms.max_seats:
            yield Violation(
                "CAR_TOO_LARGE",
                outing.ride.id,
                say(
                    "La voiture de {driver} (transport {ride}) a {seats}, au plus "
                    "{max_seats} (C. transports, R3133-1 à R3133-5).",
                    driver=outing.driver.id,
                    ride=outing.ride.id,
                    seats=said_seats(seats),
                    max_seats=terms.max_seats,
                ),
            )
