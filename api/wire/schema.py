"""JSON Schemas (draft 2020-12) of the wire formats, with titles and descriptions."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import WithDefaultSchema

from api.wire.people_json import PeopleModel
from api.wire.plan_model import PlanModel
from api.wire.programme_model import ProgrammeModel
from api.wire.scalars import write_clock, write_duration


class WireSchema(GenerateJsonSchema):
    """Writes defaults of times and durations as the wire does, not as the core's seconds."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of a field, its default as text where the field is text."""
        json_schema = super().default_schema(schema)
        default = json_schema.get("default")
        if isinstance(default, int) and json_schema.get("type") == "string":
            write = write_duration if json_schema.get("format") == "duration" else write_clock
            json_schema["default"] = write(default)
        return json_schema


def programme_schema() -> dict[str, Any]:
    """Return the JSON Schema of programmes, as :mod:`api.wire.programme_json` reads them."""
    return _schema(ProgrammeModel)


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of plans, as :mod:`api.wire.plan_json` reads them."""
    return _schema(PlanModel)


def people_schema() -> dict[str, Any]:
    """Return the JSON Schema of people, as :mod:`api.wire.people_json` reads them."""
    return _schema(PeopleModel)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    body = model.model_json_schema(by_alias=True, mode="validation", schema_generator=WireSchema)
    return {"$schema": WireSchema.schema_dialect, **body}
