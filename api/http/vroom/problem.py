"""A request made whole: rows instead of places, loads of one length, travel of each vehicle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from api.http.vroom.request import BreakModel, StepModel, TaskModel, VehicleModel
from routing.matrix import UNREACHABLE

Grid: TypeAlias = NDArray[np.int64]
TaskKind: TypeAlias = Literal["job", "pickup", "delivery"]
Load: TypeAlias = tuple[int, ...]

TICKS = 100
"""Parts of a second: VROOM's own, so that speed factors round as they do there."""
NO_WAY = UNREACHABLE * TICKS
"""Ticks where no way exists."""
COST_UNITS = 360_000
"""Parts of a unit of cost: seconds of an hour in ticks, so that no rate needs rounding."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of the matrices, and how the request named it."""

    row: int
    location: tuple[float, float] | None
    index: int | None

    def as_dict(self) -> dict[str, object]:
        """Return the fields by which answers name the place."""
        shown: dict[str, object] = {}
        if self.location is not None:
            shown["location"] = list(self.location)
        if self.index is not None:
            shown["location_index"] = self.index
        return shown


@dataclass(frozen=True, slots=True)
class Task:
    """A job, or one end of a shipment.

    Parameters
    ----------
    number
        Place among jobs, or among shipments.
    taken, brought
        Load that comes aboard here, and that leaves here.
    """

    kind: TaskKind
    number: int
    spot: Spot
    model: TaskModel
    taken: Load
    brought: Load
    skills: frozenset[int]
    priority: int

    def setup_s(self, vehicle: VehicleModel) -> int:
        """Seconds of set-up for a vehicle of this type."""
        return self.model.setup_per_type.get(vehicle.type, self.model.setup)

    def service_s(self, vehicle: VehicleModel) -> int:
        """Seconds of service for a vehicle of this type."""
        return self.model.service_per_type.get(vehicle.type, self.model.service)


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """How a vehicle travels: ticks, metres (where known) and units of cost.

    ``rates`` are what a tick and a metre cost; ``None``: the request gives the costs.
    """

    ticks: Grid
    metres: Grid | None
    cost: Grid
    rates: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Car:
    """A vehicle of the request, with its places and its travel."""

    model: VehicleModel
    start: Spot | None
    end: Spot | None
    capacity: Load
    travel: Travel


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of a route whose times are to be chosen, and what binds them."""

    what: Task | BreakModel
    forced: StepModel | None = None

    @property
    def task(self) -> Task | None:
        """The job or end of a shipment, ``None`` of a break."""
        return self.what if isinstance(self.what, Task) else None

    @property
    def pause(self) -> BreakModel | None:
        """The break, ``None`` of a task."""
        return None if isinstance(self.what, Task) else self.what

    @property
    def record(self) -> TaskModel | BreakModel:
        """What the request says of it."""
        return self.what.model if isinstance(self.what, Task) else self.what


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps of one vehicle in order, without start and end; these may be bound too.

    ``given`` says that the request plans them: VROOM rounds costs to the nearest then, else down.
    """

    car: Car
    steps: tuple[Planned, ...]
    start: StepModel | None = None
    end: StepModel | None = None
    given: bool = False

    @property
    def tasks(self) -> list[Task]:
        """Steps that are no breaks."""
        return [step.task for step in self.steps if step.task]

    @property
    def ends(self) -> tuple[Spot, Spot]:
        """Where the route begins and ends: at a task where the vehicle has no place of its own."""
        served = [task.spot for task in self.tasks]
        spots = [spot for spot in (self.car.start, *served, self.car.end) if spot]
        return spots[0], spots[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All that is to be solved; ``dimensions`` is the length of every load."""

    cars: tuple[Car, ...]
    jobs: tuple[Task, ...]
    shipments: tuple[tuple[Task, Task], ...]
    dimensions: int
    size: int

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Jobs, then both ends of every shipment."""
        return (*self.jobs, *(end for pair in self.shipments for end in pair))
