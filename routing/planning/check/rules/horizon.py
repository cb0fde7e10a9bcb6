"""Rounds are dated within the plan's horizon."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import dates, day
from routing.sentence import say


def horizon(case: Case) -> Iterator[Violation]:
    """No round lies outside the horizon."""
    for round_ in case.plan.rounds:
        if round_.date not in case.plan.horizon:
            yield Violation(
                "OUTSIDE_HORIZON",
                round_.id,
                say(
                    "La tournée {round} a lieu le {date}, hors de la période planifiée "
                    "({horizon}).",
                    round=round_.id,
                    date=day(round_.date),
                    horizon=dates(case.plan.horizon),
                ),
            )
