"""An answer beside its instance, with every reference resolved once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from routing.matrix import Matrix
from routing.vrp.check.asked import Asked, asked_by_reload, asked_by_task
from routing.vrp.check.violation import Violation
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.solution import Route, Solution, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop of a route, what the instance asks there, and the row the vehicle comes from."""

    stop: Stop
    asked: Asked
    origin: int | None

    @property
    def setup_s(self) -> int:
        """Seconds of setting up, left out on coming from the very same location."""
        return 0 if self.origin == self.asked.location else self.asked.setup_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A route of which every record is known."""

    route: Route
    vehicle: Vehicle
    shift: Shift
    matrix: Matrix
    halts: tuple[Halt, ...]

    @property
    def where(self) -> str:
        """Vehicle and day, as violations name them."""
        return place_of(self.route)

    def at(self, index: int) -> str:
        """Vehicle, day and stop, as violations name them."""
        return f"{self.where}, stop {index}"

    @property
    def legs(self) -> tuple[tuple[int, int], ...]:
        """Rows between which the vehicle drives, one leg a stop, then the way to the end."""
        rows = [halt.asked.location for halt in self.halts]
        first = rows[0] if self.vehicle.start is None else self.vehicle.start
        last = rows[-1] if self.vehicle.end is None else self.vehicle.end
        return tuple(zip([first, *rows], [*rows, last], strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """A shipment carried as it should be: the route, and the indices of its two stops."""

    run: Run
    pickup: int
    delivery: int


@dataclass(frozen=True, kw_only=True)
class Case:
    """What every rule looks at.

    A route that names something unknown is reported by the rules on references and routes and
    left out of ``runs``, so that the other rules need not trip over it again.
    """

    instance: Instance
    solution: Solution

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Routes of which every record is known, in the answer's order."""
        found = (self._run(route) for route in self.solution.routes)
        return tuple(run for run in found if run is not None)

    @cached_property
    def stops_by_task(self) -> Mapping[str, tuple[tuple[Route, Stop], ...]]:
        """Stops that name each client and shipment of the instance, in the answer's order."""
        found: defaultdict[str, list[tuple[Route, Stop]]] = defaultdict(list)
        for route in self.solution.routes:
            for stop in route.stops:
                if stop.kind != "reload":
                    found[stop.task].append((route, stop))
        names = [*self.instance.client_by_id, *self.instance.shipment_by_id]
        return {name: tuple(found[name]) for name in names}

    @cached_property
    def carriages(self) -> Mapping[str, Carriage]:
        """Shipments picked up once and delivered once, later in the same route."""
        found: dict[str, Carriage] = {}
        for run in self.runs:
            for name in {halt.stop.task for halt in run.halts if halt.stop.kind == "pickup"}:
                places = [
                    (halt.stop.kind, index)
                    for index, halt in enumerate(run.halts)
                    if halt.stop.task == name
                ]
                if [kind for kind, _ in places] == ["pickup", "delivery"]:
                    ends = [index for _, index in places]
                    found[name] = Carriage(run=run, pickup=ends[0], delivery=ends[1])
        return found

    def _run(self, route: Route) -> Run | None:
        vehicle = self.instance.vehicle_by_id.get(route.vehicle)
        shift = None if vehicle is None else shift_of(vehicle, route.day)
        if vehicle is None or shift is None or not route.stops:
            return None
        halts: list[Halt] = []
        origin = vehicle.start
        for stop in route.stops:
            asked = self.asked(vehicle, stop)
            if asked is None:
                return None
            halts.append(Halt(stop=stop, asked=asked, origin=origin))
            origin = asked.location
        matrix = self.instance.matrix_of(vehicle)
        return Run(route=route, vehicle=vehicle, shift=shift, matrix=matrix, halts=tuple(halts))

    def asked(self, vehicle: Vehicle, stop: Stop) -> Asked | None:
        """Return what the instance asks at a stop; of reloads at one row, the one that suits."""
        if stop.kind != "reload":
            return asked_by_task(self.instance, stop.kind, stop.task)
        here = [asked_by_reload(r) for r in vehicle.reloads if r.location == stop.location]
        spent = stop.depart_s - stop.start_s
        suits = [one for one in here if one.opens(stop.start_s) and one.service_s <= spent]
        return next(iter(suits or here), None)


def place_of(route: Route) -> str:
    """Vehicle and day of a route, as violations name them."""
    return f"vehicle {route.vehicle}, day {route.day}"


def shift_of(vehicle: Vehicle, day: int) -> Shift | None:
    """Return the shift of a vehicle on a day of the horizon, if it has one."""
    return next((shift for shift in vehicle.shifts if shift.day == day), None)


Rule: TypeAlias = Callable[[Case], Iterator[Violation]]
"""A rule looks at a case and yields what breaks it."""
