"""One running service for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.http import Settings, create_app

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(max_body_bytes=200_000, max_places=20))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        yield client
