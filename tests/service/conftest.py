"""One running service for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.http import Settings, create_app
from api.store.keys import Role

ADDRESS = "http://127.0.0.1:8000"


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
