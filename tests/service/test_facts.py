"""What the service says without planning anything."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_the_territory_is_told(client: TestClient) -> None:
    body = client.get("/v1/territory").json()
    assert len(body["communes"]) == 43
    assert {"insee", "name", "population", "lon", "lat"} <= body["communes"][0].keys()
    assert any(site["approximate"] for site in body["sites"])


def test_the_programmes_are_told(client: TestClient) -> None:
    programmes = {p["name"]: p for p in client.get("/v1/programmes").json()}
    assert {"promo-soins", "extension", "territoire"} <= programmes.keys()
    assert programmes["promo-soins"]["permanences"] == 4


def test_a_matrix_between_mairies(client: TestClient) -> None:
    communes = client.get("/v1/territory").json()["communes"][:3]
    places = [{"id": c["insee"], "lon": c["lon"], "lat": c["lat"]} for c in communes]
    body = client.post("/v1/roads/matrix", json={"places": places}).json()
    assert body["places"] == [place["id"] for place in places]
    for name in ("durations_s", "distances_m"):
        rows = body[name]
        assert [row[i] for i, row in enumerate(rows)] == [0, 0, 0]
        assert all(value > 0 for i, row in enumerate(rows) for j, value in enumerate(row) if i != j)
    assert "OpenStreetMap" in body["attribution"]


def test_the_openapi_document_stands_alone(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    order = document["paths"]["/v1/plans"]["post"]["requestBody"]["content"]["application/json"]
    assert order["schema"]["properties"]["options"]["properties"]["seed"]["default"] == 1
    assert "#/$defs" not in str(document)
