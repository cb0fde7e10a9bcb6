"""Cars hold whoever is aboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.planning.check.case import Case
from routing.planning.check.rides import Load, Outing, loads_of
from routing.planning.check.violation import Violation
from routing.planning.check.wording import plural

_WORDS = (
    ("place assise", "places assises"),
    ("place pour fauteuil", "places pour fauteuil"),
    ("place dans le coffre", "places dans le coffre"),
    ("siège enfant", "sièges enfant"),
)


def capacity(case: Case) -> Iterator[Violation]:
    """One configuration of the car holds all that is aboard, at every moment of the ride.

    Seats do not fold and unfold on the way.
    """
    for outing in case.rides.outings:
        aboard = loads_of(case.rides.calls(outing.ride))
        if not any(_holds(configuration, aboard) for configuration in _configurations(outing)):
            needed = ", ".join(_most(aboard))
            yield Violation(
                "CAR_OVERLOADED",
                outing.ride.id,
                f"La voiture de {outing.driver.id} ne peut offrir, dans une même disposition, ce "
                f"qu’il faut au transport {outing.ride.id} : {needed}.",
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


def _most(aboard: Sequence[Load]) -> Iterator[str]:
    for (one, several), taken in zip(_WORDS, zip(*aboard, strict=True), strict=True):
        if max(taken) > 0:
            yield plural(max(taken), one, several)
