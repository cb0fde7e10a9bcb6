"""Rides name only what the programme and its territory know."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.planning.ride_requests import RideRequest, Spot, ToAppointment, ToEvent


def references(case: Case) -> Iterator[Violation]:
    """Every driver, request, car, site, permanence and event that is named exists."""
    yield from _programme(case)
    for ride in case.plan.rides:
        where = f"le transport {ride.id}"
        if ride.driver not in case.rides.drivers:
            yield _unknown("DRIVER", ride.id, f"le conducteur {quoted(ride.driver)}", where)
        for stop in ride.stops:
            if stop.request not in case.rides.requests:
                yield _unknown("REQUEST", ride.id, f"la demande {quoted(stop.request)}", where)
    for record in case.plan.unserved:
        where = "la liste des demandes non servies"
        if record.request not in case.rides.requests:
            name = f"la demande {quoted(record.request)}"
            yield _unknown("REQUEST", record.request, name, where)
        for reason in record.reasons:
            if reason.driver is not None and reason.driver not in case.rides.drivers:
                name = f"le conducteur {quoted(reason.driver)}"
                yield _unknown("DRIVER", record.request, name, where)


def _programme(case: Case) -> Iterator[Violation]:
    programme = case.programme
    for driver in programme.drivers:
        car = driver.association_car
        if car is not None and car not in case.rides.cars:
            yield _unknown(
                "CAR", driver.id, f"la voiture {quoted(car)}", f"le conducteur {driver.id}"
            )
    for shared in programme.cars:
        yield from _site(case, shared.id, shared.site, f"la voiture {shared.id}")
    for event in programme.events:
        yield from _site(case, event.id, event.place, f"l’évènement {event.id}")
    for request in programme.requests:
        yield from _destination(case, request)


def _destination(case: Case, request: RideRequest) -> Iterator[Violation]:
    wanted, where = request.destination, f"la demande {request.id}"
    if isinstance(wanted, ToAppointment):
        yield from _site(case, request.id, wanted.place, where)
    elif isinstance(wanted, ToEvent):
        if wanted.event not in case.rides.events:
            yield _unknown("EVENT", request.id, f"l’évènement {quoted(wanted.event)}", where)
    elif wanted.permanence not in case.permanences:
        name = f"la permanence {quoted(wanted.permanence)}"
        yield _unknown("PERMANENCE", request.id, name, where)


def _site(case: Case, record: str, place: str | Spot, where: str) -> Iterator[Violation]:
    if isinstance(place, str) and place not in case.sites:
        yield _unknown("SITE", record, f"le site {quoted(place)}", where)


def _unknown(kind: str, record: str, name: str, where: str) -> Violation:
    sentence = f"{where[0].upper()}{where[1:]} nomme {name}, qui n’existe pas."
    return Violation(f"UNKNOWN_{kind}", record, sentence)
