"""Everybody aboard has a seat."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import people
from routing.planning.check.wording import seats as said_seats
from routing.planning.programme import Joins
from routing.sentence import say


def seats(case: Case) -> Iterator[Violation]:
    """No more people join at the depot than the unit has seats."""
    for round_ in case.plan.rounds:
        unit = case.units.get(round_.unit)
        aboard = {duty.staff for duty in round_.team if duty.joins is Joins.DEPOT}
        if unit is not None and len(aboard) > unit.seats:
            yield Violation(
                "TOO_FEW_SEATS",
                round_.id,
                say(
                    "La tournée {round} embarque {aboard} ; l’unité {unit} a {seats}.",
                    round=round_.id,
                    aboard=people(len(aboard)),
                    unit=unit.id,
                    seats=said_seats(unit.seats),
                ),
            )
