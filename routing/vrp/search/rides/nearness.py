"""Which requests are related: three orders of the others around each request."""

from __future__ import annotations

import numpy as np

from routing.vrp.search.rides.tables import Ints, Narrow

_MOST = 250


def nearness(time: Narrow, early: Ints, late: Ints, ride: Ints) -> Narrow:
    """Rank the other requests by three measures of distance in space and time.

    Returns
    -------
    int32, shape (3, requests, ranks)
        The request itself comes first. Measures: the cheapest arc between any two of their
        stops that the windows allow, with a tenth of the waiting; the way between the pickups
        and between the deliveries; a mixture that weighs the windows more.
    """
    count = len(ride)
    way = time[: 2 * count, : 2 * count].astype(np.float64)
    both = (way + way.T) / 2
    opens, closes = early.astype(np.float64), late.astype(np.float64)
    apart = np.abs(opens[:, None] - opens) + np.abs(closes[:, None] - closes)
    arc = _arc(way, opens, closes)
    arc = np.minimum(arc, arc.T).reshape(count, 2, count, 2).min(axis=(1, 3))
    ends = both[0::2, 0::2] + both[1::2, 1::2]
    shift = apart[0::2, 0::2] + apart[1::2, 1::2]
    cross = np.minimum(both[0::2, 1::2], both[1::2, 0::2])
    ends_late = np.abs(closes[1::2][:, None] - closes[1::2])
    measures = np.stack([arc, ends + 0.02 * shift, np.minimum(ends / 2, cross) + 0.3 * ends_late])
    for measure in measures:
        np.fill_diagonal(measure, -1.0)
    ranks = np.argsort(measures, axis=2, kind="stable")[:, :, :_MOST]
    return np.ascontiguousarray(ranks, np.int32)


def _arc(way: np.ndarray, opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
    arrives = opens[:, None] + way
    waits = np.maximum(0.0, opens[None, :] - (closes[:, None] + way))
    return np.where(arrives <= closes[None, :], way + 0.1 * waits, 1e15)
