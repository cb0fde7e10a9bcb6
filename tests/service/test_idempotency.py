"""``Idempotency-Key``: what is sent again is done once, whatever dies in between."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from starlette.requests import Request

from api.http.idempotency import _fingerprint
from api.store import answers as store
from api.store.answers import Answer, Answers, Begun, Ticket
from api.store.database import Database
from api.store.keys import Role
from api.store.once import new_id, request_token
from api.store.operation_tables import AnswerRow
from api.store.tables import OrderRow

SECRET = b"0123456789abcdef0123456789abcdef"
ORDER = {"programme": "promo-soins", "month": "2027-02"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def answers(database: Database) -> Answers:
    return Answers(database, SECRET, hours=24)


def begun(answers: Answers, fingerprint: str = "f") -> Ticket:
    ticket = answers.begin("caller", "key", fingerprint)
    assert isinstance(ticket, Ticket)
    return ticket


def test_an_answer_is_kept_for_its_caller_and_its_request(
    answers: Answers, database: Database
) -> None:
    ticket = begun(answers)
    assert answers.begin("caller", "key", "f") is Begun.UNDER_WAY
    given = Answer(201, {"location": "/x"}, b"Mme Blanc")
    answers.end(ticket, given)
    again = Answers(database, SECRET, hours=24)  # another process, or after a restart
    assert again.begin("caller", "key", "f") == given
    assert again.begin("caller", "key", "other") is Begun.OTHER
    assert isinstance(again.begin("other", "key", "f"), Ticket)
    with database.read() as session:
        assert all(b"Blanc" not in row.body for row in session.scalars(select(AnswerRow)))


def test_what_was_not_answered_may_be_done_again(answers: Answers) -> None:
    answers.forget(begun(answers))
    begun(answers)


def test_a_request_lost_with_its_server_is_taken_over_and_answered_by_one(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = begun(answers)
    monkeypatch.setattr(store, "ABANDONED_S", -1.0)
    second = begun(answers)
    assert second.token == lost.token
    answers.end(lost, Answer(200, {}, b"late"))
    answers.end(second, Answer(200, {}, b"second"))
    found = answers.begin("caller", "key", "f")
    assert isinstance(found, Answer)
    assert found.body == b"second"


def test_answers_are_forgotten_after_their_time(database: Database) -> None:
    short = Answers(database, SECRET, hours=0)
    short.end(begun(short), Answer(200, {}, b""))
    begun(short, "another")


def test_done_again_a_request_makes_the_same_thing() -> None:
    assert new_id("order") != new_id("order")
    token = request_token.set("caller.key")
    try:
        assert new_id("order") == new_id("order") != new_id("programme")
    finally:
        request_token.reset(token)


def orders(app: FastAPI) -> int:
    with app.state.service.database.read() as session:
        return session.scalar(select(func.count()).select_from(OrderRow)) or 0


def post(client: TestClient, key: str, body: Any = ORDER, **headers: str) -> Any:
    return client.post("/v1/plans", json=body, headers={"Idempotency-Key": key, **headers})


def test_a_plan_ordered_twice_is_one_plan(app: FastAPI, client: TestClient) -> None:
    key, before = secrets.token_hex(8), orders(app)
    first, second = post(client, f'"{key}"'), post(client, key)
    assert first.status_code == second.status_code == 202
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert orders(app) == before + 1
    client.delete(first.headers["location"])


def test_the_order_of_a_server_that_died_is_found_again(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = secrets.token_hex(8)
    with monkeypatch.context() as broken:
        broken.setattr(app.state.service.answers, "end", lambda *_: None)
        first = post(client, key)
    assert post(client, key).status_code == 409
    monkeypatch.setattr(store, "ABANDONED_S", -1.0)
    assert post(client, key).json()["id"] == first.json()["id"]
    client.delete(first.headers["location"])


def test_a_key_whose_answer_is_forgotten_stands_for_what_is_asked_now(
    app: FastAPI, client: TestClient
) -> None:
    key = secrets.token_hex(8)
    first = post(client, key)
    with app.state.service.database.begin() as session:
        session.execute(update(AnswerRow).values(until=0.0))
    second = post(client, key, ORDER | {"month": "2027-03"})
    assert second.status_code == 202
    assert second.json()["id"] != first.json()["id"]
    assert "mars" in second.json()["title"]
    for made in (first, second):
        client.delete(made.headers["location"])


def test_the_same_key_for_something_else_is_refused(client: TestClient) -> None:
    key = secrets.token_hex(8)
    first = post(client, key, {"programme": "nobody"})
    assert first.status_code == 422
    assert post(client, key, {"programme": "nobody"}).json() == first.json()
    other = post(client, key)
    assert other.status_code == 422
    assert other.json()["type"].endswith(":key-reused")


def test_keys_of_others_are_theirs(app: FastAPI, client: TestClient) -> None:
    key = secrets.token_hex(8)
    first = post(client, key)
    _, text = app.state.service.keys.add(Role.COORDINATOR, "other")
    second = post(client, key, Authorization=f"Bearer {text}")
    assert first.json()["id"] != second.json()["id"]
    for made in (first, second):
        client.delete(made.headers["location"])


@pytest.mark.parametrize("key", ["", '""', "x" * 300, "é"])
def test_a_key_that_is_none(client: TestClient, key: str) -> None:
    headers = {"Idempotency-Key": key.encode()}
    assert client.post("/v1/plans", json=ORDER, headers=headers).status_code == 400


def test_without_a_key_to_the_service_nothing_is_kept(client: TestClient) -> None:
    assert post(client, "k", Authorization="").status_code == 401


def test_a_body_too_large_is_refused_all_the_same(client: TestClient) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    body = (b" " * 50_000 for _ in range(5))  # chunked: no Content-Length
    assert client.post("/v1/plans", content=body, headers=headers).status_code == 413


def test_what_an_erasure_blanked_is_known_to_be_done(answers: Answers, database: Database) -> None:
    answers.end(begun(answers), Answer(201, {"location": "/v1/people/p-1"}, b"Mme Blanc"))
    with database.begin() as session:
        store.blank_answers(session)
    assert answers.begin("caller", "key", "f") is Begun.ERASED
    assert answers.begin("caller", "key", "other") is Begun.OTHER
    with database.read() as session:
        (row,) = session.scalars(select(AnswerRow))
    assert (row.headers, row.body) == ("", b"")


def test_a_fingerprint_confirms_no_guess_of_the_request(client: TestClient, app: FastAPI) -> None:
    prints = []
    for secret in (app.state.service.secret, b"another secret of another service"):
        scope = {"type": "http", "path": "/v1/plans", "query_string": b"", "headers": []}
        prints.append(_fingerprint(Request(scope | {"method": "POST"}), b"{}", secret))
    assert prints[0] != prints[1]
