"""An answer names only records of its instance."""

from __future__ import annotations

from collections.abc import Iterator

from routing.vrp.check.case import Case, place_of
from routing.vrp.check.violation import Violation
from routing.vrp.fleet import Vehicle
from routing.vrp.solution import Reasons, Stop


def references(case: Case) -> Iterator[Violation]:
    """Every vehicle, client, end of a shipment and reload is one of the instance's."""
    vehicles = case.instance.vehicle_by_id
    for route in case.solution.routes:
        where, vehicle = place_of(route), vehicles.get(route.vehicle)
        if vehicle is None:
            yield Violation("UNKNOWN_VEHICLE", where, f"There is no vehicle {route.vehicle!r}.")
            continue
        for index, stop in enumerate(route.stops):
            if case.asked(vehicle, stop) is None:
                yield _unknown(case, vehicle, f"{where}, stop {index}", stop)
    for left in case.solution.unassigned:
        where = f"task {left.task}"
        if left.task not in case.stops_by_task:
            yield Violation("UNKNOWN_TASK", where, f"There is no task {left.task!r}.")
        reasons = left.reasons.known if isinstance(left.reasons, Reasons) else left.reasons
        for reason in reasons or ():
            if reason.vehicle not in vehicles:
                message = f"There is no vehicle {reason.vehicle!r}."
                yield Violation("UNKNOWN_VEHICLE", where, message)


def _unknown(case: Case, vehicle: Vehicle, where: str, stop: Stop) -> Violation:
    if stop.kind == "reload":
        message = f"{vehicle.id} has no reload at row {stop.location}."
        return Violation("UNKNOWN_RELOAD", where, message)
    if stop.task in case.stops_by_task:
        message = f"{stop.task!r} is no task that has a {stop.kind}."
        return Violation("WRONG_KIND", where, message)
    return Violation("UNKNOWN_TASK", where, f"There is no task {stop.task!r}.")
