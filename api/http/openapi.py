"""The OpenAPI document: what FastAPI finds in the routes, with what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.http.responses import problems
from api.http.schemas import named_schemas

_METHODS = {"get", "put", "post", "delete", "patch"}
_NOT_OURS = ("HTTPValidationError", "ValidationError")
"""How FastAPI would answer to wrong parameters; here that is a problem like any other."""


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, made once.

    Schemas that routes only name are put in; errors are all problem details, and whoever needs
    a key may be told so.
    """
    if app.openapi_schema is not None:
        return app.openapi_schema
    made = app.openapi()
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for key, schema in named_schemas().items():
        schemas.setdefault(key, schema)
    for operation in _operations(made):
        answers = operation["responses"]
        if _NOT_OURS[0] in str(answers.get("422")):
            answers["422"] = problems(422)[422]
        if "security" in operation:
            answers.setdefault("401", problems(401)[401])
    for unused in _NOT_OURS:
        schemas.pop(unused, None)
    return made


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from (operation for method, operation in path.items() if method in _METHODS)
