"""Routes that have begun must be able to end: said before any search, not after.

A search begins from them as they are. Where no way leads straight to the end but one does by way
of somebody else, which matrices of other people's making may hold, only a proof finds it.
"""

from __future__ import annotations

from itertools import islice, permutations

from routing.vrp.codes import stops_of, task_of
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.ties import Prefix
from routing.vrp.timing import obstacles

TRIED = 120
"""Orders of delivering those aboard that are tried: all of them for up to five."""


class ImpossiblePrefixError(ValueError):
    """What is pinned as done breaks a rule, whatever follows: change the prefix or the rule."""


def refuse_impossible(instance: Instance) -> None:
    """Refuse prefixes after which those aboard cannot be delivered under the rules.

    Raises
    ------
    ImpossiblePrefixError
        Naming the vehicle, the day and the rules in the way.
    """
    vehicles = {vehicle.id: number for number, vehicle in enumerate(instance.vehicles)}
    for prefix in instance.prefixes:
        found = _obstacles(instance, prefix, vehicles[prefix.vehicle])
        if found:
            sentences = "; ".join(message for _, message in found)
            where = f"prefix of {prefix.vehicle} on day {prefix.day}"
            raise ImpossiblePrefixError(f"{where} cannot be driven to its end: {sentences}")


def _obstacles(instance: Instance, prefix: Prefix, vehicle: int) -> list[tuple[str, str]]:
    """Return what stands against the least hindered way of delivering those aboard."""
    if not prefix.stops or all(s.day != prefix.day for s in instance.vehicles[vehicle].shifts):
        return []
    begun = _codes(instance, prefix)
    carried = [task_of(instance, code) for code in begun if code >= len(instance.clients)]
    aboard = [task for task in dict.fromkeys(carried) if carried.count(task) == 1]
    best: list[tuple[str, str]] | None = None
    for rest in islice(permutations(aboard), TRIED):
        ends = tuple(stops_of(instance, task)[1] for task in rest)
        found = obstacles(instance, Order(vehicle, prefix.day, (*begun, *ends)))
        if best is None or len(found) < len(best):
            best = found
    return best or []


def _codes(instance: Instance, prefix: Prefix) -> tuple[int, ...]:
    numbers = {task.id: number for number, task in enumerate(instance.tasks)}
    codes = []
    for stop in prefix.stops:
        ends = (-1,) if stop.kind == "reload" else stops_of(instance, numbers[stop.task])
        codes.append(ends[-1] if stop.kind == "delivery" else ends[0])
    return tuple(codes)
