"""Requests as VROOM's and openrouteservice's clients send them, solved on our core."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from maps.polyline import decode

Body = dict[str, Any]

SQUARE = [[0, 100, 200], [100, 0, 150], [200, 150, 0]]
"""Seconds between three places."""
BRIGNOLES, TOURVES, BRAS, SEA = [6.0615, 43.4058], [5.9236, 43.4078], [5.9553, 43.4724], [6.0, 42.0]


def given(durations: list[list[int]] = SQUARE, **others: Any) -> Body:
    return {"car": {"durations": durations, **others}}


def van(**fields: Any) -> Body:
    return {"id": 1, "start_index": 0, "end_index": 0, **fields}


def job(number: int, **fields: Any) -> Body:
    return {"id": number, "location_index": number, **fields}


def solve(client: TestClient, body: Body, address: str = "/") -> Body:
    response = client.post(address, json=body)
    assert response.status_code == 200, response.text
    found: Body = response.json()
    assert found["code"] == 0
    return found


def order(route: Body) -> list[tuple[str, int | None]]:
    return [(step["type"], step.get("id")) for step in route["steps"]]


@pytest.mark.parametrize("address", ["/", "/optimization"])
def test_a_matrix_is_followed(client: TestClient, address: str) -> None:
    body = {"vehicles": [van(end_index=2)], "jobs": [job(1)], "matrices": given()}
    found = solve(client, body, address)
    (route,) = found["routes"]
    assert found["summary"]["cost"] == route["cost"] == 250
    assert found["summary"]["computing_times"].keys() == {"loading", "solving", "routing"}
    start, visit, end = route["steps"]
    assert start["location_index"] == 0
    assert visit | {"violations": []} == {
        "type": "job",
        "id": 1,
        "job": 1,
        "location_index": 1,
        "setup": 0,
        "service": 0,
        "waiting_time": 0,
        "arrival": 100,
        "duration": 100,
        "violations": [],
    }
    assert end["arrival"] == 250


def test_the_old_matrix_is_every_profile_s_as_openrouteservice_sends_it(client: TestClient) -> None:
    vehicle = van(profile="driving-car")
    found = solve(client, {"vehicles": [vehicle], "jobs": [job(1), job(2)], "matrix": SQUARE})
    assert found["summary"]["cost"] == 450


def test_roads_where_no_matrix_is_given(client: TestClient) -> None:
    body = {
        "vehicles": [{"id": 0, "profile": "driving-car", "start": BRIGNOLES, "end": BRIGNOLES}],
        "jobs": [
            {"id": 0, "location": TOURVES, "service": 300},
            {"id": 1, "location": BRAS, "description": "chez Mme Blanc"},
        ],
        "options": {"g": True},
    }
    found = solve(client, body, "/optimization")
    (route,) = found["routes"]
    assert route["duration"] == found["summary"]["cost"] > 600
    assert route["steps"][-1]["distance"] == route["distance"] > 10_000
    line = decode(route["geometry"])
    assert line[0] == pytest.approx(BRIGNOLES, abs=0.01)
    described = [step.get("description") for step in route["steps"] if step.get("id") == 1]
    assert described == ["chez Mme Blanc"]
    assert "geometry" not in solve(client, body | {"options": {}})["routes"][0]


def test_shipments_loads_and_the_way_they_are_counted(client: TestClient) -> None:
    body = {
        "vehicles": [van(capacity=[1])],
        "jobs": [job(1, amount=[1])],
        "shipments": [
            {
                "pickup": {"id": 7, "location_index": 2},
                "delivery": {"id": 7, "location_index": 0},
                "amount": [1],
            }
        ],
        "matrices": given(),
    }
    (route,) = solve(client, body)["routes"]
    assert order(route) == [
        *[("start", None), ("job", 1), ("pickup", 7), ("delivery", 7), ("end", None)]
    ]
    assert [step["load"] for step in route["steps"]] == [[1], [0], [1], [0], [0]]
    assert (route["delivery"], route["pickup"]) == ([2], [1])


def test_priorities_come_before_numbers_and_numbers_before_costs(client: TestClient) -> None:
    jobs = [job(1), job(2, priority=1)]
    body = {"vehicles": [van(max_tasks=1)], "jobs": jobs, "matrices": given()}
    found = solve(client, body)
    assert [left["id"] for left in found["unassigned"]] == [1]
    assert found["summary"]["priority"] == 1
    jobs = [job(1, priority=3), job(2, time_windows=[[0, 250]]), job(2, time_windows=[[200, 250]])]
    jobs[2]["id"] = 3
    early = {**van(time_window=[0, 500])}
    found = solve(client, {"vehicles": [early], "jobs": jobs, "matrices": given()})
    assert found["summary"]["unassigned"] == 0


@pytest.mark.parametrize(
    ("costs", "matrices", "expected"),
    [
        ({"fixed": 50}, given(), 500),
        ({"per_hour": 7200}, given(), 900),
        ({"per_hour": 0, "per_km": 20}, given(distances=[[7 * s for s in r] for r in SQUARE]), 63),
        ({}, given(costs=[[3 * s for s in row] for row in SQUARE]), 1350),
    ],
)
def test_costs(client: TestClient, costs: Body, matrices: Body, expected: int) -> None:
    body = {"vehicles": [van(costs=costs)], "jobs": [job(1), job(2)], "matrices": matrices}
    assert solve(client, body)["summary"]["cost"] == expected


def test_a_vehicle_of_another_speed(client: TestClient) -> None:
    body = {"vehicles": [van(speed_factor=2)], "jobs": [job(1), job(2)], "matrices": given()}
    assert solve(client, body)["summary"]["duration"] == 225


@pytest.mark.parametrize(
    ("limit", "matrices", "served"),
    [
        ({"max_travel_time": 450}, given(), 2),
        ({"max_travel_time": 449}, given(), 1),
        ({"max_travel_time": 449}, given(costs=[[1] * 3] * 3), 1),
        ({"max_distance": 450}, given(distances=SQUARE), 2),
        ({"max_distance": 449}, given(distances=SQUARE), 1),
        ({"max_distance": 449, "time_window": [0, 900]}, given(distances=SQUARE), 1),
        ({"max_distance": 450, "max_travel_time": 199}, given(distances=SQUARE), 0),
        ({"max_tasks": 1}, given(), 1),
        ({"time_window": [0, 449]}, given(), 1),
    ],
)
def test_limits_hold(client: TestClient, limit: Body, matrices: Body, served: int) -> None:
    body = {"vehicles": [van(**limit)], "jobs": [job(1), job(2)], "matrices": matrices}
    found = solve(client, body)
    assert 2 - found["summary"]["unassigned"] == served
    assert found["summary"]["violations"] == []


def test_a_break_is_taken_even_where_the_work_is_done_before(client: TestClient) -> None:
    rest = {"id": 9, "time_windows": [[5000, 5100]], "service": 60}
    vehicle = van(time_window=[0, 10_000], breaks=[rest])
    (route,) = solve(client, {"vehicles": [vehicle], "jobs": [job(1)], "matrices": given()})[
        "routes"
    ]
    assert order(route) == [("start", None), ("job", 1), ("break", 9), ("end", None)]
    assert route["steps"][-1]["arrival"] == 5060
    assert route["service"] == 60


def test_skills_and_what_is_left_out(client: TestClient) -> None:
    jobs = [job(1, skills=[4]), job(2, skills=[5])]
    found = solve(client, {"vehicles": [van(skills=[4])], "jobs": jobs, "matrices": given()})
    assert found["unassigned"] == [{"id": 2, "type": "job", "location_index": 2}]


def test_set_up_lies_after_the_window_opens_and_only_on_arrival(client: TestClient) -> None:
    first = job(1, setup=30, service=10, time_windows=[[500, 600]])
    second = {**job(1, setup=30, service=10), "id": 2}
    body = {"vehicles": [van()], "jobs": [first, second], "matrices": given()}
    (route,) = solve(client, body)["routes"]
    assert route["setup"] == 30
    begins = {step.get("id"): step["arrival"] + step["waiting_time"] for step in route["steps"]}
    assert 500 <= begins[1] <= 600


def test_the_same_request_gets_the_same_answer(client: TestClient) -> None:
    durations = [
        [(7 * i * i + 13 * j * j + 5 * i * j) % 97 + 10 for j in range(13)] for i in range(13)
    ]
    jobs = [job(n, time_windows=[[20 * n, 20 * n + 300]]) for n in range(1, 13)]
    vehicles = [van(), van(id=2)]
    body = {"vehicles": vehicles, "jobs": jobs, "matrices": given(durations)}
    one, other = solve(client, body), solve(client, body)
    assert one["routes"] == other["routes"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"vehicles": []}, "/vehicles"),
        ({"jobs": []}, "job"),
        ({"jobs": [job(1), job(1)]}, "job 1"),
        ({"jobs": [job(7)]}, "location_index = 7"),
        ({"jobs": [{"id": 4}]}, "job 4"),
        ({"jobs": [job(1, service="5")]}, "job 1 (/jobs/0/service)"),
        ({"jobs": [job(1, time_windows=[[5, 1]])]}, "/jobs/0/time_windows/0"),
        ({"jobs": [job(1, time_windows=[[5, 9], [7, 12]])]}, "/jobs/0/time_windows"),
        ({"jobs": [job(1, priority=101)]}, "/jobs/0/priority"),
        ({"jobs": [job(1, delivery=[1])]}, "capacity"),
        ({"vehicles": [{"id": 3}]}, "vehicle 3"),
        ({"vehicles": [van(profile="vélo")]}, "vélo"),
        ({"vehicles": [van(max_distance=5)]}, "distances"),
        ({"vehicles": [van(costs={"per_km": 5})]}, "distances"),
        ({"vehicles": [van(breaks=[{"id": 1, "max_load": []}])]}, "max_load"),
        ({"matrices": given([[0, 1], [1]])}, "carrée"),
        ({"matrices": {**given(), "bike": {"durations": [[0]]}}}, "taille"),
        ({"matrices": {}}, "location"),
        ({"jobs": [job(1) for _ in range(301)]}, "300"),
    ],
)
def test_requests_to_be_corrected(client: TestClient, change: Body, word: str) -> None:
    body = {"vehicles": [van()], "jobs": [job(1)], "matrices": given(), **change}
    response = client.post("/", json=body)
    assert response.status_code in (400, 413), response.text
    assert response.json().keys() == {"code", "error"}
    assert response.json()["code"] == (4 if response.status_code == 413 else 2)
    assert word in response.json()["error"].replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_too_large_or_no_json_is_told_in_vrooms_words(client: TestClient) -> None:
    large = client.post("/optimization", json={"jobs": [], "x": "x" * 200_000})
    assert (large.status_code, large.json()["code"]) == (413, 4)
    form = client.post("/optimization", data={"jobs": ""})
    assert (form.status_code, form.json()["code"]) == (415, 2)
    assert form.json().keys() == {"code", "error"}


def test_too_many_callers_are_told_in_vrooms_words(app: Any, client: TestClient) -> None:
    callers = app.state.service._callers
    held = 0
    while callers.acquire(blocking=False):
        held += 1
    try:
        response = client.post("/", json={"vehicles": [van()], "jobs": [job(1)]})
    finally:
        callers.release(held)
    assert (response.status_code, response.json()["code"]) == (429, 1)
    assert int(response.headers["retry-after"]) > 0


def test_a_place_without_roads(client: TestClient) -> None:
    vehicle = {"id": 1, "start": BRIGNOLES}
    response = client.post("/", json={"vehicles": [vehicle], "jobs": [{"id": 1, "location": SEA}]})
    assert response.status_code == 400
    assert response.json()["code"] == 3


@pytest.mark.parametrize("text", ["", "{", "[]", '{"vehicles": NaN}'])
def test_what_is_no_request(client: TestClient, text: str) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/optimization", content=text, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, 2)


def test_nulls_are_absent(client: TestClient) -> None:
    body = {"vehicles": [van(skills=None)], "jobs": [job(1, setup=None)], "matrices": given()}
    assert solve(client, json.loads(json.dumps(body)))["summary"]["cost"] == 200


def test_a_vehicle_without_hours_may_leave_long_before_the_first_window(client: TestClient) -> None:
    far = [[0, 5000, 9000], [5000, 0, 150], [9000, 150, 0]]
    jobs = [job(1), job(2, time_windows=[[4000, 5200]])]
    found = solve(client, {"vehicles": [van()], "jobs": jobs, "matrices": given(far)})
    assert found["summary"]["unassigned"] == 0
    assert found["summary"]["violations"] == []
    later = 1_600_000_000
    jobs[1]["time_windows"] = [[4000 + later, 5200 + later]]
    (route,) = solve(client, {"vehicles": [van()], "jobs": jobs, "matrices": given(far)})["routes"]
    assert route["waiting_time"] == 0
    assert {step.get("id"): step["arrival"] - later for step in route["steps"]}[2] == 4000


def test_an_id_that_is_no_text_at_all_is_told_all_the_same(client: TestClient) -> None:
    text = json.dumps({"vehicles": [van()], "jobs": [{"id": "\ud800"}], "matrices": given()})
    response = client.post("/", content=text, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert "ud800" in response.json()["error"]
