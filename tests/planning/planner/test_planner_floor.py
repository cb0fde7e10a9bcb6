"""Bounds from below by another solver: never above the optimum, whatever the model."""

from __future__ import annotations

from math import inf

from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from routing.planning.model.floor import floor_of


@st.composite
def _models(draw: st.DrawFn) -> tuple[cp_model.CpModel, cp_model.LinearExprT]:
    """A model with every kind of constraint that planning writes, solved by all ones."""
    model = cp_model.CpModel()
    few = [model.new_bool_var(f"b{n}") for n in range(5)]
    count = model.new_int_var(0, 7, "count")
    literals = [*few, *(~b for b in few)]
    for _ in range(draw(st.integers(1, 6))):
        some = draw(st.lists(st.sampled_from(range(10)), min_size=1, max_size=4, unique=True))
        chosen = [literals[n] for n in some]
        kind = draw(st.sampled_from(["or", "most", "one", "sum", "if"]))
        if kind == "or":
            model.add_bool_or(chosen)
        elif kind == "most":
            model.add_at_most_one(chosen)
        elif kind == "one":
            model.add_exactly_one(chosen)
        elif kind == "sum":
            model.add(sum(3 * literal for literal in chosen) + count >= draw(st.integers(0, 6)))
        else:
            model.add(count >= draw(st.integers(1, 7))).only_enforce_if(chosen)
    weights = draw(st.lists(st.integers(0, 9), min_size=5, max_size=5))
    cost = sum(w * b for w, b in zip(weights, few, strict=True)) + 2 * count + count + 4
    return model, cost


@given(_models())
def test_a_floor_is_never_above_the_optimum(asked):
    model, cost = asked
    solver = cp_model.CpSolver()
    model.minimize(cost)
    if solver.solve(model) != cp_model.OPTIMAL:
        return
    known = list(solver.response_proto.solution)
    floor = floor_of(model, cost, known, seed=1, wall_s=inf, cancelled=lambda: False)
    assert 0 <= floor.bound <= round(solver.objective_value)


def test_a_floor_is_the_optimum_where_one_node_is_enough():
    model = cp_model.CpModel()
    one, other = model.new_bool_var("one"), model.new_bool_var("other")
    model.add(one + other >= 1)
    floor = floor_of(
        model, 7 * one + 5 * other + 2, [1, 1], seed=1, wall_s=inf, cancelled=lambda: False
    )
    assert floor.bound == 7
