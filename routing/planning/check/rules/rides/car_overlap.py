"""A car of the association's is in one place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def car_overlap(case: Case) -> Iterator[Violation]:
    """No two drivers have the same car of the association's out at the same time."""
    shared = [outing for outing in case.rides.outings if outing.driver.association_car is not None]
    for a, b in combinations(shared, 2):
        one, other, car = a.ride, b.ride, a.driver.association_car
        same = car == b.driver.association_car and a.driver.id != b.driver.id
        together = one.depart_s < other.return_s and other.depart_s < one.return_s
        if same and one.date == other.date and together:
            first, second = sorted((one.id, other.id))
            yield Violation(
                "CAR_OVERLAP",
                str(car),
                say(
                    "Les transports {first} et {second} du {date} prennent la voiture {car} "
                    "en même temps.",
                    first=first,
                    second=second,
                    date=day(one.date),
                    car=car,
                ),
            )
