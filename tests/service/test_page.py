"""The page: a form, no third-party request, no foreign order, words in two languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.store.keys import Role

ADDRESS = "http://127.0.0.1:8000"
PAGE = {"Accept": "text/html"}
FORM = {"programme": "promo-soins", "month": "2027-02"}


def test_the_form_offers_programmes_and_months(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "Planifier" in page.text
    assert 'value="promo-soins" selected' in page.text
    assert len(re.findall(r'<option value="20\d\d-\d\d">', page.text)) == 12


def test_the_page_asks_nobody_else_for_anything(client: TestClient) -> None:
    page = client.get("/")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    own = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
    assert own
    assert all(address.startswith(("/", "#", "?")) for address in own)
    for address in re.findall(r'"(/static/[^"]*)"', page.text):
        assert client.get(address).status_code == 200


def test_a_plan_is_ordered_followed_and_cancelled(client: TestClient) -> None:
    answer = client.post("/", data=FORM, follow_redirects=False)
    assert answer.status_code == 303
    address = answer.headers["location"]
    page = client.get(address)
    assert "février 2027" in page.text
    told = client.get(f"{address}/status").json()
    assert {"final", "phase", "share", "best", "elapsed"} <= told.keys()
    client.post(f"{address}/cancel")
    assert address in client.get("/").text


def test_a_bad_form_is_shown_again_with_what_to_change(client: TestClient) -> None:
    page = client.post("/", data={"programme": "<b>", "month": "2027-02"})
    assert page.status_code == 422
    assert "choisissez un de ces programmes" in page.text
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_foreign_page_cannot_order(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", data=FORM, headers=headers).status_code == 403


def test_a_form_sent_twice_is_one_plan(client: TestClient) -> None:
    once = re.search(r'name="once" value="([^"]+)"', client.get("/").text)
    assert once is not None
    form = FORM | {"once": once[1]}
    sent = [client.post("/", data=form, follow_redirects=False) for _ in range(2)]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    client.post(f"{sent[0].headers['location']}/cancel")


def test_whoever_goes_back_and_chooses_another_month_gets_another_plan(
    client: TestClient,
) -> None:
    once = re.search(r'name="once" value="([^"]+)"', client.get("/").text)
    assert once is not None
    form = FORM | {"once": once[1]}
    forms = (form, form | {"month": "2027-05"})
    sent = [client.post("/", data=each, follow_redirects=False) for each in forms]
    assert sent[0].headers["location"] != sent[1].headers["location"]
    for answer in sent:
        client.post(f"{answer.headers['location']}/cancel")


def test_whoever_makes_up_an_id_gets_another(client: TestClient) -> None:
    form = FORM | {"once": "AAAAAAAAAAAAAAAA.0123"}
    answer = client.post("/", data=form, follow_redirects=False)
    assert "AAAA" not in answer.headers["location"]
    client.post(f"{answer.headers['location']}/cancel")


def test_what_was_chosen_is_still_there_after_a_fault(client: TestClient) -> None:
    page = client.post("/", data={"programme": "extension", "month": "2026-13"})
    assert page.status_code == 422
    assert 'value="extension" selected' in page.text


@pytest.mark.parametrize(
    ("header", "word"),
    [("", "Planifier"), ("de", "Planifier"), ("en-GB, fr;q=0.5", "Plan a month")],
)
def test_the_browser_says_the_language(client: TestClient, header: str, word: str) -> None:
    page = client.get("/", headers={"Accept-Language": header})
    assert word in page.text


def test_a_language_that_was_chosen_stays(client: TestClient) -> None:
    page = client.get("/?lang=en", headers={"Accept-Language": "fr"})
    assert page.headers["content-language"] == "en"
    assert "lang=en" in page.headers["set-cookie"]
    assert "Plan a month" in client.get("/", headers={"Accept-Language": "fr"}).text
    client.cookies.delete("lang")


def test_both_catalogues_say_the_same_things() -> None:
    def texts(lang: str) -> dict[str, object]:
        path = files("api") / "locales" / f"page.{lang}.toml"
        return dict(_flat(tomllib.loads(path.read_text("utf-8"))))

    french, english = texts("fr"), texts("en")
    assert french.keys() == english.keys()
    for name, text in french.items():
        assert _places(text) == _places(english[name]), name


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _places(text: object) -> set[str]:
    return set(re.findall(r"{(\w+)}", str(text)))


@pytest.mark.parametrize("path", ["/plans/nothing", "/nothing", "/plans/nothing/map"])
def test_a_browser_is_told_in_a_page(client: TestClient, path: str) -> None:
    page = client.get(path, headers=PAGE)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "existe pas" in page.text
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_without_a_session_one_comes_back_after_the_door(app: FastAPI) -> None:
    _, key = app.state.service.keys.add(Role.COORDINATOR, "door")
    browser = TestClient(app, base_url=ADDRESS, headers=PAGE)
    door = browser.get("/plans/abc?said=noted", follow_redirects=False)
    assert door.status_code == 303
    page = browser.get(door.headers["location"])
    assert 'name="next" value="/plans/abc?said=noted"' in page.text
    form = {"key": key, "next": "/plans/abc"}
    entered = browser.post("/login", data=form, follow_redirects=False)
    assert entered.headers["location"] == "/plans/abc"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", ""]
)
def test_nobody_is_sent_elsewhere_after_the_door(app: FastAPI, target: str) -> None:
    _, key = app.state.service.keys.add(Role.READER, "door")
    browser = TestClient(app, base_url=ADDRESS)
    form = {"key": key, "next": target}
    assert browser.post("/login", data=form, follow_redirects=False).headers["location"] == "/"


def test_a_reader_looks_and_changes_nothing(app: FastAPI) -> None:
    _, key = app.state.service.keys.add(Role.READER, "lecture")
    reader = TestClient(app, base_url=ADDRESS, headers=PAGE | {"X-Api-Key": key})
    page = reader.get("/")
    assert "pas de modifier" in page.text
    assert "Planifier</button>" not in page.text
    refused = reader.post("/", data=FORM)
    assert refused.status_code == 403
    assert "Votre clé permet seulement de lire" in refused.text


def test_too_much_is_told(client: TestClient) -> None:
    answer = client.post("/", data=FORM | {"x": "a" * 300_000}, headers=PAGE)
    assert answer.status_code == 413
    assert "trop grand" in answer.text
