"""From an instance to the tables of the general search; every valid instance has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.matrix import UNREACHABLE
from routing.vrp.demand import Client, Shipment
from routing.vrp.instance import Instance
from routing.vrp.kinds import interchangeable, linking_crews
from routing.vrp.search.rich.nearness import nearest
from routing.vrp.search.rich.tables import Plan, Tables
from routing.vrp.timing.arrays import (
    BIG,
    CREW,
    DAY,
    LATE,
    MAX_STOPS,
    MAX_TRIPS,
    PER_M,
    PER_S,
    PER_USE,
    SERVICE,
    SETUP,
    VEHICLE,
    Arrays,
    arrays,
)

_TIES = {"free": 0, "vehicle": 1, "crew": 2}
_CLOSED_TRIANGLES = 400
"""Matrices up to this size are looked at for the triangle inequality; larger ones are roads."""


def express(instance: Instance) -> Tables:
    """Write ``instance`` for the general search."""
    base = arrays(instance)
    makers = _Requests(instance, base)
    plan = makers.plan()
    most = int(np.minimum(base.slot[:, MAX_STOPS], len(base.node)).max(initial=0))
    trips = int(np.minimum(base.slot[:, MAX_TRIPS], len(base.node) + 1).max(initial=1))
    done = max((len(prefix.stops) for prefix in instance.prefixes), default=0)
    widest = max(most, done) + trips + 6
    return Tables(instance, base, plan, widest, interchangeable(instance))


def _metric(base: Arrays) -> bool:
    """Whether no detour is ever shorter, in time or way, on any of the matrices."""
    if base.seconds.shape[1] > _CLOSED_TRIANGLES:
        return bool((base.seconds < UNREACHABLE).all())
    for matrix in (*base.seconds, *base.metres):
        wide = matrix.astype(np.int64)
        if any((wide[:, k, None] + wide[None, k, :] < wide).any() for k in range(len(wide))):
            return False
    return True


def unserved_unit(base: Arrays) -> int:
    """Return more than serving one request should ever cost: what one missed counts as."""
    slot = base.slot
    if not len(slot):
        return 1
    reached = base.seconds < UNREACHABLE
    far = int(base.metres[reached].max(initial=0))
    long = int(base.seconds[reached].max(initial=0))
    work = int((base.node[:, SERVICE] + base.node[:, SETUP]).max(initial=0))
    waits = int(np.minimum(slot[:, LATE], 50 * (long + work + 1)).max())
    one = 6 * far * slot[:, PER_M] + slot[:, PER_S] * (6 * long + 4 * work + waits)
    return int(3 * (one + slot[:, PER_USE]).max()) + 1


class _Requests:
    """Collects requests, their alternatives and parts."""

    def __init__(self, instance: Instance, base: Arrays) -> None:
        self.instance, self.base = instance, base
        self.unit = unserved_unit(base)
        self.records: list[Client | Shipment] = [*instance.clients, *instance.shipments]
        self.number = {record.id: t for t, record in enumerate(self.records)}
        self.slot_of = {(int(s[VEHICLE]), int(s[DAY])): k for k, s in enumerate(base.slot)}
        self.begun = self._begun()
        self.allowed = self._allowed()
        self.requests: list[list[int]] = []
        self.alternatives: list[list[int]] = []
        self.parts: list[tuple[int, int]] = []
        self.request_of = [0] * len(self.records)
        self.bundles = 0

    def _begun(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Map (task, day) of every prefix to its slot and the number of its stops made."""
        vehicles = {vehicle.id: v for v, vehicle in enumerate(self.instance.vehicles)}
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for prefix in self.instance.prefixes:
            k = self.slot_of.get((vehicles[prefix.vehicle], prefix.day), -1)
            for stop in prefix.stops:
                if stop.kind != "reload":
                    key = self.number[stop.task], prefix.day
                    found[key] = k, found.get(key, (k, 0))[1] + 1
        return found

    def _allowed(self) -> NDArray[np.uint8]:
        slot, vehicles = self.base.slot, self.instance.vehicles
        allowed = np.zeros((len(self.records), len(slot)), np.uint8)
        pins = {pin.task: pin for pin in self.instance.pins}
        for t, record in enumerate(self.records):
            pin = pins.get(record.id)
            may = [
                record.skills.accepts(vehicle.skills)
                and (pin is None or vehicle.id in pin.vehicles)
                for vehicle in vehicles
            ]
            days = record.days if isinstance(record, Shipment) else None
            if pin is not None and pin.day is not None:
                days = (pin.day,) if days is None or pin.day in days else ()
            for k in range(len(slot)):
                on = days is None or int(slot[k, DAY]) in days
                allowed[t, k] = may[slot[k, VEHICLE]] and on
        for (t, day), (k, _) in self.begun.items():
            here = slot[:, DAY] == day
            if isinstance(self.records[t], Shipment):
                here = np.ones(len(slot), np.bool_)
            allowed[t, here & (np.arange(len(slot)) != k)] = 0
        return allowed

    def plan(self) -> Plan:
        instance = self.instance
        linked = {name for link in instance.links for name in (link.first, link.second)}
        for link in instance.links:
            tasks = [self.number[link.first], self.number[link.second]]
            days = [tuple((t, day) for t in tasks) for day in range(instance.days)]
            self._add(tasks, days, 0, (link.penalty, link.same_vehicle))
        for t, record in enumerate(self.records):
            if record.id not in linked:
                sets, same = self._sets(record)
                self._add([t], [tuple((t, d) for d in days) for days in sets], same, None)
        day_first, slots = self._by_day()
        generator = np.random.default_rng(20_260_101)
        count = len(self.base.node)
        mark = generator.integers(1, 2**63, count + len(self.base.slot), np.int64).astype(np.uint64)
        clients = len(instance.clients)
        ends = [
            (t, -1) if t < clients else (2 * t - clients, 2 * t - clients + 1)
            for t in range(len(self.records))
        ]
        task = [[*ends[t], self.request_of[t]] for t in range(len(self.records))]
        request = np.array(self.requests, np.int64).reshape(len(self.requests), 11)
        part = np.array(self.parts, np.int64).reshape(len(self.parts), 2)
        return Plan(
            request=request,
            alternative=np.array(self.alternatives, np.int64).reshape(len(self.alternatives), 2),
            part=part,
            task=np.array(task, np.int64).reshape(len(task), 3),
            allowed=self.allowed,
            day=day_first,
            slots=slots,
            near=nearest(self.base, self.tasks_of, ends),
            mark=mark,
            flags=self._flags(),
            slot_of=self._slots(),
        )

    def _flags(self) -> NDArray[np.int64]:
        metric = _metric(self.base)
        # a set-up is spared behind a new stop at the same place
        monotonic = metric and not self.base.node[:, SETUP].any()
        twice = bool(linking_crews(self.instance))
        return np.array([metric, self.unit, crews(self.base), monotonic, twice], np.int64)

    @property
    def tasks_of(self) -> list[list[int]]:
        """Tasks of each request."""
        found: list[list[int]] = [[] for _ in self.requests]
        for t, r in enumerate(self.request_of):
            found[r].append(t)
        return found

    def _sets(self, record: Client | Shipment) -> tuple[Sequence[tuple[int, ...]], int]:
        if isinstance(record, Client) and record.pattern is not None:
            return record.pattern.day_sets, _TIES[record.pattern.same]
        return [(day,) for day in range(self.instance.days)], 0

    def _add(
        self,
        tasks: Sequence[int],
        alternatives: Iterable[tuple[tuple[int, int], ...]],
        same: int,
        link: tuple[int, bool] | None,
    ) -> None:
        first = len(self.alternatives)
        begun = {key for key in self.begun if key[0] in tasks}
        for parts in dict.fromkeys(alternatives):
            if begun <= set(parts) and all(self._somewhere(*part) for part in parts):
                self.alternatives.append([len(self.parts), len(parts)])
                self.parts += parts
        alternatives_left = self.alternatives[first:]
        if all(parts == 1 for _, parts in alternatives_left):
            same = 0
        records = [self.records[t] for t in tasks]
        missed = sum(1 + record.priority for record in records if record.prize is None)
        prize = sum(record.prize or 0 for record in records)
        ends = sum(1 if isinstance(record, Client) else 2 for record in records)
        done = sum(count for (t, _), (_, count) in self.begun.items() if t in tasks)
        whole = (
            bool(begun)
            and len(alternatives_left) == 1
            and (alternatives_left[0][1] * ends // len(tasks) == done)
        )
        for t in tasks:
            self.request_of[t] = len(self.requests)
        bundle = -1
        if link is not None:
            bundle = len(self.records) + self.bundles
            self.bundles += 1
        penalty, hard = link or (0, False)
        unserved = prize + missed * self.unit
        if begun:
            unserved = min(BIG // 1024, 1000 * self.unit + unserved)
        alternatives_here = [first, len(alternatives_left)]
        row = [same, link is not None, penalty, hard, missed, unserved, *alternatives_here]
        self.requests.append([int(n) for n in (*row, whole, bundle, prize)])

    def _slots(self) -> NDArray[np.int64]:
        table = np.full((len(self.instance.vehicles), self.instance.days), -1, np.int64)
        for (vehicle, day), k in self.slot_of.items():
            table[vehicle, day] = k
        return table

    def _somewhere(self, t: int, day: int) -> bool:
        return bool(self.allowed[t, self.base.slot[:, DAY] == day].any())

    def _by_day(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        days = self.base.slot[:, DAY]
        slots = np.argsort(days, kind="stable").astype(np.int64)
        first = np.searchsorted(days[slots], np.arange(self.instance.days + 1)).astype(np.int64)
        return first, slots


def crews(base: Arrays) -> int:
    """Return the number of crews."""
    return int(base.slot[:, CREW].max(initial=-1)) + 1
