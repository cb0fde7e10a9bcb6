"""What a plan says of its search: bounds below costs, gaps that follow, true kilometres."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.planning.plans import AimReport

TRAVEL = "kilometres_and_minutes"


def solved(house, **changes):
    """The valid plan with the true cost of its rounds and a bound a quarter below."""
    plan = house.plan()
    cost = sum(r.driving_s + round(r.distance_m * 60 / 1000) for r in plan.rounds)
    bound = cost - cost // 4
    aims = (
        AimReport(aim="permanences_held", cost=10, bound=10, gap=0.0),
        AimReport(aim=TRAVEL, cost=cost, bound=bound, gap=round((cost - bound) / cost, 6)),
        AimReport(aim="fair_shares", cost=10, bound=0, gap=1.0),
    )
    solver = replace(plan.solver, cost=cost, bound=bound, gap=aims[1].gap, aims=aims)
    return replace(plan, solver=replace(solver, **changes))


def with_aim(plan, index, **changes):
    aims = list(plan.solver.aims)
    aims[index] = replace(aims[index], **changes)
    return replace(plan, solver=replace(plan.solver, aims=tuple(aims)))


def test_true_figures_pass(house):
    assert house.check(solved(house)) == ()


def test_a_plan_made_by_hand_claims_nothing(house):
    plan = house.plan()
    assert plan.solver.aims == ()
    assert house.check(plan) == ()


@pytest.mark.parametrize(
    "changes",
    [{"bound": 10}, {"gap": 0.0}, {"gap": float("nan")}, {"cost": 1}, {"bound": 10, "gap": 0.0}],
)
def test_the_plan_tells_what_its_aims_tell(house, changes):
    assert house.codes(solved(house, **changes)) == {"SOLVER_FIGURES"}


@pytest.mark.parametrize(
    ("index", "changes"),
    [
        (0, {"bound": 11}),
        (0, {"bound": -1}),
        (0, {"cost": 20}),
        (1, {"gap": 0.0}),
        (2, {"gap": 0.5}),
    ],
)
def test_a_gap_follows_from_cost_and_bound(house, index, changes):
    assert house.codes(with_aim(solved(house), index, **changes)) == {"SOLVER_FIGURES"}


def test_the_cost_of_the_kilometres_is_computed_again(house):
    plan = solved(house)
    cost = plan.solver.cost - 100
    spoilt = with_aim(plan, 1, cost=cost, bound=cost, gap=0.0)
    solver = replace(spoilt.solver, cost=cost, bound=cost, gap=0.0)
    assert house.codes(replace(spoilt, solver=solver)) == {"SOLVER_FIGURES"}


def test_the_kilometres_are_among_the_aims(house):
    plan = solved(house)
    solver = replace(plan.solver, aims=plan.solver.aims[:1])
    assert house.codes(replace(plan, solver=solver)) == {"SOLVER_FIGURES"}
