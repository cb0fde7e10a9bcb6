"""A shipment is carried on one of its days."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def shipment_days(case: Case) -> Iterator[Violation]:
    """Require an allowed day of every end of every shipment."""
    for shipment in case.instance.shipments:
        for day in sorted({route.day for route, _ in case.stops_by_task[shipment.id]}):
            if shipment.days is not None and day not in shipment.days:
                message = f"Carried on day {day}, though only on one of {shipment.days}."
                yield Violation("SHIPMENT_DAY", f"task {shipment.id}", message)
