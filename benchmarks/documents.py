"""Time and size of all documents of a month with rides: one JSON line a measurement on stdout.

``python -m benchmarks.documents`` plans the programme ``extension`` (250 requests for rides) with
one iteration, or takes ``--plan plan.json``; then it draws each kind of document twice, the first
time with all that it needs, runs `tournees export` as a user would, and opens map and coverage in
a headless Chromium without a network, where there is one. Goals: all documents in 10 s on two
cores, one map in 1 s, a map open in 2 s and under 3 MB, no request to anyone. Exit code 1 when
something falls short; ``--no-goals`` on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from api import recipe
from api.documents import context_of
from maps.documents import KINDS, documents
from maps.plan_context import PlanContext

PROGRAMME, MONTH = "extension", "2026-12"
MOST_S = {"export": 10.0, "map": 1.0, "open carte.html": 2.0, "open couverture.html": 2.0}
MOST_BYTES = {"map": 3_000_000}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_READY = "return document.documentElement.dataset.ready"


def planned(folder: Path) -> Path:
    """Plan the month as a user would; the fewest iterations give rides enough."""
    command = [sys.executable, "-m", "api", "plan", PROGRAMME, "--month", MONTH]
    command += ["--iterations", "1", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "plan.json"


def context(plan: Path) -> PlanContext:
    """Return what the documents of a plan file are drawn from."""
    made, ground = recipe.known_plan(plan), recipe.open_ground()
    return context_of(made, recipe.read_programme(made.programme, ground.territory), ground)


def drawn(source: PlanContext) -> Iterator[dict[str, object]]:
    """Draw every kind twice and yield files, bytes and seconds."""
    for kind in KINDS.values():
        for name in ("first", "again"):
            began, cpu = time.perf_counter(), time.process_time()
            made = list(documents(source, [kind]))
            yield {
                "kind": kind.id,
                "run": name,
                "files": len(made),
                "bytes": sum(len(document.content) for document in made),
                "wall_s": round(time.perf_counter() - began, 2),
                "cpu_s": round(time.process_time() - cpu, 2),
            }


def exported(plan: Path, folder: Path) -> dict[str, object]:
    """Run `tournees export` in a process of its own."""
    before, began = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "api", "export", str(plan), "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    wall, after = time.perf_counter() - began, os.times()
    return {
        "kind": "export",
        "files": len(list(folder.iterdir())),
        "bytes": sum(path.stat().st_size for path in folder.iterdir()),
        "wall_s": round(wall, 2),
        "cpu_s": round(after.children_user - before.children_user, 2),
    }


def opened(paths: Sequence[Path]) -> Iterator[dict[str, object]]:
    """Open pages in Chromium; yield seconds until they are ready, and requests to anyone."""
    binary = next(filter(None, map(shutil.which, _BROWSERS)), None)
    driver_path = shutil.which("chromedriver")
    if binary is None or driver_path is None:
        return
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver_path)) as driver:
        driver.get("about:blank")
        for path in paths:
            driver.get_log("performance")
            began = time.perf_counter()
            driver.get(path.resolve().as_uri())
            while not driver.execute_script(_READY):
                time.sleep(0.01)
            wall = time.perf_counter() - began
            found = _requests(driver.get_log("performance"))
            yield {"kind": f"open {path.name}", "wall_s": round(wall, 2), "requests": found}


def _requests(log: Sequence[dict[str, str]]) -> list[str]:
    messages = (json.loads(entry["message"])["message"] for entry in log)
    urls = (
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    )
    return [url for url in urls if not url.startswith(("file:", "data:", "about:", "chrome:"))]


def shortfalls(record: dict[str, object]) -> list[str]:
    """Return what a measurement lacks; a first drawing also loads what it draws with."""
    name, lacking = str(record["kind"]), []
    wall, size = record["wall_s"], record.get("bytes", 0)
    if isinstance(wall, float) and wall > MOST_S.get(name, wall) and record.get("run") != "first":
        lacking.append(f"{wall} s above {MOST_S[name]} s")
    if isinstance(size, int) and size > MOST_BYTES.get(name, size):
        lacking.append(f"{size} bytes above {MOST_BYTES[name]}")
    if record.get("requests"):
        lacking.append("requests to somebody")
    return lacking


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and end with 1 when something falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, help="plan.json of a shipped programme")
    parser.add_argument("--no-goals", action="store_true")
    given = parser.parse_args(arguments)
    short = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = given.plan or planned(folder / "plan")
        out = folder / "documents"
        for record in _measured(plan, out):
            record["short"] = shortfalls(record)
            short |= bool(record["short"])
            print(json.dumps(record), flush=True)
    if short and not given.no_goals:
        sys.exit(1)


def _measured(plan: Path, out: Path) -> Iterator[dict[str, object]]:
    yield exported(plan, out)
    yield from opened([out / "carte.html", out / "couverture.html"])
    yield from drawn(context(plan))


if __name__ == "__main__":
    main()
