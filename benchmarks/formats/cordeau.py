"""Cordeau's files: the periodic and the multi-depot VRP, with or without time windows.

Cordeau, Gendreau & Laporte 1997, 10.1002/(SICI)1097-0037(199703)30:2<105::AID-NET5>3.0.CO;2-G,
and the description that comes with the files: ``type m n t``, then ``D Q`` for every day (or
depot), then ``i x y d q f a list [e l]`` for every node. D is the longest route (0: unbounded)
and Q the capacity; d is the service, q the demand, f the number of visits and ``list`` the a sets
of days (or depots), each a bit string whose leftmost of t bits is the first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.formats.problem import Problem
from benchmarks.formats.rows import Row, Rows
from benchmarks.formats.scaled import down, scaled_matrix, scaled_window, up
from routing.vrp import Client, Instance, Pin, Shift, TimeWindow, Vehicle, VisitPattern

FAMILIES = {1: "pvrp", 2: "mdvrp", 5: "pvrptw", 6: "mdvrptw"}
FIRST_LINE = "type, vehicles, customers, days or depots"
COLUMNS = "node, x, y, service, demand, visits, number of sets, sets"


@dataclass(frozen=True, slots=True)
class _Limit:
    """The ``D Q`` of a day or depot."""

    duration: int | None
    capacity: int


@dataclass(frozen=True, slots=True)
class _Node:
    """A customer or a depot."""

    row: Row
    number: int
    window: TimeWindow | None
    sets: tuple[tuple[int, ...], ...]

    @property
    def point(self) -> tuple[float, float]:
        return float(self.row.number(1, "x")), float(self.row.number(2, "y"))

    @property
    def demand(self) -> int:
        return self.row.integer(4, "the demand", least=0)

    def client(self, location: int, *, periodic: bool) -> Client:
        return Client(
            id=str(self.number),
            location=location,
            windows=() if self.window is None else (self.window,),
            service_s=up(self.row.number(3, "the service", least=0)),
            delivery=(self.demand,),
            pattern=VisitPattern(day_sets=self.sets) if periodic else None,
        )


def read_cordeau(path: Path, kinds: Sequence[int] = tuple(FAMILIES)) -> Problem:
    """Read a file whose type is among ``kinds``; least distance."""
    rows = Rows(path)
    head = rows.take(FIRST_LINE)
    head.width(f"4 fields: {FIRST_LINE}", 4)
    kind = head.integer(0, "the type")
    if kind not in kinds:
        named = ", ".join(f"{number} ({FAMILIES[number].upper()})" for number in kinds)
        raise head.refuse(f"type {kind}", f"type {named}")
    count, customers, spans = (
        head.integer(at, what, least=1)
        for at, what in ((1, "the number of vehicles"), (2, "of customers"), (3, "of days"))
    )
    limits = [_limit(rows.take("longest route, capacity")) for _ in range(spans)]
    build = _periodic if kind in (1, 5) else _multi_depot
    return build(head, rows, count, customers, limits, windows=kind in (5, 6))


def _limit(row: Row) -> _Limit:
    row.width("2 fields: longest route, capacity", 2)
    longest = down(row.number(0, "the longest route", least=0))
    return _Limit(longest or None, row.integer(1, "the capacity", least=1))


def _node(row: Row, number: int, spans: int, *, windows: bool, depot: bool = False) -> _Node:
    least = 7 + 2 * windows
    expected = f"{COLUMNS}{', earliest, latest' if windows else ''}"
    if len(row.fields) < least:
        raise row.refuse(f"{len(row.fields)} fields ({row.text})", expected)
    if row.integer(0, "the node’s number") != number:
        raise row.refuse(f"node {row.fields[0]}", f"node {number}")
    row.number(1, "x")
    row.number(2, "y")
    row.number(3, "the service", least=0)
    row.integer(4, "the demand", least=0)
    visits = row.integer(5, "the number of visits", least=0)
    choices = row.integer(6, "the number of sets", least=0 if depot else 1)
    row.width(f"{least + choices} fields: {expected}", least + choices)
    if depot and (visits or choices or row.number(3, "service") or row.integer(4, "demand")):
        raise row.refuse(row.text, "a depot: no service, demand or visits")
    if not visits and choices:  # customer 131 of p11: its sets bind
        visits = row.integer(7, "a set of days", least=1).bit_count()
    sets = tuple(_days(row, 7 + choice, spans, visits) for choice in range(choices))
    if len(set(sets)) < len(sets):
        raise row.refuse(row.text, "every set once")
    window = scaled_window(row.window(7 + choices), row) if windows else None
    return _Node(row, number, window, sets)


def _days(row: Row, at: int, spans: int, visits: int) -> tuple[int, ...]:
    code = row.integer(at, "a set of days", least=1)
    days = tuple(day for day in range(spans) if code >> (spans - 1 - day) & 1)
    if code >= 1 << spans or len(days) != visits:
        raise row.refuse(f"set {code}", f"a bit string of {spans} bits of which {visits} are set")
    return days


def _periodic(
    head: Row, rows: Rows, count: int, customers: int, limits: list[_Limit], *, windows: bool
) -> Problem:
    days = len(limits)
    nodes = []
    for number in range(customers + 1):
        row = rows.take(f"node {number} of {customers}: {COLUMNS}")
        nodes.append(_node(row, number, days, windows=windows, depot=number == 0))
    warnings = [
        f"line {node.row.line}: customer {node.number} has 0 visits and yet sets of days: it is "
        "visited on one of its sets"
        for node in nodes[1:]
        if node.row.integer(5, "the number of visits") == 0
    ]
    for number, row in enumerate(rows.rest(), customers + 1):
        _node(row, number, days, windows=windows)  # junk is refused even there
        warnings.append(f"line {row.line}: customer {number} left out, the file has {customers}")
    depot, last = nodes[0], nodes[-1]
    if len(nodes) > 2 and last.point == depot.point and last.demand == limits[0].capacity:
        nodes.pop()
        warnings.append(
            f"line {last.row.line}: customer {last.number} left out: it stands on the depot and "
            "fills a vehicle alone, the stray row of the common copy of p01"
        )
    for node in nodes[1:]:
        _fits(node, max(limit.capacity for limit in limits))
    points = np.array([node.point for node in nodes])
    vehicles, numbers = _daily_vehicles(count, limits, depot.window)
    instance = Instance(
        matrices=(scaled_matrix(points, head),),
        dimensions=1,
        days=days,
        vehicles=vehicles,
        clients=tuple(node.client(node.number, periodic=True) for node in nodes[1:]),
    )
    return Problem(
        name=rows.path.stem,
        family="pvrptw" if windows else "pvrp",
        instance=instance,
        row_nodes=tuple(node.number for node in nodes),
        points=points,
        depots=(0,),
        vehicle_numbers=numbers,
        warnings=tuple(warnings),
    )


def _fits(node: _Node, capacity: int) -> None:
    if node.demand > capacity:
        raise node.row.refuse(f"demand {node.demand}", f"no more than the capacity, {capacity}")


def _daily_vehicles(
    count: int, limits: list[_Limit], window: TimeWindow | None
) -> tuple[tuple[Vehicle, ...], tuple[int, ...]]:
    """Return m vehicles of all days; where the days differ, m of every day."""
    alike = len(set(limits)) == 1
    groups = [range(len(limits))] if alike else [range(d, d + 1) for d in range(len(limits))]
    made: list[Vehicle] = []
    for days in groups:
        limit = limits[days[0]]
        shifts = tuple(_shift(day, window) for day in days)
        made += [
            Vehicle(
                id=f"v{k}" if alike else f"v{k}d{days[0]}",
                start=0,
                end=0,
                shifts=shifts,
                capacities=((limit.capacity,),),
                max_duration_s=limit.duration,
            )
            for k in range(count)
        ]
    return tuple(made), tuple(range(1, count + 1)) * len(groups)


def _shift(day: int, window: TimeWindow | None) -> Shift:
    if window is None:
        return Shift(day=day)
    return Shift(day=day, earliest_s=window.earliest_s, latest_s=window.latest_s)


def _multi_depot(
    head: Row, rows: Rows, count: int, customers: int, limits: list[_Limit], *, windows: bool
) -> Problem:
    spans, last = len(limits), customers + len(limits)
    nodes = []
    for number in range(1, last + 1):
        row = rows.take(f"node {number} of {last}: {COLUMNS}")
        nodes.append(_node(row, number, spans, windows=windows, depot=number > customers))
    rows.end()
    for node in nodes[:customers]:
        if len(node.sets[0]) != 1:
            raise node.row.refuse(f"{len(node.sets[0])} visits", "1 visit, from one depot")
        _fits(node, max(limit.capacity for limit in limits))
    vehicles = [
        Vehicle(
            id=f"v{depot * count + k}",
            start=customers + depot,
            end=customers + depot,
            shifts=(_shift(0, nodes[customers + depot].window),),
            capacities=((limit.capacity,),),
            max_duration_s=limit.duration,
        )
        for depot, limit in enumerate(limits)
        for k in range(count)
    ]
    points = np.array([node.point for node in nodes])
    instance = Instance(
        matrices=(scaled_matrix(points, head),),
        dimensions=1,
        vehicles=tuple(vehicles),
        clients=tuple(
            node.client(row, periodic=False) for row, node in enumerate(nodes[:customers])
        ),
        pins=tuple(
            Pin(task=str(node.number), vehicles=frozenset(_at(node, count)))
            for node in nodes[:customers]
            if len(node.sets) < spans
        ),
    )
    return Problem(
        name=rows.path.stem,
        family="mdvrptw" if windows else "mdvrp",
        instance=instance,
        row_nodes=tuple(node.number for node in nodes),
        points=points,
        depots=tuple(range(customers + 1, last + 1)),
        vehicle_numbers=tuple(range(1, len(vehicles) + 1)),
    )


def _at(node: _Node, count: int) -> list[str]:
    """Return the vehicles of the depots from which ``node`` may be served."""
    return [f"v{depot * count + k}" for (depot,) in node.sets for k in range(count)]
