"""Whatever the OpenAPI document allows or forbids: answers are as it says, and none is a 5xx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.python.asgi import get_client
from schemathesis.schemas import APIOperation, BaseSchema

CONFIG = Path(__file__).parent.parent.parent / "schemathesis.toml"
ADDRESSES = r"^/v1/(programmes|territory|communes|sites|months)"


@pytest.fixture
def headers(client: TestClient) -> dict[str, str]:
    return {"Authorization": client.headers["Authorization"], "Host": "127.0.0.1:8000"}


@pytest.fixture
def described(app: FastAPI, client: TestClient) -> BaseSchema:
    """What a coordinator may ask of programmes and of the territory."""
    document = client.get("/openapi.json").json()
    del document["components"]["securitySchemes"]  # keys are given below and tested elsewhere
    config = SchemathesisConfig.from_path(CONFIG)
    found = schemathesis.openapi.from_dict(document, config=config)
    found.app, found.location = app, "/openapi.json"
    return found.include(path_regex=ADDRESSES)


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_as_described(
    described: BaseSchema, headers: dict[str, str], mode: GenerationMode
) -> None:
    asked = []
    visitor = get_client(described.app)  # one for all: each has a thread and a loop of its own
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and _takes_any_text(operation):
            continue

        @settings(
            max_examples=6,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            case.call_and_validate(headers=headers, session=visitor)

        try:
            ask()
        except Unsatisfiable:  # nothing that is asked for can be wrong
            assert mode is GenerationMode.NEGATIVE
        else:
            asked.append(operation.label)
    assert {"GET /v1/sites", "POST /v1/programmes"} <= set(asked)


def _takes_any_text(operation: APIOperation[Any, Any, Any]) -> bool:
    """Whether all it takes is codes, and any text is one, if an unknown one."""
    described = operation.definition.raw
    asked = described.get("parameters", [])
    told = {"type", "title", "description", "examples"}
    plain = (p["in"] == "path" and p["schema"].keys() <= told for p in asked)
    text = (p["schema"].get("type") == "string" for p in asked)
    return "requestBody" not in described and all(plain) and all(text)
