"""What the service says without planning anything."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_the_territory_is_told(client: TestClient) -> None:
    body = client.get("/v1/territory").json()
    assert (body["name"], body["timezone"]) == ("provence-verte-verdon", "Europe/Paris")
    assert (body["communes"], body["sites"]) == (43, 76)
    west, south, east, north = body["bbox"]
    assert 5 < west < east < 7
    assert 43 < south < north < 44
    credited = {source["of"]: source["attribution"] for source in body["sources"]}
    assert "OpenStreetMap" in credited["roads"]
    assert "IGN" in credited["communes"]
    for address in body["links"].values():
        assert client.get(address).status_code == 200


def test_communes_are_told(client: TestClient) -> None:
    communes = client.get("/v1/communes").json()["communes"]
    assert len(communes) == 43
    rians = next(commune for commune in communes if commune["name"] == "Rians")
    assert client.get(f"/v1/communes/{rians['insee']}").json() == rians
    some = client.get("/v1/communes", params={"epci": rians["epci_name"].upper()}).json()
    assert 0 < len(some["communes"]) < 43
    assert {commune["epci"] for commune in some["communes"]} == {rians["epci"]}


def test_sites_are_told_by_commune_and_kind(client: TestClient) -> None:
    sites = client.get("/v1/sites").json()["sites"]
    assert any(site["approximate"] for site in sites)
    assert client.get("/v1/sites/PERM-RIANS").json() in sites
    for commune in ("83104", "Rians", "rians"):
        found = client.get("/v1/sites", params={"commune": commune}).json()["sites"]
        assert found == [site for site in sites if site["insee"] == "83104"]
    found = client.get("/v1/sites", params={"commune": "Rians", "kind": "permanence"}).json()
    assert [site["id"] for site in found["sites"]] == ["PERM-RIANS"]


def test_pages_of_sites_hold_each_once(client: TestClient) -> None:
    address, seen = "/v1/sites?limit=20", []
    while address:
        page = client.get(address).json()
        seen += page["sites"]
        address = page["next"]
    assert seen == client.get("/v1/sites").json()["sites"]


def test_communes_and_sites_are_maps_as_well(client: TestClient) -> None:
    answer = client.get("/v1/communes.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    outlines = answer.json()
    assert len(outlines["features"]) == 43
    assert "IGN" in outlines["attribution"]
    assert client.get("/v1/communes/83104.geojson").json() in outlines["features"]
    assert {each["geometry"]["type"] for each in outlines["features"]} == {"Polygon"}
    points = client.get("/v1/sites.geojson", params={"commune": "Rians"}).json()["features"]
    sites = client.get("/v1/sites", params={"commune": "Rians"}).json()["sites"]
    assert [point["id"] for point in points] == [site["id"] for site in sites]
    assert points[0]["geometry"]["coordinates"] == [sites[0]["lon"], sites[0]["lat"]]


def test_a_slip_of_the_pen_is_no_empty_list(client: TestClient) -> None:
    for address in ("/v1/sites", "/v1/sites.geojson"):
        answer = client.get(address, params={"commune": "Rian"})
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["path"]) == (422, "/query/commune")
        assert "Rians" in fault["message"]
    assert "83104" in client.get("/v1/communes/Rians").json()["detail"]
    assert client.get("/v1/sites/PERM").json()["type"].endswith("unknown-place")


def test_months_are_told_in_the_language_asked_for(client: TestClient) -> None:
    months = client.get("/v1/months").json()["months"]
    assert len(months) == 12
    assert [month["month"] for month in months] == sorted({month["month"] for month in months})
    english = client.get("/v1/months", headers={"Accept-Language": "en"}).json()["months"]
    january = next(month["month"] for month in months if month["month"].endswith("-01"))
    titles = {
        lang: next(each["title"] for each in listed if each["month"] == january)
        for lang, listed in (("fr", months), ("en", english))
    }
    assert titles["fr"].startswith("janvier")
    assert titles["en"].startswith("January")


def test_a_matrix_between_mairies(client: TestClient) -> None:
    communes = client.get("/v1/communes", params={"limit": 3}).json()["communes"]
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
    assert order["schema"] == {"$ref": "#/components/schemas/PlanRequest"}
    schemas = document["components"]["schemas"]
    options = schemas["PlanRequest"]["properties"]["options"]["$ref"].rpartition("/")[2]
    assert schemas[options]["properties"]["seed"]["default"] == 1
    assert "#/$defs" not in str(document)
    named = set(re.findall(r"'#/components/schemas/([^']+)'", str(document)))
    assert named <= document["components"]["schemas"].keys()
    assert {"ProblemModel", "ProgrammeModel"} <= named
    assert "HTTPValidationError" not in str(document)
