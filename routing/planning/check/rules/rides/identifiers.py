"""Rides are told apart by their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day
from routing.sentence import say


def identifiers(case: Case) -> Iterator[Violation]:
    """Every ride has an id, and no two rides share one."""
    for ride in case.plan.rides:
        if not ride.id.strip():
            message = say(
                "Un transport de {driver} le {date} n’a pas d’identifiant.",
                driver=ride.driver,
                date=day(ride.date),
            )
            yield Violation("RIDE_WITHOUT_ID", ride.id, message)
    for name, count in Counter(ride.id for ride in case.plan.rides).items():
        if count > 1:
            message = say(
                "{count}\N{NO-BREAK SPACE}transports portent l’identifiant {name}.",
                count=count,
                name=name,
            )
            yield Violation("DUPLICATE_RIDE_ID", name, message)
