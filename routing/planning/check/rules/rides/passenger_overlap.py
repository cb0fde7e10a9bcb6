"""A passenger is in one car at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.rides import Carriage
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day


def passenger_overlap(case: Case) -> Iterator[Violation]:
    """No two requests of one person have them aboard at the same time."""
    found: defaultdict[str, list[Carriage]] = defaultdict(list)
    for carriage in case.rides.carriages:
        found[carriage.request.passenger].append(carriage)
    for name, carriages in sorted(found.items()):
        for one, other in combinations(carriages, 2):
            apart = one.request.id == other.request.id or one.ride.date != other.ride.date
            if apart or not _together(one, other):
                continue
            first, second = sorted((one.request.id, other.request.id))
            yield Violation(
                "PASSENGER_OVERLAP",
                name,
                f"{name} serait au même moment dans deux voitures le {day(one.ride.date)} "
                f"(demandes {first} et {second}).",
            )


def _together(one: Carriage, other: Carriage) -> bool:
    return one.pickup.start_s < other.dropoff.start_s and other.pickup.start_s < one.dropoff.start_s
