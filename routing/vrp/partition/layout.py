"""The covering constraints of set partitioning: which row each route, pattern and task fills.

A choice of routes is a solution when every task is covered exactly once or left out, the
visits of a periodic client fall on the days of one of its patterns, linked shipments share
a day, and no kind of route is used more often than there are vehicles to drive it. A crew with
two routes may carry linked shipments one in each: that is a column which needs both of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from routing.vrp.codes import task_of
from routing.vrp.instance import Instance
from routing.vrp.kinds import linking_crews
from routing.vrp.search.engine import PoolRoute

Kinds = Sequence[Sequence[tuple[int, int]]]
Entries = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of the problem, and its columns that are not routes.

    Parameters
    ----------
    row
        Number of each row by name.
    rhs, is_equal
        Right-hand side of each row; whether the row is an equation or bounds from above.
    others, other_costs
        Columns for patterns, tasks left out, broken links and links kept by a crew in two
        routes: entries and costs, each 0 or 1.
    """

    instance: Instance
    kinds: Kinds
    row: dict[Hashable, int]
    rhs: NDArray[np.float64]
    is_equal: NDArray[np.bool_]
    others: list[Entries]
    other_costs: list[int]
    partner: dict[int, int]
    links: dict[int, tuple[int, int]]

    def entries(self, route: PoolRoute) -> Entries | None:
        """Return rows filled by ``route``; ``None`` when it breaks a hard link."""
        tasks = {task_of(self.instance, code) for code in route.stops} - {-1}
        slots = self.kinds[route.kind]
        day = slots[0][1]
        rows: Entries = [(self.row["kind", route.kind], 1.0)]
        for task in tasks:
            group = _group(self.instance, task, slots[0][0])
            row = self.row.get(("visit", task, day, group), self.row.get(("cover", task), -1))
            if row < 0:
                return None  # the client has no visit on this day
            rows.append((row, 1.0))
            if task in self.partner:
                number, sign = self.links[task]
                rows.append((self.row["day", number, day], float(sign)))
                together = self.partner[task] in tasks
                crew = self.instance.vehicles[slots[0][0]].driven_by
                alone = self.row.get(("alone", task, crew))
                if not together and alone is not None:
                    rows.append((alone, -1.0))
                elif not together and self.instance.links[number].same_vehicle:
                    return None
                if together and sign > 0 and ("apart", number) in self.row:
                    rows.append((self.row["apart", number], 1.0))
        return rows

    def matrix(self, columns: Sequence[Entries]) -> sp.csc_matrix:
        """Return the columns as a sparse matrix, shape (rows, columns)."""
        lengths = [len(column) for column in columns]
        flat = [entry for column in columns for entry in column]
        rows = np.fromiter((row for row, _ in flat), np.int32, len(flat))
        data = np.fromiter((value for _, value in flat), np.float64, len(flat))
        starts = np.concatenate(([0], np.cumsum(lengths)))
        return sp.csc_matrix((data, rows, starts), shape=(len(self.rhs), len(columns)))


@dataclass
class _Builder:
    row: dict[Hashable, int] = field(default_factory=dict)
    rhs: list[float] = field(default_factory=list)
    is_equal: list[bool] = field(default_factory=list)

    def add(self, name: Hashable, rhs: float, *, equal: bool = True) -> int:
        self.row[name] = len(self.rhs)
        self.rhs.append(rhs)
        self.is_equal.append(equal)
        return self.row[name]


def layout(instance: Instance, kinds: Kinds, missed_cost: int) -> Layout:
    """Lay out rows and columns.

    Parameters
    ----------
    missed_cost
        Cost of leaving out a task that must be served, times 1 + its priority.
    """
    builder = _Builder()
    others: list[Entries] = []
    costs: list[int] = []
    left_out = {}
    for task, record in enumerate(instance.tasks):
        row = builder.add(("cover", task), 1.0)
        left_out[task] = len(others)
        others.append([(row, 1.0)])
        must = record.prize is None
        costs.append(missed_cost * (1 + record.priority) if must else int(record.prize or 0))
    for task, days, group in _patterns(instance):
        column: Entries = [(builder.row["cover", task], 1.0)]
        for day in days:
            name = ("visit", task, day, group)
            row = builder.row[name] if name in builder.row else builder.add(name, 0.0)
            column.append((row, -1.0))
        others.append(column)
        costs.append(0)
    begun = {(prefix.vehicle, prefix.day) for prefix in instance.prefixes if prefix.stops}
    for kind, slots in enumerate(kinds):
        # a route that has begun is driven; it has a kind of its own
        must = any((instance.vehicles[vehicle].id, day) in begun for vehicle, day in slots)
        builder.add(("kind", kind), float(len(slots)), equal=must)
    partner, links = _add_links(instance, builder, others, costs, left_out)
    return Layout(
        instance,
        kinds,
        builder.row,
        np.array(builder.rhs),
        np.array(builder.is_equal),
        others,
        costs,
        partner,
        links,
    )


def _patterns(instance: Instance) -> Iterator[tuple[int, tuple[int, ...], Hashable]]:
    for task, client in enumerate(instance.clients):
        if client.pattern is None:
            continue
        groups = {_group(instance, task, index) for index in range(len(instance.vehicles))}
        for group in sorted(groups, key=str):
            for days in dict.fromkeys(client.pattern.day_sets):
                yield task, days, group


def _group(instance: Instance, task: int, vehicle: int) -> Hashable:
    """Return who must come to all visits of a client: ``None``, a vehicle or a crew."""
    if task >= len(instance.clients):
        return None
    pattern = instance.clients[task].pattern
    if pattern is None or pattern.same == "free":
        return None
    record = instance.vehicles[vehicle]
    return record.id if pattern.same == "vehicle" else record.driven_by


def _add_links(
    instance: Instance,
    builder: _Builder,
    others: list[Entries],
    costs: list[int],
    left_out: dict[int, int],
) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    number_of = {s.id: len(instance.clients) + i for i, s in enumerate(instance.shipments)}
    partner: dict[int, int] = {}
    links: dict[int, tuple[int, int]] = {}
    crews = sorted(linking_crews(instance))
    for number, link in enumerate(instance.links):
        first, second = number_of[link.first], number_of[link.second]
        partner |= {first: second, second: first}
        links |= {first: (number, 1), second: (number, -1)}
        for day in range(instance.days):
            builder.add(("day", number, day), 0.0)
        if (link.same_vehicle and crews) or (link.penalty and not link.same_vehicle):
            row = builder.add(("apart", number), 1.0)
            others[left_out[first]].append((row, 1.0))
            if not link.same_vehicle:
                others.append([(row, 1.0)])
                costs.append(link.penalty)
            for crew in crews:
                alone = [
                    builder.add(("alone", task, crew), 0.0, equal=False) for task in (first, second)
                ]
                others.append([(row, 1.0), *((need, 1.0) for need in alone)])
                costs.append(0)
    return partner, links
