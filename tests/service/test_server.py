"""The command `tournees serve` as a person runs it: a real process on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

SERVE = [sys.executable, "-c", "from api.cli import main; main()", "serve"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [*SERVE, "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        process.kill()


def call(address: str, body: object = None) -> dict[str, Any]:
    """Send one request; JSON in, JSON out."""
    method = "GET" if body is None else "POST"
    answer = httpx2.request(method, address, json=body, trust_env=False, timeout=30)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def test_it_tells_its_address_plans_and_stops(
    server: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert server.stderr is not None
    told = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
    assert told is not None
    address = told[0]
    assert call(f"{address}/health") == {"status": "ok"}
    plan = f"{address}{call(f'{address}/v1/plans', {'programme': 'promo-soins'})['links']['self']}"
    while call(plan)["status"] == "queued":
        time.sleep(0.05)
    assert list(tmp_path.iterdir())
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0
    assert not list(tmp_path.iterdir())


def test_a_busy_port_is_said_in_a_sentence(server: subprocess.Popen[str]) -> None:
    assert server.stderr is not None
    port = server.stderr.readline().strip().rpartition(":")[2]
    second = subprocess.run([*SERVE, "--port", port], capture_output=True, text=True)
    assert second.returncode == 2
    assert "Choisissez un autre port" in second.stderr
    assert "Traceback" not in second.stderr
