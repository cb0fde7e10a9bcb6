"""What VROOM answers, as far as this service does, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class Violation(BaseModel):
    """A rule that a step breaks, in plan mode."""

    cause: str = Field(examples=["delay"])
    duration: int | None = Field(None, description="Seconds, where it has some.")


class Place(BaseModel):
    """Where something is: degrees, or a row of the matrices, or both."""

    location: list[float] | None = Field(None, description="[longitude, latitude].")
    location_index: int | None = Field(None, description="Row of the matrices given.")


class Step(Place):
    """A halt of a route."""

    type: Literal["start", "job", "pickup", "delivery", "break", "end"]
    id: int | None = Field(None, description="Of the task or break.")
    description: str | None = None
    arrival: int = Field(description="Seconds on the clock of the request.", examples=[30000])
    duration: int = Field(description="Seconds driven until here.")
    setup: int
    service: int
    waiting_time: int
    load: list[int] | None = None
    distance: int | None = Field(None, description="Metres driven until here, where known.")
    violations: list[Violation]


class Figures(BaseModel):
    """Sums over steps; `distance` where metres are known, loads where there are capacities."""

    cost: int
    delivery: list[int] | None = None
    amount: list[int] | None = None
    pickup: list[int] | None = None
    setup: int
    service: int
    duration: int
    waiting_time: int
    priority: int
    distance: int | None = None
    violations: list[Violation]


class Route(Figures):
    """What a vehicle does."""

    vehicle: int
    description: str | None = None
    steps: list[Step]
    geometry: str | None = Field(None, description="Encoded line, with `options.g`.")


class Summary(Figures):
    """Sums over routes."""

    routes: int
    unassigned: int
    computing_times: dict[str, int] = Field(description="Milliseconds.")


class Left(Place):
    """A task that no vehicle does."""

    id: int
    type: Literal["job", "pickup", "delivery"]
    description: str | None = None


class VroomAnswer(BaseModel):
    """Routes for VROOM's jobs, shipments and vehicles."""

    code: Literal[0]
    summary: Summary
    unassigned: list[Left]
    routes: list[Route]


_FIGURES: dict[str, Any] = {
    "cost": 4542,
    "setup": 0,
    "service": 300,
    "duration": 4542,
    "waiting_time": 0,
    "priority": 0,
    "distance": 80317,
    "violations": [],
}
"""Of the one route, and so of all routes."""
EXAMPLE: dict[str, Any] = {
    "code": 0,
    "summary": {
        "routes": 1,
        "unassigned": 0,
        **_FIGURES,
        "computing_times": {"loading": 12, "solving": 5, "routing": 0},
    },
    "unassigned": [],
    "routes": [
        {
            "vehicle": 1,
            **_FIGURES,
            "steps": [
                {
                    "type": "start",
                    "location": [6.0615, 43.4058],
                    "arrival": 28800,
                    "duration": 0,
                    "setup": 0,
                    "service": 0,
                    "waiting_time": 0,
                    "distance": 0,
                    "violations": [],
                }
            ],
        }
    ],
}
