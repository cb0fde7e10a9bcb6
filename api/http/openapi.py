"""The OpenAPI document: what FastAPI finds in the routes, with what it cannot know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.http.described import named_examples
from api.http.idempotency import HEADER, MOST_CHARS
from api.http.responses import problems
from api.http.schemas import named_schemas

_METHODS = {"get", "put", "post", "delete", "patch"}
_PAGE = {
    "tags": ["page"],
    "summary": "The page for people, who log in with a key.",
    "responses": {
        "200": {
            "description": "The page.",
            "content": {"text/html": {"schema": {"type": "string"}}},
        },
        **{str(status): answer for status, answer in problems(401, 422, 429).items()},
    },
    "security": [{"HTTPBearer": []}],
}
"""It shares its address with VROOM's clients, who have to know what stands there."""
_ONCE = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Any text of the client’s own: what is sent again with it is done once.",
    "schema": {
        "type": "string",
        "pattern": r'^[ -~]*([!#-~]|"[ -~]+")[ -~]*$',  # the quotation marks of the draft aside
        "maxLength": MOST_CHARS,
        "examples": ["janvier-2027-a"],
    },
}
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
    made["components"]["examples"] = named_examples()
    for address, method, operation in _operations(made):
        answers = operation["responses"]
        if _NOT_OURS[0] in str(answers.get("422")):
            answers["422"] = problems(422)[422]
        once = method == "post" and address.startswith("/v1/")
        if once:
            operation.setdefault("parameters", []).append(_ONCE)
        for status in _usual(operation, once):
            answers.setdefault(str(status), problems(status)[status])
    made["paths"].setdefault("/", {})["get"] = _PAGE
    for unused in _NOT_OURS:
        schemas.pop(unused, None)
    return made


def methods(app: FastAPI, address: str) -> set[str]:
    """Return the methods that are described for an address, in lower case.

    Where several templates fit, as ``{id}`` does wherever ``{id}:check`` does, that with most
    letters of its own counts.
    """
    bare = {
        re.sub(r"\{\w+\}", "", template): path
        for template, path in document(app)["paths"].items()
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), address)
    }
    return {*bare[max(bare, key=len)]} & _METHODS if bare else set()


def _usual(operation: dict[str, Any], once: bool) -> Iterator[int]:
    """Yield the statuses of what stands before every operation of a kind."""
    if "security" in operation:
        yield from (401, 429)
    if "requestBody" in operation:
        yield from (413, 415, 422)
    if once:
        yield from (400, 409, 413, 422)


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, path in made["paths"].items():
        for method, operation in path.items():
            if method in _METHODS:
                yield address, method, operation
