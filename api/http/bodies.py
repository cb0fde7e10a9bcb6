"""What requests hold, and how they are read: every fault at once, in the programmes' words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request
from pydantic import BaseModel, Field, StrictFloat, StrictInt, field_validator
from pydantic_core import PydanticCustomError

from api.recipe import month_of
from api.wire.faults import Fault, InputFaults
from api.wire.field_faults import validate
from api.wire.fields import Id, Label, WireModel
from api.wire.json_text import read_document
from api.wire.programme_model import RangeModel
from api.wire.records import json_fault
from routing.planning.dates import Horizon
from routing.planning.options import PlanOptions
from routing.sentence import say

_Model = TypeVar("_Model", bound=WireModel)
_SOURCE = "demande"
MAX_DAYS = 366
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def _refuse(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError("wire", "{message}", {"code": code, "message": message})


class OptionsModel(WireModel):
    """How to search."""

    seed: StrictInt = Field(default=1, ge=0, lt=2**31, description="Graine des choix au hasard.")
    iterations: StrictInt | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Itérations au plus ; à graine égale, même plan.",
    )
    time_limit_s: StrictInt | StrictFloat | None = Field(
        default=None, gt=0, le=3600, description="Secondes de calcul au plus."
    )
    gap: StrictFloat = Field(
        default=0.0, ge=0, lt=1, description="Écart à l’optimum jugé suffisant."
    )

    def to_core(self) -> PlanOptions:
        """Return the planner's own options."""
        return PlanOptions(**self.model_dump())


class PlanRequest(WireModel):
    """Which programme to plan, when, and how to search."""

    programme: Any = Field(
        description="Nom d’un programme du territoire, ou un programme entier.",
        examples=["promo-soins"],
        json_schema_extra={"type": ["string", "object"]},
    )
    month: str | None = Field(
        default=None,
        description="Mois à planifier ; à défaut, le mois prochain.",
        examples=["2027-01"],
    )
    horizon: RangeModel | None = Field(default=None, description="D’autres dates qu’un mois civil.")
    options: OptionsModel = OptionsModel()
    published: Id | None = Field(
        default=None,
        description="Plan de la même période, déjà annoncé : ses trajets restent où ils peuvent.",
    )

    @field_validator("programme")
    @classmethod
    def _name_or_object(cls, value: object) -> object:
        if not isinstance(value, str | dict):
            raise _refuse(
                "WRONG_TYPE", say("indiquez un nom entre guillemets, ou un objet programme.")
            )
        return value

    @field_validator("month")
    @classmethod
    def _is_month(cls, value: str | None) -> str | None:
        if value is not None and not _MONTH.fullmatch(value):
            raise _refuse(
                "BAD_MONTH", say("indiquez un mois sous la forme AAAA-MM, comme 2027-01.")
            )
        return value

    def dates(self) -> Horizon | None:
        """Return the dates asked for, ``None`` when the request leaves them open.

        Raises
        ------
        InputFaults
            When both a month and dates are given, or the dates run backwards or too far.
        """
        if self.month is not None and self.horizon is not None:
            raise refuse(
                "/horizon", None, "ONE_OF", say("indiquez soit « month », soit « horizon ».")
            )
        if self.month is not None:
            return month_of(date.fromisoformat(f"{self.month}-01"))
        return _horizon(self.horizon) if self.horizon else None


def _horizon(dates: RangeModel) -> Horizon:
    last = dates.last.isoformat()
    if dates.last < dates.first:
        raise refuse("/horizon/to", last, "OUT_OF_ORDER", say("indiquez un jour après « from »."))
    if (dates.last - dates.first).days >= MAX_DAYS:
        raise refuse(
            "/horizon/to",
            last,
            "TOO_LONG",
            say("planifiez au plus {max_days} jours.", max_days=MAX_DAYS),
        )
    return Horizon(dates.first, dates.last)


class PlaceModel(WireModel):
    """A point to reach, in degrees (WGS 84)."""

    id: Id = Field(examples=["rians"])
    lon: StrictFloat | StrictInt = Field(ge=-180, le=180, examples=[5.7551])
    lat: StrictFloat | StrictInt = Field(ge=-90, le=90, examples=[43.6079])
    label: Label | None = Field(default=None, description="Nom dans les messages.")


class MatrixRequest(WireModel):
    """Places between which to measure."""

    places: tuple[PlaceModel, ...] = Field(min_length=1)


async def whole_body(request: Request) -> bytes:
    """Return the body; status 413 as soon as it is larger than the service takes."""
    limit: int = request.app.state.service.settings.max_body_bytes
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise HTTPException(413)
        parts.append(part)
    return b"".join(parts)


async def json_bytes(request: Request) -> bytes:
    """Return the body, which must be declared as JSON.

    Asking for the header is what keeps a foreign page from posting here unasked: with this
    content type a browser first asks for a permission that the service never gives.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)
    return await whole_body(request)


JsonBytes = Annotated[bytes, Depends(json_bytes)]


def read(model: type[_Model], body: bytes | Mapping[str, object]) -> _Model:
    """Return the valid request.

    Raises
    ------
    InputFaults
        With everything that is wrong, each with pointer, value and remedy.
    """
    document = read_document(body, _SOURCE)
    valid, issues = validate(model, document)
    if valid is None:
        raise InputFaults(_SOURCE, [json_fault(document)(issue) for issue in issues])
    return valid


def refuse(path: str, value: object, code: str, message: str) -> InputFaults:
    """Return the one fault of a request that is well formed but cannot be met."""
    return InputFaults(_SOURCE, [Fault(path, value, message, code)])


def openapi_body(model: type[BaseModel]) -> dict[str, Any]:
    """Return the part of the OpenAPI document that describes a body read by :func:`read`."""
    schema = model.model_json_schema()
    inlined = _inline(schema, schema.pop("$defs", {}))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": inlined}}}}


def _inline(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Put referenced schemas in place: ``#/$defs`` means nothing inside an OpenAPI document."""
    if isinstance(schema, list):
        return [_inline(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inline(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _inline(part, definitions) for key, part in schema.items()}
