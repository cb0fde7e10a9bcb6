"""Aims optimised in their order: what must be given up is proven."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from routing.planning.errors import Cancelled
from routing.planning.model.aims import Aim, Objective
from routing.planning.model.budget import Budget, Limits
from routing.planning.model.descent import descend
from routing.planning.model.search import Search
from routing.planning.phases import Phase
from routing.planning.progress import Reporter


def _budget(iterations: int = 50, *, cancelled: bool = False) -> Budget:
    limits = Limits(iterations=iterations, time_s=None, seed=1)
    return Budget(limits, Reporter(), lambda: cancelled)


def _search(
    least_habits: int, least_roles: int, budget: Budget | None = None
) -> tuple[Search, tuple[Objective, ...]]:
    """Search for habits, roles and travel, of which the first two have a least value."""
    model = cp_model.CpModel()
    held, people, habits, roles, travel = (model.new_int_var(0, 9, name) for name in "hpart")
    model.add(habits >= least_habits)
    model.add(roles >= least_roles)
    model.add(travel + habits >= 7)
    aims = (
        Objective(Aim.HELD, held, 9),
        Objective(Aim.PEOPLE, people, 9),
        Objective(Aim.REGULARITY, habits, 9),
        Objective(Aim.ROLES, roles, 9),
        Objective(Aim.TRAVEL, travel, 9),
    )
    return Search(model, budget or _budget(), Phase.ROUNDS), aims


@pytest.mark.parametrize("least", [(0, 0), (2, 0), (3, 0), (0, 1), (1, 1), (9, 9)])
def test_aims_are_given_up_only_as_far_as_proven_necessary(least):
    search, aims = _search(*least)
    descend(search, aims, gap=0.0)
    travel = max(0, 7 - least[0])
    found = [(o.objective.aim, o.cost, o.bound) for o in search.outcomes]
    assert found == [
        (Aim.HELD, 0, 0),
        (Aim.PEOPLE, 0, 0),
        (Aim.REGULARITY, least[0], least[0]),
        (Aim.ROLES, least[1], least[1]),
        (Aim.TRAVEL, travel, travel),
    ]
    assert [search.value(aim.cost) for aim in aims] == [0, 0, *least, travel]


def test_what_is_missing_for_certain_is_no_failure():
    model = cp_model.CpModel()
    held, habits, travel = (
        model.new_int_var(2, 9, "h"), model.new_int_var(0, 9, "a"), model.new_int_var(0, 9, "t")
    )  # fmt: skip
    model.add(travel + held >= 7)
    aims = (
        Objective(Aim.HELD, held, 9),
        Objective(Aim.REGULARITY, habits, 9),
        Objective(Aim.TRAVEL, travel, 9),
    )
    search = Search(model, _budget(), Phase.ROUNDS)
    descend(search, aims, gap=0.0)
    assert [(o.cost, o.bound) for o in search.outcomes] == [(2, 2), (0, 0), (5, 5)]


def test_what_is_proven_of_an_aim_where_the_one_before_is_at_its_least_holds_only_there():
    search, aims = _search(0, 0)
    held, people, habits = (aim.cost for aim in aims[:3])
    search.model.add(held >= 1)
    search.model.add(people + 9 * held >= 9)
    search.model.add(habits + 9 * held >= 9)
    descend(search, aims, gap=0.0)
    assert [(o.cost, o.bound) for o in search.outcomes] == [(1, 1), (0, 0), (0, 0), (0, 0), (7, 7)]


def test_parts_that_are_kept_do_not_keep_the_plan_from_improving():
    """Each attempt frees one of six decisions; together they reach the optimum."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var(f"c{n}") for n in range(6)]
    missed = sum(1 - literal for literal in chosen)
    model.add(sum(chosen) <= 4)
    aims = (Objective(Aim.HELD, missed, 6), Objective(Aim.TRAVEL, sum(chosen), 6))
    search = Search(model, _budget(), Phase.ROUNDS, optional=chosen)
    keeping = [[c for c in chosen if c is not free] for free in chosen]
    descend(search, aims, 0.0, keeping)
    assert [(o.cost, o.bound) for o in search.outcomes] == [(2, 2), (4, 4)]


def test_a_search_cancelled_before_any_plan_says_so():
    search, aims = _search(1, 1, _budget(cancelled=True))
    with pytest.raises(Cancelled):
        descend(search, aims, gap=0.0)


def test_too_few_iterations_still_give_a_plan():
    search, aims = _search(2, 1, _budget(iterations=1))
    search.budget.spent = 1.0
    descend(search, aims, gap=0.0)
    assert [search.value(aim.cost) for aim in aims[2:4]] >= [2, 1]
    assert all(o.bound <= o.cost for o in search.outcomes)


def test_people_who_cannot_be_reached_are_no_matter_of_habits():
    search, aims = _search(2, 0)
    search.model.add(aims[1].cost >= 3)
    descend(search, aims, gap=0.0)
    assert [(o.cost, o.bound) for o in search.outcomes][1:3] == [(3, 3), (2, 2)]
