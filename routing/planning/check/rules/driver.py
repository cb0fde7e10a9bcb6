"""Somebody aboard can drive."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.programme import Joins
from routing.sentence import say


def driver(case: Case) -> Iterator[Violation]:
    """In every round, a plain car's too, somebody who joins at the depot may drive the unit."""
    for round_ in case.plan.rounds:
        aboard = [case.members.get(d.staff) for d in round_.team if d.joins is Joins.DEPOT]
        if not any(member is not None and member.may_drive_unit for member in aboard):
            yield Violation(
                "NO_DRIVER",
                round_.id,
                say(
                    "Personne à bord de la tournée {round} n’est autorisé à conduire l’unité "
                    "{unit}.",
                    round=round_.id,
                    unit=round_.unit,
                ),
            )
