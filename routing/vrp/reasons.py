"""Why a task is not served: for every vehicle, what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import combinations_with_replacement

from routing.vrp.codes import location_of, stops_of
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import Blocked, Reasons, Unassigned
from routing.vrp.timing import obstacles

NO_SHIFT = "SHIFT_TIME_CONSTRAINT"
DEARER = "COST_ABOVE_PRIZE"
TIED = "TIED_TASK_CONSTRAINT"
MOST_PLACES = 30
"""Places of a task in a route that are looked at: those with the least detour."""


def unassigned(instance: Instance, orders: Sequence[Order], task: int) -> Unassigned:
    """Explain why ``task`` (its number) is not in any of ``orders``, when somebody asks."""
    driven = {(order.vehicle, order.day): order.stops for order in orders}

    def find() -> tuple[Blocked, ...]:
        return tuple(
            Blocked(vehicle=vehicle.id, code=code, message=message)
            for number, vehicle in enumerate(instance.vehicles)
            for code, message in (_against(instance, driven, task, number),)
        )

    return Unassigned(task=instance.tasks[task].id, reasons=Reasons(find))


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
    everywhere = combinations_with_replacement(range(len(stops) + 1), len(codes))
    orders = [_with(stops, codes, places) for places in everywhere]
    if len(orders) > MOST_PLACES:
        orders = nsmallest(
            MOST_PLACES, orders, key=lambda order: _driving_s(instance, vehicle, order)
        )
    for order in orders:
        yield obstacles(instance, Order(vehicle, day, order))


def _with(stops: Sequence[int], codes: Sequence[int], places: Sequence[int]) -> tuple[int, ...]:
    order = list(stops)
    for place, code in zip(reversed(places), reversed(codes), strict=True):
        order.insert(place, code)
    return tuple(order)


def _driving_s(instance: Instance, vehicle: int, order: Sequence[int]) -> int:
    """Return the seconds driven between the stops, ends and reloads left out."""
    seconds = instance.matrix_of(instance.vehicles[vehicle]).durations_s
    rows = [location_of(instance, code) for code in order if code >= 0]
    return int(seconds[rows[:-1], rows[1:]].sum())


def _free_place(instance: Instance, task: int) -> tuple[str, str]:
    record = instance.tasks[task]
    if any(record.id in (link.first, link.second) for link in instance.links):
        return TIED, "the shipment it is linked with cannot be carried that day"
    if record.prize is not None:
        return DEARER, f"serving it costs more than its prize of {record.prize}"
    return TIED, "its other visits, or those of other clients, leave no room that day"
