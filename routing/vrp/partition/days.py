"""Routes driven on another day: the same stops, where vehicles and shifts are alike.

A search meets a route on one day; whether another day suits it better depends on what all
others do, which the prices of the relaxation tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from routing.vrp.instance import Instance
from routing.vrp.partition.layout import Layout
from routing.vrp.search.engine import PoolRoute

MOST = 2000
"""Most routes that are offered for other days."""

Floats = NDArray[np.float64]


def moved(
    plan: Layout, routes: Sequence[PoolRoute], matrix: sp.csc_matrix, costs: Floats, prices: Floats
) -> list[PoolRoute]:
    """Return copies of ``routes`` on other days that ``prices`` make attractive, best first.

    Parameters
    ----------
    matrix, costs
        Columns and costs of ``routes``.
    """
    if any(pin.day is not None for pin in plan.instance.pins):
        return []
    known = {(route.kind, route.stops) for route in routes}
    kind_of = np.array([route.kind for route in routes])
    found: list[tuple[float, int, int]] = []
    for here, there in _pairs(plan):
        chosen = np.flatnonzero(kind_of == here)
        reduced = costs[chosen] - matrix[:, chosen].T @ _prices_there(plan, here, there, prices)
        cheap = [at for at in np.argsort(reduced, kind="stable")[:MOST] if reduced[at] < 0]
        found += [
            (float(reduced[at]), there, int(chosen[at]))
            for at in cheap
            if (there, routes[chosen[at]].stops) not in known
        ]
    return [replace(routes[index], kind=kind) for _, kind, index in sorted(found)[:MOST]]


def _pairs(plan: Layout) -> Iterator[tuple[int, int]]:
    """Yield the ordered pairs of kinds that differ in their day only."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for kind, slots in enumerate(plan.kinds):
        alike[_key(plan.instance, slots)].append(kind)
    for group in alike.values():
        yield from permutations(group, 2)


def _key(instance: Instance, slots: Sequence[tuple[int, int]]) -> Hashable:
    """Return the vehicles of a kind and their shifts, whatever the day; begun routes stay."""
    begun = {(p.vehicle, p.day) for p in instance.prefixes}
    shifts = []
    for index, day in slots:
        vehicle = instance.vehicles[index]
        shift = next(shift for shift in vehicle.shifts if shift.day == day)
        fixed = day if (vehicle.id, day) in begun else None
        shifts.append((index, replace(shift, day=0), fixed))
    return tuple(shifts)


def _prices_there(plan: Layout, here: int, there: int, prices: Floats) -> Floats:
    """Return, for each row that a route fills on its day, the price it would pay on the other."""
    day, other = plan.kinds[here][0][1], plan.kinds[there][0][1]
    answer = np.full(len(prices), -1e15)  # a client without a visit on the other day
    for name, row in plan.row.items():
        match name:
            case ("visit", task, on, group) if on == day:
                target = plan.row.get(("visit", task, other, group))
                if target is not None:
                    answer[row] = prices[target]
            case ("cover", int(task)) if task < len(plan.instance.clients):
                answer[row] = prices[row]  # served on any day
            case ("kind", kind) if kind == here:
                answer[row] = prices[plan.row["kind", there]]
            case _:
                pass
    return answer
