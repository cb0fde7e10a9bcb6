"""Roads from OpenStreetMap: :class:`RoadNetwork` is the one door; names: :class:`Gazetteer`.

>>> network = RoadNetwork.load("roads.npz")
>>> network.matrix([Place(id="a", lon=5.86, lat=43.45), Place(id="b", lon=5.96, lat=43.41)])

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.roads.types import (
    Closure,
    DownloadError,
    Leg,
    NetworkFileError,
    NoRouteError,
    Path,
    Place,
    PlaceError,
    RoadError,
    Side,
    SlowDown,
    Snap,
    Step,
)

if TYPE_CHECKING:
    from routing.roads.gazetteer import Gazetteer
    from routing.roads.network import RoadNetwork

__all__ = [
    "Closure",
    "DownloadError",
    "Gazetteer",
    "Leg",
    "NetworkFileError",
    "NoRouteError",
    "Path",
    "Place",
    "PlaceError",
    "RoadError",
    "RoadNetwork",
    "Side",
    "SlowDown",
    "Snap",
    "Step",
]


def __getattr__(name: str) -> Any:
    if name == "RoadNetwork":
        from routing.roads.network import RoadNetwork

        return RoadNetwork
    if name == "Gazetteer":
        from routing.roads.gazetteer import Gazetteer

        return Gazetteer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
