"""A strong lower bound: the root node of a mixed-integer solver, cuts and all.

CP-SAT finds good plans and proves small ones optimal; over a month of forty villages its bound
rises slowly. SCIP's root node, its linear relaxation tightened by cuts and probing, is within
two per cent of the best plans known after a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from routing.planning.model.budget import stopped_when

PIVOTS_PER_DETERMINISTIC_SECOND = 4000
"""Pivots of the simplex method in what CP-SAT counts as a second; that is how they are charged."""

TOLERANCE = 1e-6
"""Relative error allowed to arithmetic in floating point."""

_FREE = 2**62
"""CP-SAT writes a bound beyond this where there is none."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A bound from below, the best solution met, and the deterministic seconds that it took.

    The solution keeps what was written for SCIP; see :func:`floor_of` for what was not.
    """

    bound: int
    values: list[int]
    spent: float


def floor_of(
    model: cp_model.CpModel,
    cost: cp_model.LinearExprT,
    known: Sequence[int],
    *,
    seed: int,
    wall_s: float,
    cancelled: Callable[[], bool],
) -> Floor:
    """Bound a non-negative cost from below.

    Constraints that are not linear, or hold only under a condition, are left out: what remains
    is a relaxation. ``known`` is a solution, the value of every variable: SCIP's wrapper tells
    a bound only where there is one. Too little time gives 0.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetSolverSpecificParametersAsString(
        f"limits/nodes = 1\nrandomization/randomseedshift = {seed}\n"
    )
    variables = _write(solver, model, cost)
    solver.SetHint(variables, [float(value) for value in known])
    if wall_s < inf:
        solver.SetTimeLimit(max(100, round(1000 * wall_s)))
    with stopped_when(cancelled, solver.InterruptSolve):
        solver.Solve()
    spent = solver.iterations() / PIVOTS_PER_DETERMINISTIC_SECOND
    dual = solver.Objective().BestBound()
    return Floor(
        bound=ceil(dual - TOLERANCE * dual) if 0 < dual < inf else 0,
        values=[round(variable.solution_value()) for variable in variables],
        spent=spent,
    )


def _write(
    solver: pywraplp.Solver, model: cp_model.CpModel, cost: cp_model.LinearExprT
) -> list[pywraplp.Variable]:
    """Write the linear constraints of a CP-SAT model and its cost for another solver."""
    variables = []
    for variable in model.proto.variables:
        low, *_, high = variable.domain  # CP-SAT's lists answer 0 to an index of -1
        variables.append(solver.IntVar(float(low), float(high), ""))
    for constraint in model.proto.constraints:
        if constraint.enforcement_literal:
            continue
        if constraint.has_linear():
            line = constraint.linear
            low, *_, high = line.domain
            _add(solver, variables, zip(line.vars, line.coeffs, strict=True), low, high)
        elif constraint.has_at_most_one():
            _add(solver, variables, _ones(constraint.at_most_one.literals), -_FREE, 1)
        elif constraint.has_exactly_one():
            _add(solver, variables, _ones(constraint.exactly_one.literals), 1, 1)
        elif constraint.has_bool_or():
            _add(solver, variables, _ones(constraint.bool_or.literals), 1, _FREE)
    flat = cp_model.FlatIntExpr(cp_model.LinearExpr.sum([cost, 0]))
    goal = solver.Objective()
    for term, coefficient in zip(flat.vars, flat.coeffs, strict=True):
        known = goal.GetCoefficient(variables[term.index])
        goal.SetCoefficient(variables[term.index], known + float(coefficient))
    goal.SetOffset(float(flat.offset))
    goal.SetMinimization()
    return variables


def _ones(literals: Iterable[int]) -> list[tuple[int, int]]:
    return [(literal, 1) for literal in literals]


def _add(
    solver: pywraplp.Solver,
    variables: list[pywraplp.Variable],
    terms: Iterable[tuple[int, int]],
    low: int,
    high: int,
) -> None:
    """Add one row; a negative reference is a negated literal, 1 minus its variable."""
    total: dict[int, int] = {}
    constant = 0
    for reference, factor in terms:
        if reference < 0:
            reference, constant, factor = -reference - 1, constant + factor, -factor
        total[reference] = total.get(reference, 0) + factor
    row = solver.Constraint(
        -inf if low <= -_FREE else float(low - constant),
        inf if high >= _FREE else float(high - constant),
    )
    for reference, factor in total.items():
        row.SetCoefficient(variables[reference], float(factor))
