"""Units in maintenance stay in."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates
from routing.sentence import say


def unit_maintenance(case: Case) -> Iterator[Violation]:
    """No round goes out with a unit in maintenance on that date."""
    for round_ in case.plan.rounds:
        unit = case.units.get(round_.unit)
        for period in () if unit is None else unit.maintenance:
            if round_.date in period:
                yield Violation(
                    "UNIT_MAINTENANCE",
                    round_.id,
                    say(
                        "La tournée {round} sort l’unité {unit}, en révision {period}.",
                        round=round_.id,
                        unit=round_.unit,
                        period=dates(period),
                    ),
                )
