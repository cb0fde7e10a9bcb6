"""What ties tasks to each other, to vehicles and to what is done already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from routing.vrp.checks import demand, nonnegative

StopKind = Literal["visit", "pickup", "delivery", "reload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two shipments that stand or fall together, such as the way there and the way back.

    Parameters
    ----------
    first, second
        Ids of shipments. Either both are served, on one day, or neither is. Within one route,
        ``second`` is picked up after ``first`` is delivered; between two routes their windows
        see to that.
    same_vehicle
        Whether one vehicle must carry both, or two of one crew: whoever drives in the morning
        and again in the afternoon, as two vehicles, is the same (:attr:`Vehicle.driven_by`).
    penalty
        Cost when vehicles of two crews do, where that is allowed.
    """

    first: str
    second: str
    same_vehicle: bool = False
    penalty: int = 0

    def __post_init__(self) -> None:
        demand(self.first != self.second, "second", self.second, "link two different shipments")
        nonnegative(self, "penalty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatibility:
    """Shipments of which no two may share a vehicle's day (``route``), or be aboard at once."""

    shipments: frozenset[str]
    scope: Literal["aboard", "route"] = "aboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A client or shipment that, if served, is served by one of these vehicles, on that day."""

    task: str
    vehicles: frozenset[str]
    day: int | None = None

    def __post_init__(self) -> None:
        demand(bool(self.vehicles), "vehicles", self.vehicles, "name at least one vehicle")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixStop:
    """A stop made already: its ``task``, and which end of it where it is a shipment."""

    kind: StopKind
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """The stops with which the route of a vehicle on a day begins, in this order."""

    vehicle: str
    day: int
    stops: tuple[PrefixStop, ...]
