"""Roads over HTTP: ways agree with the matrix, areas grow with time, addresses are found."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from maps.polyline import decode

BRIGNOLES = {"id": "brignoles", "lon": 6.0615, "lat": 43.4058}
BARJOLS = {"id": "barjols", "lon": 6.0086, "lat": 43.5577}
SEA = {"id": "mer", "lon": 6.0, "lat": 42.0, "label": "au large"}


def asked(client: TestClient, what: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/v1/roads/{what}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_way_is_as_long_as_the_matrix_says(client: TestClient) -> None:
    places = [BRIGNOLES, BARJOLS, BRIGNOLES | {"id": "retour"}]
    table = asked(client, "matrix", places=places)
    way = asked(client, "route", places=places)
    assert [leg["duration_s"] for leg in way["legs"]] == [
        table["durations_s"][0][1],
        table["durations_s"][1][2],
    ]
    assert way["distance_m"] == sum(leg["distance_m"] for leg in way["legs"])
    for leg in way["legs"]:
        assert sum(step["distance_m"] for step in leg["steps"]) == pytest.approx(
            leg["distance_m"], abs=len(leg["steps"])
        )
    assert "OpenStreetMap" in way["attribution"]


def test_the_line_comes_as_asked(client: TestClient) -> None:
    places = [BRIGNOLES, BARJOLS]
    line = asked(client, "route", places=places)["legs"][0]["geometry"]
    text = asked(client, "route", places=places, geometry="polyline")["legs"][0]["geometry"]
    assert decode(text).tolist() == [pytest.approx(point, abs=2e-5) for point in line]
    assert "geometry" not in asked(client, "route", places=places, geometry="none")["legs"][0]


def test_areas_grow_with_the_minutes(client: TestClient) -> None:
    answer = client.post("/v1/roads/reach", json={"places": [BRIGNOLES], "minutes": [5, 10]})
    assert answer.headers["content-type"] == "application/geo+json"
    large, small = answer.json()["features"]
    assert (large["properties"]["minutes"], small["properties"]["minutes"]) == (10, 5)
    assert large["properties"]["area_km2"] > small["properties"]["area_km2"] > 0


def test_addresses_are_found_as_people_type_them(client: TestClient) -> None:
    found = asked(client, "find", queries=["av mistral brignoles", "xyzzy"], limit=3)["found"]
    assert [each["query"] for each in found] == ["av mistral brignoles", "xyzzy"]
    best = found[0]["candidates"][0]
    assert "Brignoles" in best["label"]
    assert abs(best["lat"] - 43.4) < 0.05
    assert len(found[0]["candidates"]) <= 3
    assert found[1]["certainty"] == "unknown"


@pytest.mark.parametrize(
    ("what", "body", "path"),
    [
        ("route", {"places": [BRIGNOLES]}, "/places"),
        ("route", {"places": [BRIGNOLES] * 101}, "/places"),
        ("route", {"places": [BRIGNOLES, {"id": "x", "lon": 6}]}, "/places/1/lat"),
        ("route", {"places": [BRIGNOLES, BARJOLS], "geometry": "svg"}, "/geometry"),
        ("matrix", {"places": [BRIGNOLES] * 21}, "/places"),
        ("reach", {"places": [BRIGNOLES], "minutes": [0]}, "/minutes/0"),
        ("reach", {"places": [BRIGNOLES], "minutes": [91]}, "/minutes/0"),
        ("reach", {"places": [BRIGNOLES], "minutes": list(range(1, 9))}, "/minutes"),
        ("reach", {"places": []}, "/places"),
        ("find", {"queries": []}, "/queries"),
        ("find", {"queries": ["x" * 201]}, "/queries/0"),
        ("find", {"queries": ["x"], "limit": 0}, "/limit"),
    ],
)
def test_bounds_are_told_by_pointer(
    client: TestClient, what: str, body: dict[str, Any], path: str
) -> None:
    answer = client.post(f"/v1/roads/{what}", json=body)
    assert answer.status_code == 422
    assert path in [error["path"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("what", ["matrix", "route", "reach"])
def test_a_place_without_a_road_is_named(client: TestClient, what: str) -> None:
    places = [SEA] if what == "reach" else [BRIGNOLES, SEA]
    answer = client.post(f"/v1/roads/{what}", json={"places": places})
    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "urn:problem-type:tournees:place-off-road",
    )
    (error,) = answer.json()["errors"]
    assert (error["value"], error["message"].startswith("Au large")) == ("mer", True)
    assert error["path"] == f"/places/{len(places) - 1}"


def test_of_two_places_of_one_id_the_one_off_the_roads_is_pointed_at(client: TestClient) -> None:
    places = [BRIGNOLES | {"id": "x"}, BRIGNOLES, SEA | {"id": "x"}, SEA]
    answer = client.post("/v1/roads/matrix", json={"places": places})
    found = [(error["path"], error["value"]) for error in answer.json()["errors"]]
    assert found == [("/places/2", "x"), ("/places/3", "mer")]


def test_examples_of_the_document_are_answered(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for what in ("matrix", "route", "reach", "find"):
        operation = document["paths"][f"/v1/roads/{what}"]["post"]
        named = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        fields = document["components"]["schemas"][named.rpartition("/")[2]]["properties"]
        body = {name: field["examples"][0] for name, field in fields.items() if "examples" in field}
        asked(client, what, **body)
