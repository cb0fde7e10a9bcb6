"""Logs tell what happened and never to whom."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.jobs.worker import Worker
from api.logs import Style, configure, logger
from api.problems import WORKER_LOST
from api.recipe import Ground
from api.store.database import Database
from api.store.orders import Orders

PLANTED = "Yvonne-Blanc-0494000000"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Logs as JSON; call it for what was logged since."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure(Style.JSON)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_request_is_one_line_without_what_was_asked(
    app: FastAPI, client: TestClient, lines: Any
) -> None:
    client.get(f"/v1/plans/{PLANTED}?driver={PLANTED}", headers={"X-Request-ID": "00-ab" * 4})
    (line,) = lines()
    key = client.headers["Authorization"].split("_")[1]
    assert line | {"duration_ms": 0, "timestamp": ""} == {
        "event": "request",
        "method": "GET",
        "route": "/v1/plans/{plan_id}",
        "status": 404,
        "duration_ms": 0,
        "key": key,
        "request_id": "00-ab" * 4,
        "level": "info",
        "logger": "api.http.witness",
        "timestamp": "",
    }


def test_the_request_id_goes_back_and_a_name_is_none(client: TestClient) -> None:
    kept = client.get("/health", headers={"X-Request-ID": "5d2f9c1e-11"}).headers["x-request-id"]
    assert kept == "5d2f9c1e-11"
    for given in (PLANTED, "", "a b", "x" * 100):
        made = client.get("/health", headers={"X-Request-ID": given}).headers["x-request-id"]
        assert made != given
        assert len(made) == 16


@pytest.mark.parametrize("planted_in", ["path", "query", "body", "header", "login", "method"])
def test_what_people_send_is_never_logged(
    client: TestClient, lines: Any, planted_in: str, capsys: pytest.CaptureFixture[str]
) -> None:
    match planted_in:
        case "path":
            client.get(f"/{PLANTED}")
        case "query":
            client.get("/v1/plans", params={"cursor": PLANTED, PLANTED: PLANTED})
        case "body":
            client.post("/v1/plans", json={"programme": PLANTED, PLANTED: {PLANTED: PLANTED}})
            client.post("/optimization", json={"jobs": [{"id": 1, "description": PLANTED}]})
        case "header":
            client.get(
                "/v1/territory",
                headers={
                    "User-Agent": PLANTED,
                    "Authorization": PLANTED,
                    "X-Request-ID": PLANTED,
                    "Idempotency-Key": PLANTED,
                },
            )
        case "login":
            client.post("/login", data={"key": PLANTED})
        case "method":
            client.request(PLANTED.replace("-", ""), "/v1/programmes")
    written = capsys.readouterr().err
    assert '"event": "request"' in written
    assert PLANTED not in written
    assert PLANTED.replace("-", "") not in written


def test_of_an_error_only_its_place_is_told(
    app: FastAPI, client: TestClient, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError(PLANTED)

    monkeypatch.setattr(app.state.service.database, "answers", broken)
    client.get("/ready")
    error, *_ = [line for line in lines() if line["level"] == "error"]
    assert "ValueError" in error["exception"]
    assert "test_logs.py" in error["exception"]
    assert PLANTED not in json.dumps(error)


def test_so_it_is_for_libraries(lines: Any) -> None:
    try:
        raise ValueError(PLANTED)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        logger("api.somewhere").exception("it broke")
    for line in lines():
        assert "ValueError" in line["exception"]
        assert PLANTED not in json.dumps(line)


def test_a_worker_tells_the_order_and_no_more(database_url: str, lines: Any) -> None:
    database = Database(database_url)
    database.upgrade()
    orders = Orders(database, WORKER_LOST.kept())
    order_id = orders.submit(json.dumps({PLANTED: 1}), PLANTED, 5)
    ground: Any = Ground(None, None)  # type: ignore[arg-type] - the order fails before
    Worker(orders, ground).turn()
    database.close()
    told = lines()
    assert [line["event"] for line in told] == ["plan begun", "plan failed", "plan ended"]
    assert {line["order"] for line in told} == {order_id}
    assert told[-1]["status"] == "failed"
    assert PLANTED not in json.dumps(told)


def test_people_get_text(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure(Style.TEXT)
    logger("api.somewhere").info("begun", order="x1")
    root.handlers[:], _ = before
    root.setLevel(before[1])
    assert "begun" in (written := capsys.readouterr().err)
    assert "order=x1" in written
