"""A unit is in one place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def unit_overlap(case: Case) -> Iterator[Violation]:
    """No two rounds of one unit are out at the same time; leaving on return is allowed."""
    for one, other in combinations(case.plan.rounds, 2):
        same = (one.unit, one.date) == (other.unit, other.date)
        if same and one.depart_s < other.return_s and other.depart_s < one.return_s:
            first, second = sorted((one.id, other.id))
            yield Violation(
                "UNIT_OVERLAP",
                first,
                say(
                    "Les tournées {first} et {second} du {date} sortent l’unité {unit} en "
                    "même temps.",
                    first=first,
                    second=second,
                    date=day(one.date),
                    unit=one.unit,
                ),
            )
