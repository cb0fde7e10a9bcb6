"""What is aboard along an order, and whether a configuration of the vehicle holds it."""

from __future__ import annotations

from routing.vrp.instance import Instance
from routing.vrp.timing.course import Course, Halt

Load = tuple[int, ...]


def _sum(one: Load, other: Load, sign: int = 1) -> Load:
    """Add two loads, of which the second may be empty."""
    return tuple(a + sign * b for a, b in zip(one, other, strict=True)) if other else one


def _change(instance: Instance, halt: Halt, load: Load) -> Load:
    if halt.kind == "visit":
        client = instance.client_by_id[halt.task]
        return _sum(_sum(load, client.delivery, -1), client.pickup)
    sign = {"pickup": 1, "delivery": -1}[halt.kind]
    return _sum(load, instance.shipment_by_id[halt.task].load, sign)


def _trips(halts: tuple[Halt, ...]) -> list[list[Halt]]:
    """Split at the reloads, each of which opens its trip."""
    trips: list[list[Halt]] = [[]]
    for halt in halts:
        if halt.kind == "reload":
            trips.append([])
        trips[-1].append(halt)
    return trips


def loads(course: Course) -> list[list[Load]]:
    """Return per trip the loads: on setting out, then on leaving each stop that is no reload.

    What a client is brought is aboard from the start of its trip, what it gives to the end of
    it. A shipment is aboard from its pickup to its delivery, over a reload too.
    """
    instance = course.instance
    riding: Load = (0,) * instance.dimensions
    answer = []
    for trip in _trips(course.halts):
        halts = [halt for halt in trip if halt.kind != "reload"]
        load = riding
        for halt in halts:
            if halt.kind == "visit":
                load = _sum(load, instance.client_by_id[halt.task].delivery)
        along = [load]
        for halt in halts:
            load = _change(instance, halt, load)
            along.append(load)
            if halt.kind != "visit":
                riding = _change(instance, halt, riding)
        answer.append(along)
    return answer


def leaving(course: Course) -> list[Load]:
    """Return the load aboard on leaving each stop, reloads included."""
    first, *others = loads(course)
    answer = first[1:]
    for along in others:
        answer += along
    return answer


def holds(course: Course, along: list[Load]) -> bool:
    """Whether one configuration of the vehicle holds every load of a trip."""
    configurations = course.vehicle.capacities
    if not configurations:
        return True
    empty: Load = (0,) * course.instance.dimensions
    return any(
        all(n <= most for load in along for n, most in zip(load, capacity or empty, strict=True))
        for capacity in configurations
    )
