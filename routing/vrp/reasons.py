"""Why a task is not served: for every vehicle, what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from routing.vrp.codes import stops_of
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import Blocked, Unassigned
from routing.vrp.timing import obstacles

NO_SHIFT = "SHIFT_TIME_CONSTRAINT"
DEARER = "COST_ABOVE_PRIZE"
TIED = "TIED_TASK_CONSTRAINT"


def unassigned(instance: Instance, orders: Sequence[Order], task: int) -> Unassigned:
    """Explain why ``task`` (its number) is not in any of ``orders``."""
    record = instance.tasks[task]
    driven = {(order.vehicle, order.day): order.stops for order in orders}
    reasons = tuple(
        Blocked(vehicle=vehicle.id, code=code, message=message)
        for number, vehicle in enumerate(instance.vehicles)
        for code, message in (_against(instance, driven, task, number),)
    )
    return Unassigned(task=record.id, reasons=reasons)


def _against(
    instance: Instance, driven: dict[tuple[int, int], tuple[int, ...]], task: int, vehicle: int
) -> tuple[str, str]:
    """Return the obstacle met at the least hindered place in the routes of ``vehicle``."""
    best: list[tuple[str, str]] | None = None
    for shift in instance.vehicles[vehicle].shifts:
        stops = driven.get((vehicle, shift.day), ())
        # what forbids the task even alone is the truer reason, whatever else is on the route
        alone = obstacles(instance, Order(vehicle, shift.day, stops_of(instance, task)))
        for found in [alone] if alone else _insertions(instance, vehicle, shift.day, stops, task):
            if best is None or len(found) < len(best):
                best = found
    if best is None:
        return NO_SHIFT, "it works on none of the days"
    if best:
        return best[0]
    return _free_place(instance, task)


def _insertions(
    instance: Instance, vehicle: int, day: int, stops: tuple[int, ...], task: int
) -> Iterator[list[tuple[str, str]]]:
    codes = stops_of(instance, task)
    for places in combinations_with_replacement(range(len(stops) + 1), len(codes)):
        order = list(stops)
        for place, code in zip(reversed(places), reversed(codes), strict=True):
            order.insert(place, code)
        yield obstacles(instance, Order(vehicle, day, tuple(order)))


def _free_place(instance: Instance, task: int) -> tuple[str, str]:
    record = instance.tasks[task]
    if any(record.id in (link.first, link.second) for link in instance.links):
        return TIED, "the shipment it is linked with cannot be carried that day"
    if record.prize is not None:
        return DEARER, f"serving it costs more than its prize of {record.prize}"
    return TIED, "its other visits, or those of other clients, leave no room that day"
