"""Rides are told apart by their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import day, plural


def identifiers(case: Case) -> Iterator[Violation]:
    """Every ride has an id, and no two rides share one."""
    for ride in case.plan.rides:
        if not ride.id.strip():
            message = f"Un transport de {ride.driver} le {day(ride.date)} n’a pas d’identifiant."
            yield Violation("RIDE_WITHOUT_ID", ride.id, message)
    for name, count in Counter(ride.id for ride in case.plan.rides).items():
        if count > 1:
            message = f"{plural(count, 'transport')} portent l’identifiant {name}."
            yield Violation("DUPLICATE_RIDE_ID", name, message)
