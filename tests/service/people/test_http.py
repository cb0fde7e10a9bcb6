"""Personal data over HTTP: for coordinators alone, on record, and in no log or error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.people.keyring import VARIABLE
from api.store.keys import Role

PEOPLE = {
    "people": {
        "h-1": {"name": "Jeanne Zyprax", "phone": "06 99 88 77 66", "notes": "Chien Wombatus"},
        "h-2": {"name": "Paul Vexley"},
    }
}
SECRETS = ("Zyprax", "99 88 77", "Wombatus", "Vexley")


@pytest.fixture
def web(client: TestClient) -> Iterator[TestClient]:
    """Two people are known."""
    assert client.post("/v1/people:import", json=PEOPLE).json()["added"] in (0, 2)
    yield client
    for pseudonym in ("h-1", "h-2", "h/3"):
        client.delete(f"/v1/people/{pseudonym}")


def headers(app: FastAPI, role: Role) -> dict[str, str]:
    _, text = app.state.service.keys.add(role, "autre")
    return {"Authorization": f"Bearer {text}"}


def last(app: FastAPI, count: int = 1) -> list[tuple[str, str, str]]:
    rows = app.state.service.people.audit.latest(count)
    return [(row.action, row.pseudonym, row.outcome) for row in rows]


def test_people_are_imported_listed_read_changed_and_erased(web: TestClient, app: FastAPI) -> None:
    listed, address = [], "/v1/people?limit=1"
    while address:
        page = web.get(address).json()
        listed += [entry["pseudonym"] for entry in page["people"]]
        address = page["next"]
    assert [name for name in listed if name.startswith("h-")] == ["h-1", "h-2"]
    answer = web.get("/v1/people/h-1")
    assert answer.json() == {"address": "", **PEOPLE["people"]["h-1"]}
    assert answer.headers["cache-control"] == "no-store"
    assert last(app) == [("read", "h-1", "done")]
    assert web.put("/v1/people/h-1", json={"name": "Jeanne"}).status_code == 204
    assert web.put("/v1/people/h/3", json={"name": "Léa"}).status_code == 201
    assert web.get("/v1/people/h/3").json()["name"] == "Léa"
    assert web.get("/v1/people/h-1").json()["phone"] == ""
    assert web.get("/v1/people/h-1:export").json()["person"]["name"] == "Jeanne"
    erased = web.delete("/v1/people/h-1", headers={"Accept-Language": "en"})
    assert erased.json()["erased"] is True
    assert erased.headers["content-language"] == "en"
    assert erased.json()["remains"].startswith("Plans keep the pseudonym")
    for answer in (web.get("/v1/people/h-1"), web.delete("/v1/people/h-1")):
        assert answer.status_code == 404
        assert answer.json()["type"].endswith("unknown-person")


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER])
def test_nobody_else_may_see_them_and_that_they_asked_is_noted(
    web: TestClient, app: FastAPI, role: Role
) -> None:
    other = headers(app, role)
    for method, address in (
        ("GET", "/v1/people"),
        ("GET", "/v1/people/h-1"),
        ("GET", "/v1/people/h-1:export"),
        ("PUT", "/v1/people/h-1"),
        ("DELETE", "/v1/people/h-1"),
        ("POST", "/v1/people:import"),
    ):
        answer = web.request(method, address, headers=other, json={})
        assert answer.status_code == 403, address
        assert not [secret for secret in SECRETS if secret in answer.text]
        assert last(app)[0][::2] == ("ask", "refused")
    assert web.get("/v1/people", headers={"Authorization": "x"}).status_code == 401


FAULTY: list[tuple[str, str, Any]] = [
    ("PUT", "/v1/people/h-1", {"name": "Jeanne Zyprax", "phone": 69988}),
    ("PUT", "/v1/people/h-1", {"nom": "Jeanne Zyprax"}),
    ("PUT", "/v1/people/h;1", {"name": "Jeanne Zyprax"}),
    ("PUT", f"/v1/people/{'h' * 65}", {"name": "Jeanne Zyprax"}),
    ("PUT", "/v1/people/h%00", {"name": "Jeanne Zyprax"}),
    ("DELETE", "/v1/plans/1/drivers/h%00/link", {}),
    ("POST", "/v1/people:import", {"people": {"h-1": {"name": ["Zyprax"]}}}),
    ("POST", "/v1/people:import", {"people": {"h-1": "Zyprax"}}),
    ("POST", "/v1/people:import", ["Zyprax"]),
]


@pytest.mark.parametrize(("method", "address", "body"), FAULTY)
def test_faults_are_told_without_the_value(
    web: TestClient, caplog: pytest.LogCaptureFixture, method: str, address: str, body: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = web.request(method, address, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not [secret for secret in (*SECRETS, "69988") if secret in answer.text + caplog.text]


def test_no_log_tells_a_name(web: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    web.post("/v1/people:import", json=PEOPLE)
    web.get("/v1/people/h-1")
    web.get("/v1/people/h-1:export")
    web.delete("/v1/people/h-1")
    assert not [secret for secret in SECRETS if secret in caplog.text]


def test_another_key_is_said_and_plans_go_on(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
    answer = web.get("/v1/people/h-1")
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("people-key")
    assert "Rien n’est perdu" in answer.json()["detail"]
    assert web.get("/v1/territory").status_code == 200
    monkeypatch.delenv(VARIABLE)
    assert web.get("/v1/people/h-1").status_code == 200
