"""What an order for a plan holds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from api.http.bodies import refuse
from api.recipe import month_of
from api.wire.fields import WireModel
from api.wire.limits import MAX_HORIZON_DAYS
from api.wire.plan_changes import ChangeModel
from api.wire.programme_model import RangeModel
from routing.planning.dates import Horizon
from routing.planning.options import PlanOptions
from routing.sentence import say

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def _refuse(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError("wire", "{message}", {"code": code, "message": message})


def _plan_name(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value or len(value) > 40:
        raise _refuse("WRONG_TYPE", say("indiquez l’identifiant d’un plan, ou son numéro publié."))
    return value


PlanName = Annotated[
    str, BeforeValidator(_plan_name, json_schema_input_type=Annotated[str | int, Field()])
]
"""The id of a plan, or the number under which it was published."""


def _name_or_object(value: object) -> object:
    if not isinstance(value, str | dict):
        raise _refuse("WRONG_TYPE", say("indiquez un nom entre guillemets, ou un objet programme."))
    return value


ProgrammeChoice = Annotated[
    Any,
    BeforeValidator(_name_or_object),
    WithJsonSchema({"type": ["string", "object"]}),
]
"""The name of a programme, or a whole one."""


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
    """Which programme to plan, when, and how to search; or which plan to correct, and how."""

    programme: ProgrammeChoice = Field(
        default=None,
        description="Nom d’un programme du territoire, ou un programme entier.",
        examples=["promo-soins"],
    )
    month: str | None = Field(
        default=None,
        description="Mois à planifier ; à défaut, le mois prochain.",
        examples=["2027-01"],
    )
    horizon: RangeModel | None = Field(default=None, description="D’autres dates qu’un mois civil.")
    options: OptionsModel = OptionsModel()
    base: PlanName | None = Field(
        default=None,
        description="À la place d’un programme : le plan à corriger. Son programme et sa période "
        "valent, avec les changements.",
    )
    changes: tuple[ChangeModel, ...] = Field(
        default=(), max_length=200, description="Changements au plan « base », dans l’ordre."
    )
    keep_dates: StrictBool = Field(
        default=True,
        description="Avec « base » : les séances que rien ne change gardent leur date.",
    )
    published: PlanName | None = Field(
        default=None,
        description="Plan de la même période, déjà annoncé : ses trajets restent où ils peuvent. "
        "Avec « base », c’est celui-là si rien n’est dit.",
    )
    previous: PlanName | None = Field(
        default=None,
        description="Plan du mois d’avant : ses séances comptent comme tenues, ses trajets comme "
        "faits.",
    )

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
    if (dates.last - dates.first).days >= MAX_HORIZON_DAYS:
        raise refuse(
            "/horizon/to",
            last,
            "TOO_LONG",
            say("planifiez au plus {max_days} jours.", max_days=MAX_HORIZON_DAYS),
        )
    return Horizon(dates.first, dates.last)
