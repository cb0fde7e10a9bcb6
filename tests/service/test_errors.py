"""Bad requests are answered as RFC 9457 problems that say what to change."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

JSON = {"content-type": "application/json"}


def problem(response: Any, status: int, slug: str) -> dict[str, Any]:
    """Check what all problems have in common."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"] == f"urn:problem-type:tournees:{slug}"
    assert body["title"]
    assert "Traceback" not in response.text
    return body


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "/programme", "MISSING"),
        ({"programme": 3}, "/programme", "WRONG_TYPE"),
        ({"programme": "../../secret"}, "/programme", "UNKNOWN_PROGRAMME"),
        ({"programme": "promo-soin"}, "/programme", "UNKNOWN_PROGRAMME"),
        ({"programme": "promo-soins", "month": "2027-13"}, "/month", "BAD_MONTH"),
        ({"programme": "promo-soins", "month": 1}, "/month", "WRONG_TYPE"),
        ({"programme": "promo-soins", "mois": "2027-01"}, "/mois", "UNKNOWN_FIELD"),
        ({"programme": "promo-soins", "options": {"seed": -1}}, "/options/seed", "OUT_OF_RANGE"),
        ({"programme": {"name": "x"}}, "/programme/permanences", "MISSING"),
        (
            {
                "programme": "promo-soins",
                "month": "2027-01",
                "horizon": {"from": "2027-01-01", "to": "2027-01-31"},
            },
            "/horizon",
            "ONE_OF",
        ),
        (
            {"programme": "promo-soins", "horizon": {"from": "2027-02-30", "to": "2027-03-31"}},
            "/horizon/from",
            "BAD_DATE",
        ),
        (
            {"programme": "promo-soins", "horizon": {"from": "2027-02-02", "to": "2027-02-01"}},
            "/horizon/to",
            "OUT_OF_ORDER",
        ),
        (
            {"programme": "promo-soins", "horizon": {"from": "2027-01-01", "to": "2099-01-01"}},
            "/horizon/to",
            "TOO_LONG",
        ),
    ],
)
def test_an_order_that_cannot_be_used(
    client: TestClient, body: object, path: str, code: str
) -> None:
    found = problem(client.post("/v1/plans", json=body), 422, "invalid-input")
    faults = {fault["path"]: fault for fault in found["errors"]}
    assert faults[path]["code"] == code
    assert faults[path]["message"]


def test_a_misspelt_programme_is_guessed_and_nothing_of_it_is_told(client: TestClient) -> None:
    response = client.post("/v1/plans", json={"programme": "promo-soin"})
    (fault,) = problem(response, 422, "invalid-input")["errors"]
    _, hint = fault["message"].split("Vouliez-vous dire")
    assert hint.split() == ["«", "promo-soins", "»", "?"]


def test_all_faults_come_at_once(client: TestClient) -> None:
    order = {"programme": None, "month": "demain", "options": {"seed": "un", "gap": 2.0}}
    found = problem(client.post("/v1/plans", json=order), 422, "invalid-input")
    paths = {fault["path"] for fault in found["errors"]}
    assert {"/programme", "/month", "/options/seed", "/options/gap"} <= paths


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"a": NaN}', b'{"a":1,"a":2}']
)
def test_a_body_that_is_no_json_object(client: TestClient, text: bytes) -> None:
    found = problem(client.post("/v1/plans", content=text, headers=JSON), 422, "invalid-input")
    assert found["errors"][0]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: TestClient, kind: str) -> None:
    response = client.post("/v1/plans", content=b"{}", headers={"content-type": kind})
    problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize("address", ["/v1/plans", "/v1/roads/matrix"])
def test_a_body_too_large(client: TestClient, address: str) -> None:
    response = client.post(address, content=b" " * 200_001, headers=JSON)
    problem(response, 413, "too-large")


@pytest.mark.parametrize(
    "address", ["/v1/plans/x", "/v1/plans/x/map", "/plans/x", "/plans/x/status"]
)
def test_a_plan_that_is_not_there(client: TestClient, address: str) -> None:
    problem(client.get(address), 404, "unknown-plan")


def test_cancelling_a_plan_that_is_not_there(client: TestClient) -> None:
    problem(client.delete("/v1/plans/x"), 404, "unknown-plan")


def test_an_address_or_a_method_that_is_not_there(client: TestClient) -> None:
    problem(client.get("/v2"), 404, "not-found")
    answer = client.put("/v1/plans")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"
    answer = client.post("/v1/programmes/promo-soins")
    assert answer.headers["allow"] == "GET, PUT, DELETE"


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/v1/plans/x:check", "POST"),
        ("/v1/plans/x:compare", "GET"),
        ("/v1/programmes/promo-soins.xlsx", "GET"),
        ("/v1/people/p-1:export", "GET"),
        ("/v1/people/p-1", "GET, PUT, DELETE"),
        ("/", "GET, POST"),
    ],
)
def test_allow_tells_the_methods_of_this_address(
    client: TestClient, address: str, methods: str
) -> None:
    answer = client.options(address)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)


def test_a_foreign_name_for_this_machine_is_refused(client: TestClient) -> None:
    response = client.get("/v1/territory", headers={"host": "elsewhere.example"})
    assert response.status_code == 400


def test_a_place_far_from_any_road_is_named(client: TestClient) -> None:
    places = [
        {"id": "large", "lon": 6.0, "lat": 42.0, "label": "la permanence au large"},
        {"id": "brignoles", "lon": 6.0615, "lat": 43.4058},
    ]
    response = client.post("/v1/roads/matrix", json={"places": places})
    found = problem(response, 422, "place-off-road")
    (fault,) = found["errors"]
    assert fault["value"] == "large"
    assert "au large" in fault["message"]


def test_too_many_places_or_none(client: TestClient) -> None:
    many = [{"id": str(n), "lon": 6.0, "lat": 43.4} for n in range(21)]
    for places in (many, []):
        response = client.post("/v1/roads/matrix", json={"places": places})
        found = problem(response, 422, "invalid-input")
        assert found["errors"][0]["path"] == "/places"


def test_a_parameter_that_is_missing_is_asked_for(client: TestClient) -> None:
    english = {"accept-language": "en"}
    for headers, said in (({}, "obligatoire"), (english, "required")):
        response = client.get("/v1/plans/x:compare", headers=headers)
        (fault,) = problem(response, 422, "invalid-input")["errors"]
        assert fault["path"] == "/query/with"
        assert said in fault["message"]
