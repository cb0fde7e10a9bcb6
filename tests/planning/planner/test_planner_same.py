"""Same programme, seed and iterations, same plan: in any process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from routing.planning import PlanOptions, plan

SEEDS = (8, 11, 34)
"""Programmes with missing sessions, whose reasons take solving again."""

SCRIPT = """
import sys; sys.path[:0] = sys.argv[1:]
from conftest import Lab, FlatRoads, make_territory
from api.wire.plan_json import plan_text
lab = Lab(make_territory(), FlatRoads())
for seed in (8, 11, 34):
    print(plan_text(lab.plan(lab.by_chance(seed))), end="\\x00")
"""


def test_a_plan_is_the_same_again_in_this_process(lab):
    for seed in SEEDS:
        programme = lab.by_chance(seed)
        assert lab.plan(programme) == lab.plan(programme)


def test_a_plan_does_not_depend_on_the_process_or_its_hash_seed(lab):
    here = Path(__file__).parent
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(here), str(here.parents[2])],
            env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True,
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    texts = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert texts[0] == texts[1]
    plans = [json.loads(text) for text in texts[0].split("\x00")[:-1]]
    assert [made["solver"]["wall_s"] for made in plans] == [None] * len(SEEDS)
    assert any(made["unassigned"] for made in plans)


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
