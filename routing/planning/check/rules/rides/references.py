"""Rides name only what the programme and its territory know."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.planning.ride_requests import RideRequest, Spot, ToAppointment, ToEvent
from routing.sentence import Sentence, say


def references(case: Case) -> Iterator[Violation]:
    """Every driver, request, car, site, permanence and event that is named exists."""
    yield from _programme(case)
    for ride in case.plan.rides:
        where = say("Le transport {ride}", ride=ride.id)
        if ride.driver not in case.rides.drivers:
            yield _unknown(
                "DRIVER", ride.id, say("le conducteur {driver}", driver=quoted(ride.driver)), where
            )
        for stop in ride.stops:
            if stop.request not in case.rides.requests:
                yield _unknown(
                    "REQUEST",
                    ride.id,
                    say("la demande {request}", request=quoted(stop.request)),
                    where,
                )
    for record in case.plan.unserved:
        where = say("La liste des demandes non servies")
        if record.request not in case.rides.requests:
            name = say("la demande {request}", request=quoted(record.request))
            yield _unknown("REQUEST", record.request, name, where)
        for reason in record.reasons:
            if reason.driver is not None and reason.driver not in case.rides.drivers:
                name = say("le conducteur {driver}", driver=quoted(reason.driver))
                yield _unknown("DRIVER", record.request, name, where)


def _programme(case: Case) -> Iterator[Violation]:
    programme = case.programme
    for driver in programme.drivers:
        car = driver.association_car
        if car is not None and car not in case.rides.cars:
            yield _unknown(
                "CAR",
                driver.id,
                say("la voiture {car}", car=quoted(car)),
                say("Le conducteur {driver}", driver=driver.id),
            )
    for shared in programme.cars:
        yield from _site(case, shared.id, shared.site, say("La voiture {car}", car=shared.id))
    for event in programme.events:
        yield from _site(case, event.id, event.place, say("L’évènement {event}", event=event.id))
    for request in programme.requests:
        yield from _destination(case, request)


def _destination(case: Case, request: RideRequest) -> Iterator[Violation]:
    wanted, where = request.destination, say("La demande {request}", request=request.id)
    if isinstance(wanted, ToAppointment):
        yield from _site(case, request.id, wanted.place, where)
    elif isinstance(wanted, ToEvent):
        if wanted.event not in case.rides.events:
            yield _unknown(
                "EVENT", request.id, say("l’évènement {event}", event=quoted(wanted.event)), where
            )
    elif wanted.permanence not in case.permanences:
        name = say("la permanence {permanence}", permanence=quoted(wanted.permanence))
        yield _unknown("PERMANENCE", request.id, name, where)


def _site(case: Case, record: str, place: str | Spot, where: Sentence) -> Iterator[Violation]:
    if isinstance(place, str) and place not in case.sites:
        yield _unknown("SITE", record, say("le site {site}", site=quoted(place)), where)


def _unknown(kind: str, record: str, name: Sentence, where: Sentence) -> Violation:
    sentence = say("{where} nomme {name}, qui n’existe pas.", where=where, name=name)
    return Violation(f"UNKNOWN_{kind}", record, sentence)
