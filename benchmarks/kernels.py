"""Speed of the compiled searches: iterations and insertions a second, one JSON line a measurement.

``python -m benchmarks.kernels`` runs every search on generated instances, in one thread and
by processor time, so that a busy machine matters little. ``iterations_per_s`` is what a search
does: one ruin and recreate each. ``insertions_per_s`` is the recreating alone: tasks placed when
everything starts unserved. ``ready_s`` is what the first iteration takes, compiling included
where nothing is cached yet. ``--against FILE`` compares with lines kept from an earlier run on the
same machine, and ends with exit code 1 where a search has become slower than ``SLOWER``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import generated
from benchmarks.formats import Problem, read
from routing.vrp.engines import SEARCHES, room
from routing.vrp.search.engine import Engine

FULL_SPEED = 0.5
"""Share of the cooling at which iterations are timed: neither the wild start nor the cold end."""

SLOWER = 0.7
"""Share of its former speed below which a search counts as slower; a busy machine costs some."""


def problems(scale: int) -> Iterator[Problem]:
    """Yield one generated instance a family; ``scale`` customers or requests."""
    texts = {
        "darp": generated.rides(scale, max(2, scale // 6)),
        "pdptw": generated.pairs(scale, max(2, scale // 2)),
        "vrptw": generated.windows(scale, max(2, scale // 2)),
        "pvrp": generated.periodic(scale, 5, max(2, scale // 20)),
    }
    with tempfile.TemporaryDirectory() as folder:
        for family, text in texts.items():
            path = Path(folder, f"{family}-{scale}")
            path.write_text(text, encoding="ascii")
            yield read(family, path)


def measure(search: str, problem: Problem, seconds: float) -> dict[str, object]:
    """Time one search on one instance."""
    made: dict[str, object] = {
        "what": "kernel",
        "search": search,
        "family": problem.family,
        "tasks": len(problem.instance.clients) + len(problem.instance.shipments),
    }
    package = room(search)
    tables = package.express(problem.instance)
    if tables is None:
        return made | {"expresses": False}
    make = getattr(package, SEARCHES[search])
    began = time.process_time()
    engine: Engine = make(tables, 1, 0)
    engine.run(1, 0.0, 0.0)
    ready = time.process_time() - began
    placed = insertions(make, tables, seconds / 2)
    count, spent = iterations(engine, seconds)
    missed, cost = engine.best_cost
    return made | {
        "ready_s": round(ready, 3),
        "iterations_per_s": round(count / spent),
        "insertions_per_s": placed,
        "missed": missed,
        "cost": cost,
    }


def insertions(make: Callable[..., Engine], tables: Any, seconds: float) -> int | None:
    """Return stops placed per second of one recreate from nothing, or ``None`` where none is."""
    placed, spent, first = 0, 0.0, time.process_time()
    for seed in range(1, 1000):
        engine = make(tables, seed, 0)
        engine.adopt([])
        began = time.process_time()
        engine.run(1, 0.0, 0.0)
        spent += time.process_time() - began
        placed += sum(len(order.stops) for order in engine.best())
        if time.process_time() - first > seconds:  # making an engine costs time as well
            break
    return round(placed / spent) if placed and spent else None


def iterations(engine: Engine, seconds: float) -> tuple[int, float]:
    """Run for so many processor seconds; return iterations and seconds."""
    engine.run(200, 0.0, FULL_SPEED)
    count, size, began = 0, 100, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        engine.run(size, FULL_SPEED, FULL_SPEED)
        count += size
        size = min(size * 2, 20_000) if spent < seconds / 10 else size
    return count, spent


def against(lines: Sequence[str], made: dict[str, object]) -> float | None:
    """Return the speed of ``made`` as a share of what earlier ``lines`` hold for it."""
    for line in lines:
        former: dict[str, Any] = json.loads(line)
        alike = all(former.get(key) == made[key] for key in ("what", "search", "family", "tasks"))
        if alike and former.get("iterations_per_s"):
            now, then = float(str(made["iterations_per_s"])), float(former["iterations_per_s"])
            return round(now / then, 3)
    return None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every search, or those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--search", choices=SEARCHES, action="append")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--against", type=Path, help="lines of an earlier run")
    given = parser.parse_args(arguments)
    former = given.against.read_text(encoding="utf-8").splitlines() if given.against else []
    slower = False
    for problem in problems(given.scale):
        for search in given.search or SEARCHES:
            made = measure(search, problem, given.seconds)
            share = against(former, made) if "iterations_per_s" in made else None
            slower |= share is not None and share < SLOWER
            print(json.dumps(made | ({} if share is None else {"against": share})), flush=True)
    if slower:
        sys.exit(1)


if __name__ == "__main__":
    main()
