"""How much one may ask: per key, per address, and with keys that do not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from limits import parse_many

from api.environment import Environment
from api.http import Settings, create_app
from api.http.operations import Operations
from api.store.keys import Role
from api.wire.faults import InputFaults
from tests.service.conftest import ADDRESS, UNLIMITED

Make = Callable[[Operations], tuple[TestClient, str]]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(operations: Operations) -> tuple[TestClient, str]:
        settings = Settings.from_environment(data=tmp_path, workers=0, operations=operations)
        app = create_app(settings)
        _, key = app.state.service.keys.add(Role.READER, "tests")
        client = TestClient(app, base_url=ADDRESS, headers={"Accept-Language": "en"})
        return client, key

    return make


def test_a_key_has_its_rate_and_is_told_so(made: Make) -> None:
    client, key = made(replace(UNLIMITED, rate_per_key=tuple(parse_many("3/hour"))))
    with_it = {"Authorization": f"Bearer {key}"}
    left = [client.get("/v1/programmes", headers=with_it).headers["ratelimit"] for _ in range(3)]
    assert [text.partition(";t=")[0] for text in left] == ['"key";r=2', '"key";r=1', '"key";r=0']
    answer = client.get("/v1/programmes", headers=with_it)
    assert answer.status_code == 429
    assert answer.json()["type"].endswith(":too-many-requests")
    assert answer.headers["ratelimit-policy"] == '"key";q=3;w=3600'
    assert 0 < int(answer.headers["retry-after"]) <= 3600
    assert f"{answer.headers['retry-after']} s" in answer.json()["detail"]
    assert client.get("/health", headers=with_it).status_code == 200


def test_an_address_has_its_rate_whatever_it_shows(made: Make) -> None:
    client, _ = made(replace(UNLIMITED, rate_per_address=tuple(parse_many("2/hour"))))
    found = [client.get("/v1/programmes", headers={"X-Api-Key": str(n)}) for n in range(3)]
    assert [answer.status_code for answer in found] == [401, 401, 429]


def test_guessing_keys_is_slow_but_a_known_key_goes_on(made: Make) -> None:
    client, key = made(replace(UNLIMITED, failures_per_address=tuple(parse_many("3/hour"))))
    good = {"Authorization": f"Bearer {key}"}
    assert client.get("/v1/programmes", headers=good).status_code == 200
    guessed = [
        client.get("/v1/programmes", headers={"Authorization": f"Bearer tn_0_{n}"}).status_code
        for n in range(5)
    ]
    assert guessed == [401, 401, 401, 429, 429]
    assert client.post("/login", data={"key": key}).status_code == 429
    assert client.get("/v1/programmes", headers=good).status_code == 200


def test_signing_in_well_does_not_buy_more_guesses(made: Make) -> None:
    client, key = made(replace(UNLIMITED, failures_per_address=tuple(parse_many("2/hour"))))
    for text in (key, "x", key, "y"):
        client.post("/login", data={"key": text}, follow_redirects=False)
        client.cookies.clear()
    assert client.post("/login", data={"key": "z"}).status_code == 429


def test_variables_are_read_and_all_faults_told() -> None:
    good = Environment({"TOURNEES_RATE_PER_KEY": "5/second; 100/hour", "TOURNEES_KEEP": "7"})
    assert [rate.amount for rate in Operations.read(good).rate_per_key] == [5, 100]
    assert good.number("KEEP", 1) == 7
    assert Operations.read(Environment({"TOURNEES_RATE_PER_KEY": "none"})).rate_per_key == ()
    bad = Environment(
        {
            "TOURNEES_RATE_PER_KEY": "often",
            "TOURNEES_METRICS": "me",
            "TOURNEES_LOGS": "xml",
            "TOURNEES_ANSWERS_KEPT_H": "-1",
        }
    )
    Operations.read(bad)
    with pytest.raises(InputFaults) as found:
        bad.check()
    assert {fault.path for fault in found.value.faults} == bad._variables.keys()


def test_a_job_too_large_names_the_setting(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        data=tmp_path, workers=0, operations=UNLIMITED, max_permanences=3, max_days=10
    )
    app = create_app(settings)
    _, key = app.state.service.keys.add(Role.COORDINATOR, "tests")
    client = TestClient(app, base_url=ADDRESS, headers={"Authorization": f"Bearer {key}"})
    answer = client.post("/v1/plans", json={"programme": "promo-soins", "month": "2027-01"})
    assert answer.status_code == 422
    faults = {fault["path"]: fault for fault in answer.json()["errors"]}
    assert faults.keys() == {"/horizon", "/programme/permanences"}
    assert "TOURNEES_MAX_DAYS" in faults["/horizon"]["message"]
    assert faults["/programme/permanences"]["value"] == "4"


def test_without_workers_of_its_own_the_service_still_solves_for_vrooms_clients(
    made: Make,
) -> None:
    client, key = made(UNLIMITED)  # its settings ask for no worker
    with_it = {"Authorization": f"Bearer {key}"}
    assert client.post("/optimization", json={"vehicles": []}, headers=with_it).status_code == 400


def test_a_page_for_everybody_makes_no_guess_a_known_key(made: Make) -> None:
    client, _ = made(replace(UNLIMITED, failures_per_address=tuple(parse_many("2/hour"))))
    found = []
    for number in range(4):
        guess = {"Authorization": f"Bearer tn_0_{number}"}
        client.get("/static/service.css", headers=guess)
        found.append(client.get("/v1/programmes", headers=guess).status_code)
    assert found == [401, 401, 429, 429]


def test_a_key_written_otherwise_is_the_same_key(made: Make) -> None:
    client, key = made(replace(UNLIMITED, rate_per_key=tuple(parse_many("3/hour"))))
    ways = [
        {"Authorization": f"Bearer {key}"},
        {"Authorization": f"bearer   {key} "},
        {"Authorization": key},
        {"X-Api-Key": key, "Cookie": "other=1"},
    ]
    found = [client.get("/v1/programmes", headers=way).status_code for way in ways]
    assert found == [200, 200, 200, 429]


def test_who_is_not_trusted_gains_nothing_by_forwarded_headers(made: Make) -> None:
    client, _ = made(replace(UNLIMITED, rate_per_address=tuple(parse_many("2/hour"))))
    found = []
    for number in range(3):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        found.append(client.get("/v1/programmes", headers=headers).status_code)
    assert found == [401, 401, 429]
