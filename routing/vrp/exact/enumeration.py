"""Every feasible route of every kind, for days small enough to list them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from routing.matrix import UNREACHABLE
from routing.vrp.codes import decoded, stops_of, task_of
from routing.vrp.demand import Client, Shipment, ShipmentStop
from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.engine import Order, PoolRoute
from routing.vrp.timing import cost_as_timed, timetable


class TooMany(Exception):  # noqa: N818 - not an error of anyone: the day is too large to list
    """There are more orders of stops than may be looked at."""


def all_routes(
    instance: Instance,
    kinds: Sequence[Sequence[tuple[int, int]]],
    most: int,
    halt: Callable[[], bool] | None = None,
) -> list[PoolRoute]:
    """List, for every kind and set of tasks, the cheapest feasible route.

    Parameters
    ----------
    most
        Beginnings of routes looked at.

    Raises
    ------
    TooMany
        When there are more, or ``halt`` says so.
    """
    routes: list[PoolRoute] = []
    left = most
    for kind, slots in enumerate(kinds):
        tree = _Tree(instance, *slots[0])
        best: dict[frozenset[int], PoolRoute] = {}
        for stops in tree.beginnings():
            left -= 1
            if left < 0 or (halt is not None and left % 500 == 0 and halt()):
                raise TooMany
            if stops and tree.complete(stops):
                _keep(instance, best, PoolRoute(kind, stops, 0), Order(*slots[0], stops))
        routes += best.values()
    return routes


def _keep(
    instance: Instance, best: dict[frozenset[int], PoolRoute], route: PoolRoute, order: Order
) -> None:
    timed = timetable(instance, order)
    if timed is None:
        return
    cost = cost_as_timed(instance.vehicles[order.vehicle], timed)
    tasks = frozenset(task_of(instance, code) for code in route.stops)
    if tasks not in best or cost < best[tasks].cost:
        best[tasks] = PoolRoute(route.kind, route.stops, cost)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The earliest time at which a beginning of a route can be left, and what is aboard."""

    time_s: int
    location: int | None
    aboard: frozenset[int]
    trips: int
    load: tuple[int, ...]

    @property
    def empty(self) -> tuple[int, ...]:
        """The load of an empty vehicle."""
        return (0,) * len(self.load)


class _Tree:
    """Beginnings of routes of one vehicle on one day, cut where no end can be in time.

    Only what holds under all rules cuts: windows by their hull, no breaks, the largest of the
    capacity configurations. The timetable has the last word.
    """

    def __init__(self, instance: Instance, vehicle: int, day: int) -> None:
        self.instance = instance
        self.vehicle: Vehicle = instance.vehicles[vehicle]
        self.day = day
        self.shift: Shift = next(s for s in self.vehicle.shifts if s.day == day)
        matrix = instance.matrix_of(self.vehicle)
        self.seconds = matrix.durations_s.tolist()
        self.tasks = [task for task in range(len(instance.tasks)) if self._may_serve(task)]
        self.room = tuple(map(max, zip(*self.vehicle.capacities, strict=True)))
        self.prefix = next(
            (p.stops for p in instance.prefixes if (p.vehicle, p.day) == (self.vehicle.id, day)), ()
        )

    def _may_serve(self, task: int) -> bool:
        record = self.instance.tasks[task]
        if isinstance(record, Client):
            sets = record.pattern.day_sets if record.pattern else ((self.day,),)
            right_day = any(self.day in days for days in sets)
        else:
            right_day = record.days is None or self.day in record.days
        pins = [pin for pin in self.instance.pins if pin.task == record.id]
        pinned = all(
            self.vehicle.id in pin.vehicles and pin.day in (None, self.day) for pin in pins
        )
        able = record.skills.accepts(self.vehicle.skills)
        return right_day and pinned and able and not self._begun_elsewhere(record)

    def _begun_elsewhere(self, record: Client | Shipment) -> bool:
        """Whether another route's prefix serves it; on other days, where it has several visits."""
        often = isinstance(record, Client) and record.pattern is not None
        return any(
            stop.task == record.id
            for prefix in self.instance.prefixes
            if (prefix.vehicle, prefix.day) != (self.vehicle.id, self.day)
            and (prefix.day == self.day or not often)
            for stop in prefix.stops
        )

    def complete(self, stops: tuple[int, ...]) -> bool:
        """Whether nothing is left aboard and the route does not end at a reload."""
        count = len(self.instance.clients)
        carried = [code for code in stops if code >= count]
        picked = sum((code - count) % 2 == 0 for code in carried)
        return 2 * picked == len(carried) and stops[-1] >= 0

    def beginnings(self) -> Iterator[tuple[int, ...]]:
        """Yield every beginning that may lead to a route, depth first."""
        start = _Moment(
            self.shift.earliest_s, self.vehicle.start, frozenset(), 1, (0,) * len(self.room)
        )
        yield from self._grow((), start)

    def _grow(self, stops: tuple[int, ...], moment: _Moment) -> Iterator[tuple[int, ...]]:
        if len(stops) >= len(self.prefix):
            yield stops
        for code in self._next(stops, moment):
            after = self._after(stops, moment, code)
            if after is not None:
                yield from self._grow((*stops, code), after)

    def _next(self, stops: tuple[int, ...], moment: _Moment) -> Iterator[int]:
        most = self.vehicle.max_stops
        if most is not None and sum(code >= 0 for code in stops) >= most:
            return
        served = {task_of(self.instance, code) for code in stops}
        for task in self.tasks:
            if task not in served:
                yield stops_of(self.instance, task)[0]
        for task in sorted(moment.aboard):
            yield stops_of(self.instance, task)[1]
        if stops and stops[-1] >= 0 and moment.trips < self.vehicle.max_trips:
            yield from range(-1, -1 - len(self.vehicle.reloads), -1)

    def _after(self, stops: tuple[int, ...], moment: _Moment, code: int) -> _Moment | None:
        if len(stops) < len(self.prefix) and not self._as_done(len(stops), code):
            return None
        if code < 0:
            return self._reloaded(moment, code)
        task = task_of(self.instance, code)
        record = self.instance.tasks[task]
        end: Client | ShipmentStop
        if isinstance(record, Client):
            end, aboard = record, moment.aboard
            change = record.pickup
        elif code == stops_of(self.instance, task)[0]:
            end, aboard = record.pickup, moment.aboard | {task}
            change = record.load
        else:
            end, aboard = record.delivery, moment.aboard - {task}
            change = tuple(-amount for amount in record.load)
        load = moment.load
        if change and self.room:
            load = tuple(a + b for a, b in zip(load, change, strict=True))
            if any(a > b for a, b in zip(load, self.room, strict=True)):
                return None
        time_s = self._arrival(moment, end.location)
        if end.location != moment.location:
            time_s += end.setup_s
        if end.windows:
            if time_s > end.windows[-1].latest_s:
                return None
            time_s = max(time_s, end.windows[0].earliest_s)
        return self._if_home_in_time(
            _Moment(time_s + end.service_s, end.location, aboard, moment.trips, load)
        )

    def _as_done(self, position: int, code: int) -> bool:
        done = self.prefix[position]
        kind, task = decoded(self.instance, code)
        return kind == done.kind and (kind == "reload" or task == done.task)

    def _reloaded(self, moment: _Moment, code: int) -> _Moment | None:
        reload = self.vehicle.reloads[-1 - code]
        time_s = self._arrival(moment, reload.location)
        if reload.windows:
            if time_s > reload.windows[-1].latest_s:
                return None
            time_s = max(time_s, reload.windows[0].earliest_s)
        at, trips = reload.location, moment.trips + 1
        carried = [self.instance.tasks[task] for task in moment.aboard]
        loads = [record.load for record in carried if isinstance(record, Shipment) and record.load]
        load = tuple(map(sum, zip(*loads, strict=True))) if loads and self.room else moment.empty
        return self._if_home_in_time(
            _Moment(time_s + reload.duration_s, at, moment.aboard, trips, load)
        )

    def _arrival(self, moment: _Moment, location: int) -> int:
        if moment.location is None:
            return moment.time_s
        return moment.time_s + int(self.seconds[moment.location][location])

    def _if_home_in_time(self, moment: _Moment) -> _Moment | None:
        # without the triangle inequality the way home now says nothing: only the shift's end does
        return moment if moment.time_s <= min(self.shift.latest_s, UNREACHABLE) else None
