"""A service of its own for a measurement: processes as a person starts them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

TOURNEES = [sys.executable, "-m", "api"]
QUIET = {
    "TOURNEES_RATE_PER_KEY": "none",
    "TOURNEES_RATE_PER_ADDRESS": "none",
    "TOURNEES_FAILURES_PER_ADDRESS": "none",
    "TOURNEES_QUEUE_LIMIT": "1000",
    "TOURNEES_KEEP": "1000",
    "TOURNEES_SOLVE_SECONDS": "2",
}


class Running:
    """A service that can be killed and started again, at the same address and data."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.environment = os.environ | QUIET | {"TOURNEES_DATA": str(folder)}
        made = [*TOURNEES, "keys", "add", "--role", "coordinator"]
        told = subprocess.run(
            made, capture_output=True, text=True, check=True, env=self.environment
        )
        self.key = told.stdout.strip()
        self._log = (folder / "log").open("w+")
        self._options, self._port = options, "0"
        self.start()

    def start(self) -> float:
        """Start the server; return the seconds until it was ready."""
        began = time.perf_counter()
        command = [*TOURNEES, "serve", "--port", self._port, *self._options]
        place = self._log.tell()
        self.process = subprocess.Popen(command, stderr=self._log, env=self.environment)
        told = None
        while told is None:
            if self.process.poll() is not None:
                raise RuntimeError(Path(self._log.name).read_text()[-2000:])
            time.sleep(0.01)
            told = re.search(r"http://127\.0\.0\.1:(\d+)", Path(self._log.name).read_text()[place:])
        self._log.seek(0, os.SEEK_END)
        self.address, self._port = told[0], told[1]
        while not self._is_ready():
            time.sleep(0.01)
        return time.perf_counter() - began

    def _is_ready(self) -> bool:
        try:
            return (
                httpx2.get(f"{self.address}/ready", trust_env=False, timeout=5).status_code == 200
            )
        except httpx2.HTTPError:
            return False

    def client(self) -> httpx2.Client:
        """Return a client with the key."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx2.Client(base_url=self.address, headers=headers, trust_env=False, timeout=120)

    def children(self) -> list[int]:
        """Return the process ids of the server's children, workers among them."""
        path = Path(f"/proc/{self.process.pid}/task")
        lists = (task / "children" for task in path.iterdir())
        return [int(word) for each in lists for word in each.read_text().split()]

    def workers(self) -> list[int]:
        """Return the process ids of the workers: children that run our code."""
        return [pid for pid in self.children() if b"spawn_main" in _command(pid)]

    def kill(self) -> None:
        """Kill the server without a word."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop the server as a person does."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def running(*options: str) -> Iterator[Running]:
    """Run a service in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tournees-bench-") as folder:
        service = Running(Path(folder), *options)
        try:
            yield service
        finally:
            service.stop()


def order(client: httpx2.Client, **body: Any) -> str:
    """Order a plan and return its address."""
    asked = {"programme": "promo-soins", "month": "2027-01", **body}
    answer = client.post("/v1/plans", json=asked).raise_for_status()
    return str(answer.headers["location"])


def ended(client: httpx2.Client, address: str) -> dict[str, Any]:
    """Wait until a plan has ended."""
    while True:
        found: dict[str, Any] = client.get(address).json()
        if found["status"] not in ("queued", "working"):
            return found
        time.sleep(0.2)
