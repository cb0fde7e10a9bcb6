"""The ways between the stops of a plan, each asked of the road network once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias

from routing.roads.data import RoadData
from routing.roads.types import Leg, Path, Place

if TYPE_CHECKING:
    from shapely import MultiPolygon

    from routing.roads.network import Table


class RoadSource(Protocol):
    """What drawing asks of a road network (:class:`routing.roads.RoadNetwork`)."""

    @property
    def data(self) -> RoadData:
        """The network's arrays, for the roads in the background."""
        ...

    def path(self, places: Sequence[Place]) -> Path:
        """Return the fastest way through the places, leg by leg."""
        ...

    def table(self, origins: Sequence[Place], destinations: Sequence[Place]) -> Table:
        """Return seconds and metres from every origin to every destination."""
        ...

    def reach(
        self,
        places: Sequence[Place],
        minutes: Sequence[float],
        *,
        grid_m: float,
        bounds: tuple[float, float, float, float],
    ) -> Sequence[MultiPolygon]:
        """Return the areas within so many minutes of the nearest of the places, in a box.

        All in degrees; ``bounds`` are west, south, east and north.
        """
        ...


class Point(Protocol):
    """Where a leg begins or ends: a site, or a place of a ride."""

    @property
    def id(self) -> str:
        """Key under which its legs are remembered."""
        ...

    @property
    def name(self) -> str:
        """What stands there, for people."""
        ...

    @property
    def commune(self) -> str:
        """Name of its commune."""
        ...

    @property
    def lon(self) -> float:
        """Degrees east."""
        ...

    @property
    def lat(self) -> float:
        """Degrees north."""
        ...


Ways: TypeAlias = Mapping[tuple[str, str], Leg]
"""Legs by the ids of the points where they begin and end."""


class Itineraries:
    """Legs between places, remembered: a month drives the same roads many times."""

    def __init__(self, network: RoadSource) -> None:
        self.network = network
        self._legs: dict[tuple[str, str], Leg] = {}
        self._asking = Lock()

    def leg(self, origin: Point, destination: Point) -> Leg:
        """Return the way from one place to another.

        Raises
        ------
        routing.roads.types.RoadError
            When a place is too far from any road or no way leads there.
        """
        key = (origin.id, destination.id)
        with self._asking:  # threads that draw the same day want the same leg
            if key not in self._legs:
                path = self.network.path([_place(origin), _place(destination)])
                self._legs[key] = path.legs[0]
            return self._legs[key]

    @property
    def known(self) -> Ways:
        """The legs asked for so far."""
        with self._asking:
            return dict(self._legs)

    def learn(self, ways: Ways) -> None:
        """Take over legs that were asked of the same roads elsewhere."""
        with self._asking:
            self._legs = {**ways, **self._legs}


def _place(point: Point) -> Place:
    label = f"{point.name} ({point.commune})" if point.name else point.id
    return Place(id=point.id, lon=point.lon, lat=point.lat, label=label)
