"""The OpenAPI document: what FastAPI finds in the routes, with what it cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.http.idempotency import HEADER, MOST_CHARS
from api.http.responses import problems
from api.http.schemas import named_schemas

_METHODS = {"get", "put", "post", "delete", "patch"}
_NOT_OURS = ("HTTPValidationError", "ValidationError")
"""How FastAPI would answer to wrong parameters; here that is a problem like any other."""
_ONCE = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Any text of the client’s own: what is sent again with it is done once.",
    "schema": {"type": "string", "pattern": r"^[!#-~]+$", "minLength": 1, "maxLength": MOST_CHARS},
}


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
    for address, method, operation in _operations(made):
        answers = operation["responses"]
        if _NOT_OURS[0] in str(answers.get("422")):
            answers["422"] = problems(422)[422]
        if "security" in operation:
            _add(answers, 401, 429)
        if method == "post" and address.startswith("/v1/"):
            operation.setdefault("parameters", []).append(_ONCE)
            _add(answers, 400, 409, 413, 422)
    for unused in _NOT_OURS:
        schemas.pop(unused, None)
    return made


def _add(answers: dict[str, Any], *statuses: int) -> None:
    for status in statuses:
        answers.setdefault(str(status), problems(status)[status])


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, path in made["paths"].items():
        for method, operation in path.items():
            if method in _METHODS:
                yield address, method, operation
