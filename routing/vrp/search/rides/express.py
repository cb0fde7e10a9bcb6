"""From an instance to the arrays of the dial-a-ride search, where it can express it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.vrp.fleet import Shift, Vehicle
from routing.vrp.instance import Instance
from routing.vrp.kinds import interchangeable
from routing.vrp.search.rides.alike import ways_between
from routing.vrp.search.rides.errands import Errand, errands_of
from routing.vrp.search.rides.nearness import nearness
from routing.vrp.search.rides.tables import FAR, NEVER, Case, Ints, Narrow, Tables
from routing.vrp.ties import Link

_WIDEST_BYTES = 200_000_000


def express(instance: Instance) -> Tables | None:
    """Return the tables, or ``None`` when a feature of the instance is not known here.

    Known are shipments with one window at each end, ride limits, set-up, skills, pins, days,
    prizes and priorities; links of one day whose windows follow each other; clients without load
    that are visited once; vehicles with own ends, shifts, one break a shift where time costs
    nothing, profiles, capacity configurations, bounds on distance, duration and stops, and all
    costs.
    """
    errands = errands_of(instance)
    if errands is None or not _known(instance):
        return None
    kinds = interchangeable(instance)
    slots = [slot for kind in kinds for slot in kind]
    ends = _ends(instance)
    time, dist = _between(instance, errands, ends)
    way = time.min(axis=0)
    time, dist = _joined(errands, time, dist)
    early, late = _windows(errands)
    ride = np.array([FAR if e.ride_s is None else min(FAR, e.ride_s) for e in errands], np.int64)
    table = _slot_table(instance, kinds, ends, 2 * len(errands))
    _tighten(early, late, ride, time.min(axis=0))
    load, family = _families(instance, errands)
    mate, apart = _links(instance, errands)
    crew, again = _crews(instance, slots)
    prize = np.array([e.prize or 0 for e in errands], np.int64)
    weight = np.array([0 if e.prize is not None else 1 + e.priority for e in errands], np.int64)
    most = _more_than_all(table, time, dist)
    ways = ways_between(time, dist)
    case = Case(
        out=ways.out,
        into=ways.into,
        stay=ways.stay,
        leaves=ways.leaves,
        enters=ways.enters,
        early=early,
        late=late,
        ride=ride,
        family=family,
        load=load,
        loss=np.where(weight > 0, weight * most, prize),
        stake=weight * most,
        slot=table,
        capacity=_capacities(instance, slots),
        allowed=_allowed(instance, errands, slots),
        mate=mate,
        apart=apart,
        crew=crew,
        again=again,
        near=nearness(way, early, late, ride),
        mark=np.random.default_rng(20190837).integers(
            1, 2**63, 3 * len(ride) + len(kinds), np.uint64
        ),
        tuning=np.zeros(0),
    )
    widest = _widest(len(ride), len(slots), table)
    return Tables(case, slots, kinds, weight, prize, widest, len(instance.clients))


def _known(instance: Instance) -> bool:
    vehicles = instance.vehicles
    counted = bool(instance.clients) and any(v.max_stops is not None for v in vehicles)
    return (
        not (instance.incompatibilities or instance.prefixes or counted)
        and bool(instance.shipments)
        and all(v.max_trips == 1 and len(v.capacities) <= 60 for v in vehicles)
        and all(_in_turn(instance, link) for link in instance.links)
        and _breaks_known(instance)
        and any(v.shifts for v in vehicles)
    )


def _in_turn(instance: Instance, link: Link) -> bool:
    """Whether windows alone put the second of two linked shipments after the first."""
    first, second = (instance.shipment_by_id[name] for name in (link.first, link.second))
    there, back = first.delivery.windows, second.pickup.windows
    return (
        instance.days == 1
        and bool(there and back)
        and there[-1].latest_s < back[0].earliest_s
        and first.prize is None
        and second.prize is None
    )


def _breaks_known(instance: Instance) -> bool:
    """Whether each shift has one break at most, in one window, and nothing else reads the clock.

    Duration must cost nothing, and nothing be set up, or a break would add to either.
    """
    resting = [v for v in instance.vehicles if any(shift.breaks for shift in v.shifts)]
    plain = all(
        len(shift.breaks) <= 1 and all(len(rest.windows) == 1 for rest in shift.breaks)
        for v in resting
        for shift in v.shifts
    )
    ends = [end for s in instance.shipments for end in (s.pickup, s.delivery)]
    setup = any(c.setup_s for c in instance.clients) or any(end.setup_s for end in ends)
    return plain and not (resting and setup) and all(v.cost_per_s == 0 for v in resting)


def _ends(instance: Instance) -> list[int | None]:
    """Rows at which routes begin or end; ``None`` is nowhere."""
    rows = {row for vehicle in instance.vehicles for row in (vehicle.start, vehicle.end)}
    return sorted(rows, key=lambda row: -1 if row is None else row)


def _between(
    instance: Instance, errands: Sequence[Errand], ends: list[int | None]
) -> tuple[Narrow, Narrow]:
    stops = [stop for errand in errands for stop in (errand.pickup, errand.delivery)]
    rows = np.array([stop.location for stop in stops] + [row or 0 for row in ends])
    nowhere = np.array([False] * len(stops) + [row is None for row in ends])
    service = np.array([stop.service_s for stop in stops] + [0] * len(ends))
    setup = np.array([stop.setup_s for stop in stops] + [0] * len(ends))
    times, dists = [], []
    for matrix in instance.matrices:
        pick = np.ix_(rows, rows)
        time, dist = matrix.durations_s[pick].astype(np.int64), matrix.distances_m[pick].copy()
        time[nowhere, :] = time[:, nowhere] = dist[nowhere, :] = dist[:, nowhere] = 0
        time += service[:, None] + np.where(rows[:, None] == rows[None, :], 0, setup[None, :])
        times.append(np.minimum(time, FAR).astype(np.int32))
        dists.append(np.minimum(dist, FAR).astype(np.int32))
    return np.ascontiguousarray(times), np.ascontiguousarray(dists)


def _joined(errands: Sequence[Errand], time: Narrow, dist: Narrow) -> tuple[Narrow, Narrow]:
    """Let nothing come between the two halves of a visit."""
    for number, errand in enumerate(errands):
        if errand.is_visit:
            p, d = 2 * number, 2 * number + 1
            for table, within in ((time, errand.pickup.service_s), (dist, 0)):
                table[:, p, :] = table[:, :, d] = FAR
                table[:, p, d] = within
    return time, dist


def _windows(errands: Sequence[Errand]) -> tuple[Ints, Ints]:
    early, late = [], []
    for errand in errands:
        for end in (errand.pickup, errand.delivery):
            early.append(end.windows[0].earliest_s if end.windows else 0)
            late.append(min(FAR - 1, end.windows[0].latest_s) if end.windows else FAR - 1)
    return np.array(early, np.int64), np.array(late, np.int64)


def _tighten(early: Ints, late: Ints, ride: Ints, time: Narrow) -> None:
    """Narrow the windows by the other end's (Cordeau 2006, 10.1287/opre.1060.0283)."""
    direct = time[np.arange(0, len(early), 2), np.arange(1, len(early), 2)]
    late[0::2] = np.minimum(late[0::2], late[1::2] - direct)
    late[1::2] = np.minimum(late[1::2], late[0::2] + ride)
    early[1::2] = np.maximum(early[1::2], early[0::2] + direct)
    early[0::2] = np.maximum(early[0::2], early[1::2] - ride)


def _slot_table(
    instance: Instance,
    kinds: tuple[tuple[tuple[int, int], ...], ...],
    ends: list[int | None],
    first_end: int,
) -> Ints:
    rows = []
    for number, kind in enumerate(kinds):
        for index, day in kind:
            vehicle = instance.vehicles[index]
            shift = next(shift for shift in vehicle.shifts if shift.day == day)
            at = [first_end + ends.index(row) for row in (vehicle.start, vehicle.end)]
            rows.append(at + _slot_row(vehicle, shift, number))
    return np.array(rows, np.int64)


def _slot_row(vehicle: Vehicle, shift: Shift, kind: int) -> list[int]:
    configs = max(1, len(vehicle.capacities))
    duration, metres, stops = vehicle.max_duration_s, vehicle.max_distance_m, vehicle.max_stops
    return [
        vehicle.profile,
        shift.earliest_s,
        min(FAR - 1, shift.latest_s),
        FAR if duration is None else min(FAR, duration),
        vehicle.cost_per_use,
        vehicle.cost_per_m,
        vehicle.cost_per_s,
        NEVER if metres is None else metres,
        FAR if stops is None else stops,
        kind,
        (1 << configs) - 1,
        *_rest(shift),
    ]


def _rest(shift: Shift) -> tuple[int, int, int]:
    if not shift.breaks:
        return 0, 0, 0
    rest = shift.breaks[0]
    return rest.windows[0].earliest_s, rest.windows[0].latest_s, rest.duration_s


def _links(instance: Instance, errands: Sequence[Errand]) -> tuple[Ints, Ints]:
    number = {errand.id: row for row, errand in enumerate(errands)}
    mate, apart = np.full(len(errands), -1, np.int64), np.zeros(len(errands), np.int64)
    for link in instance.links:
        ends = number[link.first], number[link.second]
        mate[list(ends)] = ends[::-1]
        apart[list(ends)] = NEVER if link.same_vehicle else link.penalty
    return mate, apart


def _crews(instance: Instance, slots: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Return the first slot of each slot's crew, and the next one in a circle."""
    rows: dict[str, list[int]] = {}
    for row, (index, _) in enumerate(slots):
        rows.setdefault(instance.vehicles[index].driven_by, []).append(row)
    crew, again = np.zeros(len(slots), np.int64), np.zeros(len(slots), np.int64)
    for mine in rows.values():
        crew[mine], again[mine] = mine[0], np.roll(mine, -1)
    return crew, again


def _families(instance: Instance, errands: Sequence[Errand]) -> tuple[Ints, Ints]:
    width = max(1, instance.dimensions)
    loads = [tuple(e.load) + (0,) * (width - len(e.load)) for e in errands]
    distinct = sorted({(0,) * width, *loads})  # the first is "nothing more"
    number = {load: row for row, load in enumerate(distinct)}
    return np.array(distinct, np.int64), np.array([number[load] for load in loads], np.int64)


def _capacities(instance: Instance, slots: list[tuple[int, int]]) -> Ints:
    configs = max(1, *(len(v.capacities) for v in instance.vehicles))
    table = np.full((len(slots), configs, max(1, instance.dimensions)), -1, np.int64)
    for row, (index, _) in enumerate(slots):
        capacities = instance.vehicles[index].capacities
        if not capacities:
            table[row, 0] = FAR
        for number, capacity in enumerate(capacities):
            table[row, number] = 0
            table[row, number, : len(capacity)] = capacity
    return table


def _allowed(
    instance: Instance, errands: Sequence[Errand], slots: list[tuple[int, int]]
) -> NDArray[np.uint8]:
    table = np.zeros((len(errands), len(slots)), np.uint8)
    for row, errand in enumerate(errands):
        pins = [pin for pin in instance.pins if pin.task == errand.id]
        for column, (index, day) in enumerate(slots):
            vehicle = instance.vehicles[index]
            table[row, column] = (
                errand.skills.accepts(vehicle.skills)
                and (errand.days is None or day in errand.days)
                and all(vehicle.id in p.vehicles and p.day in (None, day) for p in pins)
            )
    return table


def _more_than_all(slot: Ints, time: Narrow, dist: Narrow) -> int:
    """Return a cost far above that of serving one more, about all routes together."""
    stops: int = time.shape[1]
    far = int(np.median(np.where(dist < FAR, dist, 0).max(axis=(0, 1)))) * int(slot[:, 7].max())
    long = int(np.median(np.where(time < FAR, time, 0).max(axis=(0, 1)))) * int(slot[:, 8].max())
    return 2 * int(slot[:, 6].max()) + (far + long) * max(16, stops // 2) + 1


def _widest(requests: int, slots: int, slot: Ints) -> int:
    """Bound the stops of a route by what memory allows, and by four times the mean."""
    most = int(np.minimum(2 * requests, slot[:, 10]).max())
    room = math.isqrt(_WIDEST_BYTES // (8 * (2 * slots + 2)))
    return min(most, max(64, 8 * requests // slots), max(16, room)) + 2
