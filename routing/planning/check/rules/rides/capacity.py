"""Cars hold whoever is aboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.planning.check.case import Case
from routing.planning.check.rides import Load, Outing, loads_of
from routing.planning.check.violation import Violation
from routing.planning.check.wording import counted
from routing.sentence import Sentence, joined, say

_WORDS = (
    (say("1\N{NO-BREAK SPACE}place assise"), say("{n}\N{NO-BREAK SPACE}places assises")),
    (
        say("1\N{NO-BREAK SPACE}place pour fauteuil"),
        say("{n}\N{NO-BREAK SPACE}places pour fauteuil"),
    ),
    (
        say("1\N{NO-BREAK SPACE}place dans le coffre"),
        say("{n}\N{NO-BREAK SPACE}places dans le coffre"),
    ),
    (say("1\N{NO-BREAK SPACE}siège enfant"), say("{n}\N{NO-BREAK SPACE}sièges enfant")),
)


def capacity(case: Case) -> Iterator[Violation]:
    """One configuration of the car holds all that is aboard, at every moment of the ride.

    Seats do not fold and unfold on the way.
    """
    for outing in case.rides.outings:
        aboard = loads_of(case.rides.calls(outing.ride))
        if not any(_holds(configuration, aboard) for configuration in _configurations(outing)):
            needed = joined(", ", _most(aboard))
            yield Violation(
                "CAR_OVERLOADED",
                outing.ride.id,
                say(
                    "La voiture de {driver} ne peut offrir, dans une même disposition, ce "
                    "qu’il faut au transport {ride} : {needed}.",
                    driver=outing.driver.id,
                    ride=outing.ride.id,
                    needed=needed,
                ),
            )


def _configurations(outing: Outing) -> Iterator[Load]:
    car = outing.car
    for seats, wheelchairs in car.configurations:
        yield seats, wheelchairs, car.boot, car.child_seats


def _holds(configuration: Load, aboard: Sequence[Load]) -> bool:
    return all(
        taken <= offered
        for load in aboard
        for taken, offered in zip(load, configuration, strict=True)
    )


def _most(aboard: Sequence[Load]) -> Iterator[Sentence]:
    for (one, several), taken in zip(_WORDS, zip(*aboard, strict=True), strict=True):
        if max(taken) > 0:
            yield counted(max(taken), one, several)
