"""How routes that write their answers themselves describe them in the OpenAPI document.

Nothing here runs when a request is answered: a stored plan goes out as the bytes that were kept.
That answers are as described is for the tests to see (``tests/service/test_openapi*.py``).
"""

from __future__ import annotations

from inspect import getdoc
from itertools import count
from typing import Any, TypeAlias

from pydantic import BaseModel

from api.http.geojson import MEDIA_TYPE as GEOJSON
from api.http.geojson import FeatureCollection
from api.http.schemas import schema_of

Responses: TypeAlias = dict[int | str, dict[str, Any]]

JSON = "application/json"
_examples: dict[str, object] = {}
NOT_MODIFIED: Responses = {
    304: {"description": "The client has it: its `If-None-Match` says so."},
}


def answer(
    model: type[BaseModel],
    example: object = None,
    *,
    status: int = 200,
    description: str = "",
    media_type: str = JSON,
) -> Responses:
    """Return the ``responses`` of a route that answers with a model's JSON.

    Parameters
    ----------
    example
        Such an answer, whole, where the examples of the model's fields do not make one.
    description
        When it is given; the first line of the model's docstring where nothing is said.
    """
    content: dict[str, Any] = {"schema": schema_of(model)}
    if example is not None:
        content["examples"] = {"answer": _example_of(model.__name__, example)}
    told = description or (getdoc(model) or "").partition("\n")[0]
    return {status: {"description": told, "content": {media_type: content}}}


def named_examples() -> dict[str, Any]:
    """Return all examples, by the names under which answers refer to them."""
    return {name: {"value": value} for name, value in _examples.items()}


def _example_of(name: str, value: object) -> dict[str, str]:
    """Keep an example apart: FastAPI would take every null out of it."""
    free = (name if n == 1 else f"{name}{n}" for n in count(1))
    key = next(key for key in free if _examples.setdefault(key, value) == value)
    return {"$ref": f"#/components/examples/{key}"}


def files(description: str, *media_types: str) -> Responses:
    """Return the ``responses`` of a route that answers with a file of one of these kinds."""
    content = {kind.partition(";")[0]: {"schema": _file(kind)} for kind in media_types}
    return {200: {"description": description, "content": content}}


def _file(media_type: str) -> dict[str, Any]:
    if media_type == GEOJSON:
        return schema_of(FeatureCollection)
    text = media_type.startswith("text/") or media_type.partition(";")[0].endswith("xml")
    return {"type": "string"} if text else {"type": "string", "format": "binary"}
