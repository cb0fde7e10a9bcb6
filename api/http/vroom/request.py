"""VROOM's request, field by field; what VROOM does not know it ignores, and so do we."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)
from pydantic_core import PydanticCustomError

from routing.sentence import say

MAX_INT = 2**31 - 1

Whole = Annotated[StrictInt, Field(ge=0, le=MAX_INT)]
Number = StrictFloat | StrictInt
Location = Annotated[tuple[Number, ...], Field(min_length=2, max_length=3)]
"""Degrees ``[lon, lat]``."""
Amounts = tuple[Whole, ...]
Skills = frozenset[Whole]
Priority = Annotated[StrictInt, Field(ge=0, le=100)]
Rate = Annotated[StrictInt, Field(ge=0, le=100_000)]
Rows = tuple[tuple[Whole, ...], ...]


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("wire", "{message}", {"code": "INVALID", "message": message})


def _forwards(window: tuple[int, int]) -> tuple[int, int]:
    if window[1] < window[0]:
        raise _refuse(say("la fin précède le début."))
    return window


def _rising(windows: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    if any(after[0] <= before[1] for before, after in pairwise(windows)):
        raise _refuse(say("rangez les créneaux par heure, sans qu’ils se chevauchent."))
    return windows


Window = Annotated[tuple[Whole, Whole], AfterValidator(_forwards)]
Windows = Annotated[tuple[Window, ...], AfterValidator(_rising)]


class Loose(BaseModel):
    """A record that may hold more than is read."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class TaskModel(Loose):
    """What a job and both ends of a shipment share."""

    id: Whole
    description: StrictStr = ""
    location: Location | None = None
    location_index: Whole | None = None
    setup: Whole = 0
    service: Whole = 0
    setup_per_type: dict[str, Whole] = {}
    service_per_type: dict[str, Whole] = {}
    time_windows: Windows = ()


class JobModel(TaskModel):
    """A visit; ``amount`` is what ``delivery`` was called once."""

    delivery: Amounts | None = None
    pickup: Amounts | None = None
    amount: Amounts | None = None
    skills: Skills = frozenset()
    priority: Priority = 0


class ShipmentModel(Loose):
    """A load carried by one vehicle from a pickup to a delivery."""

    pickup: TaskModel
    delivery: TaskModel
    amount: Amounts | None = None
    skills: Skills = frozenset()
    priority: Priority = 0


class BreakModel(Loose):
    """A pause of a vehicle's driver."""

    id: Whole
    description: StrictStr = ""
    time_windows: Windows = ()
    service: Whole = 0
    max_load: Amounts | None = None


class CostsModel(Loose):
    """What a vehicle costs; rates stay ``None`` where they are not given."""

    fixed: Whole = 0
    per_hour: Rate | None = None
    per_km: Rate | None = None


class StepModel(Loose):
    """A step of a route as it is planned already, and when it must begin."""

    type: Literal["start", "job", "pickup", "delivery", "break", "end"]
    id: Whole | None = None
    service_at: Whole | None = None
    service_after: Whole | None = None
    service_before: Whole | None = None


class VehicleModel(Loose):
    """A vehicle and its driver's day."""

    id: Whole
    profile: StrictStr = "car"
    description: StrictStr = ""
    start: Location | None = None
    start_index: Whole | None = None
    end: Location | None = None
    end_index: Whole | None = None
    capacity: Amounts | None = None
    costs: CostsModel = CostsModel()
    skills: Skills = frozenset()
    type: StrictStr = ""
    time_window: Window | None = None
    breaks: tuple[BreakModel, ...] = ()
    speed_factor: Annotated[Number, Field(ge=0.1, le=5)] = 1
    max_tasks: Whole | None = None
    max_travel_time: Whole | None = None
    max_distance: Whole | None = None
    steps: tuple[StepModel, ...] = ()


class MatricesModel(Loose):
    """Travel of one profile, row = from, column = to."""

    durations: Rows
    distances: Rows | None = None
    costs: Rows | None = None


class OptionsModel(Loose):
    """``g``: geometry; ``c``: choose times for the steps given; ``l``: seconds at most."""

    g: StrictBool = False
    c: StrictBool = False
    l: Annotated[Number, Field(gt=0)] | None = None  # noqa: E741 - VROOM's name


class RequestModel(Loose):
    """The whole of a request; ``matrix`` is what ``matrices`` were once: for every profile."""

    vehicles: Annotated[tuple[VehicleModel, ...], Field(min_length=1)]
    jobs: tuple[JobModel, ...] = ()
    shipments: tuple[ShipmentModel, ...] = ()
    matrices: dict[str, MatricesModel] = {}
    matrix: Rows | None = None
    options: OptionsModel = OptionsModel()
