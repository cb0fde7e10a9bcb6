"""One running service for the tests of this folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.sql import SQL, Identifier

from api.http import Settings, create_app
from api.store.database import sqlite_at
from api.store.keys import Role

ADDRESS = "http://127.0.0.1:8000"


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
        data=tmp_path_factory.mktemp("service"), max_body_bytes=200_000, max_places=20
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
