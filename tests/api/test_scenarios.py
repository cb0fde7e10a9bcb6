"""Many plans side by side: any executor gives the same plans, and what fails stops nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api import executors
from api.cli import main
from api.scenarios import Result, Scenario, plan_scenarios, planned
from api.wire.faults import InputFaults
from api.wire.plan_json import load_plan
from api.wire.programme_json import load_programme
from routing.planning import PlanOptions, load_territory
from routing.planning.dates import Horizon

WEEK = Horizon(date(2027, 1, 4), date(2027, 1, 10))


@pytest.fixture(scope="module")
def week() -> Scenario:
    """One permanence for a week."""
    territory = load_territory()
    programme = load_programme(territory.programmes_folder / "promo-soins.json", territory)
    return Scenario(
        programme=replace(
            programme, horizon=WEEK, permanences=programme.permanences[:1], requests=(), past=()
        ),
        options=PlanOptions(iterations=1),
    )


@pytest.fixture(scope="module")
def alone(week: Scenario) -> Any:
    """The plan of that week, made without an executor."""
    made = planned(week)
    assert not isinstance(made, str), made
    return made


class AtOnce(Executor):
    """Does everything when it is asked; what is told to break breaks."""

    def __init__(self, broken: Callable[[Any], bool] = lambda _: False) -> None:
        self._broken = broken

    def submit(self, fn: Any, /, *args: Any, **_options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self._broken(args[0]):
            future.set_exception(BrokenProcessPool("killed"))
        else:
            future.set_result(fn(*args))
        return future


def by_scenario(results: Iterator[Result]) -> list[Result]:
    return sorted(results, key=lambda result: result.scenario)


def same(made: Any, other: Any) -> bool:
    return bool(made.rounds == other.rounds and made.solver == other.solver)


def test_each_scenario_has_its_result(week: Scenario, alone: Any) -> None:
    nothing = replace(week, programme=replace(week.programme, horizon=None))
    results = by_scenario(plan_scenarios([week, nothing], AtOnce()))
    assert same(results[0].plan, alone)
    assert results[1].plan is None
    assert "donnez un mois" in results[1].failure


def test_a_process_that_dies_stops_nobody(week: Scenario, alone: Any) -> None:
    doomed = replace(week, options=PlanOptions(seed=13))
    executor = AtOnce(broken=lambda scenario: scenario.options.seed == 13)
    results = by_scenario(plan_scenarios([doomed, week], executor))
    assert "BrokenProcessPool" in results[0].failure
    assert same(results[1].plan, alone)


def test_what_is_not_begun_is_given_up(week: Scenario) -> None:
    with ThreadPoolExecutor(1) as threads:
        results = plan_scenarios([week] * 50, threads)
        next(results)
        results.close()  # or this test would take minutes


def test_processes_of_this_machine_make_the_same_plan(
    week: Scenario, alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(executors.VARIABLE, raising=False)
    with executors.opened(workers=1) as pool:
        (result,) = plan_scenarios([week], pool)
    assert same(result.plan, alone)


@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_makes_the_same_plan(
    week: Scenario, alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        monkeypatch.setenv(executors.VARIABLE, cluster.scheduler_address)
        with executors.opened() as executor:
            (result,) = plan_scenarios([week], executor)
    assert same(result.plan, alone)


@pytest.mark.parametrize(
    ("address", "code"), [("8786", "BAD_ADDRESS"), ("tcp://127.0.0.1:9", "NO_CLUSTER")]
)
@pytest.mark.filterwarnings("default")
def test_an_address_that_leads_nowhere_is_told(
    address: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_PATIENCE_S", 1)
    with pytest.raises(InputFaults) as found, executors.opened(address):
        pass
    assert [fault.code for fault in found.value.faults] == [code]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, alone: Any) -> list[Scenario]:
    """What the command asks to be planned; every plan is that of the week."""
    seen: list[Scenario] = []

    def results(scenarios: list[Scenario], _executor: Executor) -> Iterator[Result]:
        seen.extend(scenarios)
        for at, _ in enumerate(scenarios):
            failed = scenarios[at].options.seed == 13
            yield (
                Result(scenario=at, failure="trop de neige")
                if failed
                else Result(scenario=at, plan=alone)
            )

    monkeypatch.setattr("api.scenarios.plan_scenarios", results)
    return seen


def test_the_command_plans_every_combination(asked: list[Scenario], tmp_path: Path) -> None:
    out = tmp_path / "plans"
    done = CliRunner().invoke(
        main,
        [
            *("scenarios", "promo-soins", "extension", "--months", "2026-12..2027-02,2027-06"),
            *("--seeds", "1..2", "--iterations", "7", "--out", str(out), "--json"),
        ],
    )
    assert done.exit_code == 0, done.stderr
    assert len(asked) == 2 * 4 * 2
    assert {each.options.iterations for each in asked} == {7}
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(each["programme"], each["month"], each["seed"]) for each in told} == {
        (programme, month, seed)
        for programme in ("promo-soins", "extension")
        for month in ("2026-12", "2027-01", "2027-02", "2027-06")
        for seed in (1, 2)
    }
    assert len(list(out.iterdir())) == len(asked)
    assert load_plan(next(out.iterdir())).horizon == WEEK


def test_the_table_says_what_failed(asked: list[Scenario]) -> None:
    done = CliRunner().invoke(main, ["scenarios", "--months", "2027-01", "--seeds", "12..13"])
    assert done.exit_code == 2
    assert [each.options.seed for each in asked] == [12, 13]
    assert "promo-soins, 2027-01, graine 13 : trop de neige" in done.stdout


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--months", "2027-13", "2027-01..2027-06"),
        ("--months", "2027-06..2027-01", "rebours"),
        ("--months", "2000-01..2099-12", "400"),
        ("--seeds", "x", "1..5"),
        ("--seeds", "1..1000000000", "400"),
        ("--seeds", "4294967296", "graine"),
    ],
)
def test_ranges_that_are_none_are_told(option: str, value: str, words: str) -> None:
    done = CliRunner().invoke(main, ["scenarios", option, value])
    assert done.exit_code == 2
    assert words in done.stderr
