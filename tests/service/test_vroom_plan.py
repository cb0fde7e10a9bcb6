"""Plan mode: the best times of routes that are given, and every rule they break."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

Body = dict[str, Any]

SQUARE = [[0, 100, 200], [100, 0, 150], [200, 150, 0]]


def plan(client: TestClient, vehicle: Body, jobs: list[Body], **others: Any) -> Body:
    vehicle = {"id": 1, "start_index": 0, "end_index": 0, **vehicle}
    matrices = {"car": {"durations": SQUARE, "distances": SQUARE}}
    body = {"vehicles": [vehicle], "jobs": jobs, "matrices": matrices, "options": {"c": True}}
    response = client.post("/", json=body | others)
    found: Body = response.json()
    return found


def causes(found: Body) -> list[list[str]]:
    steps = found["routes"][0]["steps"]
    return [sorted(broken["cause"] for broken in step["violations"]) for step in steps]


def step(number: int, kind: str = "job", **moments: int) -> Body:
    return {"type": kind, "id": number, **moments}


def job(number: int, **fields: Any) -> Body:
    return {"id": number, "location_index": number, **fields}


def test_the_order_is_kept_and_nothing_is_wrong(client: TestClient) -> None:
    vehicle = {"steps": [{"type": "start"}, step(2), step(1), {"type": "end"}]}
    found = plan(client, vehicle, [job(1), job(2)])
    assert [s["arrival"] for s in found["routes"][0]["steps"]] == [0, 200, 350, 450]
    assert found["summary"]["violations"] == []
    assert found["summary"]["cost"] == found["routes"][0]["distance"] == 450


def test_earliness_is_traded_for_less_lateness(client: TestClient) -> None:
    # a second earlier at the start is a second less late at a job and one at the end
    jobs = [job(1, time_windows=[[1000, 1050]]), job(2, time_windows=[[1000, 1150]])]
    start = {"type": "start", "service_after": 900}
    vehicle = {"time_window": [1000, 1300], "steps": [start, step(1), step(2)]}
    found = plan(client, vehicle, jobs)
    summary = {broken["cause"]: broken["duration"] for broken in found["summary"]["violations"]}
    assert summary == {"lead_time": 100, "delay": 50}
    assert causes(found) == [["lead_time"], [], [], ["delay"]]


def test_the_nearest_of_several_windows_counts(client: TestClient) -> None:
    jobs = [job(1, time_windows=[[0, 10], [400, 500]])]
    found = plan(client, {"time_window": [0, 220], "steps": [step(1)]}, jobs)
    (late,) = found["summary"]["violations"]
    assert late == {"cause": "delay", "duration": 90}


def test_a_break_lies_on_the_road(client: TestClient) -> None:
    rest = {"id": 9, "time_windows": [[40, 50]], "service": 5}
    vehicle = {"time_window": [0, 900], "breaks": [rest], "steps": [step(9, "break"), step(1)]}
    found = plan(client, vehicle, [job(1, time_windows=[[130, 140]])])
    assert found["summary"]["violations"] == []
    steps = found["routes"][0]["steps"]
    assert [s["arrival"] for s in steps] == [25, 40, 130, 230]
    assert [s["duration"] for s in steps] == [0, 15, 100, 200]


def test_every_cause(client: TestClient) -> None:
    vehicle = {
        "capacity": [1],
        "max_tasks": 2,
        "max_travel_time": 250,
        "max_distance": 400,
        "skills": [3],
        "breaks": [{"id": 9, "service": 5, "max_load": [0]}, {"id": 8}],
        "steps": [step(5, "delivery"), step(9, "break"), step(1), step(5, "pickup")],
    }
    ends = {"pickup": {"id": 5, "location_index": 1}, "delivery": {"id": 5, "location_index": 2}}
    jobs = [job(1, delivery=[2], skills=[4]), job(2)]
    found = plan(client, vehicle, jobs, shipments=[{**ends, "amount": [0]}])
    assert causes(found) == [
        ["load"],
        ["load", "precedence"],
        ["load", "max_load"],
        ["max_travel_time", "skills"],
        ["max_tasks", "max_travel_time", "precedence"],
        ["max_distance", "max_travel_time"],
    ]
    assert {"cause": "missing_break"} in found["routes"][0]["violations"]
    assert found["unassigned"] == [{"id": 2, "type": "job", "location_index": 2}]


def test_moments_are_forced(client: TestClient) -> None:
    found = plan(client, {"steps": [step(1, service_at=300), step(2)]}, [job(1), job(2)])
    assert [s["arrival"] for s in found["routes"][0]["steps"]] == [200, 300, 450, 650]


def test_timestamps_are_seconds_like_others(client: TestClient) -> None:
    began = 1_600_416_000
    vehicle = {"time_window": [began, began + 400], "steps": [step(1), step(2)]}
    found = plan(client, vehicle, [job(1), job(2)])
    assert found["summary"]["violations"] == [{"cause": "lead_time", "duration": 50}]
    assert [s["arrival"] - began for s in found["routes"][0]["steps"]] == [-50, 50, 200, 400]


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([step(7)], "job 7"),
        ([step(1), step(1)], "job 1"),
        ([step(9, "break")], "pause 9"),
        ([step(1), {"type": "start"}], "start"),
        ([step(1, service_before=50), {"type": "end"}], "vehicle 1"),
        ([step(1, service_at=500), step(2, service_at=400)], "vehicle 1"),
        ([{"type": "lunch"}], "/vehicles/0/steps/0/type"),
    ],
)
def test_steps_that_cannot_be(client: TestClient, steps: list[Body], word: str) -> None:
    found = plan(client, {"steps": steps}, [job(1), job(2)])
    assert found["code"] == 2
    assert word in found["error"]
