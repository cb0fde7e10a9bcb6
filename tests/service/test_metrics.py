"""``/metrics``: closed by default, numbers without names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.http import Settings, create_app
from api.http.operations import Door
from api.jobs.work import PLAN
from api.problems import WORKER_LOST
from api.store.attendance import Attendance
from api.store.database import Database
from api.store.figures import figures_of
from api.store.order_records import Outcome, Status
from api.store.orders import Orders
from tests.service.conftest import ADDRESS, UNLIMITED


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.upgrade()
    yield database
    database.close()


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_their_template(client: TestClient) -> None:
    for _ in range(2):
        client.get("/v1/plans/Blanc?driver=Durand")
        client.get("/v1/Durand")
    text = client.get("/metrics").text
    assert "Blanc" not in text
    assert "Durand" not in text
    found = samples(text)
    labels = (("method", "GET"), ("route", "/v1/plans/{plan_id}"), ("status", "404"))
    assert found["tournees_http_requests_total", labels] >= 2
    assert found["tournees_http_request_seconds_count", labels[:2]] >= 2
    labels = (("method", "GET"), ("route", "(none)"), ("status", "404"))
    assert found["tournees_http_requests_total", labels] >= 2
    assert found["process_resident_memory_bytes", ()] > 0
    assert ("tournees_queue_length", ()) in found


def test_what_workers_do_is_read_from_the_database(database: Database) -> None:
    orders = Orders(database, WORKER_LOST.kept())
    for _ in range(3):
        orders.submit("{}", "décembre", 10)
    claim = orders.claim()
    assert claim is not None
    orders.finish(
        claim, Outcome(status=Status.COMPLETED, documents={PLAN: b"{}"}, cost=1, gap=0.02)
    )
    orders.claim()
    workers = [Attendance(database), Attendance(database)]
    for worker in workers:
        worker.beat()
        worker.beat()
    found = figures_of(database)
    assert found.workers == 2
    assert (found.waiting, found.orders["working"], found.orders["completed"]) == (1, 1, 1)
    assert found.gaps == (0.02,)
    assert len(found.seconds) == 1
    assert found.oldest_s >= 0
    workers[0].leave()
    assert figures_of(database).workers == 1


def test_it_asks_for_a_key(app: FastAPI) -> None:
    assert TestClient(app, base_url=ADDRESS).get("/metrics").status_code == 401


@pytest.mark.parametrize(
    ("door", "client", "headers", "status"),
    [
        (Door.LOOPBACK, "127.0.0.1", {}, 200),
        (Door.LOOPBACK, "::1", {}, 200),
        (Door.LOOPBACK, "192.0.2.7", {}, 401),
        (Door.LOOPBACK, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 401),
        (Door.OPEN, "192.0.2.7", {}, 200),
        (Door.KEY, "127.0.0.1", {}, 401),
    ],
)
def test_who_may_read_it_is_a_setting(
    tmp_path: Path, door: Door, client: str, headers: dict[str, str], status: int
) -> None:
    operations = replace(UNLIMITED, metrics=door)
    settings = Settings.from_environment(data=tmp_path, workers=0, operations=operations)
    asking = TestClient(create_app(settings), base_url=ADDRESS, client=(client, 5000))
    assert asking.get("/metrics", headers=headers).status_code == status
