"""What every answer tells browsers, and what they are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http import Settings, create_app
from api.http.operations import Door
from tests.service.conftest import ADDRESS, UNLIMITED


@pytest.mark.parametrize(
    "address", ["/health", "/", "/login", "/static/service.css", "/nowhere", "/v1/plans/x"]
)
def test_every_answer_has_its_safe_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers["referrer-policy"]
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers.get("cache-control") == "no-store" or "etag" in headers
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_over_https_it_stays_https_and_the_cookie_is_secure(
    app: FastAPI, client: TestClient
) -> None:
    secure = TestClient(app, base_url=ADDRESS.replace("http:", "https:"))
    assert "max-age" in secure.get("/health").headers["strict-transport-security"]
    key = client.headers["Authorization"].removeprefix("Bearer ")
    answer = secure.post("/login", data={"key": key}, follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_broken_request_is_answered_with_all_of_it(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Mme Blanc")

    monkeypatch.setattr(app.state.service.database, "answers", broken)
    answer = client.get("/ready")
    assert answer.status_code == 500
    assert answer.json()["type"].endswith(":internal")
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Blanc" not in answer.text


@pytest.mark.parametrize(
    "foreign", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "same-site"}]
)
@pytest.mark.parametrize("address", ["/v1/plans/x:cancel", "/v1/plans/x:publish", "/logout"])
def test_a_cookie_changes_nothing_from_a_foreign_page(
    app: FastAPI, client: TestClient, foreign: dict[str, str], address: str
) -> None:
    browser = TestClient(app, base_url=ADDRESS)
    key = client.headers["Authorization"].removeprefix("Bearer ")
    browser.post("/login", data={"key": key}, follow_redirects=False)
    answer = browser.post(address, headers=foreign)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":foreign-page")
    if address != "/logout":
        assert browser.post(address).status_code == 404


def test_other_sites_may_call_only_where_they_are_named(tmp_path: Path, client: TestClient) -> None:
    asking = {"Origin": "https://carte.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in client.options("/v1/plans", headers=asking).headers
    operations = replace(UNLIMITED, cors_origins=("https://carte.example",), metrics=Door.OPEN)
    settings = Settings.from_environment(data=tmp_path, workers=0, operations=operations)
    opened = TestClient(create_app(settings), base_url=ADDRESS)
    answer = opened.options("/v1/plans", headers=asking)
    assert answer.headers["access-control-allow-origin"] == "https://carte.example"
    assert "access-control-allow-credentials" not in answer.headers
    other = opened.options("/v1/plans", headers=asking | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    assert opened.get("/metrics").status_code == 200
