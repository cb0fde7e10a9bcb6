"""Routes from outside: stops made already, and the solutions of other searches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routing.vrp.codes import stops_of
from routing.vrp.search.engine import Order
from routing.vrp.search.rich.state import OUT, TOTAL, Routes, lay
from routing.vrp.search.rich.tables import (
    ALT,
    ALTS,
    HARD,
    LINKED,
    PART,
    PARTS,
    PENALTY,
    REQUEST,
    SAME,
    SAME_VEHICLE,
    UNSERVED,
    WHEN,
    WHICH,
    Tables,
)
from routing.vrp.timing.arrays import BIG, CREW, DAY, DEPOT, DEPOTS, TASK, VEHICLE
from routing.vrp.timing.arrays import FIXED as MADE
from routing.vrp.timing.space import SEQ, Space


def _clear(tables: Tables, routes: Routes) -> None:
    """Empty all routes, and leave every request out."""
    requests = len(routes.chosen)
    routes.length[:] = 0
    routes.cost[:] = 0
    routes.stamp[:] = np.uint64(14695981039346656037)
    routes.slack[:] = 0
    routes.chosen[:] = -1
    routes.place[:] = -1
    routes.out[:] = routes.out_at[:] = np.arange(requests)
    routes.number[OUT] = requests
    routes.number[TOTAL] = int(tables.plan.request[:, UNSERVED].sum())


def _put(tables: Tables, routes: Routes, space: Space, row: int, nodes: Sequence[int]) -> bool:
    """Make ``nodes`` the route of a slot where that is feasible; return whether it is."""
    return _cost(tables, routes, space, row, nodes, commit=True) < BIG


def _cost(
    tables: Tables, routes: Routes, space: Space, row: int, nodes: Sequence[int], *, commit: bool
) -> int:
    space.work[SEQ, : len(nodes)] = nodes
    return int(lay(tables.arrays, routes, space, row, len(nodes), commit))


def lay_prefixes(tables: Tables, routes: Routes, space: Space) -> None:
    """Begin with the stops made already; a slot whose stops cannot be timed takes no task."""
    _clear(tables, routes)
    instance, arrays, plan = tables.instance, tables.arrays, tables.plan
    names = [c.id for c in instance.clients] + [s.id for s in instance.shipments]
    tasks = {name: t for t, name in enumerate(names)}
    vehicles = {vehicle.id: v for v, vehicle in enumerate(instance.vehicles)}
    for prefix in instance.prefixes:
        row = int(plan.slot_of[vehicles[prefix.vehicle], prefix.day])
        if row < 0:
            continue
        slot = arrays.slot[row]
        first = slot[DEPOT]
        choices = range(first, first + max(1, slot[DEPOTS]))
        laid = False
        for reload in choices:
            nodes = []
            for stop in prefix.stops:
                if stop.kind == "reload":
                    nodes.append(int(reload) if slot[DEPOTS] else -1)
                else:
                    ends = stops_of(instance, tasks[stop.task])
                    nodes.append(ends[-1] if stop.kind == "delivery" else ends[0])
            if not laid and -1 not in nodes:
                laid = _put(tables, routes, space, row, nodes)
        if not laid:
            plan.allowed[:, row] = 0
            slot[MADE] = 0


def adopted(tables: Tables, routes: Routes, space: Space, orders: Sequence[Order]) -> None:
    """Make ``orders`` the current routes, but for what breaks a rule, which is left out."""
    lay_prefixes(tables, routes, space)
    arrays, plan = tables.arrays, tables.plan
    lines: dict[int, list[int]] = {}
    for order in orders:
        row = int(plan.slot_of[order.vehicle, order.day])
        if row >= 0:
            first = int(arrays.slot[row, DEPOT])
            lines[row] = [code if code >= 0 else first - 1 - code for code in order.stops]
    good = False
    while not good:
        choice = _choices(tables, lines)
        for row, nodes in lines.items():
            lines[row] = [v for v in nodes if _kept(tables, choice, int(arrays.node[v, TASK]))]
        good = True
        for row in list(lines):
            if not _feasible(tables, routes, space, row, lines[row]):
                del lines[row]
                good = False
    for row, nodes in lines.items():
        _put(tables, routes, space, row, nodes)
    for r, (alternative, rows) in choice.items():
        _choose(tables, routes, r, alternative, rows)


def _kept(tables: Tables, choice: dict[int, tuple[int, list[int]]], task: int) -> bool:
    return task < 0 or int(tables.plan.task[task, REQUEST]) in choice


def _feasible(tables: Tables, routes: Routes, space: Space, row: int, nodes: Sequence[int]) -> bool:
    made = int(tables.arrays.slot[row, MADE])
    begun = [int(v) for v in routes.route[row, :made]]
    if list(nodes[:made]) != begun or len(nodes) + 4 > routes.route.shape[1]:
        return False
    return _cost(tables, routes, space, row, nodes, commit=False) < BIG


def _choices(tables: Tables, lines: dict[int, list[int]]) -> dict[int, tuple[int, list[int]]]:
    """Return, for each request that the routes serve as they must, its alternative and slots."""
    plan, arrays = tables.plan, tables.arrays
    where: dict[tuple[int, int], list[int]] = {}
    for row, nodes in lines.items():
        for t in {int(arrays.node[v, TASK]) for v in nodes} - {-1}:
            ends = [v for v in plan.task[t, :2] if v >= 0]
            places = [i for i, v in enumerate(nodes) if v in ends]
            whole = [nodes[i] for i in places] == ends
            key = t, int(arrays.slot[row, DAY])
            where.setdefault(key, []).append(row if whole and plan.allowed[t, row] else -1)
    counts: dict[int, int] = {}
    for (t, _), rows in where.items():
        counts[t] = counts.get(t, 0) + len(rows)
    found = {}
    for r in range(len(plan.request)):
        first = plan.request[r, ALT]
        for a in range(first, first + plan.request[r, ALTS]):
            begin = plan.alternative[a, PART]
            parts = plan.part[begin : begin + plan.alternative[a, PARTS]]
            rows = [where.get((int(p[WHICH]), int(p[WHEN])), [-1])[0] for p in parts]
            served = {int(p[WHICH]) for p in parts}
            total = sum(counts.get(t, 0) for t in served)
            if -1 not in rows and total == len(parts) and _tied(tables, r, rows):
                found[r] = (a, rows)
                break
    return found


def _tied(tables: Tables, r: int, rows: Sequence[int]) -> bool:
    """Whether the slots keep to what ties the parts of a request together."""
    request, slot = tables.plan.request[r], tables.arrays.slot
    if request[LINKED]:
        return not request[HARD] or slot[rows[0], CREW] == slot[rows[1], CREW]
    if request[SAME] == 0:
        return True
    column = VEHICLE if request[SAME] == SAME_VEHICLE else CREW
    return len({int(slot[row, column]) for row in rows}) == 1


def _choose(tables: Tables, routes: Routes, r: int, alternative: int, rows: Sequence[int]) -> None:
    request, crew = tables.plan.request[r], tables.arrays.slot[:, CREW]
    routes.chosen[r] = alternative
    routes.place[r, : len(rows)] = rows
    last = int(routes.out[routes.number[OUT] - 1])
    at = int(routes.out_at[r])
    routes.out[at], routes.out_at[last] = last, at
    routes.out_at[r] = -1
    routes.number[OUT] -= 1
    routes.number[TOTAL] -= int(request[UNSERVED])
    if request[LINKED] and crew[rows[0]] != crew[rows[1]]:
        routes.number[TOTAL] += int(request[PENALTY])
