"""Errors in French or in English, as the client asks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}
FRENCH_MARKS = re.compile(r"[éèêàùç«»œ]|\b(?:indiquez|cette|ajoutez|donnez)\b")


def said(value: Any, names: tuple[str, ...] = ("title", "detail", "message", "error")) -> list[str]:
    """Return everything an answer says to people."""
    if isinstance(value, list):
        return [text for part in value for text in said(part, names)]
    if not isinstance(value, dict):
        return []
    own = [text for key, text in value.items() if key in names]
    return own + [text for part in value.values() for text in said(part, names)]


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("POST", "/v1/plans", {}),
        ("POST", "/v1/plans", {"programme": "promo-soin", "month": "demain", "mois": 3}),
        ("POST", "/v1/plans", {"programme": {"permanences": [{}], "name": 3}}),
        ("POST", "/v1/plans", []),
        ("GET", "/v1/plans/x", None),
        ("PUT", "/v1/plans", None),
        ("GET", "/nowhere", None),
        ("POST", "/v1/roads/matrix", {"places": [{"id": "a", "lon": 6.0, "lat": 42.0}]}),
        ("POST", "/optimization", {"vehicles": [{"id": 3}], "jobs": [{"id": 1}]}),
        ("POST", "/optimization", {"vehicles": [], "jobs": [{"id": "un"}], "shipment": 1}),
        ("GET", "/route/v1/bike/6,43;6.1,43", None),
        ("GET", "/route/v1/driving/6,43;6.1,43?waypoint=0", None),
    ],
)
def test_the_same_error_in_both(client: TestClient, method: str, address: str, body: Any) -> None:
    french = client.request(method, address, json=body)
    english = client.request(method, address, json=body, headers=ENGLISH)
    assert french.status_code == english.status_code >= 400
    for answer, language in ((french, "fr"), (english, "en")):
        assert answer.headers["content-language"] == language
        assert "accept-language" in answer.headers["vary"].lower()
    assert said(english.json())
    for text in said(english.json()):
        assert not FRENCH_MARKS.search(text), text
    assert said(french.json()) != said(english.json())


def test_nobody_without_a_key_is_told_so_in_english(client: TestClient) -> None:
    answer = client.get("/v1/territory", headers=ENGLISH | {"Authorization": ""})
    assert answer.status_code == 401
    assert answer.json()["title"] == "This address asks for a key"
