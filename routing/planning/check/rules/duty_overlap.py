"""A person is in one round at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.planning.check.work import by_day
from routing.sentence import say


def duty_overlap(case: Case) -> Iterator[Violation]:
    """No two shifts of a person in different rounds overlap; one may follow on another."""
    for name, shifts in case.shifts_by_member.items():
        for date, today in by_day(shifts):
            for one, other in combinations(today, 2):
                if one.round is other.round:
                    continue  # the rule on duties says so
                a, b = one.duty, other.duty
                if a.depart_s < b.return_s and b.depart_s < a.return_s:
                    first, second = sorted((one.round.id, other.round.id))
                    yield Violation(
                        "STAFF_OVERLAP",
                        name,
                        say(
                            "{name} est en même temps dans les tournées {first} et {second} du "
                            "{date}.",
                            name=name,
                            first=first,
                            second=second,
                            date=day(date),
                        ),
                    )
