"""Units leave and return within their day."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import clock
from routing.sentence import say


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
                say(
                    "La tournée {round} part à {depart} ; l’unité {unit} ne part pas avant "
                    "{leave}.",
                    round=round_.id,
                    depart=clock(round_.depart_s),
                    unit=unit.id,
                    leave=clock(unit.leave_s),
                ),
            )
        if round_.return_s > unit.return_s:
            yield Violation(
                "UNIT_RETURNS_LATE",
                round_.id,
                say(
                    "La tournée {round} rentre à {back} ; l’unité {unit} doit être "
                    "rentrée à {latest}.",
                    round=round_.id,
                    back=clock(round_.return_s),
                    unit=unit.id,
                    latest=clock(unit.return_s),
                ),
            )
