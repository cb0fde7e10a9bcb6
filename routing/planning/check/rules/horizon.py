"""Rounds are dated within the plan's horizon."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates, day


def horizon(case: Case) -> Iterator[Violation]:
    """No round lies outside the horizon."""
    for round_ in case.plan.rounds:
        if round_.date not in case.plan.horizon:
            yield Violation(
                "OUTSIDE_HORIZON",
                round_.id,
                f"La tournée {round_.id} a lieu le {day(round_.date)}, hors de la période "
                f"planifiée ({dates(case.plan.horizon)}).",
            )
