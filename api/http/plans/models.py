"""What the service says of plans, for the OpenAPI document.

The routes write these answers by themselves: a stored plan goes out as it was kept.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.http.responses import ProblemModel
from api.store.order_records import Status
from api.wire.plan_model import (
    PlanModel,
    RoundModel,
    SolverModel,
    UnassignedModel,
    WarningModel,
)
from api.wire.ride_plan_model import RideModel, UnservedModel
from routing.planning.comparison import ChangeKind


class ProgressModel(BaseModel):
    """How far the work on a plan is."""

    phase: str = Field(description="Stable; empty before the work and after it.")
    title: str = Field(description="The phase for people, in the language asked for.")
    share: float = Field(ge=0, le=1, description="Part of this phase that is done.")
    done: float = Field(ge=0, le=1, description="Part of the whole that is done.")


class PlanLinks(BaseModel):
    """Where to go on from a plan."""

    self_: str = Field(alias="self")
    events: str | None = Field(None, description="Server-sent events, until the plan has ended.")
    map: str | None = Field(None, description="The map, once there is a plan.")


class PlanState(BaseModel):
    """How an order for a plan stands."""

    id: str
    title: str
    status: Status
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    elapsed_s: float | None = Field(description="Seconds that it is, or was, worked on.")
    progress: ProgressModel
    cost: int | None = Field(description="Of the best plan so far: seconds of driving, weighted.")
    gap: float | None = Field(
        description="How much better a plan could be at most, as a share; 0: none can be."
    )
    number: int | None = Field(description="Under which it was published; null: it was not.")
    published_at: datetime | None
    links: PlanLinks
    problem: ProblemModel | None = Field(None, description="Why it failed, where it did.")


class PlanWhole(PlanState):
    """How an order for a plan stands, and the plan."""

    plan: PlanModel | None = Field(
        description="The plan; while it is worked on, the best so far; null where there is none."
    )


class PlanList(BaseModel):
    """A page of plans, the newest first."""

    plans: list[PlanState]
    next: str | None = Field(description="Address of those that follow.")


class RoundList(BaseModel):
    """Rounds of units, by date."""

    rounds: list[RoundModel]


class RideList(BaseModel):
    """Trips of volunteers with passengers, by date."""

    rides: list[RideModel]


class Unserved(BaseModel):
    """What a plan leaves open, and why."""

    sessions: list[UnassignedModel]
    requests: list[UnservedModel]


class Indicators(BaseModel):
    """The figures of a plan, how it was found, and what to know of it."""

    indicators: dict[str, int | float]
    solver: SolverModel
    warnings: list[WarningModel]


class SheetLink(BaseModel):
    """Where a driver's sheet is."""

    sheet: str


class DriverShare(BaseModel):
    """Who drives passengers, when and how much."""

    driver: str = Field(description="Code of the driver.")
    rides: int
    dates: list[date]
    requests: int
    distance_m: int
    duration_s: int
    links: SheetLink


class DriverList(BaseModel):
    """Who drives passengers in a plan."""

    drivers: list[DriverShare]


class ViolationModel(BaseModel):
    """A rule that a plan breaks."""

    code: str = Field(description="Stable, for programs.")
    record: str = Field(description="Round, permanence, person, unit, ride, request, driver, car.")
    message: str = Field(
        description="A sentence, in the language asked for; people are named by their code."
    )


class PlanVerdict(BaseModel):
    """Whether a plan keeps every rule, and those that it breaks."""

    valid: bool
    programme_changed: bool = Field(
        description="Whether the plan was made of a programme that asks for something else."
    )
    violations: list[ViolationModel]


class MomentModel(BaseModel):
    """When somebody is somewhere, and who goes."""

    at: datetime
    who: list[str] = Field(description="Codes of a driver, or of a team.")


class DifferenceModel(BaseModel):
    """One thing that is not as it was."""

    kind: ChangeKind
    record: str = Field(description="Code of a permanence or of a request.")
    before: list[MomentModel] = Field(description="What is no longer so.")
    after: list[MomentModel] = Field(description="What is so now.")
    message: str = Field(description="A sentence, in the language asked for.")


class Comparison(BaseModel):
    """What changed from one plan to another."""

    before: str = Field(description="Id of the plan of the address.")
    after: str = Field(description="Id of the plan that it is compared with.")
    differences: list[DifferenceModel]


class StateEvent(BaseModel):
    """A server-sent event: the state of a plan whenever it changes, and at its end."""

    event: Literal["progress", "end"]
    data: str = Field(
        description="The state of the plan.",
        json_schema_extra={
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/PlanState"},
        },
    )
    id: str = Field(description="To be sent as `Last-Event-ID` after a broken line.")
    retry: int | None = Field(None, description="Milliseconds after which to ask again.")
