"""How long the service takes to be ready, and what memory it holds when nobody asks."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.service.running import Running, running

ROUTE = "/route/v1/driving/6.0615,43.4058;5.7551,43.6079"
_SETTLE_S = 5.0


def measure(_asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Start three times; then load the roads in the server and wait for the worker's."""
    with running() as service:
        times = []
        for _ in range(3):
            service.stop()
            times.append(round(service.start(), 2))
        yield {"measure": "start to ready", "seconds": times}
        time.sleep(_SETTLE_S)
        yield {"measure": "idle", **_memory(service)}
        with service.client() as client:
            client.get(ROUTE).raise_for_status()
        time.sleep(_SETTLE_S)
        yield {"measure": "idle, roads loaded", **_memory(service)}


def _memory(service: Running) -> dict[str, float]:
    """Megabytes of the server and its children; shared pages are split among them (PSS)."""
    pids = [service.process.pid, *service.children()]
    server, *others = [_pss_mb(pid) for pid in pids]
    return {
        "server_mb": server,
        "others_mb": round(sum(others), 1),
        "all_mb": round(server + sum(others), 1),
    }


def _pss_mb(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return round(int(line.split()[1]) / 1024, 1)
