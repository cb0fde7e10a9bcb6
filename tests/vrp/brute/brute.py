"""The optimum of tiny instances by trying everything, in plain Python.

Routes: every order of every set of tasks, timed by the checker's own exact scheduling. Answers:
every assignment of tasks to routes. What cannot be better than the best is cut off by bounds
that need nothing but costs that are not negative: no triangle inequality, no windows.
A reload lies between two tasks; no trip is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.matrix import UNREACHABLE
from routing.vrp import Client, Instance, Shift, Shipment, Vehicle
from routing.vrp.check.aboard import loads
from routing.vrp.check.asked import Asked, asked_by_reload, asked_by_task
from routing.vrp.check.assembly import answer, timed_route
from routing.vrp.check.itinerary import OrderStop
from routing.vrp.check.scheduling import least_duration, schedule
from routing.vrp.solution import Solution

NEVER = 2**60


def best(instance: Instance) -> tuple[int, int] | None:
    """Return ``(missed, total)`` of an optimal answer; ``None`` where prefixes forbid all."""
    found = _Answers(instance).search()
    return None if found is None else found[0]


def best_solution(instance: Instance) -> Solution | None:
    """Return an optimal answer."""
    found = _Answers(instance).search()
    if found is None:
        return None
    routes = []
    for vehicle, day, stops in found[1]:
        route = timed_route(instance, vehicle, day, stops)
        assert route is not None
        routes.append(route)
    return answer(instance, routes)


# one route


@dataclass(frozen=True)
class Slot:
    """A route that may be driven."""

    vehicle: Vehicle
    shift: Shift
    prefix: tuple[OrderStop, ...]


class Cheapest:
    """The cheapest order of a set of tasks in a slot."""

    def __init__(self, instance: Instance, slot: Slot) -> None:
        self.instance, self.slot, self.vehicle = instance, slot, slot.vehicle
        matrix = instance.matrix_of(slot.vehicle)
        self.seconds, self.metres = matrix.durations_s.tolist(), matrix.distances_m.tolist()
        self.clash = [(rule.scope, rule.shipments) for rule in instance.incompatibilities]
        self.after = {link.second: link.first for link in instance.links}

    def of(self, tasks: frozenset[str]) -> tuple[int, tuple[OrderStop, ...]] | None:
        """Return cost and order, or ``None`` where no order keeps all rules."""
        mine = frozenset(task for kind, task in self.slot.prefix if kind != "reload")
        if not mine <= tasks or not all(map(self._suits, tasks)) or self._clashes(tasks):
            return None
        if not tasks:
            return 0, ()
        stops = sum(2 if task in self.instance.shipment_by_id else 1 for task in tasks)
        if self.vehicle.max_stops is not None and stops > self.vehicle.max_stops:
            return None
        self.tasks, self.found = tasks, (NEVER, ())
        self._start()
        return None if self.found[0] == NEVER else self.found

    def _suits(self, task: str) -> bool:
        record = self.instance.client_by_id.get(task) or self.instance.shipment_by_id[task]
        return record.skills.accepts(self.vehicle.skills)

    def _clashes(self, tasks: frozenset[str]) -> bool:
        return any(scope == "route" and len(both & tasks) > 1 for scope, both in self.clash)

    def _start(self) -> None:
        clock, row = self.slot.shift.earliest_s, self.vehicle.start
        self.order: list[OrderStop] = []
        self.left = set(self.tasks)
        self.aboard: set[str] = set()
        self._extend(row, clock, 0, 0)

    def _extend(self, row: int | None, clock: int, metres: int, busy: int) -> None:
        """Add every stop that may come next; ``busy``: seconds of way, set-up and service."""
        if not self.left and not self.aboard and self.order[-1][0] != "reload":
            self._close(row, clock, metres, busy)
        for stop, asked in self._next():
            way = 0 if row is None else self.seconds[row][asked.location]
            if way >= UNREACHABLE:
                continue
            setup = 0 if row == asked.location else asked.setup_s
            start = _opening(asked, clock + way + setup)
            further = metres + (0 if row is None else self.metres[row][asked.location])
            longer = busy + way + setup + asked.service_s
            if start is None or not self._promising(further, longer, start + asked.service_s):
                continue
            self._make(stop)
            self._extend(asked.location, start + asked.service_s, further, longer)
            self._unmake(stop)

    def _promising(self, metres: int, busy: int, clock: int) -> bool:
        vehicle = self.vehicle
        return (
            clock <= self.slot.shift.latest_s
            and (vehicle.max_distance_m is None or metres <= vehicle.max_distance_m)
            and (vehicle.max_duration_s is None or busy <= vehicle.max_duration_s)
            and self._cost(metres, busy) < self.found[0]
        )

    def _cost(self, metres: int, duration: int) -> int:
        vehicle = self.vehicle
        return vehicle.cost_per_m * metres + vehicle.cost_per_s * duration + vehicle.cost_per_use

    def _next(self) -> Iterator[tuple[OrderStop, Asked]]:
        stops: list[OrderStop]
        if len(self.order) < len(self.slot.prefix):
            kind, task = self.slot.prefix[len(self.order)]
            # a way back that has begun keeps its way out from this route, not from another
            early = kind == "pickup" and not self._may_board(task)
            stops = [] if early else [(kind, task)]
        else:
            stops = [*self._begun(), *self._reloading()]
        for stop in stops:
            kind, task = stop
            if kind == "reload":
                yield stop, asked_by_reload(self.vehicle.reloads[int(task)])
            else:
                asked = asked_by_task(self.instance, kind, task)
                assert asked is not None
                yield stop, asked

    def _begun(self) -> list[OrderStop]:
        stops: list[OrderStop] = [("delivery", task) for task in sorted(self.aboard)]
        for task in sorted(self.left):
            if task in self.instance.client_by_id:
                stops.append(("visit", task))
            elif self._may_board(task):
                stops.append(("pickup", task))
        return stops

    def _may_board(self, task: str) -> bool:
        first = self.after.get(task)
        if first in self.tasks and (first in self.left or first in self.aboard):
            return False
        return not any(task in both and both & self.aboard for _, both in self.clash)

    def _reloading(self) -> list[OrderStop]:
        made = sum(kind == "reload" for kind, _ in self.order)
        if not self.order or self.order[-1][0] == "reload" or made + 1 >= self.vehicle.max_trips:
            return []
        if not self.left and not self.aboard:
            return []
        return [("reload", str(number)) for number in range(len(self.vehicle.reloads))]

    def _make(self, stop: OrderStop) -> None:
        kind, task = stop
        self.order.append(stop)
        if kind in ("visit", "pickup"):
            self.left.discard(task)
        if kind == "pickup":
            self.aboard.add(task)
        if kind == "delivery":
            self.aboard.discard(task)

    def _unmake(self, stop: OrderStop) -> None:
        kind, task = stop
        self.order.pop()
        if kind in ("visit", "pickup"):
            self.left.add(task)
        if kind == "pickup":
            self.aboard.discard(task)
        if kind == "delivery":
            self.aboard.add(task)

    def _close(self, row: int | None, clock: int, metres: int, busy: int) -> None:
        end = self.vehicle.end
        if row is not None and end is not None:
            way = self.seconds[row][end]
            if way >= UNREACHABLE:
                return
            metres, clock, busy = metres + self.metres[row][end], clock + way, busy + way
        if not self._promising(metres, busy, clock) or not self._fits():
            return
        where = self.instance, self.vehicle.id, self.slot.shift.day, self.order
        if self.vehicle.cost_per_s == 0:
            cost = self._cost(metres, 0) if schedule(*where) is not None else NEVER
        else:
            duration = least_duration(*where)
            cost = NEVER if duration is None else self._cost(metres, duration)
        if cost < self.found[0]:
            self.found = cost, tuple(self.order)

    def _fits(self) -> bool:
        rooms = self.vehicle.capacities
        if not rooms:
            return True
        none = (0,) * self.instance.dimensions
        return all(
            any(
                all(
                    have <= most
                    for load in (trip.first, *trip.leaving)
                    for have, most in zip(load, room or none, strict=True)
                )
                for room in rooms
            )
            for trip in loads(self.instance, self.order)
        )


def _opening(asked: Asked, at: int) -> int | None:
    if not asked.windows:
        return at
    return next((max(at, w.earliest_s) for w in asked.windows if at <= w.latest_s), None)


# the whole answer

Orders = list[tuple[str, int, tuple[OrderStop, ...]]]
Result = tuple[tuple[int, int], Orders]


class _Answers:
    """Every assignment of tasks to slots, cut off by the cheapest superset of each slot."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.tasks: list[Client | Shipment] = [*instance.clients, *instance.shipments]
        self.number = {task.id: number for number, task in enumerate(self.tasks)}
        made = {
            (prefix.vehicle, prefix.day): tuple((stop.kind, stop.task) for stop in prefix.stops)
            for prefix in instance.prefixes
        }
        self.slots = [
            Slot(vehicle, shift, made.get((vehicle.id, shift.day), ()))
            for vehicle in instance.vehicles
            for shift in vehicle.shifts
        ]
        kinds: dict[object, int] = {}
        self.kind = [kinds.setdefault(_likeness(slot), len(kinds)) for slot in self.slots]
        firsts = [self.kind.index(kind) for kind in range(len(kinds))]
        self.route = [self._table(self.slots[first]) for first in firsts]
        self.least = [_supersets(table) for table in self.route]
        self.options = [list(self._ways(task)) for task in self.tasks]
        crews = any(vehicle.crew for vehicle in instance.vehicles) and bool(instance.links)
        self.alike = not (instance.pins or crews) and all(
            client.pattern is None or client.pattern.same == "free" for client in instance.clients
        )

    def search(self) -> Result | None:
        """Return the best value and its routes."""
        self.value = (NEVER, NEVER)
        self.chosen: list[int] | None = None
        self.masks = [0] * len(self.slots)
        self.serves: dict[str, tuple[int, ...]] = {}
        self._assign(0, 0, 0)
        if self.chosen is None:
            return None
        return self.value, [
            (slot.vehicle.id, slot.shift.day, found[1])
            for slot, kind, mask in zip(self.slots, self.kind, self.chosen, strict=True)
            if mask and (found := self.route[kind][mask]) is not None
        ]

    def _table(self, slot: Slot) -> list[tuple[int, tuple[OrderStop, ...]] | None]:
        cheapest, names = Cheapest(self.instance, slot), list(self.number)
        return [
            cheapest.of(frozenset(name for k, name in enumerate(names) if mask >> k & 1))
            for mask in range(1 << len(names))
        ]

    def _ways(self, task: Client | Shipment) -> Iterator[tuple[int, ...]]:
        """Yield the slots that could serve a task: one a visit."""
        pins = [pin for pin in self.instance.pins if pin.task == task.id]
        bit = 1 << self.number[task.id]
        allowed = [
            number
            for number, slot in enumerate(self.slots)
            if self.least[self.kind[number]][bit] < NEVER
            and all(slot.vehicle.id in pin.vehicles for pin in pins)
            and all(pin.day in (None, slot.shift.day) for pin in pins)
        ]
        pattern = task.pattern if isinstance(task, Client) else None
        days = task.days if isinstance(task, Shipment) else None
        if pattern is None:
            for number in allowed:
                if days is None or self.slots[number].shift.day in days:
                    yield (number,)
            return
        for day_set in pattern.day_sets:
            yield from self._visits(day_set, pattern.same, allowed, ())

    def _visits(
        self, days: tuple[int, ...], same: str, allowed: list[int], so_far: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if len(so_far) == len(days):
            yield so_far
            return
        for number in allowed:
            slot = self.slots[number]
            comes = slot.vehicle
            first = self.slots[so_far[0]].vehicle if so_far else comes
            other = (same == "vehicle" and comes.id != first.id) or (
                same == "crew" and (comes.crew or comes.id) != (first.crew or first.id)
            )
            if slot.shift.day == days[len(so_far)] and not other:
                yield from self._visits(days, same, allowed, (*so_far, number))

    def _assign(self, index: int, missed: int, extra: int) -> None:
        bound = extra + sum(
            self.least[kind][mask] for kind, mask in zip(self.kind, self.masks, strict=True)
        )
        if (missed, bound) >= self.value or bound >= NEVER:
            return
        if index == len(self.tasks):
            self._finish(missed, extra)
            return
        task, bit = self.tasks[index], 1 << index
        for way in self.options[index]:
            if self.alike and any(map(self._later_twin, way)):
                continue
            penalty = self._linked(task.id, way)
            if penalty is None:
                continue
            for number in way:
                self.masks[number] |= bit
            self.serves[task.id] = way
            self._assign(index + 1, missed, extra + penalty)
            del self.serves[task.id]
            for number in way:
                self.masks[number] ^= bit
        if self._linked(task.id, ()) is not None:
            self.serves[task.id] = ()
            weight = 1 + task.priority if task.prize is None else 0
            self._assign(index + 1, missed + weight, extra + (task.prize or 0))
            del self.serves[task.id]

    def _later_twin(self, number: int) -> bool:
        """Whether an empty slot like this one comes before it: one of them is enough."""
        mine = self.kind[number], self.slots[number].shift.day
        return not self.masks[number] and any(
            not self.masks[other] and (self.kind[other], self.slots[other].shift.day) == mine
            for other in range(number)
        )

    def _linked(self, task: str, way: tuple[int, ...]) -> int | None:
        """Return the penalty that this way of serving adds; ``None`` where a link forbids it."""
        for link in self.instance.links:
            other = {link.first: link.second, link.second: link.first}.get(task)
            if other is None or other not in self.serves:
                continue
            there = self.serves[other]
            if bool(there) != bool(way):
                return None
            if not way:
                continue
            here, away = self.slots[way[0]], self.slots[there[0]]
            crews = {slot.vehicle.crew or slot.vehicle.id for slot in (here, away)}
            parted = len(crews) > 1
            if here.shift.day != away.shift.day or (parted and link.same_vehicle):
                return None
            return link.penalty if parted else 0
        return 0

    def _finish(self, missed: int, extra: int) -> None:
        found = [self.route[kind][mask] for kind, mask in zip(self.kind, self.masks, strict=True)]
        costs = [route[0] for route in found if route is not None]
        if len(costs) == len(found) and (missed, extra + sum(costs)) < self.value:
            self.value, self.chosen = (missed, extra + sum(costs)), list(self.masks)


def _likeness(slot: Slot) -> object:
    """What makes two slots interchangeable as far as one route goes."""
    vehicle = replace(slot.vehicle, id="any", shifts=(), crew=None)
    return vehicle, replace(slot.shift, day=0), slot.prefix


def _supersets(table: list[tuple[int, tuple[OrderStop, ...]] | None]) -> list[int]:
    """Return for each set of tasks the cost of the cheapest route of a set that holds it."""
    least = [NEVER if found is None else found[0] for found in table]
    for bit in range(len(table).bit_length() - 1):
        for mask in range(len(table)):
            if not mask >> bit & 1:
                least[mask] = min(least[mask], least[mask | 1 << bit])
    return least
