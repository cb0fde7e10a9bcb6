"""Field types of the wire models: core integers inside, readable text on the wire."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.fields import ComputedFieldInfo, FieldInfo
from pydantic_core import PydanticCustomError, PydanticKnownError

from api.wire import scalars
from api.wire.limits import (
    MAX_BOARDING_S,
    MAX_HANDLING_S,
    MAX_SESSION_S,
    MAX_VERY_LONG_S,
    MIN_SESSION_S,
)
from routing.planning.dates import DAY_S
from routing.planning.programme import HalfDay, Joins, StaffKind
from routing.planning.ride_requests import Wheelchair
from routing.sentence import say

_Out = TypeVar("_Out")


def _first_words(text: str | None) -> str:
    """Return a description up to its first stop, for use as a title."""
    return re.split(r"[,;:.(]", text or "", maxsplit=1)[0].strip()


def _field_title(name: str, info: FieldInfo | ComputedFieldInfo) -> str:
    return _first_words(info.description) or name


def _model_title(model: type[Any]) -> str:
    return _first_words(model.__doc__)


class WireModel(BaseModel):
    """Base of all wire records: no unknown field passes, nothing changes afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        field_title_generator=_field_title,
        model_title_generator=_model_title,
    )


def reader(read: Callable[[object], _Out]) -> Callable[[object], _Out]:
    """Let pydantic collect what ``read`` refuses, with its code and its French message."""

    def validate(value: object) -> _Out:
        try:
            return read(value)
        except scalars.ScalarError as error:
            raise PydanticCustomError(
                "wire", "{message}", {"code": error.code, "message": error.message}
            ) from None

    return validate


def _duration(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        seconds = scalars.read_duration(value)
        if not low <= seconds <= high:
            raise scalars.ScalarError(
                "OUT_OF_RANGE",
                say(
                    "indiquez une durée entre {low} et {high}.",
                    low=scalars.spoken(low),
                    high=scalars.spoken(high),
                ),
            )
        return seconds

    return read


_DURATION_SCHEMA = WithJsonSchema(
    {"type": "string", "format": "duration", "pattern": "^P", "examples": ["PT3H", "PT20M"]}
)
_WRITE_DURATION = PlainSerializer(scalars.write_duration, return_type=str)


def _at_most(length: int) -> BeforeValidator:
    """Refuse a longer text before its outer spaces are taken off, as the schema says."""

    def refused(value: object) -> object:
        if isinstance(value, str) and len(value) > length:
            raise PydanticKnownError("string_too_long", {"max_length": length})
        return value

    return BeforeValidator(refused)


Id = Annotated[
    str,
    Field(min_length=1, max_length=64),
    BeforeValidator(reader(scalars.read_id)),
    _at_most(64),
]
MOST_TEXT = 2000
"""Characters of the longest text."""
Text = Annotated[
    str,
    Field(max_length=MOST_TEXT),
    BeforeValidator(reader(scalars.read_text)),
    _at_most(MOST_TEXT),
]
Label = Annotated[
    str,
    Field(min_length=1, max_length=200),
    BeforeValidator(reader(scalars.read_text)),
    _at_most(200),
]
Day = Annotated[
    date,
    BeforeValidator(reader(scalars.read_day)),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Clock = Annotated[
    int,
    BeforeValidator(reader(scalars.read_clock)),
    PlainSerializer(scalars.write_clock, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?$"}),
]
LongDuration = Annotated[
    int, BeforeValidator(reader(_duration(0, 7 * DAY_S))), _WRITE_DURATION, _DURATION_SCHEMA
]
Duration = Annotated[
    int, BeforeValidator(reader(_duration(0, DAY_S))), _WRITE_DURATION, _DURATION_SCHEMA
]
SessionDuration = Annotated[
    int,
    BeforeValidator(reader(_duration(MIN_SESSION_S, MAX_SESSION_S))),
    _WRITE_DURATION,
    _DURATION_SCHEMA,
]
HandlingDuration = Annotated[
    int, BeforeValidator(reader(_duration(0, MAX_HANDLING_S))), _WRITE_DURATION, _DURATION_SCHEMA
]
RideDuration = Annotated[
    int,
    BeforeValidator(reader(_duration(MIN_SESSION_S, DAY_S))),
    _WRITE_DURATION,
    _DURATION_SCHEMA,
]
BoardingDuration = Annotated[
    int, BeforeValidator(reader(_duration(0, MAX_BOARDING_S))), _WRITE_DURATION, _DURATION_SCHEMA
]
VeryLongDuration = Annotated[
    int, BeforeValidator(reader(_duration(0, MAX_VERY_LONG_S))), _WRITE_DURATION, _DURATION_SCHEMA
]
Km = Annotated[
    int,
    BeforeValidator(reader(scalars.read_km)),
    PlainSerializer(scalars.write_km, return_type=float | int),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": scalars.MAX_KM}),
]
"""Kilometres on the wire, metres inside."""
Weekday = Annotated[
    int,
    BeforeValidator(reader(scalars.read_weekday)),
    PlainSerializer(scalars.write_weekday, return_type=str),
    WithJsonSchema({"type": "string", "enum": [*scalars.WEEKDAYS, *scalars.JOURS]}),
]
HalfDayName = Annotated[
    HalfDay,
    BeforeValidator(reader(scalars.read_half_day)),
    WithJsonSchema(
        {"type": "string", "enum": [*HalfDay, *scalars.DEMI_JOURNEES.values()]},
    ),
]
_MOMENT_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
Moment = Annotated[
    datetime,
    BeforeValidator(reader(scalars.read_whole_moment)),
    PlainSerializer(scalars.write_moment, return_type=str),
    _MOMENT_SCHEMA,
]
Timestamp = Annotated[
    datetime,
    BeforeValidator(reader(scalars.read_moment)),
    PlainSerializer(scalars.write_moment, return_type=str),
    _MOMENT_SCHEMA,
]
JoinsName = Annotated[Joins, WithJsonSchema({"type": "string", "enum": [*Joins]})]
StaffKindName = Annotated[StaffKind, WithJsonSchema({"type": "string", "enum": [*StaffKind]})]
WheelchairName = Annotated[Wheelchair, WithJsonSchema({"type": "string", "enum": [*Wheelchair]})]
