"""When a driver stops where, once the order is known: least time on board, waiting and haste.

All bounds are differences of two moments, so the linear programme has an integer optimum
(Ahuja, Magnanti & Orlin 1993, Network Flows, ch. 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

ABOARD, WAITING, EARLY, OUT = 1.0, 1.0, 0.5, 0.01
"""Weights of a second on board, of waiting to be brought back, of arriving too early, and of
the driver being out."""


@dataclass(slots=True)
class Times:
    """Moments to be found, bounds on them and on their differences, and what each second costs.

    Moments are numbered as they are added. ``after`` holds ``(i, j, seconds)``: moment ``j`` is
    at least so many seconds after ``i``; negative seconds say how much later ``i`` may be at most.
    """

    earliest: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    after: list[tuple[int, int, int]] = field(default_factory=list)

    def moment(self, earliest: int, latest: int) -> int:
        """Add a moment and return its number."""
        self.earliest.append(earliest)
        self.latest.append(latest)
        self.cost.append(0.0)
        return len(self.cost) - 1

    def between(self, first: int, second: int, weight: float) -> None:
        """Make every second between two moments cost ``weight``."""
        self.cost[first] -= weight
        self.cost[second] += weight

    def solve(self) -> Sequence[int] | None:
        """Return all moments, or ``None`` when the bounds contradict each other."""
        arcs = np.array(self.after, np.int64).reshape(-1, 3)
        lines = np.arange(len(arcs))
        bounds = coo_array(
            (
                np.repeat([1.0, -1.0], len(arcs)),
                (np.tile(lines, 2), np.concatenate([arcs[:, 0], arcs[:, 1]])),
            ),
            shape=(len(arcs), len(self.cost)),
        )
        found = linprog(
            self.cost,
            A_ub=bounds.tocsr(),
            b_ub=-arcs[:, 2],
            bounds=list(zip(self.earliest, self.latest, strict=True)),
            method="highs-ds",
        )
        return [round(moment) for moment in found.x] if found.success else None
