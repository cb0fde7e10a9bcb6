"""Who is near whom, in place and time, and by what the removed tasks are sorted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST_NEAR = 150
_MOST_BESIDE = 100
_WAITING = 0.2


def neighbours(
    time: NDArray[np.int32],
    cost: NDArray[np.int32],
    ready: NDArray[np.int64],
    due: NDArray[np.int64],
    first: NDArray[np.int32],
    last: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """List for each stop its nearest predecessors, successors, and stops in space, in both.

    A predecessor or successor is one that the windows permit; waiting between the two counts
    ``_WAITING`` of the cost of driving as long (after the proximity of Vidal et al. 2013,
    10.1016/j.cor.2012.07.018). Rows end with -1.
    """
    n = ready.shape[0]
    t, c = time[:n, :n].astype(np.float64), cost[:n, :n].astype(np.float64)
    pace = c[t > 0].sum() / max(t[t > 0].sum(), 1.0)
    arrives = ready[:, None] + t
    waits = np.maximum(ready[None, :] - due[:, None] - t, 0.0)
    arc = c + _WAITING * pace * waits
    arc[arrives > due[None, :]] = np.inf
    np.fill_diagonal(arc, np.inf)
    arc[last[first != last], first[first != last]] = np.inf
    beside = min(n, _MOST_BESIDE)
    before, after = _nearest(arc.T, beside), _nearest(arc, beside)
    near = np.stack([_nearest_all(np.minimum(c, c.T)), _nearest_all(np.minimum(arc, arc.T))])
    return before, after, near


def _nearest(arc: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    order = np.argsort(arc, axis=1, kind="stable")[:, :count]
    far = np.isinf(np.take_along_axis(arc, order, axis=1))
    return np.where(far, -1, order).astype(np.int64)


def _nearest_all(apart: NDArray[np.float64]) -> NDArray[np.int64]:
    np.fill_diagonal(apart, -1.0)
    return np.argsort(apart, axis=1, kind="stable")[:, :_MOST_NEAR].astype(np.int64)


def sort_keys(
    cost: NDArray[np.int32],
    ready: NDArray[np.int64],
    due: NDArray[np.int64],
    first: NDArray[np.int32],
    last: NDArray[np.int32],
    change: NDArray[np.int64],
    brought: NDArray[np.int64],
    depot: int,
) -> NDArray[np.float64]:
    """Return (6, tasks): demand, far, near, width, beginning and end of the window; low first."""
    demand = np.maximum(np.abs(change), brought).sum(axis=1).astype(np.float64)
    far = cost[depot, : ready.shape[0]].astype(np.float64)
    away = np.maximum(far[first], far[last])
    width = (due - ready).astype(np.float64)
    return np.stack(
        [
            -demand[first],
            -away,
            away,
            np.minimum(width[first], width[last]),
            ready[first].astype(np.float64),
            -due[last].astype(np.float64),
        ]
    )
