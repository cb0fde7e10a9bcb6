"""Best-known values, gaps, curves and the micro-benchmarks' arithmetic."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import kernels
from benchmarks.literature.charts import bent, french, ticks
from benchmarks.literature.folder import instance_files
from benchmarks.literature.known import best_known
from benchmarks.literature.runs import BestKnown, Run
from benchmarks.literature.summary import mean_curve, references, summary
from routing.vrp.search.engine import Order


def run(cost: float | None, *, seed: int = 1, known: float | None = 100.0, **more: object) -> Run:
    given: dict[str, object] = {
        "family": "vrptw",
        "instance": "x",
        "solver": "s",
        "seed": seed,
        "time_limit_s": 1.0,
        "wall_s": 1.0,
        "cost": cost,
        "vehicles": 2,
        "feasible": cost is not None,
        "best_known": None if known is None else BestKnown(cost=known, vehicles=2),
    }
    return Run(**(given | more))  # type: ignore[arg-type]


def test_shipped_and_own_lists_meet_in_the_better_value(tmp_path: Path) -> None:
    (tmp_path / "BKS.csv").write_text(
        "instance,bks,bks_vehicles,optimal,source\n"
        "R101,1645.79,19,,a\nlr101,1640.0,20,,b\nmine,12.5,,,c\n",
        encoding="ascii",
    )
    by_distance, by_fleet = best_known(tmp_path, "vrptw"), best_known(tmp_path, "pdptw")
    assert (by_distance["R101"].cost, by_distance["R101"].vehicles) == (1642.88, 20)
    assert (by_fleet["lr101"].cost, by_fleet["lr101"].vehicles) == (1650.80, 19)
    assert by_distance["mine"] == BestKnown(cost=12.5, vehicles=None, source="c")


def test_summary_counts_only_feasible_runs() -> None:
    made = summary("s", [run(101.0), run(103.0, vehicles=3), run(90.0, feasible=False)])
    assert made.mean_gap == pytest.approx(2.0)
    assert made.worst_gap == pytest.approx(3.0)
    assert made.feasible_percent == pytest.approx(200 / 3)
    assert (made.mean_vehicles, made.mean_excess, made.gaps) == (2.5, 0.5, 2)


def test_what_is_not_known_is_compared_with_the_best_found() -> None:
    runs = [run(12.0, known=None), run(11.0, known=None, seed=2)]
    assert references(runs) == {"x": 11.0}
    assert summary("s", runs).mean_gap is None


def test_the_mean_curve_begins_when_all_have_a_solution() -> None:
    runs = [
        run(101.0, curve=((0.1, 110.0), (0.5, 101.0))),
        run(102.0, curve=((0.2, 104.0), (0.9, 102.0))),
    ]
    line = mean_curve(runs, {"x": 100.0}, [0.15, 0.5, 1.0])
    assert line == [
        (0.2, pytest.approx(7.0)),
        (0.5, pytest.approx(2.5)),
        (1.0, pytest.approx(1.5)),
    ]
    assert mean_curve([run(101.0)], {"x": 100.0}, [1.0]) == []


def test_axes() -> None:
    assert ticks(-0.001, 0.002) == [-0.1, 0, 0.1]
    assert ticks(0.4, 25.0) == [0, 0.3, 1, 3, 10, 30]
    assert bent(-1.0) == -bent(1.0)
    assert french(-1234.5678) == "−1\u202f234,57"


def test_instances_are_listed_as_people_count(tmp_path: Path) -> None:
    for name in ("R10a.txt", "R2a.txt", "p01", "BKS.csv", "README.md", ".x", "p01.res"):
        (tmp_path / name).touch()
    assert list(instance_files(tmp_path)) == ["R2a", "R10a", "p01"]


class Counting:
    """A search that places three stops and costs nothing."""

    best_cost = (0, 7)

    def __init__(self, *_: object) -> None:
        self.iterations = 0

    def run(self, iterations: int, _begin: float, _end: float) -> None:
        self.iterations += iterations
        sum(range(20_000))

    def adopt(self, orders: object) -> None:
        assert orders == []

    def best(self) -> list[Order]:
        return [Order(0, 0, (1, 2, 3))]


def test_kernels_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Counting()
    count, spent = kernels.iterations(engine, 0.02)  # type: ignore[arg-type]
    assert engine.iterations == count + 200
    assert spent >= 0.02
    package = SimpleNamespace(express=lambda _: 1, Engine=Counting)
    monkeypatch.setattr(kernels, "room", lambda _: package)
    problem = next(kernels.problems(6))
    line = kernels.measure("rides", problem, 0.02)
    assert (line["family"], line["tasks"], line["cost"]) == ("darp", 6, 7)
    assert isinstance(line["insertions_per_s"], int)
    former = json.dumps(line | {"iterations_per_s": 2 * line["iterations_per_s"]})
    assert kernels.against([former], line) == pytest.approx(0.5, abs=0.01)
    assert kernels.against([former], line | {"tasks": 7}) is None
    package.express = lambda _: None
    assert kernels.measure("rides", problem, 0.02)["expresses"] is False
