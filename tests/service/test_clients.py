"""Clients that people have installed from PyPI work on our address, with nothing but its name."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import openrouteservice
import pytest
import uvicorn
from fastapi import FastAPI
from openrouteservice.optimization import Job, Vehicle
from routingpy import OSRM

from api.store.keys import Role

BRIGNOLES, RIANS, CARCES = [6.061, 43.406], [5.755, 43.607], [6.183, 43.476]
# both clients leave their sessions to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def address(app: FastAPI, client: object) -> Iterator[str]:
    """A real server of the service in this process."""
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def key(app: FastAPI) -> str:
    _, text = app.state.service.keys.add(Role.READER, "clients")
    return str(text)


def test_openrouteservice_optimises(address: str, key: str) -> None:
    client = openrouteservice.Client(key=key, base_url=address)
    jobs = [Job(1, location=RIANS, service=600), Job(2, location=CARCES, service=600)]
    vehicle = Vehicle(1, profile="driving-car", start=BRIGNOLES, end=BRIGNOLES)
    found: dict[str, Any] = client.optimization(jobs=jobs, vehicles=[vehicle], geometry=True)
    (route,) = found["routes"]
    assert found["unassigned"] == []
    assert {step["job"] for step in route["steps"] if step["type"] == "job"} == {1, 2}
    assert 3600 < route["duration"] < 3 * 3600
    assert isinstance(route["geometry"], str)


def test_routingpy_finds_ways_and_matrices(address: str, key: str) -> None:
    client = OSRM(base_url=address, headers={"Authorization": f"Bearer {key}"})
    way = client.directions([BRIGNOLES, RIANS], profile="driving")
    assert 35_000 < way.distance < 70_000
    assert way.geometry[0] == pytest.approx(BRIGNOLES, abs=0.01)
    table = client.matrix([BRIGNOLES, RIANS, CARCES], profile="driving")
    assert [row[i] for i, row in enumerate(table.durations)] == [0, 0, 0]
    assert table.durations[0][1] == pytest.approx(way.duration, rel=0.02)
