"""The questions that OSRM's clients send, word for word, and what they read in the answers."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from maps.polyline import decode, encode

BRIGNOLES, BARJOLS, TOURVES = "6.0615,43.4058", "6.0086,43.5577", "5.9236,43.4078"
BRAS, SEA = "5.9553,43.4724", "6.0,42.0"


def ask(client: TestClient, address: str, **options: str) -> dict[str, Any]:
    response = client.get(address, params=options)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    assert body["code"] == "Ok"
    return body


def refused(client: TestClient, address: str, **options: str) -> str:
    response = client.get(address, params=options)
    assert response.status_code == 400, response.text
    assert response.json().keys() == {"code", "message"}
    assert response.json()["message"]
    code: str = response.json()["code"]
    return code


def test_a_route_as_routingpy_asks_for_it(client: TestClient) -> None:
    body = ask(client, f"/route/v1/driving/{BRIGNOLES};{BARJOLS}")
    (route,) = body["routes"]
    assert route["duration"] == route["weight"] > 600
    assert 15_000 < route["distance"] < 40_000
    assert [waypoint["hint"] for waypoint in body["waypoints"]] == ["", ""]
    line = decode(route["geometry"])
    for end, waypoint in zip((line[0], line[-1]), body["waypoints"], strict=True):
        assert end == pytest.approx(waypoint["location"], abs=2e-5)
        assert waypoint["distance"] < 1000
    assert [leg["steps"] for leg in route["legs"]] == [[]]


@pytest.mark.parametrize("form", ["polyline", "polyline6", "geojson"])
def test_the_line_is_written_three_ways(client: TestClient, form: str) -> None:
    address = f"/route/v1/driving/{BRIGNOLES};{TOURVES}"
    full = ask(client, address, geometries=form, overview="full")["routes"][0]["geometry"]
    short = ask(client, address, geometries=form, overview="simplified")["routes"][0]["geometry"]
    count = len(full["coordinates"]) if form == "geojson" else len(decode(full))
    assert count > 50
    assert len(str(short)) < len(str(full)) / 2
    assert "geometry" not in ask(client, address, overview="false")["routes"][0]


def test_the_steps_lead_through_the_legs(client: TestClient) -> None:
    address = f"/route/v1/driving/{BRIGNOLES};{TOURVES};{BRAS}"
    options = {"steps": "true", "geometries": "geojson", "overview": "full"}
    (route,) = ask(client, address, annotations="true", **options)["routes"]
    assert len(route["legs"]) == 2
    assert route["distance"] == sum(leg["distance"] for leg in route["legs"])
    for leg in route["legs"]:
        steps = leg["steps"]
        assert leg["summary"]
        assert leg["distance"] == sum(step["distance"] for step in steps)
        assert leg["duration"] == sum(step["duration"] for step in steps)
        kinds = [step["maneuver"]["type"] for step in steps]
        assert kinds[0] == "depart"
        assert kinds[-1] == "arrive"
        for step, following in pairwise(steps):
            end = step["geometry"]["coordinates"][-1]
            assert end == pytest.approx(following["maneuver"]["location"], abs=1e-6)
        figures = leg["annotation"]
        assert math.isclose(sum(figures["distance"]), leg["distance"], rel_tol=0.01)
        assert math.isclose(sum(figures["duration"]), leg["duration"], rel_tol=0.01)
    points = sum(len(leg["annotation"]["distance"]) for leg in route["legs"])
    assert points == len(route["geometry"]["coordinates"]) - 1


def test_a_route_that_goes_nowhere(client: TestClient) -> None:
    address = f"/route/v1/driving/{BRIGNOLES};{BRIGNOLES}"
    (route,) = ask(client, address, steps="true", annotations="true")["routes"]
    assert route["distance"] == route["duration"] == 0
    assert [step["maneuver"]["type"] for step in route["legs"][0]["steps"]] == ["depart", "arrive"]


def test_a_table_as_routingpy_asks_for_it(client: TestClient) -> None:
    address = f"/table/v1/driving/{BRIGNOLES};{BARJOLS};{TOURVES}"
    body = ask(client, address, annotations="duration,distance")
    assert [row[i] for i, row in enumerate(body["durations"])] == [0, 0, 0]
    way = ask(client, f"/route/v1/driving/{BRIGNOLES};{BARJOLS}")["routes"][0]
    assert body["durations"][0][1] == way["duration"]
    assert body["distances"][0][1] == way["distance"]
    part = ask(client, address, sources="1;0", destinations="2", scale_factor="2")
    assert part["durations"] == [[2 * body["durations"][1][2]], [2 * body["durations"][0][2]]]
    assert "distances" not in part
    assert [len(part["sources"]), len(part["destinations"])] == [2, 1]


def test_encoded_coordinates_are_those_written_out(client: TestClient) -> None:
    written = ask(client, f"/route/v1/driving/{BRIGNOLES};{BARJOLS}")
    places = [[float(x) for x in text.split(",")] for text in (BRIGNOLES, BARJOLS)]
    for name, decimals in (("polyline", 5), ("polyline6", 6)):
        line = encode(np.array(places), decimals)
        assert ask(client, f"/route/v1/driving/{name}({line})") == written
    assert ask(client, f"/route/v1/driving/{BRIGNOLES};{BARJOLS}.json") == written


def test_the_nearest_roads(client: TestClient) -> None:
    points = ask(client, f"/nearest/v1/driving/{BRIGNOLES}", number="4")["waypoints"]
    assert len(points) == 4
    distances = [point["distance"] for point in points]
    assert distances == sorted(distances)
    assert points[0] == ask(client, f"/nearest/v1/driving/{BRIGNOLES}")["waypoints"][0]


def test_options_that_change_the_answer_s_form(client: TestClient) -> None:
    address = f"/route/v1/car/{BRIGNOLES};{BARJOLS}"
    assert "waypoints" not in ask(client, address, skip_waypoints="true")
    assert "hint" not in ask(client, address, generate_hints="false")["waypoints"][0]
    ask(client, address, alternatives="3", continue_straight="default", approaches="curb;")
    ask(client, address, bearings="45,20;", radiuses="500;unlimited", hints=";", snapping="any")


@pytest.mark.parametrize(
    ("address", "options", "code"),
    [
        ("/route/v1/driving/abc", {}, "InvalidUrl"),
        ("/route/v1/driving/6.0;7.0", {}, "InvalidUrl"),
        ("/route/v1/driving/polyline(~)", {}, "InvalidUrl"),
        ("/route/v1/driving/nan,43;6,43", {}, "InvalidUrl"),
        (f"/route/v1/driving/{BRIGNOLES};200,43", {}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES}", {}, "InvalidOptions"),
        (f"/route/v1/foot/{BRIGNOLES};{BARJOLS}", {}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"step": "true"}, "InvalidQuery"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"steps": "yes"}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"exclude": "toll"}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"radiuses": "5"}, "InvalidOptions"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"radiuses": "-1;5"}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"bearings": "400,5;"}, "InvalidValue"),
        (f"/route/v1/driving/{BRIGNOLES};{SEA}", {}, "NoSegment"),
        (f"/route/v1/driving/{BRIGNOLES};{BARJOLS}", {"radiuses": "0;0"}, "NoSegment"),
        (f"/route/v1/driving/{BRIGNOLES};{BRAS};{BARJOLS}", {"waypoints": "0;2"}, "NotImplemented"),
        (f"/table/v1/driving/{BRIGNOLES};{BARJOLS}", {"sources": "2"}, "InvalidValue"),
        (f"/table/v1/driving/{BRIGNOLES};{BARJOLS}", {"annotations": "speed"}, "InvalidValue"),
        (f"/table/v1/driving/{BRIGNOLES};{SEA}", {}, "NoSegment"),
        ("/table/v1/driving/" + ";".join([BRIGNOLES] * 21), {}, "TooBig"),
        (f"/nearest/v1/driving/{BRIGNOLES};{BARJOLS}", {}, "InvalidOptions"),
        (f"/nearest/v1/driving/{BRIGNOLES}", {"number": "0"}, "InvalidValue"),
        (f"/nearest/v1/driving/{SEA}", {}, "NoSegment"),
    ],
)
def test_questions_that_get_no_answer(
    client: TestClient, address: str, options: dict[str, str], code: str
) -> None:
    assert refused(client, address, **options) == code
