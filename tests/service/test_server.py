"""The command `tournees serve` as a person runs it: a real process on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from api.store.database import Database, sqlite_at
from api.store.tables import OrderRow

TOURNEES = [sys.executable, "-c", "from api.cli import main; main()"]
SERVE = [*TOURNEES, "serve"]


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """An environment with folders of its own."""
    for name in ("data", "tmp"):
        (tmp_path / name).mkdir()
    return {"TOURNEES_DATA": str(tmp_path / "data"), "TMPDIR": str(tmp_path / "tmp")}


@pytest.fixture
def key(places: dict[str, str]) -> str:
    """A coordinator's key, made as people make one."""
    made = subprocess.run(
        [*TOURNEES, "keys", "add", "--role", "coordinator"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | places,
    )
    return made.stdout.strip()


@contextmanager
def serving(places: dict[str, str], *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server and its address."""
    with subprocess.Popen(
        [*SERVE, "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | places,
    ) as process:
        assert process.stderr is not None
        told = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        assert told is not None
        try:
            yield process, told[0]
        finally:
            process.kill()


def call(key: str, address: str, body: object = None) -> dict[str, Any]:
    """Send one request; JSON in, JSON out."""
    method = "GET" if body is None else "POST"
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx2.request(
        method, address, json=body, headers=headers, trust_env=False, timeout=30
    )
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def begun(key: str, address: str) -> str:
    """Order a plan and wait until it is being made; return its address."""
    order = call(key, f"{address}/v1/plans", {"programme": "promo-soins"})
    plan: str = order["links"]["self"]
    while call(key, f"{address}{plan}")["status"] == "queued":
        time.sleep(0.05)
    return plan


def ended(key: str, address: str) -> dict[str, Any]:
    """Wait for the end of a plan."""
    while (state := call(key, address))["status"] in ("queued", "working"):
        time.sleep(0.2)
    return state


def test_it_tells_its_address_plans_and_stops(
    places: dict[str, str], key: str, tmp_path: Path
) -> None:
    with serving(places) as (server, address):
        assert call(key, f"{address}/health") == {"status": "ok"}
        begun(key, address)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0
    assert not list((tmp_path / "tmp").iterdir())


def given_back(places: dict[str, str]) -> bool:
    """Whether the only order is back in the queue, no attempt counted, within ten seconds."""
    database = Database(sqlite_at(Path(places["TOURNEES_DATA"]) / "tournees.sqlite3"))
    try:
        for _ in range(100):
            with database.read() as session:
                row = session.scalars(select(OrderRow)).one()
            if row.status == "queued":
                return row.attempt == 0
            time.sleep(0.1)
        return False
    finally:
        database.close()


def test_a_plan_outlives_a_server_that_is_stopped_or_killed(
    places: dict[str, str], key: str
) -> None:
    with serving(places) as (server, address):
        plan = begun(key, address)
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
    with serving(places) as (server, address):
        while call(key, f"{address}{plan}")["status"] == "queued":
            time.sleep(0.05)
        server.kill()
        server.wait(timeout=60)
    assert given_back(places), "that the server was killed is not held against the order"
    with serving(places) as (_, address):
        assert ended(key, f"{address}{plan}")["status"] == "completed"


def test_nobody_enters_without_a_key(places: dict[str, str]) -> None:
    with serving(places) as (_, address):
        for path in ("/v1/plans", "/v1/programmes", "/v1/territory", "/openapi.json"):
            answer = httpx2.get(f"{address}{path}", trust_env=False)
            assert answer.status_code in (401, 405), path
        wrong = httpx2.get(
            f"{address}/v1/programmes", headers={"X-Api-Key": "tn_1_2"}, trust_env=False
        )
        assert wrong.status_code == 401
        assert wrong.headers["www-authenticate"] == "Bearer"


def test_a_busy_port_is_said_in_a_sentence(places: dict[str, str]) -> None:
    with serving(places) as (_, address):
        port = address.rpartition(":")[2]
        second = subprocess.run(
            [*SERVE, "--port", port], capture_output=True, text=True, env=os.environ | places
        )
    assert second.returncode == 2
    assert "Choisissez un autre port" in second.stderr
    assert "Traceback" not in second.stderr


def test_workers_are_processes_of_their_own_at_the_same_database(
    places: dict[str, str], database_url: str
) -> None:
    places |= {"TOURNEES_DATABASE_URL": database_url, "TOURNEES_METRICS": "loopback"}
    made = [*TOURNEES, "keys", "add", "--role", "coordinator"]
    env = os.environ | places
    key = subprocess.run(made, capture_output=True, text=True, check=True, env=env).stdout.strip()
    with serving(places, "--workers", "0") as (_, address):
        order = call(key, f"{address}/v1/plans", {"programme": "promo-soins"})
        assert "tournees_workers_alive 0.0" in httpx2.get(f"{address}/metrics").text
        worker = subprocess.Popen([*TOURNEES, "worker"], env=env, stderr=subprocess.DEVNULL)
        try:
            plan = f"{address}{order['links']['self']}"
            while call(key, plan)["status"] == "queued":
                time.sleep(0.1)
            assert "tournees_workers_alive 1.0" in httpx2.get(f"{address}/metrics").text
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=60) == 0
            assert call(key, plan)["status"] == "queued"
            assert "tournees_workers_alive 0.0" in httpx2.get(f"{address}/metrics").text
        finally:
            worker.kill()
            worker.wait()
