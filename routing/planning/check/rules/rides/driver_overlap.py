"""A volunteer is in one car at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def driver_overlap(case: Case) -> Iterator[Violation]:
    """No two rides of a driver are out at the same time; leaving on return is allowed."""
    for name, outings in case.rides.outings_by_driver.items():
        for one, other in combinations([outing.ride for outing in outings], 2):
            together = one.depart_s < other.return_s and other.depart_s < one.return_s
            if one.date == other.date and together:
                first, second = sorted((one.id, other.id))
                yield Violation(
                    "DRIVER_OVERLAP",
                    name,
                    say(
                        "{name} conduit en même temps les transports {first} et {second} du "
                        "{date}.",
                        name=name,
                        first=first,
                        second=second,
                        date=day(one.date),
                    ),
                )
