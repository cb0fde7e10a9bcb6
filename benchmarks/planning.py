"""Whole-process times of the shipped programmes: one JSON line a run on stdout.

``python -m benchmarks.planning --repeat 3`` runs `tournees plan` as a user would, warm, and
prints programme, month, wall and processor seconds, gap, sessions held and due. It ends with
exit code 1 when a plan falls short: none at all, or a gap above the programme's own. The gap is
the widest of all aims, so a session not held passes only where that is proven necessary.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAMMES = ("promo-soins", "extension", "territoire")
MONTHS = ("2026-12", "2027-01", "2027-03", "2027-05", "2027-07", "2027-10")
MOST_GAP = {"promo-soins": 0.0, "extension": 0.01, "territoire": 0.03}
"""Largest gap over all aims that is good enough."""


def run(programme: str, month: str, previous: Path | None = None) -> dict[str, object]:
    """Plan once in a process of its own and read what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        before, began = os.times(), time.perf_counter()
        command = [sys.executable, "-m", "api", "plan", programme, "--month", month]
        command += ["--previous", str(previous)] if previous else []
        done = subprocess.run([*command, "--out", folder], capture_output=True, check=False)
        wall, after = time.perf_counter() - began, os.times()
        record: dict[str, object] = {
            "programme": programme,
            "month": month,
            "exit": done.returncode,
            "wall_s": round(wall, 2),
            "cpu_s": round(
                after.children_user
                + after.children_system
                - before.children_user
                - before.children_system,
                2,
            ),
        }
        written = Path(folder, "plan.json")
        if written.exists():
            plan = json.loads(written.read_text(encoding="utf-8"))
            record |= {
                "gap": plan["solver"]["gap"],
                "held": plan["indicators"]["permanences_held"],
                "due": plan["indicators"]["permanences_due"],
                "distance_km": plan["indicators"]["distance_km"],
                "map_bytes": Path(folder, "carte.html").stat().st_size,
            }
    return record


def shortfalls(record: Mapping[str, object]) -> list[str]:
    """Return what a plan lacks: itself, or the proof that is asked for."""
    if record["exit"] != 0:
        return ["no plan"]
    lacking = []
    most, gap = MOST_GAP[str(record["programme"])], record["gap"]
    if not isinstance(gap, float | int) or gap > most:
        lacking.append(f"gap {gap} above {most}")
    return lacking


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every programme and month the given number of times, after one warm-up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--programme", choices=PROGRAMMES, action="append")
    parser.add_argument("--month", action="append")
    parser.add_argument("--previous", type=Path, help="plan.json of the month before")
    given = parser.parse_args(arguments)
    run(PROGRAMMES[0], MONTHS[0])
    short = False
    for programme in given.programme or PROGRAMMES:
        for month in given.month or MONTHS:
            for _ in range(given.repeat):
                record = run(programme, month, given.previous)
                record["short"] = shortfalls(record)
                short |= bool(record["short"])
                print(json.dumps(record), flush=True)
    if short:
        sys.exit(1)


if __name__ == "__main__":
    main()
