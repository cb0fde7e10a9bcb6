"""Which requests lie near each other, in space, and in space and time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.vrp.timing.arrays import FIRST, LAST, LOC, Arrays

FEW = 60


def nearest(
    base: Arrays, tasks_of: Sequence[Sequence[int]], ends: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """Return for each request the others by nearness, shape (2, requests, at most ``FEW``).

    Between two tasks: the mean way between their beginnings and between their ends; in the
    second list with a share of the gap between the middles of their windows.
    """
    count = len(tasks_of)
    few = min(FEW, max(count - 1, 0))
    if not count or not few:
        return np.zeros((2, count, 0), np.int64)
    way = base.seconds[0].astype(np.float64)
    way = (way + way.T) / 2
    one = np.array([ends[tasks[0]][0] for tasks in tasks_of])
    two = np.array([max(ends[tasks[0]]) for tasks in tasks_of])
    a, b = base.node[one, LOC], base.node[two, LOC]
    straight = way[np.ix_(a, a)] + way[np.ix_(b, b)]
    space = straight / 2 + 0.25 * np.minimum(way[np.ix_(b, a)], way[np.ix_(a, b)])
    middle = np.minimum(_middle(base, one), _middle(base, two))
    known = np.isfinite(middle)
    gap = np.abs(np.where(known, middle, 0)[:, None] - np.where(known, middle, 0)[None, :])
    gap[~known, :] = 0
    gap[:, ~known] = 0
    lists = []
    for measure in (space, space + 0.2 * gap):
        np.fill_diagonal(measure, np.inf)
        order = np.argsort(measure, axis=1, kind="stable")[:, :few]
        lists.append(order.astype(np.int64))
    return np.stack(lists)


def _middle(base: Arrays, nodes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Middles of the windows of places; infinite where there are none."""
    first = base.node[nodes, FIRST].astype(np.float64)
    last = base.node[nodes, LAST].astype(np.float64)
    return np.where(first > -1e17, (first + last) / 2, np.inf)
