"""Aims tried from below: what must be given up is proven step by step."""

from __future__ import annotations

from ortools.sat.python import cp_model

from routing.planning.model.aims import Aim, Objective
from routing.planning.model.budget import Budget, Limits
from routing.planning.model.descent import run_from_below
from routing.planning.model.search import Search, Stage
from routing.planning.phases import Phase


def _search(least_habits: int, least_roles: int) -> tuple[Search, tuple[Stage, ...]]:
    """Search for habits, roles and travel, of which the first two have a least value."""
    model = cp_model.CpModel()
    held, habits, roles, travel = (model.new_int_var(0, 9, name) for name in "hart")
    model.add(habits >= least_habits)
    model.add(roles >= least_roles)
    model.add(travel + habits >= 7)
    before = (
        Objective(Aim.HELD, held, 9),
        Objective(Aim.REGULARITY, habits, 9),
        Objective(Aim.ROLES, roles, 9),
    )
    limits = Limits(iterations=50, time_s=None, seed=1)
    budget = Budget(limits, lambda _phase, _share: None, lambda: False)
    search = Search(model, budget, Phase.ROUNDS)
    return search, (Stage(parts=before), Stage(parts=(Objective(Aim.TRAVEL, travel, 9),)))


def test_habits_are_given_up_only_as_far_as_proven_necessary():
    search, stages = _search(least_habits=2, least_roles=0)
    assert run_from_below(search, stages, 0.5, steps=4)
    found = [(o.objective.aim, o.cost, o.bound) for o in search.outcomes]
    assert found == [
        (Aim.HELD, 0, 0),
        (Aim.REGULARITY, 2, 2),
        (Aim.ROLES, 0, 0),
        (Aim.TRAVEL, 5, 5),
    ]


def test_more_steps_than_allowed_or_another_aim_to_blame_is_left_to_an_ordinary_search():
    for least_habits, least_roles in ((3, 0), (0, 1), (1, 1)):
        search, stages = _search(least_habits, least_roles)
        assert not run_from_below(search, stages, 0.5, steps=2)
        assert search.outcomes == []
        search.run(stages)
        costs = [outcome.cost for outcome in search.outcomes]
        assert costs == [0, least_habits, least_roles, 7 - least_habits]


def test_what_is_missing_for_certain_is_no_failure():
    model = cp_model.CpModel()
    held, habits, travel = (
        model.new_int_var(2, 9, "h"), model.new_int_var(0, 9, "a"), model.new_int_var(0, 9, "t")
    )  # fmt: skip
    model.add(travel + held >= 7)
    before = (Objective(Aim.HELD, held, 9), Objective(Aim.REGULARITY, habits, 9))
    limits = Limits(iterations=50, time_s=None, seed=1)
    search = Search(model, Budget(limits, lambda _p, _s: None, lambda: False), Phase.ROUNDS)
    stages = (Stage(parts=before), Stage(parts=(Objective(Aim.TRAVEL, travel, 9),)))
    assert run_from_below(search, stages, 0.5)
    assert [(o.cost, o.bound) for o in search.outcomes] == [(2, 2), (0, 0), (5, 5)]
