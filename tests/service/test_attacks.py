"""What somebody tries who has no key, or one that opens less."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http.access import COOKIE, session_of
from api.store.keys import Role
from api.store.secret import signature
from tests.service.conftest import ADDRESS

CLOSED = (
    *("/v1/territory", "//v1/territory", "/v1/territory/", "/%76%31/territory", "/V1/territory"),
    *("/v1/x/../territory", "/v1/%2e%2e/v1/territory", "/v1/territory%00", "/openapi.json"),
    *("/metrics", "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/docs"),
)


@pytest.fixture
def nobody(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize("address", CLOSED)
def test_no_spelling_of_an_address_opens_it(nobody: TestClient, method: str, address: str) -> None:
    answer = nobody.request(method, address)
    assert answer.status_code in (400, 401, 404, 405)
    assert "name" not in answer.text or answer.json()["status"] >= 400


@pytest.mark.parametrize("shown", ["Bearer", "Bearer ", "Basic {key}", "Bearer {key} x", "{cut}"])
def test_half_a_key_opens_nothing(nobody: TestClient, app: FastAPI, shown: str) -> None:
    _, key = app.state.service.keys.add(Role.READER, "half")
    headers = {"Authorization": shown.format(key=key, cut=key[:-1])}
    assert nobody.get("/v1/territory", headers=headers).status_code == 401


def test_a_cookie_that_was_tampered_with_or_has_expired(nobody: TestClient, app: FastAPI) -> None:
    service = app.state.service
    reader, _ = service.keys.add(Role.READER, "cookie")
    chief, _ = service.keys.add(Role.COORDINATOR, "cookie")
    good = session_of(service, reader)
    key_id, until, proof = good.split(".")
    past = f"{key_id}.{int(time.time()) - 1}"
    cookies = [
        f"{chief.id}.{until}.{proof}",
        f"{key_id}.{int(until) + 1}.{proof}",
        f"{past}.{signature(service.secret, 'session', past)}",
        f"{key_id}.{until}.{signature(service.secret, 'driver link', f'{key_id}.{until}')}",
        good[:-1],
        "..",
        "9" * 5000 + ".",
    ]
    for cookie in cookies:
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        assert nobody.get("/v1/territory", headers=headers).status_code == 401
    opened = nobody.get("/v1/territory", headers={"Cookie": f"{COOKIE}={good}"})
    assert opened.status_code == 200


@pytest.mark.parametrize("beside", [{}, {"Authorization": ""}, {"Authorization": "Bearer "}])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{ADDRESS}.evil.example"])
def test_a_foreign_page_changes_nothing_with_a_cookie(
    nobody: TestClient, app: FastAPI, origin: str, beside: dict[str, str]
) -> None:
    service = app.state.service
    chief, _ = service.keys.add(Role.COORDINATOR, "browser")
    headers = {"Cookie": f"{COOKIE}={session_of(service, chief)}", "Origin": origin, **beside}
    answer = nobody.post("/v1/plans", headers=headers, json={})
    assert (answer.status_code, answer.json()["type"][-12:]) == (403, "foreign-page")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 30_000,
        b'{"programme":' + b"9" * 100_000 + b"}",
        b'{"programme":NaN}',
        b'{"programme":"\\ud800","month":"2027-01"}',
        '{"programme":1}'.encode("utf-16"),
        b"\xff\xfe",
    ],
    ids=["deep", "deep objects", "long number", "nan", "surrogate", "utf-16", "bytes"],
)
@pytest.mark.parametrize(
    "address",
    ["/v1/plans", "/v1/plans:check", "/v1/programmes", "/v1/people:import", "/v1/roads/find", "/"],
)
def test_json_that_breaks_readers(client: TestClient, address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert client.post(address, content=body, headers=headers).status_code in (400, 422)


def test_titles_are_words_in_pages_and_headers(client: TestClient) -> None:
    programme = client.get("/v1/programmes/promo-soins").json()
    nasty = "<script>alert(1)</script>\"'é"
    kept = client.post("/v1/programmes", json=programme | {"title": nasty})
    address = kept.headers["location"]
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    named = client.get(f"{address}.xlsx").headers["content-disposition"]
    assert named.isascii()
    assert not set(named) & set("<>'\r\n")
    client.delete(address)


def test_a_reader_meets_no_door(shelf: Any, planned: Any) -> None:
    address, _ = planned
    programme = shelf.client.get(f"{address}/programme").json()
    doors = [programme["drivers"][0]["home"], programme["requests"][0]["pickup"]]
    points = {str(door[axis]) for door in doors for axis in ("lon", "lat") if axis in door}
    reader = shelf.client_of(Role.READER)
    parts = ("", "/rounds", "/rides", "/unserved", "/indicators", "/drivers", "/documents")
    for part in parts:
        answer = reader.get(f"{address}{part}")
        assert answer.status_code == 200
        assert not [point for point in points if point in answer.text]
    for closed in ("/programme", "/drivers/d1/sheet", "/links", "/named-sheets"):
        assert reader.get(f"{address}{closed}").status_code == 403
    listed = reader.get(f"{address}/documents").json()["documents"]
    for document in listed:
        if document["coordinator_only"]:
            assert reader.get(document["links"]["self"]).status_code == 403
    changes = [("POST", f"{address}:publish"), ("DELETE", address), ("GET", "/v1/people")]
    assert {reader.request(*change).status_code for change in changes} == {403}


def test_a_published_plan_stays_as_it_is(shelf: Any, planned: Any) -> None:
    _, outcome = planned
    address = shelf.put(outcome)
    number = shelf.client.post(f"{address}:publish").json()["number"]
    before = shelf.client.get(address).json()["plan"]
    for method, path in (("DELETE", ""), ("POST", ":cancel"), ("POST", ":publish"), ("PUT", "")):
        shelf.client.request(method, f"{address}{path}", json={"plan": {}})
    after = shelf.client.get(f"/v1/plans/{number}").json()
    assert (after["number"], after["status"]) == (number, "completed")
    assert json.dumps(after["plan"]) == json.dumps(before)
