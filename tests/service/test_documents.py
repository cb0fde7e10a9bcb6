"""The documents of a plan over HTTP: listed, narrowed, and kept from who may only read."""

from __future__ import annotations

import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.store.keys import Role

ORDER = {"programme": "promo-soins", "month": "2027-02", "options": {"iterations": 1}}


@pytest.fixture(scope="module")
def address(client: TestClient) -> str:
    """A finished plan."""
    location: str = client.post("/v1/plans", json=ORDER).headers["location"]
    while client.get(location).json()["status"] in ("queued", "working"):
        time.sleep(0.1)
    return location


@pytest.fixture(scope="module")
def first(client: TestClient, address: str) -> dict[str, Any]:
    """The first round of the plan."""
    found: dict[str, Any] = client.get(address).json()["plan"]["rounds"][0]
    return found


def test_every_document_listed_can_be_had(client: TestClient, address: str) -> None:
    listed = client.get(f"{address}/documents").json()["documents"]
    assert {"map", "round-sheets", "driver-sheets"} <= {each["kind"] for each in listed}
    for each in listed:
        answer = client.get(each["links"]["self"])
        if answer.status_code == 404:  # the month has no rides
            assert answer.json()["type"].endswith(":nothing-selected")
            continue
        assert answer.status_code == 200, each
        assert answer.headers["content-type"] == each["media_type"]
        assert f'filename="{each["name"]}"' in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "private, no-cache"


def test_a_part_is_narrowed(client: TestClient, address: str, first: dict[str, Any]) -> None:
    listed = {d["kind"]: d for d in client.get(f"{address}/documents").json()["documents"]}
    part = listed["round-sheets"]["parts"][0]
    assert part["href"].endswith(f"?date={first['date']}&unit={first['unit']}")
    whole = client.get(listed["round-sheets"]["links"]["self"])
    answer = client.get(part["href"])
    assert answer.text.count("<article") == 1 < whole.text.count("<article")


def test_the_same_document_is_not_sent_twice(client: TestClient, address: str) -> None:
    first = client.get(f"{address}/documents/map")
    again = client.get(f"{address}/documents/map", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    several = {"If-None-Match": f'"older", W/{first.headers["etag"]}'}  # as a proxy weakens it
    assert client.get(f"{address}/documents/map", headers=several).status_code == 304
    english = client.get(f"{address}/documents/map?lang=en")
    assert english.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("/documents/mapp", 404, "unknown-document"),
        ("/documents/map?unit=camion", 422, "bad-selection"),
        ("/documents/map?date=2027-05-01", 422, "bad-selection"),
        ("/documents/map?date=demain", 422, "invalid-input"),
        ("/documents/map?date=2027-02-28", 404, "nothing-selected"),
        ("/documents/passengers?unit=unite-1", 422, "bad-selection"),
        (".exe", 404, "not-found"),
        ("/drivers/personne/sheet", 422, "bad-selection"),
    ],
)
def test_what_cannot_be_had(
    client: TestClient, address: str, path: str, status: int, slug: str
) -> None:
    answer = client.get(f"{address}{path}")
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (status, slug)


def test_doors_are_kept_from_readers(app: FastAPI, client: TestClient, address: str) -> None:
    _, text = app.state.service.keys.add(Role.READER, "mairie")
    reader = {"Authorization": text}
    assert client.get(f"{address}/documents/map", headers=reader).status_code == 200
    refused = client.get(f"{address}/documents/driver-sheets", headers=reader)
    assert refused.status_code == 403


def test_a_drivers_sheet_comes_as_who_asks_reads_it(client: TestClient, address: str) -> None:
    rides = client.get(address).json()["plan"].get("rides", [])
    assert rides, "the shipped programme has rides"
    sheet = f"{address}/drivers/{rides[0]['driver']}/sheet"
    assert client.get(sheet).headers["content-type"].startswith("text/html")
    printed = client.get(sheet, headers={"Accept": "application/pdf"})
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    browser = {"Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"}
    assert client.get(sheet, headers=browser).headers["content-type"].startswith("text/html")
    assert client.get(f"{sheet}?date={rides[0]['date']}").status_code == 200


def test_an_unknown_plan_has_no_documents(client: TestClient) -> None:
    assert client.get("/v1/plans/nowhere/documents").status_code == 404
    assert client.get("/v1/plans/nowhere/documents/map").status_code == 404
