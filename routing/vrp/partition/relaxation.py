"""The linear relaxation of set partitioning over a pool, by pricing the pool's own columns.

A small problem is solved first; columns of the pool that its prices make attractive join it
until none is left, so that a pool of a hundred thousand routes costs a second or two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from routing.vrp.partition.layout import Layout

ROUND = 2000
"""Columns that may join in one round."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Value of the relaxation, and the reduced cost of every column (routes, then others)."""

    value: float
    reduced: NDArray[np.float64]


def relax(
    layout: Layout, matrix: sp.csc_matrix, costs: NDArray[np.float64], first: NDArray[np.int64]
) -> Relaxation | None:
    """Solve the relaxation over all columns, beginning with the columns ``first``.

    Returns
    -------
    ``None`` when the solver finds no optimum (numbers out of hand).
    """
    from scipy.optimize import linprog

    scale = float(costs.max()) or 1.0
    active = np.zeros(len(costs), bool)
    active[first] = True
    equal = layout.is_equal
    while True:
        chosen = np.flatnonzero(active)
        small = matrix[:, chosen]
        answer = linprog(
            costs[chosen] / scale,
            A_eq=small[equal],
            b_eq=layout.rhs[equal],
            A_ub=small[~equal],
            b_ub=layout.rhs[~equal],
            method="highs",
        )
        if answer.status != 0:
            return None
        duals = np.zeros(len(layout.rhs))
        duals[equal], duals[~equal] = answer.eqlin.marginals, answer.ineqlin.marginals
        reduced = costs / scale - matrix.T @ duals
        entering = np.flatnonzero((reduced < -1e-7) & ~active)
        if not len(entering):
            return Relaxation(float(answer.fun) * scale, reduced * scale)
        active[entering[np.argsort(reduced[entering], kind="stable")[:ROUND]]] = True
