"""A passenger is in one place at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def passenger_overlap(case: Case) -> Iterator[Violation]:
    """No request of a person begins before another is over, from their door until back again."""
    found: defaultdict[tuple[str, date], defaultdict[str, list[Carriage]]]
    found = defaultdict(lambda: defaultdict(list))
    for carriage in case.rides.carriages:
        request = carriage.request
        found[request.passenger, carriage.ride.date][request.id].append(carriage)
    for (name, on), requests in sorted(found.items()):
        for (first, one), (second, other) in combinations(sorted(requests.items()), 2):
            if _together(one, other):
                yield Violation(
                    "PASSENGER_OVERLAP",
                    name,
                    say(
                        "{name} serait au même moment à deux endroits le {on} (demandes {first} "
                        "et {second}).",
                        name=name,
                        on=day(on),
                        first=first,
                        second=second,
                    ),
                )


def _together(one: list[Carriage], other: list[Carriage]) -> bool:
    (begin, end), (other_begin, other_end) = _away(one), _away(other)
    return begin < other_end and other_begin < end


def _away(carriages: list[Carriage]) -> tuple[int, int]:
    """Return when they first get in, and when they last get out."""
    begin = min(carriage.pickup.start_s for carriage in carriages)
    return begin, max(carriage.dropoff.start_s for carriage in carriages)
