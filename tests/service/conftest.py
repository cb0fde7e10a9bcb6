"""Services for the tests of this folder: one that runs, one in which nothing moves."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.sql import SQL, Identifier

from api.http import Settings, create_app
from api.http.operations import Operations
from api.jobs.order import Order
from api.jobs.work import made
from api.recipe import Ground
from api.store.database import sqlite_at
from api.store.keys import Role
from api.store.order_records import Claim, Outcome
from api.store.orders import Orders
from api.wire.programme_json import dump_programme, load_programme
from routing.planning import PlanOptions
from routing.planning.dates import Horizon
from routing.planning.programme import Programme
from routing.planning.territory import Territory

UNLIMITED = Operations(rate_per_key=(), rate_per_address=(), failures_per_address=())
"""Tests ask more in a minute than people do."""
ADDRESS = "http://127.0.0.1:8000"
FORTNIGHT = Horizon(date(2027, 1, 4), date(2027, 1, 17))
_HOURS = [{"start": "07:00", "end": "19:00"}]


def small_programme(territory: Territory) -> Programme:
    """Four permanences in two weeks, two volunteers, three people to fetch."""
    shipped = load_programme(territory.programmes_folder / "promo-soins.json", territory)
    document = dump_programme(shipped)
    document["drivers"] = [
        {
            "id": f"d{number}",
            "label": f"Conductrice {number}",
            "home": {"commune": commune},
            "car": {"configurations": [{"seats": 4}]},
            "hours": dict.fromkeys(("tuesday", "wednesday", "thursday"), _HOURS),
        }
        for number, commune in ((1, "Barjols"), (2, "Brignoles"))
    ]
    rides = ("Tavernes", "BARJOLS"), ("Varages", "BARJOLS"), ("Ginasservis", "RIANS")
    document["requests"] = [
        {
            "id": f"r{number}",
            "passenger": f"p-{number}",
            "pickup": {"commune": commune},
            "destination": {"kind": "permanence", "permanence": permanence},
            "entitlement": {"member": True},
        }
        for number, (commune, permanence) in enumerate(rides, start=1)
    ]
    return replace(load_programme(document, territory), horizon=FORTNIGHT)


class Shelf:
    """A service on whose shelf plans are put as workers leave them, and a coordinator's client."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(Settings.from_environment(data=folder))
        self.service = self.app.state.service
        self.orders: Orders = self.service.orders
        self.client = self.client_of(Role.COORDINATOR)
        self.programme = small_programme(self.service.territory)

    def client_of(self, role: Role) -> TestClient:
        """Return a client with a key of this role."""
        _, key = self.service.keys.add(role, f"test {role}")
        headers = {"Authorization": f"Bearer {key}"}
        return TestClient(
            self.app,
            base_url=ADDRESS,
            raise_server_exceptions=False,
            headers=headers,
        )

    def order(self, programme: Programme | None = None) -> str:
        """Queue an order and return its id."""
        wanted = Order(programme=programme or self.programme, options=PlanOptions(iterations=1))
        return self.service.desk.submit(wanted, title="quinzaine").id

    def taken(self) -> Claim:
        """Take the oldest order, as a worker does."""
        claim = self.orders.claim()
        assert claim is not None
        return claim

    def outcome(self, claim: Claim) -> Outcome:
        """Make the plan of an order."""
        ground = Ground(self.service.territory, self.service.roads)
        order = Order.read(claim.order, ground.territory)
        return made(order, ground, None, lambda _: None, lambda: False)

    def planned(self) -> tuple[str, Outcome]:
        """Order a plan, make it, and return its address and what came of it."""
        plan_id = self.order()
        claim = self.taken()
        outcome = self.outcome(claim)
        assert self.orders.finish(claim, outcome)
        return f"/v1/plans/{plan_id}", outcome

    def put(self, outcome: Outcome) -> str:
        """Leave a plan that was made before as the plan of another order; return its address."""
        plan_id = self.order()
        assert self.orders.finish(self.taken(), outcome)
        return f"/v1/plans/{plan_id}"

    def post(self, address: str, body: Any) -> Any:
        """Post JSON and return the answer."""
        return self.client.post(address, json=body)


SERVER = os.environ.get("TOURNEES_TEST_POSTGRESQL")
KINDS = ["sqlite", "postgresql"] if SERVER or os.environ.get("CI") else ["sqlite"]
"""In CI a missing server is a failure."""


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind; PostgreSQL's server is named by ``TOURNEES_TEST_POSTGRESQL``.

    Without that variable only SQLite is tested; with it nothing is left behind.
    """
    if request.param == "sqlite":
        yield sqlite_at(tmp_path / "tournees.sqlite3")
        return
    assert SERVER, "TOURNEES_TEST_POSTGRESQL names no server"
    name = f"tournees_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(SQL("create database {}").format(Identifier(name)))
    yield f"{SERVER.rpartition('/')[0]}/{name}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(SQL("drop database {}").format(Identifier(name)))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    settings = Settings.from_environment(
        data=tmp_path_factory.mktemp("service"),
        max_body_bytes=200_000,
        max_places=20,
        operations=UNLIMITED,
    )
    return create_app(settings)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A coordinator's client."""
    _, key = app.state.service.keys.add(Role.COORDINATOR, "tests")
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(
        app, base_url=ADDRESS, raise_server_exceptions=False, headers=headers
    ) as client:
        yield client


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """A service without workers, for plans that stand still."""
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    yield shelf
    shelf.service.database.close()


@pytest.fixture(scope="session")
def planned(shelf: Shelf) -> tuple[str, Outcome]:
    """The address of a plan with rides, and what its worker left."""
    return shelf.planned()
