"""VROOM (local search with many starts, BSD licence) through pyvroom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import vroom

from benchmarks.peers import Answer
from benchmarks.peers.limits import first_reason
from routing.matrix import UNREACHABLE
from routing.vrp.construct.layout import Layout, Node, lay_out, patterns_of
from routing.vrp.construct.orders import without_halves
from routing.vrp.demand import Client, Shipment, ShipmentStop
from routing.vrp.fleet import Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order

EXPLORATION = 5
THREADS = 2
SKIPPED = ("start", "end", "break")


class Vroom:
    """One VROOM vehicle a slot; who may come where is said by skills.

    VROOM takes no seed, and mostly ends long before its time.
    """

    name = "vroom"

    def expresses(self, instance: Instance) -> str | None:
        """Return ``None``, or what VROOM 1.15 has no word for."""
        ends = [end for s in instance.shipments for end in (s.pickup, s.delivery)]
        stops: list[Client | ShipmentStop] = [*instance.clients, *ends]
        vehicles = instance.vehicles
        tasks: list[Client | Shipment] = [*instance.clients, *instance.shipments]
        rates = {(v.cost_per_m, v.cost_per_s) for v in vehicles}
        return first_reason(
            instance,
            ("no ride-time limit", any(s.max_ride_s is not None for s in instance.shipments)),
            ("no route duration limit", any(v.max_duration_s is not None for v in vehicles)),
            ("no breaks while waiting", any(shift.breaks for v in vehicles for shift in v.shifts)),
            ("no set-up before a window", any(stop.setup_s for stop in stops)),
            ("no several trips", any(v.max_trips > 1 for v in vehicles)),
            ("no unreachable places", _unreachable(instance)),
            ("no prizes", any(task.prize is not None for task in tasks)),
            ("no cost of waiting, nor several rates", len(rates) > 1 or rates.pop()[1] > 0),
            (
                "a start or an end for every vehicle",
                any(v.start is v.end is None for v in vehicles),
            ),
        )

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:  # noqa: ARG002
        """Search at the highest exploration level."""
        reason = self.expresses(instance)
        if reason is not None:
            raise ValueError(f"VROOM cannot express the instance: {reason}")
        layout = lay_out(instance, patterns_of(instance))
        problem = _problem(layout)
        limit = timedelta(seconds=seconds)
        found = problem.solve(exploration_level=EXPLORATION, nb_threads=THREADS, timeout=limit)
        return Answer(orders=tuple(without_halves(instance, list(_orders(layout, found)))))


def _unreachable(instance: Instance) -> bool:
    longest = max(int(matrix.durations_s.max(initial=0)) for matrix in instance.matrices)
    return longest >= UNREACHABLE


def _problem(layout: Layout) -> vroom.Input:
    problem = vroom.Input()
    for number, matrix in enumerate(layout.instance.matrices):
        rate = layout.instance.vehicles[0].cost_per_m
        problem.set_durations_matrix(str(number), matrix.durations_s.astype(np.uint32))
        problem.set_distances_matrix(str(number), matrix.distances_m.astype(np.uint32))
        problem.set_costs_matrix(str(number), (matrix.distances_m * rate).astype(np.uint32))
    groups = {slots: n for n, slots in enumerate(sorted({node.slots for node in layout.nodes}))}
    for slot in layout.slots:
        vehicle = layout.vehicle(slot)
        problem.add_vehicle(
            vroom.Vehicle(
                id=slot.index,
                start=vehicle.start,
                end=vehicle.end,
                profile=str(vehicle.profile),
                capacity=_capacity(layout, vehicle),
                skills={n for slots, n in groups.items() if slot.index in slots},
                time_window=vroom.TimeWindow(slot.shift.earliest_s, slot.shift.latest_s),
                costs=vroom.VehicleCosts(fixed=vehicle.cost_per_use),
                **_bounds(vehicle),
            )
        )
    problem.add_job(list(_tasks(layout, groups)))
    return problem


def _bounds(vehicle: Vehicle) -> dict[str, int]:
    bounds = {"max_tasks": vehicle.max_stops, "max_distance": vehicle.max_distance_m}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _capacity(layout: Layout, vehicle: Vehicle) -> list[int]:
    if vehicle.capacities:
        return list(vehicle.capacities[0])
    loads = [[*node.brought, *map(abs, node.taken)] for node in layout.nodes]
    return [sum(map(sum, loads)) + 1] * layout.instance.dimensions


def _tasks(layout: Layout, groups: dict[tuple[int, ...], int]) -> Iterator[object]:
    instance, zero = layout.instance, [0] * layout.instance.dimensions
    for code, nodes in enumerate(layout.visits):
        for number in nodes:
            node = layout.nodes[number]
            yield vroom.Job(
                id=number,
                location=node.location,
                default_service=node.service_s,
                delivery=list(node.brought) or zero,
                pickup=list(node.taken) or zero,
                skills={groups[node.slots]},
                priority=min(100, instance.clients[code].priority),
                time_windows=_windows(node),
            )
    for shipment, pair in zip(instance.shipments, layout.ends, strict=True):
        pickup, delivery = (
            vroom.ShipmentStep(
                id=number,
                location=layout.nodes[number].location,
                default_service=layout.nodes[number].service_s,
                time_windows=_windows(layout.nodes[number]),
            )
            for number in pair
        )
        yield vroom.Shipment(
            pickup,
            delivery,
            amount=list(shipment.load) or zero,
            skills={groups[layout.nodes[pair[0]].slots]},
            priority=min(100, shipment.priority),
        )


def _windows(node: Node) -> list[vroom.TimeWindow]:
    return [vroom.TimeWindow(window.earliest_s, window.latest_s) for window in node.windows]


def _orders(layout: Layout, found: vroom.Solution) -> Iterator[Order]:
    steps = found.routes
    if "id" not in steps:
        return  # nobody drives
    stops: dict[int, list[int]] = {}
    for slot, kind, number in zip(steps["vehicle_id"], steps["type"], steps["id"], strict=True):
        if kind not in SKIPPED:
            stops.setdefault(int(slot), []).append(layout.nodes[int(number)].code)
    for index, codes in sorted(stops.items()):
        slot = layout.slots[index]
        yield Order(slot.vehicle, slot.shift.day, tuple(codes))
