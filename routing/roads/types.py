"""What goes into the road network and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from routing.sentence import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point that somebody wants to reach; ``label`` names it in messages to people.

    ``lon``/``lat`` are degrees, WGS 84.
    """

    id: str
    lon: float
    lat: float
    label: str = ""

    @property
    def spoken(self) -> str:
        """The label, or the id where there is none."""
        return self.label or self.id


class Side(StrEnum):
    """On which side of the road a place lies, seen along the edge's own direction."""

    LEFT = "left"
    RIGHT = "right"
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """A place put on a road: the edge, how far along it (0 to 1), the gap in metres."""

    place: Place
    edge: int
    fraction: float
    distance_m: float
    side: Side
    lon: float
    lat: float
    name: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of one road, by name and number (either may be empty)."""

    name: str
    ref: str
    distance_m: int
    duration_s: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leg:
    """The way between two consecutive places of a path.

    ``geometry`` has shape ``(k, 2)``, float64 degrees ``[lon, lat]``, k ≥ 2.
    """

    origin: Place
    destination: Place
    distance_m: int
    duration_s: int
    geometry: NDArray[np.float64]
    steps: tuple[Step, ...]
    tolls: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """The fastest way through a sequence of places, leg by leg."""

    legs: tuple[Leg, ...]

    @property
    def distance_m(self) -> int:
        """Metres over all legs."""
        return sum(leg.distance_m for leg in self.legs)

    @property
    def duration_s(self) -> int:
        """Seconds over all legs."""
        return sum(leg.duration_s for leg in self.legs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """No driving on roads inside the disc of ``radius_m`` around a point.

    A road is cut where it meets the disc: its free ends stay in use as dead ends, so places on
    them can still be reached from their own side.
    """

    lon: float
    lat: float
    radius_m: float = 15.0
    label: str = ""

    def __post_init__(self) -> None:
        _require_positive(radius_m=self.radius_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowDown:
    """Durations multiplied by ``factor`` (> 0) on the stretches of road inside the disc."""

    lon: float
    lat: float
    radius_m: float
    factor: float
    label: str = ""

    def __post_init__(self) -> None:
        _require_positive(radius_m=self.radius_m, factor=self.factor)


def _require_positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise ValueError(f"{name} must be positive, got {value}")


class RoadError(Exception):
    """Something about roads that the person who asked can mend; the message says how."""


class NetworkFileError(RoadError):
    """A road network file is missing, damaged or of another version."""


class DownloadError(RoadError):
    """OpenStreetMap could not be downloaded (offline, refused, nothing there)."""


@dataclass(eq=False)
class PlaceError(RoadError):
    """A place cannot be used on this network; ``problems`` pairs place id and sentence.

    All faulty places are reported at once.
    """

    problems: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return joined("\n", (sentence for _, sentence in self.problems))


class NoRouteError(RoadError):
    """Two places are both on the network, but no way leads from one to the other."""


class OsmSourceError(RoadError):
    """An OpenStreetMap file is missing, unreadable, or holds no road for cars."""


class AreaFileError(RoadError):
    """A file of polygons cannot be used."""
