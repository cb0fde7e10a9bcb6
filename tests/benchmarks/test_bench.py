"""`tournees bench` from end to end, with a short solver in place of the search."""

from __future__ import annotations

import ctypes
import html
import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import benchmarks.peers
from api.cli import main
from benchmarks import generated
from benchmarks.formats import SCALE, read
from benchmarks.peers import Answer
from routing.vrp import Instance, Solution
from routing.vrp.check.orders import answer, timed_route
from routing.vrp.search.engine import Order
from routing.vrp.solution import TracePoint

KEYS = [
    "family",
    "instance",
    "solver",
    "seed",
    "time_limit_s",
    "wall_s",
    "cost",
    "vehicles",
    "bks",
    "gap_percent",
    "feasible",
    "unassigned",
]


def one_each(instance: Instance) -> Solution:
    """Serve every task by a vehicle of its own."""
    routes, days = [], {}
    for number, client in enumerate(instance.clients):
        for day in client.pattern.day_sets[0] if client.pattern else (0,):
            days.setdefault((number, day), [("visit", client.id)])
    for number, shipment in enumerate(instance.shipments):
        days[number, 0] = [("pickup", shipment.id), ("delivery", shipment.id)]
    for (number, day), stops in days.items():
        route = timed_route(instance, instance.vehicles[number].id, day, stops)
        assert route is not None
        routes.append(route)
    return answer(instance, routes)


def fake_solve(instance: Instance, stop: Any, seed: int = 0, **_: Any) -> Solution:
    found = one_each(instance)
    points = (
        TracePoint(elapsed_s=0.01, iteration=1, missed=1, total=9),
        TracePoint(elapsed_s=0.02, iteration=2, missed=0, total=2 * found.cost.total),
        TracePoint(elapsed_s=0.5, iteration=3, missed=0, total=found.cost.total),
    )
    return SimpleNamespace(routes=found.routes, trace=points)  # type: ignore[return-value]


class Mute:
    """A peer that knows no shipments, and of clients gets one route wrong."""

    name = "mute"

    def expresses(self, instance: Instance) -> str | None:
        return "no shipments" if instance.shipments else None

    def solve(self, _instance: Instance, _seconds: float, seed: int) -> Answer:
        if seed == 2:
            raise RuntimeError("broken <b>inside</b>")
        return Answer(orders=(Order(0, 0, (0,)),))


@pytest.fixture(autouse=True)
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.vrp.solve.solve", fake_solve)
    monkeypatch.setattr("routing.vrp.engines.engines_for", lambda *_: [])
    monkeypatch.setitem(benchmarks.peers.PEERS, "mute", "nowhere:Mute")
    monkeypatch.setattr("benchmarks.peers.peer", lambda _: Mute())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for family, text in (
        ("darp", generated.rides(4, 4)),
        ("pdptw", generated.pairs(4, 4)),
        ("vrptw", generated.windows(5, 5)),
        ("pvrp", generated.periodic(4, 3, 4)),
    ):
        inner = tmp_path / "sets" / family
        inner.mkdir(parents=True)
        for name in ("x1", "x2"):
            (inner / f"{name}.txt").write_text(text, encoding="ascii")
        (inner / "BKS.csv").write_text("instance,bks,bks_vehicles\nx1,50.5,2\n", encoding="ascii")
    return tmp_path / "sets"


def bench(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["bench", *map(str, words)])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("family", ["darp", "pdptw", "vrptw", "pvrp"])
def test_end_to_end(family: str, folder: Path, tmp_path: Path) -> None:
    out, page = tmp_path / "out", tmp_path / "pages/report.html"
    result = bench(
        family,
        "--instances",
        folder,
        "--time-limit",
        "0.5",
        "--seeds",
        "1,3",
        "--solutions",
        out,
        "--report",
        page,
    )
    assert result.exit_code == 0, result.output
    runs = lines(result)
    assert [(run["instance"], run["seed"]) for run in runs] == [
        ("x1", 1),
        ("x1", 3),
        ("x2", 1),
        ("x2", 3),
    ]
    for run in runs:
        assert list(run) == KEYS
        assert (run["family"], run["solver"], run["feasible"]) == (family, "tournees", True)
        assert (run["unassigned"], run["time_limit_s"]) == (0, 0.5)
    first, last = runs[0], runs[-1]
    assert first["bks"] == 50.5
    assert first["gap_percent"] == pytest.approx((first["cost"] / 50.5 - 1) * 100)
    assert (last["bks"], last["gap_percent"]) == (None, None)
    check_solution(family, folder, out / "x1.json", first)
    check_report(page, runs)


def check_solution(family: str, folder: Path, path: Path, run: dict[str, Any]) -> None:
    problem = read(family, folder / family / "x1.txt")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert list(written) == ["instance", "cost", "routes"]
    assert written["instance"] == "x1"
    assert written["cost"] == run["cost"]
    place = dict(zip(problem.row_nodes, problem.points.tolist(), strict=True))
    length, most = 0.0, {}
    for route in written["routes"]:
        assert list(route) == ["day", "vehicle", "stops"]
        assert 1 <= route["day"] <= problem.instance.days
        assert 0 not in route["stops"]
        way = [place[node] for node in (0, *route["stops"], 0)]
        length += sum(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairwise(way))
        most[route["day"]] = most.get(route["day"], 0) + 1
    assert length == pytest.approx(run["cost"], abs=1e-9)
    assert run["vehicles"] == max(most.values())
    served = sorted({node for route in written["routes"] for node in route["stops"]})
    assert served == [node for node in problem.row_nodes if node]


class Page(HTMLParser):
    """What a browser would fetch, and the rows of figures."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.summaries: list[dict[str, str]] = []
        self.runs: list[dict[str, str]] = []
        self.svgs = 0
        self.data = ""
        self._inside = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.fetched += [given[key] for key in ("src", "href", "xlink:href") if key in given]
        self.svgs += tag == "svg"
        if tag == "tr" and "data-mean" in given:
            self.summaries.append(given)
        if tag == "tr" and "data-cost" in given:
            self.runs.append(given)
        self._inside = given.get("id") == "drawings"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data += data

    def handle_endtag(self, _: str) -> None:
        self._inside = False


def check_report(path: Path, runs: list[dict[str, Any]]) -> None:
    page = Page(path)
    assert page.fetched == []
    assert page.svgs >= 5
    shown = [(row["data-instance"], row["data-solver"], row["data-seed"]) for row in page.runs]
    assert shown == [(run["instance"], run["solver"], str(run["seed"])) for run in runs]
    for row, run in zip(page.runs, runs, strict=True):
        for key, value in (("data-cost", run["cost"]), ("data-gap", run["gap_percent"])):
            assert row[key] == ("" if value is None else str(value))
    for row in page.summaries:
        mine = [run for run in runs if run["solver"] == row["data-solver"]]
        gaps = [run["gap_percent"] for run in mine if run["gap_percent"] is not None]
        if gaps:
            assert float(row["data-mean"]) == pytest.approx(sum(gaps) / len(gaps))
            assert float(row["data-worst"]) == max(gaps)
        else:
            assert row["data-mean"] == ""
        good = [run for run in mine if run["feasible"]]
        assert float(row["data-feasible"]) == 100 * len(good) / len(mine)
        if good:
            mean = sum(run["vehicles"] for run in good) / len(good)
            assert float(row["data-vehicles"]) == pytest.approx(mean)
    drawn = json.loads(page.data)
    assert [drawing["instance"] for drawing in drawn] == ["x1", "x2"]
    ours = [run for drawing in drawn for run in drawing["runs"] if run["solver"] == "tournees"]
    points = 1 if runs[0]["family"] == "pdptw" else 2  # with the final fleet
    assert all(len(run["curve"]) == points for run in ours)
    assert ours[0]["curve"][-1][1] == pytest.approx(ours[0]["cost"], abs=20 / SCALE)


def test_peers_run_in_the_same_call_and_faults_are_shown(folder: Path, tmp_path: Path) -> None:
    page, out = tmp_path / "r.html", tmp_path / "out"
    words = ("--instances", folder, "--seeds", "1,2", "--compare", "mute", "--report", page)
    result = bench("vrptw", *words, "--solutions", out, "x1")
    assert result.exit_code == 0, result.output
    runs = lines(result)
    assert [(run["seed"], run["solver"]) for run in runs] == [
        (1, "tournees"),
        (1, "mute"),
        (2, "tournees"),
        (2, "mute"),
    ]
    partial, broken = runs[1], runs[3]
    assert (partial["feasible"], partial["unassigned"]) == (False, 4)
    assert "NOT_SERVED" in partial["reason"]
    assert partial["gap_percent"] is None
    assert (broken["cost"], broken["feasible"]) == (None, False)
    assert broken["reason"] == "RuntimeError: broken <b>inside</b>"
    text = page.read_text(encoding="utf-8")
    assert "<b>" not in text
    assert html.escape("broken <b>inside</b>") in text
    assert json.loads((out / "mute/x1.json").read_text(encoding="utf-8"))["cost"] > 0


def test_a_peer_that_cannot_express_the_family_is_shown(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    result = bench("darp", "--instances", folder, "--compare", "mute", "--report", page, "x1")
    assert result.exit_code == 0, result.output
    run = lines(result)[1]
    assert (run["cost"], run["feasible"], run["reason"]) == (None, False, "no shipments")
    assert "ne sait pas exprimer cette famille : no shipments" in page.read_text(encoding="utf-8")


def test_a_wrong_answer_of_ours_ends_with_1(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(instance: Instance, stop: Any, seed: int = 0, **_: Any) -> Any:
        routes = one_each(instance).routes
        twice = (*routes, routes[0])
        return SimpleNamespace(routes=twice, trace=())

    monkeypatch.setattr("routing.vrp.solve.solve", wrong)
    result = bench("vrptw", "--instances", folder / "vrptw", "x1")
    assert result.exit_code == 1
    assert lines(result)[0]["feasible"] is False
    assert "s’est trompé" in result.stderr


def test_the_better_of_several_seeds_is_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_in_two(instance: Instance, stop: Any, seed: int = 0, **_: Any) -> Any:
        routes = one_each(instance).routes
        return SimpleNamespace(routes=routes if seed == 2 else routes[1:], trace=())

    monkeypatch.setattr("routing.vrp.solve.solve", one_in_two)
    words = ("--instances", folder, "--solutions", tmp_path, "--seeds", "1,2,3", "x1")
    runs = lines(bench("vrptw", *words))
    assert [run["unassigned"] for run in runs] == [1, 0, 1]
    written = json.loads((tmp_path / "x1.json").read_text(encoding="utf-8"))
    assert written["cost"] == runs[1]["cost"]


def test_ctrl_c_ends_with_what_there_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(instance: Instance, stop: Any, seed: int = 0, **given: Any) -> Any:
        if seed == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return fake_solve(instance, stop, seed)

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("routing.vrp.solve.solve", interrupted)
    page = tmp_path / "r.html"
    words = ("--instances", folder, "--seeds", "1,2,3", "--report", page, "x1")
    result = bench("vrptw", *words)
    assert result.exit_code == 0, result.output
    assert [run["seed"] for run in lines(result)] == [1]
    assert "Arrêt demandé" in result.stderr
    assert "1 calculs sur 3 prévus" in page.read_text(encoding="utf-8")
    assert signal.getsignal(signal.SIGINT) == before


def faulty(folder: Path) -> Iterator[tuple[list[str | Path], str]]:
    there = ["--instances", folder]
    yield ["vrptw", "--instances", folder / "none"], "none"
    yield ["vrptw", *there, "x3"], "n’a pas d’instance x3 : il y a x1, x2"
    yield ["vrptw", *there, "--seeds", "1,1"], "nombres distincts"
    yield ["vrptw", *there, "--seeds", "a"], "nombres distincts"
    yield ["vrptw", *there, "--compare", "vroum"], "choisissez parmi ortools"
    yield ["vrptw", *there, "--time-limit", "0"], "0"
    yield ["vrptw", *there, "--report", folder / "vrptw/x1.txt/r.html"], "on ne peut pas y écrire"
    yield ["pvrp", "--instances", folder / "vrptw"], "x1.txt, line 1: found 1 fields"
    yield ["tsp", *there], "tsp"


def test_input_faults_end_with_2_and_a_sentence(folder: Path) -> None:
    for words, said in faulty(folder):
        result = bench(*words)
        assert result.exit_code == 2, (words, result.output)
        assert said in result.stderr
        assert "Traceback" not in result.output
        assert result.stdout == ""


def test_a_list_of_best_known_values_that_is_no_list(folder: Path) -> None:
    (folder / "vrptw/BKS.csv").write_text("instance,bks\nx1,12\nx2,many\n", encoding="ascii")
    result = bench("vrptw", "--instances", folder)
    assert result.exit_code == 2
    assert re.search(r"BKS\.csv, line 3: expected columns", result.stderr)


def test_names_with_markup_are_shown_as_they_are(folder: Path, tmp_path: Path) -> None:
    text = (folder / "vrptw/x1.txt").read_text(encoding="ascii")
    (folder / "vrptw/a<i>&.txt").write_text(text, encoding="ascii")
    page = tmp_path / "r.html"
    result = bench("vrptw", "--instances", folder, "--report", page, "a<i>&")
    assert result.exit_code == 0, result.output
    assert "<i>" not in page.read_text(encoding="utf-8")


def test_without_a_checkout_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("benchmarks.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "benchmarks", None)
    result = CliRunner().invoke(main, ["bench", "darp"])
    assert result.exit_code == 2
    assert "copie du dépôt" in result.stderr


def test_ctrl_c_is_taken_back_from_a_library_that_resets_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resetting(instance: Instance, stop: Any, seed: int = 0, **given: Any) -> Any:
        ctypes.pythonapi.PyOS_setsig(signal.SIGINT, ctypes.c_void_p(0))  # the default: to die
        given["report"](SimpleNamespace(share=0.5))
        return interrupted(instance, stop, seed)

    def interrupted(instance: Instance, stop: Any, seed: int) -> Any:
        if seed == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return fake_solve(instance, stop, seed)

    monkeypatch.setattr("routing.vrp.solve.solve", resetting)
    result = bench("vrptw", "--instances", folder, "--seeds", "1,2", "x1")
    assert result.exit_code == 0, result.output
    assert [run["seed"] for run in lines(result)] == [1]


def test_no_answer_in_time_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(routes=(), trace=())
    monkeypatch.setattr("routing.vrp.solve.solve", lambda *_, **__: nothing)
    result = bench("vrptw", "--instances", folder, "x1")
    assert result.exit_code == 0, result.output
    assert lines(result)[0]["reason"] == "no solution in its time"
