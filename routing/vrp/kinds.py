"""Which vehicles on which days may drive the same routes at the same cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import replace

from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance


def interchangeable(instance: Instance) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Group (vehicle index, day) into kinds: within one, only names differ."""
    groups: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    linking = linking_crews(instance)
    for index, vehicle in enumerate(instance.vehicles):
        for shift in vehicle.shifts:
            groups[_key(instance, vehicle, shift, linking)].append((index, shift.day))
    return tuple(map(tuple, groups.values()))


def linking_crews(instance: Instance) -> frozenset[str]:
    """Return crews that can carry linked shipments in two routes of one day."""
    if not instance.links:
        return frozenset()
    routes = Counter(
        (vehicle.driven_by, shift.day) for vehicle in instance.vehicles for shift in vehicle.shifts
    )
    return frozenset(crew for (crew, _), count in routes.items() if count > 1)


def _key(instance: Instance, vehicle: Vehicle, shift: Shift, linking: frozenset[str]) -> Hashable:
    name = vehicle.id
    pins = tuple(n for n, pin in enumerate(instance.pins) if name in pin.vehicles)
    begun = [p for p in instance.prefixes if p.vehicle == name and p.day == shift.day]
    same = {client.pattern.same for client in instance.clients if client.pattern}
    crew = vehicle.driven_by
    who: list[Hashable] = [crew] if "crew" in same or crew in linking else []
    if begun or "vehicle" in same:
        who.append(name)
    return (replace(vehicle, id="-", crew=None, shifts=()), shift, pins, tuple(who))
