"""The page: a form in French, no third-party request, no order from a foreign page."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

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
    assert all(address.startswith(("/", "data:")) for address in own)
    for address in re.findall(r'"(/static/[^"]*)"', page.text):
        assert client.get(address).status_code == 200


def test_a_plan_is_ordered_followed_and_cancelled(client: TestClient) -> None:
    answer = client.post("/", data=FORM, follow_redirects=False)
    assert answer.status_code == 303
    address = answer.headers["location"]
    page = client.get(address)
    assert "février 2027" in page.text
    assert client.get(f"{address}/status").json().keys() == {"final", "phase", "share"}
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
