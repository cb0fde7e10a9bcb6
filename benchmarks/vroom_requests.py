"""Requests made up at random, answered by our service and by VROOM itself.

``python -m benchmarks.vroom_requests 100``: solves as many requests of each kind by both and
counts whose answer is the better by VROOM's own order (priorities, tasks served, cost); then
hands our routes to VROOM's plan mode, which must find nothing wrong with them; then compares the
times and violations that both give to routes in random order.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import vroom
from fastapi.testclient import TestClient

from api.http import Settings, create_app

Body = dict[str, Any]

KINDS: dict[str, frozenset[str]] = {
    "plain": frozenset(),
    "windows": frozenset({"windows", "setup"}),
    "loads": frozenset({"loads", "fixed"}),
    "priorities": frozenset({"priorities", "skills", "max_tasks", "windows"}),
    "rates": frozenset({"rates", "fixed", "loads"}),
    "costs": frozenset({"costs", "loads"}),
    "limits": frozenset({"max_travel_time", "max_distance"}),
    "breaks": frozenset({"breaks"}),
}
_IGNORED = ("computing_times", "distance", "amount")


def main(count: int) -> None:
    """Print how answers to ``count`` requests of each kind compare."""
    app = create_app(Settings(max_body_bytes=5_000_000))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        for name, features in KINDS.items():
            tally = Counter[str]()
            for seed in range(count):
                _compare(client, made_up(seed, features), np.random.default_rng(seed), tally)
            shown = ", ".join(f"{what} {number}" for what, number in sorted(tally.items()))
            print(f"{name}: {shown}", flush=True)


def _compare(client: TestClient, body: Body, rng: np.random.Generator, tally: Counter[str]) -> None:
    ours, theirs = _ours(client, body), _theirs(body, plan=False)
    one, other = _worth(ours), _worth(theirs)
    tally["equal" if one == other else "better" if one < other else "worse"] += 1
    if ours["routes"]:
        tally["faults"] += bool(
            _theirs(_with_steps(body, ours), plan=True)["summary"]["violations"]
        )
    planned = _shuffled(body, rng)
    same = _bare(_ours(client, planned)) == _bare(_theirs(planned, plan=True))
    tally["plans same" if same else "plans differ"] += 1


def _worth(answer: Body) -> tuple[int, int, int]:
    found = answer["summary"]
    return -found["priority"], found["unassigned"], found["cost"]


def _ours(client: TestClient, body: Body) -> Body:
    found: Body = client.post("/", json=body).json()
    return found


def _theirs(body: Body, *, plan: bool) -> Body:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "request.json"
        path.write_text(json.dumps(body))
        problem = vroom.Input.from_json(path)
        found: Body = (problem.check() if plan else problem.solve(5, 2)).to_dict()
        return found


def _with_steps(body: Body, answer: Body) -> Body:
    """Return the request with the answer's routes as steps, without idle vehicles."""
    routes = {route["vehicle"]: route["steps"] for route in answer["routes"]}
    vehicles = [
        vehicle
        | {"steps": [{k: s[k] for k in ("type", "id") if k in s} for s in routes[vehicle["id"]]]}
        for vehicle in body["vehicles"]
        if vehicle["id"] in routes
    ]
    return body | {"vehicles": vehicles}


def _shuffled(body: Body, rng: np.random.Generator) -> Body:
    """Return the request in plan mode, tasks dealt out to vehicles at random."""
    tasks = [{"type": "job", "id": job["id"]} for job in body["jobs"]]
    tasks += [
        {"type": kind, "id": shipment[kind]["id"]}
        for shipment in body["shipments"]
        for kind in ("pickup", "delivery")
    ]
    dealt = [tasks[i] for i in rng.permutation(len(tasks))]
    hands = np.array_split(np.arange(len(dealt)), len(body["vehicles"]))
    vehicles = [
        vehicle | {"steps": [dealt[i] for i in hand]}
        for vehicle, hand in zip(body["vehicles"], hands, strict=True)
    ]
    return body | {"vehicles": vehicles, "options": {"c": True}}


def _bare(value: Any) -> Any:
    """Leave out what VROOM does not promise: the order of causes, times of computing."""
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items() if key not in _IGNORED}
    if isinstance(value, list):
        parts = [_bare(part) for part in value]
        steps = bool(parts) and isinstance(parts[0], dict) and "arrival" in parts[0]
        return parts if steps else sorted(parts, key=partial(json.dumps, sort_keys=True))
    return value


def made_up(seed: int, features: frozenset[str]) -> Body:
    """Return a request of a few jobs and shipments around two depots."""
    rng = np.random.default_rng(seed)
    jobs, pairs = int(rng.integers(3, 10)), int(rng.integers(0, 4))
    size = 2 + jobs + 2 * pairs
    at = rng.uniform(0, 3000, (size, 2))
    crow = np.linalg.norm(at[:, None] - at[None], axis=2)
    travel = (crow * rng.uniform(1, 1.3, crow.shape)).astype(int)
    matrices = {"durations": travel.tolist()}
    if features & {"rates", "max_distance"}:
        matrices["distances"] = (travel * rng.uniform(8, 20, crow.shape)).astype(int).tolist()
    if "costs" in features:
        matrices["costs"] = (travel * rng.uniform(0.5, 2, crow.shape)).astype(int).tolist()
    return {
        "vehicles": [_vehicle(n, rng, features) for n in range(1, int(rng.integers(2, 5)))],
        "jobs": [_job(n, rng, features) for n in range(jobs)],
        "shipments": [_shipment(n, jobs + 2 * n, rng, features) for n in range(pairs)],
        "matrices": {"car": matrices},
    }


def _stop(number: int, row: int, rng: np.random.Generator, features: frozenset[str]) -> Body:
    stop: Body = {"id": number, "location_index": row, "service": int(rng.choice([0, 60, 300]))}
    if "setup" in features:
        stop["setup"] = int(rng.choice([0, 30, 120]))
    if "windows" in features and rng.random() < 0.4:
        opens = int(rng.integers(0, 12_000))
        stop["time_windows"] = [[opens, opens + int(rng.integers(600, 4000))]]
    return stop


def _wanted(rng: np.random.Generator, features: frozenset[str]) -> Body:
    found: Body = {}
    if "priorities" in features:
        found["priority"] = int(rng.choice([0, 0, 5, 50, 100]))
    if "skills" in features and rng.random() < 0.3:
        found["skills"] = [int(rng.integers(1, 3))]
    return found


def _job(number: int, rng: np.random.Generator, features: frozenset[str]) -> Body:
    job = _stop(number + 1, number + 2, rng, features) | _wanted(rng, features)
    if "loads" in features:
        brought = int(rng.integers(0, 4))
        job |= {"delivery": [brought], "pickup": [0 if brought else 2]}
    return job


def _shipment(number: int, row: int, rng: np.random.Generator, features: frozenset[str]) -> Body:
    shipment = {
        "pickup": _stop(number + 1, row + 2, rng, frozenset()),
        "delivery": _stop(number + 1, row + 3, rng, features),
    }
    load = {"amount": [int(rng.integers(0, 4))]} if "loads" in features else {}
    return shipment | load | _wanted(rng, features)


def _vehicle(number: int, rng: np.random.Generator, features: frozenset[str]) -> Body:
    vehicle: Body = {"id": number, "start_index": int(rng.integers(0, 2))}
    if rng.random() < 0.8:
        vehicle["end_index"] = int(rng.integers(0, 2))
    extras: Body = {
        "loads": {"capacity": [int(rng.integers(3, 9))]},
        "windows": {"time_window": [int(rng.integers(0, 3000)), int(rng.integers(9000, 20_000))]},
        "skills": {"skills": [int(skill) for skill in rng.choice([1, 2], int(rng.integers(1, 3)))]},
        "max_tasks": {"max_tasks": int(rng.integers(2, 7))},
        "max_travel_time": {"max_travel_time": int(rng.integers(4000, 10_000))},
        "max_distance": {"max_distance": int(rng.integers(50_000, 120_000))},
        "breaks": {"time_window": [0, 20_000], "breaks": [_break(rng)]},
    }
    for feature, fields in extras.items():
        vehicle |= fields if feature in features else {}
    costs = {"fixed": int(rng.choice([0, 500, 3000]))} if "fixed" in features else {}
    if "rates" in features:
        costs |= {"per_hour": int(rng.choice([0, 1000, 3600])), "per_km": 50}
    return vehicle | ({"costs": costs} if costs else {})


def _break(rng: np.random.Generator) -> Body:
    opens = int(rng.integers(4000, 7000))
    return {"id": 1, "time_windows": [[opens, opens + 2000]], "service": 600}


if __name__ == "__main__":
    main(int(sys.argv[1]))
