"""Nobody rides too long."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case
from routing.vrp.check.violation import Violation


def ride_times(case: Case) -> Iterator[Violation]:
    """From the END of service at the pickup to the START of service at the delivery."""
    for name, carriage in case.carriages.items():
        most = case.instance.shipment_by_id[name].max_ride_s
        pickup, delivery = (
            carriage.run.halts[index] for index in (carriage.pickup, carriage.delivery)
        )
        ride = delivery.stop.start_s - (pickup.stop.start_s + pickup.asked.service_s)
        if most is not None and ride > most:
            yield Violation("RIDE_TIME", f"task {name}", f"Rides {ride} s, at most {most} s.")
