"""Cancelled, out of iterations or out of time: a checked plan, or an error that says so."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from routing.planning import Cancelled, Phase, PlanningError, PlanOptions, Progress, plan
from routing.planning.model.budget import stopped_when

SEEDS = (8, 11, 34)


def cancelled_at(lab, programme, phase):
    """Plan, and cancel as soon as a phase reports."""
    stop = threading.Event()

    def progress(now: Progress) -> None:
        if now.phase == phase:
            stop.set()

    return plan(
        programme, lab.territory, lab.roads, PlanOptions(iterations=400),
        progress=progress, cancelled=stop.is_set,
    )  # fmt: skip


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_moment_to_cancel_is_a_wrong_one(lab, seed, phase):
    programme = lab.by_chance(seed)
    with suppress(Cancelled):
        made = cancelled_at(lab, programme, phase)
        assert lab.check(programme, made) == ()
        assert all(record.reasons for record in made.unassigned)
        assert all(aim.bound <= aim.cost for aim in made.solver.aims)


@pytest.mark.parametrize("seed", SEEDS)
def test_cancelled_before_anything_there_is_no_plan(lab, seed):
    with pytest.raises(Cancelled, match="avant le premier plan"):
        cancelled_at(lab, lab.by_chance(seed), Phase.ROADS)


@pytest.mark.parametrize("phase", [Phase.SHARES, Phase.REASONS])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_late_cancellation_loses_nothing_that_was_reached(lab, seed, phase):
    programme = lab.by_chance(seed)
    whole, early = lab.plan(programme), cancelled_at(lab, programme, phase)
    assert [aim.cost for aim in early.solver.aims[:4]] == [
        aim.cost for aim in whole.solver.aims[:4]
    ]
    assert early.solver.gap == whole.solver.gap


def test_reasons_that_nobody_waits_for_are_not_looked_for(lab):
    programme = lab.by_chance(11)
    codes = {reason.code for record in lab.plan(programme).unassigned for reason in record.reasons}
    made = cancelled_at(lab, programme, Phase.REASONS)
    told = {reason.code for record in made.unassigned for reason in record.reasons}
    assert "COMPETITION" in codes - told
    assert "CAUSE_UNKNOWN" in told - codes


def test_a_cancellation_is_heard_while_the_solver_finds_nothing():
    class Solver:
        heard = threading.Event()

        def stop_search(self) -> None:
            self.heard.set()

    solver = Solver()
    with stopped_when(lambda: True, solver.stop_search):
        assert solver.heard.wait(60)


@pytest.mark.parametrize("iterations", [1, 5])
@pytest.mark.parametrize("seed", [*SEEDS, 57])
def test_iterations_are_a_limit(lab, seed, iterations):
    programme = lab.by_chance(seed, permanences=7)
    made = lab.plan(programme, iterations=iterations)
    assert lab.check(programme, made) == ()
    assert made.solver.wall_s is None
    assert made.solver.iterations <= iterations
    assert made.options["iterations"] == iterations
    assert made.solver.stopped_by in {"optimal", "iterations"}
    assert made.solver.gap == 0 or made.solver.stopped_by == "iterations"


def test_time_is_a_limit(lab):
    programme = lab.by_chance(57, permanences=7)
    made = plan(programme, lab.territory, lab.roads, PlanOptions(time_limit_s=0.01))
    assert lab.check(programme, made) == ()
    assert made.solver.stopped_by in {"optimal", "time"}


def test_no_time_at_all_still_gives_a_plan_and_lists_what_it_lacks(lab):
    """What was found on the way is kept, and nothing held is a plan too: never an error."""
    programme = lab.by_chance(57, permanences=7)
    made = plan(programme, lab.territory, lab.roads, PlanOptions(time_limit_s=1e-9))
    assert lab.check(programme, made) == ()
    indicators = made.indicators
    missing = indicators["permanences_due"] - indicators["permanences_held"]
    assert len(made.unassigned) == missing
    assert all(record.reasons for record in made.unassigned)
    assert made.solver.stopped_by in {"optimal", "time"}


def test_the_options_stay_with_the_plan(lab):
    made = lab.plan(lab.by_chance(8), iterations=50, seed=3)
    assert made.options == {"seed": 3, "iterations": 50, "time_limit_s": None, "gap": 0.0}


def test_progress_names_phases_in_their_order_and_shares_of_them(lab):
    told: list[Progress] = []
    plan(
        lab.by_chance(11), lab.territory, lab.roads, PlanOptions(iterations=400),
        progress=told.append,
    )  # fmt: skip
    phases = list(Phase)
    assert {now.phase for now in told} <= set(phases)
    assert all(0 <= now.share <= 1 for now in told)
    firsts = list(dict.fromkeys(now.phase for now in told))
    assert firsts == sorted(firsts, key=phases.index)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_plan_so_far_keeps_to_the_rules_and_its_figures_are_those_told(lab, seed):
    programme, told = lab.by_chance(seed), []
    plan(programme, lab.territory, lab.roads, PlanOptions(iterations=400), progress=told.append)
    firsts = {id(now.best): now for now in reversed(told) if now.best is not None}
    assert firsts
    for now in firsts.values():
        draft = now.best
        assert lab.check(programme, draft) == ()
        assert (draft.solver.cost, draft.solver.gap) == (now.cost, now.gap)
        assert draft.solver.stopped_by == "unfinished"
    assert all(0 <= now.gap <= 1 for now in told if now.gap is not None)


def test_nothing_told_is_forgotten_later(lab):
    told = []
    plan(lab.by_chance(11), lab.territory, lab.roads, progress=told.append)
    first = next(at for at, now in enumerate(told) if now.cost is not None)
    assert all(now.cost is not None and now.gap is not None for now in told[first:])


def test_without_a_horizon_there_is_nothing_to_plan(lab):
    programme = lab.programme((), (), (), None)
    with pytest.raises(PlanningError, match="donnez un mois"):
        lab.plan(programme)
