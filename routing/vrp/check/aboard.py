"""What is aboard during a route, trip by trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.vrp.instance import Instance
from routing.vrp.ties import StopKind

Load = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TripLoad:
    """Loads of a trip: on setting out, and on leaving each of its stops (no reload)."""

    first: Load
    leaving: tuple[Load, ...]


def trips(stops: Sequence[tuple[StopKind, str]]) -> list[list[tuple[StopKind, str]]]:
    """Split a route at its reloads, which belong to no trip."""
    found: list[list[tuple[StopKind, str]]] = [[]]
    for kind, task in stops:
        if kind == "reload":
            found.append([])
        else:
            found[-1].append((kind, task))
    return found


def loads(instance: Instance, stops: Sequence[tuple[StopKind, str]]) -> list[TripLoad]:
    """Follow the loads of a route.

    What a client is brought is aboard from the trip's start, what it hands over until the
    trip's end; a shipment is aboard between its ends, over a reload too.
    """
    zero = (0,) * instance.dimensions
    carried, answer = zero, []
    for trip in trips(stops):
        now = carried
        for kind, task in trip:
            if kind == "visit":
                now = _plus(now, instance.client_by_id[task].delivery)
        first, leaving = now, []
        for kind, task in trip:
            if kind == "visit":
                client = instance.client_by_id[task]
                now = _plus(_plus(now, client.delivery, -1), client.pickup)
            else:
                sign = 1 if kind == "pickup" else -1
                load = instance.shipment_by_id[task].load
                now, carried = _plus(now, load, sign), _plus(carried, load, sign)
            leaving.append(now)
        answer.append(TripLoad(first, tuple(leaving)))
    return answer


def by_stop(instance: Instance, stops: Sequence[tuple[StopKind, str]]) -> list[Load]:
    """Return what is aboard on leaving each stop; a reload, the next trip's first load."""
    answer: list[Load] = []
    for number, trip in enumerate(loads(instance, stops)):
        if number:
            answer.append(trip.first)
        answer.extend(trip.leaving)
    return answer


def _plus(load: Load, other: Load, sign: int = 1) -> Load:
    """Add a load, of which an empty one is zero."""
    return tuple(a + sign * b for a, b in zip(load, other or (0,) * len(load), strict=True))
