"""The report: one HTML file, no outside requests; tables, plots, a picture of any solution."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.formats import Problem
from benchmarks.literature import charts
from benchmarks.literature.runs import Run, document
from benchmarks.literature.session import Session
from benchmarks.literature.summary import above, mean_curve, references, summary

PAGES = Path(__file__).with_name("pages")
PACKAGES = ("tournees", "numba", "ortools", "pyvrp", "pyvroom")
TITLES = {
    "pvrp": "Tournées périodiques (PVRP)",
    "mdvrp": "Plusieurs dépôts (MDVRP)",
    "pvrptw": "Tournées périodiques avec fenêtres (PVRPTW)",
    "mdvrptw": "Plusieurs dépôts avec fenêtres (MDVRPTW)",
    "darp": "Transport à la demande (DARP)",
    "pdptw": "Collectes et livraisons avec fenêtres (PDPTW)",
    "vrptw": "Tournées avec fenêtres (VRPTW)",
}


def write_report(path: Path, session: Session, runs: Sequence[Run]) -> None:
    """Write the report of ``runs`` to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_html(session, runs), encoding="utf-8")


def report_html(session: Session, runs: Sequence[Run]) -> str:
    """Return the report as HTML."""
    pages = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    pages.filters["fr"] = _french
    problems = {problem.name: problem for problem in session.problems}
    return pages.get_template("report.html").render(
        families=[
            _family(family, session, [run for run in runs if run.family == family])
            for family in dict.fromkeys(problem.family for problem in session.problems)
        ],
        solvers=[solver.name for solver in session.solvers],
        planned=len(session),
        done=len(runs),
        seeds=session.seeds,
        time_limit_s=session.time_limit_s,
        machine=machine(),
        written=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        runs=runs,
        warnings=[(p.name, text) for p in session.problems for text in p.warnings],
        shapes=charts.SHAPES,
        colours=charts.COLOURS,
        drawings=[_drawing(problem, runs) for problem in problems.values()],
    )


def machine() -> dict[str, str]:
    """Return what a reader must know to compare: processor, cores, system, versions."""
    found = {
        "Processeur": _processor(),
        "Cœurs": str(os.cpu_count()),
        "Système": platform.platform(terse=True),
        "Python": platform.python_version(),
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _french(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else charts.french(value, digits)


def _family(family: str, session: Session, runs: Sequence[Run]) -> dict[str, Any]:
    solvers = [solver.name for solver in session.solvers]
    by_solver = {name: [run for run in runs if run.solver == name] for name in solvers}
    reference, moments = references(runs), _moments(session.time_limit_s)
    gaps: dict[tuple[str, str], list[tuple[float | None, int]]] = {}
    for run in runs:
        if run.expressible:
            valid = run.feasible and run.cost is not None
            gap = above(run.cost or 0.0, reference[run.instance]) if valid else None
            excess = (run.excess or 0) if run.fleet_first and valid else 0
            gaps.setdefault((run.instance, run.solver), []).append((gap, excess))
    lines = {name: mean_curve(done, reference, moments) for name, done in by_solver.items()}
    ends = {}
    for name, done in by_solver.items():
        last = [
            (run.wall_s, above(run.cost, reference[run.instance]))
            for run in done
            if run.feasible and run.cost is not None
        ]
        if last:
            ends[name] = (fmean(at for at, _ in last), fmean(gap for _, gap in last))
    instances = list(dict.fromkeys(run.instance for run in runs))
    return {
        "title": TITLES[family],
        "family": family,
        "fleet_first": any(run.fleet_first for run in runs),
        "summaries": [summary(name, done) for name, done in by_solver.items() if done],
        "dots": charts.dots(instances, solvers, gaps),
        "curves": charts.curves(solvers, lines, ends, session.time_limit_s),
        "unknown": sorted({run.instance for run in runs if run.best_known is None}),
    }


def _moments(limit_s: float) -> list[float]:
    return [limit_s * math.exp(-step / 16) for step in range(100, -1, -1)]


def _drawing(problem: Problem, runs: Sequence[Run]) -> dict[str, Any]:
    """Return what the page needs to draw the runs of an instance."""
    clients = len(problem.instance.clients)
    kinds = dict.fromkeys(range(len(problem.row_nodes)), "depot")
    for code, row in enumerate(problem.stop_rows):
        ends = ("pickup", "delivery")
        kinds[row] = "visit" if code < clients else ends[(code - clients) % 2]
    return {
        "instance": problem.name,
        "family": problem.family,
        "days": problem.instance.days,
        "points": [
            [node, *map(float, point), kinds[row]]
            for row, (node, point) in enumerate(zip(problem.row_nodes, problem.points, strict=True))
        ],
        "runs": [
            {
                "solver": run.solver,
                "seed": run.seed,
                "cost": run.cost,
                "gap": run.gap_percent,
                "feasible": run.feasible,
                "curve": [[round(at, 3), cost] for at, cost in run.curve],
                "wall": run.wall_s,
                "routes": [
                    route | {"way": [problem.row_nodes[row] for row in problem.rows(order)]}
                    for route, order in _routes(problem, run)
                ],
            }
            for run in runs
            if run.instance == problem.name and run.orders
        ],
    }


def _routes(problem: Problem, run: Run) -> list[tuple[dict[str, Any], Any]]:
    numbers = problem.vehicle_numbers
    orders = sorted(run.orders, key=lambda order: (order.day, numbers[order.vehicle]))
    written: Any = document(problem, run)["routes"]
    return [
        ({"day": route["day"], "vehicle": route["vehicle"]}, order)
        for route, order in zip(written, orders, strict=True)
    ]
