"""Permanences that need the mobile unit get it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.sentence import say


def unit_kind(case: Case) -> Iterator[Violation]:
    """No plain car goes to a permanence that requires the unit."""
    for session in case.sessions:
        unit = case.units.get(session.round.unit)
        if unit is not None and unit.is_car and session.permanence.unit_required:
            yield Violation(
                "UNIT_REQUIRED",
                session.round.id,
                say(
                    "La permanence {permanence} exige l’unité mobile ; la tournée {round} y "
                    "va avec la voiture {unit}.",
                    permanence=session.permanence.id,
                    round=session.round.id,
                    unit=unit.id,
                ),
            )
