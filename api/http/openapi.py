"""The OpenAPI document: what FastAPI finds in the routes, with what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from api.http.responses import ProblemModel, problems
from api.wire.programme_model import ProgrammeModel
from api.wire.schema import WireSchema

PROGRAMME = {"$ref": "#/components/schemas/Programme"}
"""The schema of a programme, in bodies and answers."""
_COMPONENTS: dict[str, type[BaseModel]] = {"Problem": ProblemModel, "Programme": ProgrammeModel}
_METHODS = {"get", "put", "post", "delete", "patch"}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, made once.

    Schemas that routes only name are put in; errors are all problem details, and whoever needs
    a key may be told so.
    """
    made = app.openapi()
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    if "Problem" in schemas:
        return made
    for name, model in _COMPONENTS.items():
        for key, schema in _schemas(name, model):
            schemas.setdefault(key, schema)
    for operation in _operations(made):
        answers = operation["responses"]
        if "HTTPValidationError" in str(answers.get("422")):
            answers["422"] = problems(422)[422]
        if "security" in operation:
            answers.setdefault("401", problems(401)[401])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return made


def _schemas(name: str, model: type[BaseModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = model.model_json_schema(
        by_alias=True,
        mode="validation",
        ref_template="#/components/schemas/{model}",
        schema_generator=WireSchema,
    )
    yield from schema.pop("$defs", {}).items()
    yield name, schema


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from (operation for method, operation in path.items() if method in _METHODS)
