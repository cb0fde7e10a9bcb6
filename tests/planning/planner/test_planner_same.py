"""Same programme, seed and iterations, same plan: in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.wire.plan_json import plan_text
from routing.planning import PlanOptions, plan

SEEDS = (8, 11, 34)
"""Programmes with missing sessions, whose reasons take solving again."""

SCRIPT = f"""
import sys; sys.path[:0] = sys.argv[1:]
from conftest import Lab, FlatRoads, make_territory
from api.wire.plan_json import plan_text
lab = Lab(make_territory(), FlatRoads())
for seed in {SEEDS}:
    print(plan_text(lab.plan(lab.by_chance(seed))), end="\\x00")
"""


@pytest.fixture(scope="module")
def plans(lab):
    return [lab.plan(lab.by_chance(seed)) for seed in SEEDS]


def test_a_plan_is_the_same_again_in_this_process(lab, plans):
    assert [lab.plan(lab.by_chance(seed)) for seed in SEEDS] == plans


def test_a_plan_does_not_depend_on_the_process_or_its_hash_seed(plans):
    here = Path(__file__).parent
    other = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(here), str(here.parents[2])],
        env={**os.environ, "PYTHONHASHSEED": other}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.split("\x00")[:-1] == [plan_text(made) for made in plans]
    assert [made.solver.wall_s for made in plans] == [None] * len(SEEDS)
    assert any(made.unassigned for made in plans)


def test_the_clock_is_told_only_where_no_iterations_are_asked_for(lab):
    programme = lab.by_chance(8)
    timed = plan(programme, lab.territory, lab.roads, PlanOptions(time_limit_s=60))
    assert timed.solver.wall_s is not None
    assert timed.solver.wall_s >= 0
    assert lab.plan(programme).solver.wall_s is None


@pytest.mark.parametrize("seed", [1, 2, 2**31 - 1])
def test_the_seed_is_reported_and_any_is_good(lab, seed):
    made = lab.checked(lab.by_chance(11), seed=seed)
    assert made.solver.seed == seed
    assert set(made.solver.versions) >= {"ortools", "numpy"}
