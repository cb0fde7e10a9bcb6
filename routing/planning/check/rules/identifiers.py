"""Rounds are told apart by their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.sentence import say


def identifiers(case: Case) -> Iterator[Violation]:
    """No two rounds share an id."""
    counts = Counter(round_.id for round_ in case.plan.rounds)
    for name, count in counts.items():
        if count > 1:
            message = say("{count} tournées portent l’identifiant {name}.", count=count, name=name)
            yield Violation("DUPLICATE_ID", name, message)
