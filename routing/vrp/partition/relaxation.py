"""The linear relaxation of set partitioning over a pool, by pricing the pool's own columns.

A small problem is solved first; columns of the pool that its prices make attractive join it,
and unattractive ones leave, until little changes. What is wanted is a good price for every
task, not the last digit: a pool of fifty thousand routes costs some tenths of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from routing.vrp.partition.layout import Layout

FIRST, JOIN, STAY = 1500, 1000, 1500
"""Columns at first; columns that may join in a round; columns that may stay for the next."""
ROUNDS = 15
SETTLED = 1e-5
"""Relative gain of a round below which prices are good enough."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Value of the relaxation over the columns looked at, and every column's reduced cost."""

    value: float
    reduced: Floats


def relax(
    layout: Layout, matrix: sp.csc_matrix, costs: Floats, incumbent: NDArray[np.int64]
) -> Relaxation | None:
    """Price the tasks by the relaxation over all columns.

    Parameters
    ----------
    matrix, costs
        All columns: routes, then the layout's others, which always stay.
    incumbent
        Columns of the best choice so far.

    Returns
    -------
    ``None`` when the solver finds no optimum (numbers out of hand).
    """
    scale = float(costs.max()) or 1.0
    scaled = costs / scale
    always = np.zeros(len(costs), bool)
    always[len(costs) - len(layout.others) :] = True
    always[incumbent] = True
    reduced = scaled - matrix.T @ _first_prices(layout, matrix, scaled, incumbent)
    active = always | _least(reduced, np.arange(len(costs)), FIRST)
    value, highest = np.inf, -np.inf
    for _ in range(ROUNDS):
        chosen = np.flatnonzero(active)
        solved = _solve(layout, matrix[:, chosen], scaled[chosen])
        if solved is None:
            return None
        before, (value, prices) = value, solved
        highest = max(highest, value)
        reduced = scaled - matrix.T @ prices
        entering = np.flatnonzero((reduced < -1e-7) & ~active)
        moved = highest - value > SETTLED * abs(value)  # the incumbent alone prices badly
        settled = moved and before - value < SETTLED * abs(value)
        if not len(entering) or settled:
            break
        active = always | _least(reduced, chosen, STAY) | _least(reduced, entering, JOIN)
    return Relaxation(value * scale, reduced * scale)


def _first_prices(
    layout: Layout, matrix: sp.csc_matrix, costs: Floats, incumbent: NDArray[np.int64]
) -> Floats:
    """Share the cost of each route of the incumbent among the tasks it serves."""
    prices = np.zeros(len(layout.rhs))
    for column in incumbent:
        rows = matrix.indices[matrix.indptr[column] : matrix.indptr[column + 1]]
        served = rows[layout.is_equal[rows]]
        prices[served] += costs[column] / max(1, len(served))
    return prices


def _least(reduced: Floats, among: NDArray[np.int64], most: int) -> NDArray[np.bool_]:
    """Mark the ``most`` columns ``among`` some with the least reduced cost."""
    marked = np.zeros(len(reduced), bool)
    marked[among[np.argsort(reduced[among], kind="stable")[:most]]] = True
    return marked


def _solve(layout: Layout, matrix: sp.csc_matrix, costs: Floats) -> tuple[float, Floats] | None:
    from scipy.optimize import linprog

    equal = layout.is_equal
    answer = linprog(
        costs,
        A_eq=matrix[equal],
        b_eq=layout.rhs[equal],
        A_ub=matrix[~equal],
        b_ub=layout.rhs[~equal],
        method="highs-ds",
    )
    if answer.status != 0:
        return None
    prices = np.zeros(len(layout.rhs))
    prices[equal], prices[~equal] = answer.eqlin.marginals, answer.ineqlin.marginals
    return float(answer.fun), prices
