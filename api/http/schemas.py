"""Schemas that routes only name: bodies they read themselves, answers they write themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from api.wire.schema import WireSchema

_PLACE = "#/components/schemas/"
_named: dict[str, type[BaseModel]] = {}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return a reference to the schema of a model, and see that the OpenAPI document has it."""
    name = model.__name__.removesuffix("Model")
    _named[name] = model
    return {"$ref": f"{_PLACE}{name}"}


def named_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all schemas that were named, and those that they name in turn."""
    for name, model in _named.items():
        schema = model.model_json_schema(
            by_alias=True,
            mode="validation",
            ref_template=f"{_PLACE}{{model}}",
            schema_generator=WireSchema,
        )
        yield from schema.pop("$defs", {}).items()
        yield name, schema
