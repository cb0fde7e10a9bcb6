"""Permanences that need the mobile unit get it."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation


def unit_kind(case: Case) -> Iterator[Violation]:
    """No plain car goes to a permanence that requires the unit."""
    for session in case.sessions:
        unit = case.units.get(session.round.unit)
        if unit is not None and unit.is_car and session.permanence.unit_required:
            yield Violation(
                "UNIT_REQUIRED",
                session.round.id,
                f"La permanence {session.permanence.id} exige l’unité mobile ; la tournée "
                f"{session.round.id} y va avec la voiture {unit.id}.",
            )
