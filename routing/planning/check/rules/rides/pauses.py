"""Drivers' pauses are truly free."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock
from routing.planning.plans import Pause, Ride
from routing.sentence import Sentence, say


def pauses(case: Case) -> Iterator[Violation]:
    """Require pauses between an arrival and the service, or between it and leaving; none overlap.

    So none falls into driving, nor into somebody's getting in or out.
    """
    for ride in case.plan.rides:
        free = list(_free(case, ride))
        for pause in ride.pauses:
            inside = any(low <= pause.start_s < pause.end_s <= high for low, high in free)
            if not inside:
                yield _violation(
                    "RIDE_PAUSE_NOT_FREE", ride, pause, say("n’est pas du temps libre")
                )
        ordered = sorted(ride.pauses, key=lambda pause: pause.start_s)
        for before, after in pairwise(ordered):
            if after.start_s < before.end_s:
                yield _violation("RIDE_PAUSE_OVERLAP", ride, after, say("en chevauche une autre"))


def _free(case: Case, ride: Ride) -> Iterator[tuple[int, int]]:
    for call in case.rides.calls(ride):
        yield call.stop.arrive_s, call.stop.start_s
        yield call.stop.start_s + call.service_s, call.stop.depart_s


def _violation(code: str, ride: Ride, pause: Pause, fault: Sentence) -> Violation:
    spoken = say("de {start} à {end}", start=clock(pause.start_s), end=clock(pause.end_s))
    return Violation(
        code,
        ride.id,
        say(
            "Transport {ride} : la pause {spoken} {fault}.",
            ride=ride.id,
            spoken=spoken,
            fault=fault,
        ),
    )
