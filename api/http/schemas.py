"""Schemas that routes only name: bodies they read themselves, answers they write themselves."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.wire.schema import WireSchema

_PLACE = "#/components/schemas/"
_named: dict[str, type[BaseModel]] = {}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return a reference to the schema of a model, and see that the OpenAPI document has it.

    Raises
    ------
    ValueError
        When another model was named by this name.
    """
    name = model.__name__
    if _named.setdefault(name, model) is not model:
        raise ValueError(f"two models are called {name}")
    return {"$ref": _PLACE + name}


def named_schemas() -> dict[str, dict[str, Any]]:
    """Return all schemas that were named, and those that they name in turn, by their names.

    Models that others hold may share a name; they are then told apart by that of their module.
    """
    references, whole = models_json_schema(
        [(model, "validation") for model in _named.values()],
        by_alias=True,
        ref_template=_PLACE + "{model}",
        schema_generator=WireSchema,
    )
    schemas: dict[str, dict[str, Any]] = whole["$defs"]
    for name, model in _named.items():
        schemas.setdefault(name, references[model, "validation"])
    return schemas
