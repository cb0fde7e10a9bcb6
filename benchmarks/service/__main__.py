"""``python -m benchmarks.service start|reads|kills|fuzz``, one JSON line a measurement.

Every part starts a service of its own on this machine, in a folder of its own, and asks nobody
else.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.service import fuzz, kills, reads, start

PARTS = {
    "start": start.measure,
    "reads": reads.measure,
    "kills": kills.measure,
    "fuzz": fuzz.measure,
}


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--seconds", type=float, default=30, help="reads: how long")
    parser.add_argument("--rate", type=float, default=200, help="reads: requests a second")
    parser.add_argument("--plans", type=int, default=100, help="kills: plans queued at once")
    parser.add_argument("--worker-kills", type=int, default=20)
    parser.add_argument("--server-kills", type=int, default=5)
    parser.add_argument("--every", type=float, default=8.0, help="kills: mean seconds between two")
    parser.add_argument("--examples", type=int, default=50, help="fuzz: per operation")
    parser.add_argument("--bodies", type=int, default=10_000, help="fuzz: mutated bodies")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for line in PARTS[asked.part](asked):
        print(json.dumps(line, ensure_ascii=False), flush=True)


main()
