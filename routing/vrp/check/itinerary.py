"""An order of stops with its way, and the bounds on its times that hold whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from routing.vrp.check.asked import Asked, asked_by_reload, asked_by_task
from routing.vrp.check.case import shift_of
from routing.vrp.check.differences import Bound
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.ties import StopKind

OrderStop: TypeAlias = tuple[StopKind, str]
"""Kind and task of a stop; of a reload, its index among the vehicle's as text (empty: 0)."""

ZERO, DEPART = 0, 1
"""Variables: the first second of the day, and the departure; then one start a stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """What is asked at each stop and the seconds of the way.

    Parameters
    ----------
    travel_s
        Way to each stop from the place before it.
    setup_s
        Set-up at each stop, 0 on coming from the very same location.
    tail_s
        From the last start to the return.
    rides
        Indices of pickup and delivery, and the most seconds from START to START.
    """

    shift: Shift
    asked: tuple[Asked, ...]
    travel_s: tuple[int, ...]
    setup_s: tuple[int, ...]
    tail_s: int
    rides: tuple[tuple[int, int, int], ...]
    max_duration_s: int | None

    @property
    def size(self) -> int:
        """Number of variables, breaks aside."""
        return 2 + len(self.asked)

    def start(self, index: int) -> int:
        """Variable of the START at a stop."""
        return 2 + index

    def arrival(self, index: int) -> tuple[int, int]:
        """Variable and seconds that make up the arrival at a stop."""
        if index == 0:
            return DEPART, self.travel_s[0]
        return self.start(index - 1), self.asked[index - 1].service_s + self.travel_s[index]

    def bounds(self) -> Iterator[Bound]:
        """Yield the bounds that hold whatever is chosen, along the route and back."""
        last = self.start(len(self.asked) - 1)
        yield ZERO, DEPART, -self.shift.earliest_s
        for index in range(len(self.asked)):
            before, seconds = self.arrival(index)
            yield before, self.start(index), -(seconds + self.setup_s[index])
        yield last, ZERO, self.shift.latest_s - self.tail_s
        for pickup, delivery, most in self.rides:
            yield self.start(delivery), self.start(pickup), most
        if self.max_duration_s is not None:
            yield last, DEPART, self.max_duration_s - self.tail_s


def itinerary(
    instance: Instance, vehicle_id: str, day: int, stops: Sequence[OrderStop]
) -> Itinerary | None:
    """Lay out an order; ``None`` without a shift, without stops or where no way leads.

    Raises
    ------
    KeyError
        When the instance does not know the vehicle or a task.
    """
    vehicle = instance.vehicle_by_id[vehicle_id]
    shift = shift_of(vehicle, day)
    if shift is None or not stops:
        return None
    asked = tuple(_asked(instance, vehicle, stop) for stop in stops)
    rows = [vehicle.start, *(one.location for one in asked), vehicle.end]
    travel = [_way(instance, vehicle, rows[k], rows[k + 1]) for k in range(len(rows) - 1)]
    known = [seconds for seconds in travel if seconds is not None]
    if len(known) < len(travel):
        return None
    return Itinerary(
        shift=shift,
        asked=asked,
        travel_s=tuple(known[:-1]),
        setup_s=tuple(0 if rows[k] == one.location else one.setup_s for k, one in enumerate(asked)),
        tail_s=asked[-1].service_s + known[-1],
        rides=tuple(_rides(instance, stops, asked)),
        max_duration_s=vehicle.max_duration_s,
    )


def _asked(instance: Instance, vehicle: Vehicle, stop: OrderStop) -> Asked:
    kind, task = stop
    if kind == "reload":
        return asked_by_reload(vehicle.reloads[int(task or 0)])
    asked = asked_by_task(instance, kind, task)
    if asked is None:
        raise KeyError(task)
    return asked


def _way(
    instance: Instance, vehicle: Vehicle, origin: int | None, destination: int | None
) -> int | None:
    """Seconds of a leg, 0 where the route begins or ends at a stop, ``None`` without a way."""
    if origin is None or destination is None:
        return 0
    matrix = instance.matrix_of(vehicle)
    reachable = matrix.reachable(origin, destination)
    return int(matrix.durations_s[origin, destination]) if reachable else None


def _rides(
    instance: Instance, stops: Sequence[OrderStop], asked: Sequence[Asked]
) -> Iterator[tuple[int, int, int]]:
    picked: dict[str, int] = {}
    for index, (kind, task) in enumerate(stops):
        if kind == "pickup":
            picked[task] = index
        most = instance.shipment_by_id[task].max_ride_s if kind == "delivery" else None
        if most is not None and task in picked:
            yield picked[task], index, asked[picked[task]].service_s + most
