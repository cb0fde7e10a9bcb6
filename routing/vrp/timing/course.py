"""The stops of an order with all that the instance says about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.matrix import UNREACHABLE, Matrix
from routing.vrp.codes import decoded
from routing.vrp.demand import Client, ShipmentStop
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.ties import StopKind
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop: what it is, and what is asked there. ``setup_s`` is what this order needs."""

    code: int
    kind: StopKind
    task: str
    location: int
    windows: tuple[TimeWindow, ...]
    service_s: int
    setup_s: int


@dataclass(frozen=True, slots=True)
class Course:
    """An order beside its vehicle, shift and matrix.

    ``legs``: rows between which the vehicle drives: one leg before each stop (``None`` before
    the first where the route begins there), then the way to the end (``None`` likewise).
    """

    instance: Instance
    vehicle: Vehicle
    shift: Shift
    matrix: Matrix
    halts: tuple[Halt, ...]
    legs: tuple[tuple[int, int] | None, ...]

    @property
    def reachable(self) -> bool:
        """Whether every leg can be driven."""
        return all(leg is None or self.matrix.reachable(*leg) for leg in self.legs)

    def seconds(self, leg: int) -> int:
        """Seconds of driving on a leg."""
        rows = self.legs[leg]
        return 0 if rows is None else int(self.matrix.durations_s[rows])

    @property
    def driving_s(self) -> int:
        """Seconds of driving in all."""
        return sum(self.seconds(leg) for leg in range(len(self.legs)))

    @property
    def distance_m(self) -> int:
        """Metres in all."""
        return sum(int(self.matrix.distances_m[leg]) for leg in self.legs if leg is not None)


def course(instance: Instance, order: Order) -> Course | None:
    """Look up an order's records; ``None`` when its vehicle has no shift on its day."""
    vehicle = instance.vehicles[order.vehicle]
    shift = next((shift for shift in vehicle.shifts if shift.day == order.day), None)
    if shift is None:
        return None
    halts: list[Halt] = []
    for code in order.stops:
        came_from = halts[-1].location if halts else vehicle.start
        halts.append(_halt(instance, vehicle, code, came_from))
    rows = [vehicle.start, *(halt.location for halt in halts), vehicle.end]
    return Course(
        instance=instance,
        vehicle=vehicle,
        shift=shift,
        matrix=instance.matrix_of(vehicle),
        halts=tuple(halts),
        legs=tuple(_leg(rows, k) for k in range(len(rows) - 1)),
    )


def _leg(rows: Sequence[int | None], k: int) -> tuple[int, int] | None:
    origin, destination = rows[k], rows[k + 1]
    return None if origin is None or destination is None else (origin, destination)


def _halt(instance: Instance, vehicle: Vehicle, code: int, came_from: int | None) -> Halt:
    kind, task = decoded(instance, code)
    if kind == "reload":
        reload = vehicle.reloads[-1 - code]
        return Halt(code, kind, task, reload.location, reload.windows, reload.duration_s, 0)
    place: Client | ShipmentStop
    if kind == "visit":
        place = instance.client_by_id[task]
    else:
        shipment = instance.shipment_by_id[task]
        place = shipment.pickup if kind == "pickup" else shipment.delivery
    setup_s = 0 if came_from == place.location else place.setup_s
    return Halt(code, kind, task, place.location, place.windows, place.service_s, setup_s)


def too_far(seconds: int) -> bool:
    """Whether a matrix entry says that there is no way."""
    return seconds >= UNREACHABLE
