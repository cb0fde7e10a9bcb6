"""PyVRP (iterated local search, MIT licence): https://pyvrp.org, 10.1287/ijoc.2023.0055."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyvrp
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks, IteratedLocalSearchParams

from benchmarks.peers import Answer
from benchmarks.peers.limits import first_reason, same_days
from routing.vrp.construct.layout import Layout, Node, Slot, lay_out, patterns_of
from routing.vrp.demand import Client, ShipmentStop
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order
from routing.vrp.solution import TracePoint


class PyVrp:
    """Days follow each other on one time axis; several windows or days are client groups."""

    name = "pyvrp"

    def expresses(self, instance: Instance) -> str | None:
        """Return ``None``, or what PyVRP 0.14 has no word for."""
        ends = [end for s in instance.shipments for end in (s.pickup, s.delivery)]
        tasks: list[Client | ShipmentStop] = [*instance.clients, *ends]
        vehicles = instance.vehicles
        case = _Case(lay_out(instance, patterns_of(instance)))
        return first_reason(
            instance,
            ("no ride-time limit", any(s.max_ride_s is not None for s in instance.shipments)),
            ("no breaks", any(shift.breaks for v in vehicles for shift in v.shifts)),
            ("no set-up time", any(task.setup_s for task in tasks)),
            ("no skills or pins", not same_days(case.layout)),
            ("no bound on stops", any(v.max_stops is not None for v in vehicles)),
            ("several trips are not passed on", any(v.max_trips > 1 for v in vehicles)),
            ("several windows of a shipment", any(len(end.windows) > 1 for end in ends)),
            ("shipments over several days", bool(instance.shipments) and instance.days > 1),
            ("no visits without any time for them", case.hopeless),
        )

    def solve(self, instance: Instance, seconds: float, seed: int) -> Answer:
        """Search until the deadline, from a solution PyVRP makes by itself."""
        reason = self.expresses(instance)
        if reason is not None:
            raise ValueError(f"PyVRP cannot express the instance: {reason}")
        until = time.perf_counter() + seconds
        case = _Case(lay_out(instance, patterns_of(instance)))
        trace = _Trace(until - seconds, case)
        result = pyvrp.solve(
            case.data(),
            lambda _: time.perf_counter() >= until,
            seed=seed,
            collect_stats=False,
            params=pyvrp.SolveParams(ils=IteratedLocalSearchParams(callbacks=trace)),
        )
        orders = case.orders(result.best) if result.best.is_feasible() else []
        return Answer(orders=tuple(orders), trace=tuple(trace.points))


class _Trace(IteratedLocalSearchCallbacks):
    def __init__(self, began: float, case: _Case) -> None:
        self.began, self.case, self.iterations = began, case, 0
        self.points: list[TracePoint] = []

    def on_start(self, ils: pyvrp.IteratedLocalSearch) -> None:
        self.on_best(ils.initial_solution)

    def on_iteration(self, *_: object) -> None:
        self.iterations += 1

    def on_best(self, best: pyvrp.Solution) -> None:
        if best.is_feasible():
            elapsed = time.perf_counter() - self.began
            total = best.distance_cost() + best.duration_cost() + best.fixed_vehicle_cost()
            self.points.append(
                TracePoint(
                    elapsed_s=elapsed,
                    iteration=self.iterations,
                    missed=0,
                    total=int(total + best.uncollected_prizes()) - self.case.spare_prizes,
                )
            )


@dataclass
class _Case:
    """One instance in PyVRP's words, and the way back."""

    layout: Layout
    codes: list[int] = field(default_factory=list)
    slots: list[list[Slot]] = field(default_factory=list)
    spare_prizes: int = 0
    """Of groups: PyVRP counts a prize as missed for every member that is not visited."""

    def data(self) -> pyvrp.ProblemData:
        """Return the problem; rows of the matrix are locations, one more is nowhere at all."""
        instance = self.layout.instance
        matrices = instance.matrices
        groups: list[pyvrp.ClientGroup] = []
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in range(matrices[0].size + 1)],
            clients=list(self._clients(groups)),
            depots=self._depots(),
            vehicle_types=list(self._vehicle_types()),
            distance_matrices=[_with_nowhere(matrix.distances_m) for matrix in matrices],
            duration_matrices=[_with_nowhere(matrix.durations_s) for matrix in matrices],
            groups=groups,
            shipments=list(self._shipments()),
        )

    @property
    def hopeless(self) -> bool:
        """Whether a task has no time at all, which PyVRP refuses to be told."""
        return any(not list(self._times(node)) for node in self.layout.nodes) or any(
            s.pickup.windows
            and s.delivery.windows
            and s.delivery.windows[-1].latest_s < s.pickup.windows[0].earliest_s
            for s in self.layout.instance.shipments
        )

    @cached_property
    def day_s(self) -> int:
        """Seconds from one day to the next: as few as keep the days apart."""
        vehicles, nodes = self.layout.instance.vehicles, self.layout.nodes
        longest = max(slot.shift.latest_s for slot in self.layout.slots)
        legs = sum(
            max(int(m.durations_s[node.location].max()) for m in self.layout.instance.matrices)
            + node.service_s
            for node in nodes
        )
        starts = max((w.latest_s for node in nodes for w in node.windows), default=0)
        early = max(slot.shift.earliest_s for slot in self.layout.slots)
        out = max(
            int(m.durations_s[place].max())
            for m in self.layout.instance.matrices
            for v in vehicles
            for place in (v.start or 0, v.end or 0)
        )
        return min(longest, max(starts, early) + legs + out) + 1

    def _clients(self, groups: list[pyvrp.ClientGroup]) -> Iterator[pyvrp.Client]:
        count = len(self.layout.instance.clients)
        for node in self.layout.nodes:
            if not 0 <= node.code < count:
                continue
            times = list(self._times(node))
            prize = self.layout.instance.clients[node.code].prize
            alone = len(times) == 1
            if not alone:
                members = range(len(self.codes), len(self.codes) + len(times))
                groups.append(pyvrp.ClientGroup(list(members), required=prize is None))
                self.spare_prizes += (len(times) - 1) * (prize or 0)
            for early, late in times:
                self.codes.append(node.code)
                yield pyvrp.Client(
                    location=node.location,
                    delivery=self._load(node.brought),
                    pickup=self._load(node.taken),
                    service_duration=node.service_s,
                    tw_early=early,
                    tw_late=late,
                    prize=prize or 0,
                    required=alone and prize is None,
                    group=None if alone else len(groups) - 1,
                )

    def _times(self, node: Node) -> Iterator[tuple[int, int]]:
        """Return when a node may be served: once if any time will do, else by day and window."""
        every = {slot.shift.day for slot in self.layout.slots}
        days = {self.layout.slots[index].shift.day for index in node.slots}
        if not node.windows and days == every:
            yield 0, (max(every) + 1) * self.day_s - 1
            return
        for day in sorted(days):
            zero, last = day * self.day_s, (day + 1) * self.day_s - 1
            for window in node.windows:
                if zero + window.earliest_s <= last:
                    yield zero + window.earliest_s, min(zero + window.latest_s, last)
            if not node.windows:
                yield zero, last

    def _load(self, load: tuple[int, ...]) -> list[int]:
        return list(load) if load else [0] * self.layout.instance.dimensions

    def _shipments(self) -> Iterator[pyvrp.Shipment]:
        last = self.day_s - 1
        for shipment in self.layout.instance.shipments:
            times: dict[str, Any] = {}
            for name, end in (("pickup", shipment.pickup), ("delivery", shipment.delivery)):
                early = end.windows[0].earliest_s if end.windows else 0
                late = end.windows[0].latest_s if end.windows else last
                times |= {
                    f"{name}_location": end.location,
                    f"{name}_tw_early": early,
                    f"{name}_tw_late": max(early, min(late, last)),
                    f"{name}_service_duration": end.service_s,
                }
            yield pyvrp.Shipment(
                **times,
                amount=self._load(shipment.load),
                prize=shipment.prize or 0,
                required=shipment.prize is None,
            )

    def _depots(self) -> list[pyvrp.Depot]:
        return [pyvrp.Depot(location=row) for row in self._places()]

    def _places(self) -> list[int]:
        """Rows at which vehicles start or end; the last row is nowhere."""
        nowhere = self.layout.instance.matrices[0].size
        ends = [place for v in self.layout.instance.vehicles for place in (v.start, v.end)]
        return sorted({nowhere if place is None else place for place in ends})

    def _vehicle_types(self) -> Iterator[pyvrp.VehicleType]:
        """Return one type for all slots that are alike."""
        alike: dict[tuple[object, ...], list[Slot]] = {}
        for slot in self.layout.slots:
            alike.setdefault(self._likeness(slot), []).append(slot)
        places, nowhere = self._places(), self.layout.instance.matrices[0].size
        for slots in alike.values():
            self.slots.append(slots)
            vehicle, shift = self.layout.vehicle(slots[0]), slots[0].shift
            zero = shift.day * self.day_s
            bounds: dict[str, Any] = {
                "shift_duration": vehicle.max_duration_s,
                "max_distance": vehicle.max_distance_m,
            }
            start, end = (nowhere if p is None else p for p in (vehicle.start, vehicle.end))
            yield pyvrp.VehicleType(
                num_available=len(slots),
                capacity=list(vehicle.capacities[0]) if vehicle.capacities else self._ample(),
                start_depot=places.index(start),
                end_depot=places.index(end),
                fixed_cost=vehicle.cost_per_use,
                tw_early=zero + shift.earliest_s,
                tw_late=min(zero + shift.latest_s, zero + self.day_s - 1),
                unit_distance_cost=vehicle.cost_per_m,
                unit_duration_cost=vehicle.cost_per_s,
                profile=vehicle.profile,
                **{name: bound for name, bound in bounds.items() if bound is not None},
            )

    def _ample(self) -> list[int]:
        loads = [[*node.brought, *map(abs, node.taken)] for node in self.layout.nodes]
        return [sum(map(sum, loads)) + 1] * self.layout.instance.dimensions

    def _likeness(self, slot: Slot) -> tuple[object, ...]:
        v = self.layout.vehicle(slot)
        limits = (v.capacities, v.max_distance_m, v.max_duration_s, v.profile)
        return (slot.shift, v.start, v.end, *limits, v.cost_per_m, v.cost_per_s, v.cost_per_use)

    def orders(self, best: pyvrp.Solution) -> list[Order]:
        """Return the routes in our codes."""
        left = [iter(slots) for slots in self.slots]
        found = []
        for route in best.routes():
            slot = next(left[route.vehicle_type()])
            stops = tuple(self._stops(route))
            if stops:
                found.append(Order(slot.vehicle, slot.shift.day, stops))
        return found

    def _stops(self, route: Iterable[pyvrp.ScheduledActivity]) -> Iterator[int]:
        count = len(self.layout.instance.clients)
        for stop in route:
            if stop.is_client():
                yield self.codes[stop.idx]
            elif stop.is_shipment():
                yield count + 2 * stop.idx + int(stop.is_delivery())


def _with_nowhere(entries: Any) -> Any:
    """Add a row and a column of zeros, with which free starts and ends are stated."""
    return np.pad(entries.astype(np.int64), ((0, 1), (0, 1)))
