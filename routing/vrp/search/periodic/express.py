"""From an :class:`Instance` to the arrays of the periodic search, where it can express it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.matrix import UNREACHABLE
from routing.vrp.demand import Client
from routing.vrp.fleet import Vehicle
from routing.vrp.instance import Instance
from routing.vrp.search.periodic.tables import AROUND, NEAR, Floats, Ints, Tables

_MOST_SETS = 1024
_TIE = {"free": 0, "vehicle": 1, "crew": 2}


def express(instance: Instance) -> Tables | None:
    """Return the arrays, or ``None`` when the instance has a feature this search does not know.

    It knows clients with day sets, service, set-up, skills, prizes and deliveries or pickups,
    ties to one vehicle or crew, pins, and vehicles with own start, end, matrix, costs, capacity,
    stops and duration. It does not know shipments, windows, breaks, reloads, several capacity
    configurations, limits on distance, or deliveries and pickups in one dimension.
    """
    if not _is_plain(instance):
        return None
    slots = _slots(instance)
    if not slots:
        return None
    places = _Places(instance, [instance.vehicles[v] for v, _ in slots])
    if places.unreachable:
        return None
    return _tables(instance, slots, places)


def _is_plain(instance: Instance) -> bool:
    ties = instance.shipments or instance.links or instance.incompatibilities
    if ties or instance.prefixes or not instance.clients:
        return False
    delivered = np.array([_vector(c.delivery, instance.dimensions) for c in instance.clients])
    picked = np.array([_vector(c.pickup, instance.dimensions) for c in instance.clients])
    if (delivered.any(axis=0) & picked.any(axis=0)).any():
        return False
    return all(map(_is_plain_client, instance.clients)) and all(
        map(_is_plain_vehicle, instance.vehicles)
    )


def _is_plain_client(client: Client) -> bool:
    sets = client.pattern.day_sets if client.pattern else ()
    return not client.windows and len(sets) <= _MOST_SETS


def _is_plain_vehicle(vehicle: Vehicle) -> bool:
    return (
        len(vehicle.capacities) <= 1
        and vehicle.max_trips == 1
        and vehicle.max_distance_m is None
        and not any(shift.breaks for shift in vehicle.shifts)
    )


def _vector(load: tuple[int, ...], dimensions: int) -> tuple[int, ...]:
    return load or (0,) * dimensions


def _kind(vehicle: Vehicle) -> tuple[object, ...]:
    """Return what distinguishes the routes that ``vehicle`` can drive, apart from the day."""
    return (
        vehicle.start,
        vehicle.end,
        vehicle.capacities,
        vehicle.skills,
        vehicle.max_duration_s,
        vehicle.max_stops,
        *_class(vehicle),
        vehicle.cost_per_use,
    )


def _class(vehicle: Vehicle) -> tuple[int, int, int]:
    return vehicle.profile, vehicle.cost_per_m, vehicle.cost_per_s


def _slots(instance: Instance) -> list[tuple[int, int]]:
    """Return (vehicle, day), by day, interchangeable vehicles beside each other."""
    kinds: dict[tuple[object, ...], int] = {}
    rank = [kinds.setdefault(_kind(vehicle), len(kinds)) for vehicle in instance.vehicles]
    pairs = [(v, s.day) for v, vehicle in enumerate(instance.vehicles) for s in vehicle.shifts]
    return sorted(pairs, key=lambda pair: (pair[1], rank[pair[0]], pair[0]))


class _Places:
    """Rows of the compact matrices: clients, then pairs (start, end) of vehicles."""

    def __init__(self, instance: Instance, drivers: list[Vehicle]) -> None:
        self._instance = instance
        ends = [(vehicle.start, vehicle.end) for vehicle in drivers]
        self.ends = list(dict.fromkeys(ends))
        self.end_of = [self.ends.index(pair) for pair in ends]
        classes = [_class(vehicle) for vehicle in drivers]
        self.classes = list(dict.fromkeys(classes))
        self.class_of = [self.classes.index(key) for key in classes]
        self.unreachable = False
        built = [self._matrices(*key) for key in self.classes]
        self.cost = np.stack([cost for cost, _ in built])
        self.time = np.stack([time for _, time in built])

    def _matrices(self, profile: int, per_m: int, per_s: int) -> tuple[Floats, Floats]:
        matrix, clients = self._instance.matrices[profile], self._instance.clients
        home = [client.location for client in clients]
        origin = np.array(home + [start or 0 for start, _ in self.ends])
        target = np.array(home + [end or 0 for _, end in self.ends])
        time = matrix.durations_s[np.ix_(origin, target)].astype(np.float64)
        metres = matrix.distances_m[np.ix_(origin, target)].astype(np.float64)
        n = len(clients)
        for k, (start, end) in enumerate(self.ends):
            for table in (time, metres):
                table[n + k, :] *= start is not None
                table[:, n + k] *= end is not None
        for table in (time, metres):
            np.fill_diagonal(table, 0)
            table[n:, n:] = 0
        self.unreachable |= bool((time >= UNREACHABLE).any())
        set_up = np.array([client.setup_s for client in clients])
        elsewhere = origin[:, None] != target[None, :n]
        for k, (start, _) in enumerate(self.ends):
            elsewhere[n + k] |= start is None
        time[:, :n] += set_up * elsewhere
        time[:n] += np.array([client.service_s for client in clients])[:, None]
        np.fill_diagonal(time, 0)
        return per_m * metres + per_s * time, time


def _tables(instance: Instance, slots: list[tuple[int, int]], places: _Places) -> Tables:
    n, days = len(instance.clients), instance.days
    drivers = [instance.vehicles[v] for v, _ in slots]
    barred = _barred(instance, slots)
    kinds: dict[tuple[object, ...], int] = {}
    slot_kind = [
        kinds.setdefault(
            (day, barred[:, s].tobytes(), _limit(instance, v, day), *_kind(drivers[s])), len(kinds)
        )
        for s, (v, day) in enumerate(slots)
    ]
    demand, capacity = _loads(instance, drivers)
    limit = np.array([_limit(instance, v, day) for v, day in slots])
    rows = places.cost.shape[1]
    sets_of, set_days_of, set_days, any_days_of, any_days, together = _day_sets(instance)
    closeness = np.minimum(places.cost[0][:n, :n], places.cost[0][:n, :n].T)
    near = _nearest(closeness + np.where(together, 0, 1e15), NEAR)
    around = _nearest(closeness, AROUND)
    biggest = np.where(np.isfinite(capacity), capacity, 0).max(axis=0, initial=1)
    crews = [vehicle.driven_by for vehicle in drivers]
    return Tables(
        n=n,
        days=days,
        rows=rows,
        slots=len(slots),
        dimensions=demand.shape[1],
        timed=bool(np.isfinite(limit).any()),
        cost=places.cost.ravel(),
        cost_back=np.ascontiguousarray(places.cost.transpose(0, 2, 1)).ravel(),
        time=places.time.ravel(),
        time_back=np.ascontiguousarray(places.time.transpose(0, 2, 1)).ravel(),
        base=np.array(places.class_of, np.int64) * rows * rows,
        row=_whole([*range(n)] * days + [n + k for k in places.end_of]),
        slots_of=_whole(np.searchsorted([day for _, day in slots], range(days + 1))),
        slot_vehicle=_whole([v for v, _ in slots]),
        slot_day=_whole([day for _, day in slots]),
        slot_kind=_whole(slot_kind),
        capacity=capacity,
        use=np.array([vehicle.cost_per_use for vehicle in drivers], np.float64),
        limit=limit,
        demand=demand,
        barred=barred,
        near=near,
        around=around,
        sets_of=sets_of,
        set_days_of=set_days_of,
        set_days=set_days,
        any_days_of=any_days_of,
        any_days=any_days,
        tie=_whole([_TIE[c.pattern.same] if c.pattern else 0 for c in instance.clients]),
        team=np.stack([_whole([v for v, _ in slots]), _whole([crews.index(c) for c in crews])]),
        missed=_missed(instance, places, days),
        missed_weight=np.array(
            [1 + c.priority if c.prize is None else 0 for c in instance.clients], np.int64
        ),
        size=(demand / biggest).sum(axis=1),
        far=places.cost[0][n:, :n].mean(axis=0) + places.cost[0][:n, n:].mean(axis=1),
    )


def _whole(numbers: object) -> Ints:
    return np.array(numbers, np.int32)


def _limit(instance: Instance, v: int, day: int) -> float:
    vehicle = instance.vehicles[v]
    shift = next(shift for shift in vehicle.shifts if shift.day == day)
    longest = shift.latest_s - shift.earliest_s
    if vehicle.max_duration_s is not None:
        longest = min(longest, vehicle.max_duration_s)
    return float(longest) if longest < 2**31 - 1 else float("inf")


def _barred(instance: Instance, slots: list[tuple[int, int]]) -> NDArray[np.uint8]:
    """Return 1 where skills or a pin forbid a client in a slot."""
    skills = [instance.vehicles[v].skills for v, _ in slots]
    pins = {pin.task: pin for pin in instance.pins}
    barred = np.zeros((len(instance.clients), len(slots)), np.uint8)
    for c, client in enumerate(instance.clients):
        accepts = {held: client.skills.accepts(held) for held in set(skills)}
        barred[c] = [not accepts[held] for held in skills]
        pin = pins.get(client.id)
        if pin is not None:
            barred[c] |= np.array(
                [
                    instance.vehicles[v].id not in pin.vehicles or pin.day not in (None, day)
                    for v, day in slots
                ]
            )
    return barred


def _loads(instance: Instance, drivers: list[Vehicle]) -> tuple[Floats, Floats]:
    """Return demands and capacities; a limit on stops is a dimension more."""
    width = instance.dimensions
    demand = np.array(
        [np.add(_vector(c.delivery, width), _vector(c.pickup, width)) for c in instance.clients],
        np.float64,
    ).reshape(len(instance.clients), width)
    capacity = np.array(
        [
            _vector(vehicle.capacities[0], width) if vehicle.capacities else [np.inf] * width
            for vehicle in drivers
        ],
        np.float64,
    ).reshape(len(drivers), width)
    stops = [np.inf if v.max_stops is None else float(v.max_stops) for v in drivers]
    if np.isfinite(stops).any() or width == 0:
        demand = np.column_stack([demand, np.ones(len(demand))])
        capacity = np.column_stack([capacity, np.array(stops)])
    return np.ascontiguousarray(demand), np.ascontiguousarray(capacity)


def _missed(instance: Instance, places: _Places, days: int) -> Floats:
    """Return prizes; for those who must be served more than serving anyone can cost."""
    dearest = 2 * places.cost.max() + max(v.cost_per_use for v in instance.vehicles)
    most = max(len(d) for c in instance.clients for d in _sets(c, days))
    return np.array(
        [
            float(c.prize) if c.prize is not None else (1 + c.priority) * 4 * dearest * most
            for c in instance.clients
        ]
    )


def _sets(client: Client, days: int) -> tuple[tuple[int, ...], ...]:
    return client.pattern.day_sets if client.pattern else tuple((d,) for d in range(days))


def _day_sets(
    instance: Instance,
) -> tuple[Ints, Ints, Ints, Ints, Ints, NDArray[np.bool_]]:
    """Return the day sets, flat, and which clients may meet on a day."""
    sets = [_sets(client, instance.days) for client in instance.clients]
    flat = [days for each in sets for days in each]
    unions = [sorted({day for days in each for day in days}) for each in sets]
    on = np.zeros((len(sets), instance.days), np.int32)
    for c, union in enumerate(unions):
        on[c, union] = 1
    return (
        _whole(np.cumsum([0] + [len(each) for each in sets])),
        _whole(np.cumsum([0] + [len(days) for days in flat])),
        _whole([day for days in flat for day in days]),
        _whole(np.cumsum([0] + [len(union) for union in unions])),
        _whole([day for union in unions for day in union]),
        (on @ on.T) > 0,
    )


def _nearest(closeness: Floats, width: int) -> Ints:
    """Return for each row the columns of its smallest entries but its own, smallest first."""
    own = closeness.copy()
    np.fill_diagonal(own, np.inf)
    ranked = np.argsort(own, axis=1, kind="stable")
    return np.ascontiguousarray(ranked[:, : max(0, min(width, len(own) - 1))].astype(np.int32))
