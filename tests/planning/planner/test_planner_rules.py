"""Whatever is asked: plans keep every rule, report true costs, and are found again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning import Cancelled, PlanOptions, plan

LEADING = ("permanences_held", "regularity", "optional_roles", "kilometres_and_minutes")


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_random_programmes_keep_every_rule(lab, seed):
    programme = lab.by_chance(seed)
    made = lab.checked(programme)
    assert all(record.reasons for record in made.unassigned)
    aims = {aim.aim: aim for aim in made.solver.aims}
    assert all(aim.bound <= aim.cost for aim in made.solver.aims)
    travel = sum(r.driving_s + round(r.distance_m * 60 / 1000) for r in made.rounds)
    assert aims["kilometres_and_minutes"].cost == travel
    missing = sum(10 * programme.permanence(u.id).priority for u in made.unassigned)
    assert missing <= aims["permanences_held"].cost  # gaps too long count as well
    if made.solver.gap == 0:
        assert all(aims[name].bound == aims[name].cost for name in LEADING)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_one_more_of_everything_never_holds_less(lab, seed):
    programme = lab.by_chance(seed, weeks=(1, 2), permanences=3)
    before = lab.checked(programme)
    if not programme.units or before.solver.gap > 0:
        return
    extra = replace(programme.units[0], id="extra", maintenance=())
    after = lab.checked(replace(programme, units=(*programme.units, extra)))
    worth = [
        sum(programme.permanence(stop.permanence).priority for r in m.rounds for stop in r.stops)
        for m in (before, after)
    ]
    assert worth[1] >= worth[0] or after.solver.gap > 0


def test_the_same_question_has_the_same_answer(lab):
    programme = lab.by_chance(11)
    assert lab.plan(programme) == lab.plan(programme)


def test_the_answer_does_not_depend_on_hash_seeds():
    """Sets of names must never decide anything."""
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from conftest import Lab, FlatRoads, make_territory\n"
        "from api.wire.plan_json import plan_text\n"
        "lab = Lab(make_territory(), FlatRoads())\n"
        "print(plan_text(lab.plan(lab.by_chance(5))))"
    )
    here = Path(__file__).parent
    texts = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script, str(here), str(here.parents[2])],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        texts.add(done.stdout)
    (text,) = texts
    assert json.loads(text)["solver"]["wall_s"] is None


def test_a_wrong_moment_to_cancel_is_none(lab):
    programme = lab.by_chance(3)
    for patience in (0, 3, 30, 300):
        asked: list[bool] = []

        def cancelled(asked=asked, patience=patience) -> bool:
            asked.append(True)
            return len(asked) > patience

        try:
            made = plan(
                programme, lab.territory, lab.roads, PlanOptions(iterations=400),
                cancelled=cancelled,
            )  # fmt: skip
        except Cancelled:
            continue
        assert lab.check(programme, made) == ()


@pytest.mark.parametrize("empty", ["permanences", "staff", "units"])
def test_a_programme_without_something_gets_a_plan_and_reasons(lab, empty):
    programme = lab.programme([lab.permanence("un")], [lab.member("inf", "infirmier")],
                              [lab.unit("um")])  # fmt: skip
    made = lab.checked(replace(programme, **{empty: ()}))
    assert made.rounds == ()
    assert len(made.unassigned) == (0 if empty == "permanences" else 2)


def test_iterations_are_a_limit(lab):
    made = lab.plan(lab.by_chance(8), iterations=1)
    assert lab.check(lab.by_chance(8), made) == ()
    assert made.solver.wall_s is None
