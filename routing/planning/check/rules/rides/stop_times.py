"""The times of a stop follow from the leg that leads to it and from who gets in or out."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.rides import Call
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock, span
from routing.planning.plans import Ride
from routing.sentence import say


def stop_times(case: Case) -> Iterator[Violation]:
    """Arrive after the leg, begin then or later, leave once everybody is in, or out.

    Getting out takes half as long as getting in.
    """
    for ride in case.plan.rides:
        yield from _arrivals(ride)
        for call in case.rides.calls(ride):
            yield from _service(call)


def _arrivals(ride: Ride) -> Iterator[Violation]:
    left_s = ride.depart_s
    for stop in ride.stops:
        if stop.arrive_s != left_s + stop.travel_s:
            yield Violation(
                "RIDE_ARRIVAL_TIME",
                ride.id,
                say(
                    "Le transport {ride} arrive à {arrive} pour la demande {request} ; parti "
                    "à {left}, il y serait à {right}.",
                    ride=ride.id,
                    arrive=clock(stop.arrive_s),
                    request=stop.request,
                    left=clock(left_s),
                    right=clock(left_s + stop.travel_s),
                ),
            )
        left_s = stop.depart_s


def _service(call: Call) -> Iterator[Violation]:
    stop, ride = call.stop, call.ride
    where = say("Transport {ride}, demande {request}", ride=ride.id, request=stop.request)
    if stop.start_s < stop.arrive_s:
        yield Violation(
            "RIDE_STARTS_BEFORE_ARRIVAL",
            ride.id,
            say(
                "{where} : on monte ou descend à {start}, avant l’arrivée à {arrive}.",
                where=where,
                start=clock(stop.start_s),
                arrive=clock(stop.arrive_s),
            ),
        )
    if stop.depart_s < stop.start_s + call.service_s:
        yield Violation(
            "BOARDING_TOO_SHORT",
            ride.id,
            say(
                "{where} : de {start} au départ à {depart}, il faut {service} pour "
                "monter ou descendre.",
                where=where,
                start=clock(stop.start_s),
                depart=clock(stop.depart_s),
                service=span(call.service_s),
            ),
        )
