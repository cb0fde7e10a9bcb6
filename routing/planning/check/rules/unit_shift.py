"""Units leave and return within their day."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock


def unit_shift(case: Case) -> Iterator[Violation]:
    """No unit leaves before its earliest departure or returns after its latest return."""
    for round_ in case.plan.rounds:
        unit = case.units.get(round_.unit)
        if unit is None:
            continue
        if round_.depart_s < unit.leave_s:
            yield Violation(
                "UNIT_LEAVES_EARLY",
                round_.id,
                f"La tournée {round_.id} part à {clock(round_.depart_s)} ; l’unité {unit.id} "
                f"ne part pas avant {clock(unit.leave_s)}.",
            )
        if round_.return_s > unit.return_s:
            yield Violation(
                "UNIT_RETURNS_LATE",
                round_.id,
                f"La tournée {round_.id} rentre à {clock(round_.return_s)} ; l’unité {unit.id} "
                f"doit être rentrée à {clock(unit.return_s)}.",
            )
