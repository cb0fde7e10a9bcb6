"""Keys: made once, shown once, and worth nothing once revoked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.store.database import Database
from api.store.keys import Keys, Role


@pytest.fixture
def keys(database_url: str) -> Iterator[Keys]:
    database = Database(database_url)
    database.upgrade()
    yield Keys(database)
    database.close()


def test_a_key_is_known_until_it_is_revoked(keys: Keys) -> None:
    key, text = keys.add(Role.READER, "mairie")
    assert keys.find(text) == key
    assert keys.by_id(key.id) == key
    assert keys.revoke(key.id)
    assert not keys.revoke(key.id)
    assert keys.find(text) is None
    assert keys.by_id(key.id) is None
    assert [found.revoked_at is None for found in keys.all()] == [False]


def test_what_is_no_key_opens_nothing(keys: Keys) -> None:
    _, text = keys.add(Role.READER, "mairie")
    for wrong in (
        "",
        "tn_",
        text[:-1],
        text + "x",
        text.replace("tn_", "tx_"),
        "tn_0_0",
        "é_è_à",
        "tn_\x00_x",
    ):
        assert keys.find(wrong) is None


def test_secrets_are_not_kept(keys: Keys) -> None:
    _, text = keys.add(Role.PLANNER, "moi")
    secret = text.rpartition("_")[2]
    assert secret not in repr(keys.all())


def test_a_reader_reads_and_no_more(app: FastAPI, client: TestClient) -> None:
    _, text = app.state.service.keys.add(Role.READER, "mairie")
    with_it = {"Authorization": text}
    assert client.get("/v1/territory", headers=with_it).status_code == 200
    answer = client.post("/v1/plans", headers=with_it, json={"programme": "promo-soins"})
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:problem-type:tournees:forbidden"


def test_a_browser_enters_with_a_key_and_leaves(app: FastAPI) -> None:
    key, text = app.state.service.keys.add(Role.COORDINATOR, "navigateur")
    web = TestClient(app, base_url="http://127.0.0.1:8000", headers={"Accept": "text/html"})
    assert web.get("/", follow_redirects=False).headers["location"].startswith("/login?")
    assert web.post("/login", data={"key": text + "x"}).status_code == 401
    answer = web.post("/login", data={"key": text}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert text.lower() not in cookie
    assert "Planifier" in web.get("/").text
    session = web.cookies["tournees"]
    for forged in (
        session.replace(key.id, "0" * 12),
        session[:-1],
        "a.b.c",
        "é",
        "..",
        session + "x",
    ):
        headers = {"Accept": "text/html", "Cookie": f"tournees={forged}".encode()}
        other = TestClient(app, base_url="http://127.0.0.1:8000", headers=headers)
        assert other.get("/", follow_redirects=False).is_redirect, forged
    web.post("/logout")
    assert web.get("/", follow_redirects=False).headers["location"].startswith("/login?")


def test_a_foreign_page_lets_nobody_in_or_out(client: TestClient) -> None:
    for address in ("/login", "/logout"):
        foreign = {"origin": "http://elsewhere.example"}
        assert client.post(address, data={"key": "x"}, headers=foreign).status_code == 403
