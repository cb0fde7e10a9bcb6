"""The ways between the stops of a plan, each asked of the road network once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from routing.planning.territory import Site
from routing.roads.data import RoadData
from routing.roads.types import Leg, Path, Place


class RoadSource(Protocol):
    """What drawing asks of a road network (:class:`routing.roads.RoadNetwork`)."""

    @property
    def data(self) -> RoadData:
        """The network's arrays, for the roads in the background."""
        ...

    def path(self, places: Sequence[Place]) -> Path:
        """Return the fastest way through the places, leg by leg."""
        ...


class Itineraries:
    """Legs between sites, remembered: a month drives the same roads many times."""

    def __init__(self, network: RoadSource) -> None:
        self._network = network
        self._legs: dict[tuple[str, str], Leg] = {}

    def leg(self, origin: Site, destination: Site) -> Leg:
        """Return the way from one site to another.

        Raises
        ------
        routing.roads.types.RoadError
            When a site is too far from any road or no way leads there.
        """
        key = (origin.id, destination.id)
        if key not in self._legs:
            path = self._network.path([_place(origin), _place(destination)])
            self._legs[key] = path.legs[0]
        return self._legs[key]


def _place(site: Site) -> Place:
    return Place(id=site.id, lon=site.lon, lat=site.lat, label=f"{site.name} ({site.commune})")
