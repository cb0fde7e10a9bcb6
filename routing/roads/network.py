"""The one door to the roads: snap, matrix, path, reach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from routing.matrix import Matrix
from routing.roads import wording
from routing.roads.data import RoadData
from routing.roads.metric import Metric
from routing.roads.search import EngineName, Ground, Search, Spots
from routing.roads.types import Closure, Leg, NoRouteError, Path, Place, SlowDown, Snap
from routing.roads.weights import metres, seconds
from routing.sentence import joined

if TYPE_CHECKING:
    from shapely import MultiPolygon

    from routing.roads.info import NetworkInfo

MAX_SNAP_M = 1000.0
"""A place farther than this from any road is refused unless the caller says otherwise."""
GRID_M = 40.0
"""Roads may move by about this much before areas are drawn around them, which is quicker."""

_ROWS = 1024


class Table(NamedTuple):
    """Travel from origins (rows) to destinations (columns): int32 seconds and metres.

    ``routing.matrix.UNREACHABLE`` where there is no way.
    """

    durations_s: NDArray[np.int32]
    distances_m: NDArray[np.int32]


class RoadNetwork:
    """A road network that answers questions about places.

    Wherever places are asked for, a :class:`Snap` of this network does as well, and saves
    finding the road again. ``closures`` and ``slowdowns`` given to a question hold for this
    question; :meth:`adjusted` makes them last.

    Parameters
    ----------
    data
        The compiled network.
    engine
        ``"cch"``, the fast one, or ``"dijkstra"``, the plain one. Their answers are equal.
    """

    def __init__(self, data: RoadData, *, engine: EngineName = "cch") -> None:
        if not len(data.edge_tail):
            raise ValueError("a road network needs at least one edge")
        self._search = Search(Ground(data), Metric.of(data), engine)
        self._closures: tuple[Closure, ...] = ()

    @classmethod
    def load(cls, path: str | FilePath, *, engine: EngineName = "cch") -> Self:
        """Open a compiled network.

        Raises
        ------
        NetworkFileError
            When the file is missing, damaged or of another version.
        """
        return cls(RoadData.load(path), engine=engine)

    @property
    def data(self) -> RoadData:
        """The arrays of the network, as built (before closures and slow-downs)."""
        return self._search.ground.data

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Closures in force."""
        return self._closures

    @property
    def attribution(self) -> str:
        """Whom to credit wherever anything of this network is shown."""
        return str(self.data.meta.get("attribution", "© OpenStreetMap contributors, ODbL 1.0"))

    def info(self) -> NetworkInfo:
        """Count nodes and edges; give kilometres by road class, extent, sources and limits."""
        from routing.roads.info import describe

        return describe(self.data, self._search.ground.snapper.bounds, self.attribution)

    def adjusted(
        self,
        *,
        closures: Sequence[Closure] = (),
        slowdowns: Sequence[SlowDown] = (),
        speed_factor: float = 1.0,
        max_speed_kph: float | None = None,
    ) -> Self:
        """Derive a network for other conditions or another vehicle; quick, nothing is rebuilt.

        Parameters
        ----------
        closures, slowdowns
            In addition to those in force already.
        speed_factor
            Multiplies all speeds; 0.8 for a heavy vehicle.
        max_speed_kph
            No edge is driven faster than this.

        Raises
        ------
        PlaceError
            When a closure or slow-down touches no road.
        ValueError
            When a factor or speed is not positive.
        """
        from routing.roads.adjust import adjusted_metric

        ground = self._search.ground
        metric = adjusted_metric(
            self._search.metric,
            ground.shapes,
            closures=closures,
            slowdowns=slowdowns,
            speed_factor=speed_factor,
            max_speed_kph=max_speed_kph,
        )
        changed = object.__new__(type(self))
        changed._search = Search(ground, metric, self._search.engine_name)
        changed._closures = (*self._closures, *closures)
        return changed

    def snap(
        self, places: Sequence[Place | Snap], *, max_distance_m: float = MAX_SNAP_M
    ) -> tuple[Snap, ...]:
        """Put every place on the nearest road where one may stop.

        That is a point along a road, not only a junction; never on a motorway or in a tunnel.

        Raises
        ------
        PlaceError
            Naming all places without a road within ``max_distance_m``, each with a sentence.
        """
        loose = [place for place in places if isinstance(place, Place)]
        snaps = iter(self._search.ground.snapper.snap(loose, max_distance_m) if loose else ())
        return tuple(next(snaps) if isinstance(place, Place) else place for place in places)

    def nearest(
        self, place: Place, number: int = 1, *, max_distance_m: float = MAX_SNAP_M
    ) -> tuple[Snap, ...]:
        """Put a place on each of at most ``number`` roads, the nearest first.

        Raises
        ------
        PlaceError
            When it has no road within ``max_distance_m``.
        """
        return self._search.ground.snapper.nearest(place, number, max_distance_m)

    def matrix(
        self,
        places: Sequence[Place | Snap],
        *,
        closures: Sequence[Closure] = (),
        slowdowns: Sequence[SlowDown] = (),
        max_distance_m: float = MAX_SNAP_M,
    ) -> Matrix:
        """Seconds and metres between all pairs of places, along the fastest way.

        Of equally fast ways the shortest counts. The gap between a place and its road is not
        driven. Closed or unreachable pairs hold ``routing.matrix.UNREACHABLE``.

        Raises
        ------
        PlaceError
            As for :meth:`snap` and :meth:`adjusted`.
        """
        snaps = self.snap(places, max_distance_m=max_distance_m)
        table = self._under(closures, slowdowns).table(snaps, snaps)
        for entries in table:
            np.fill_diagonal(entries, 0)
        return Matrix(durations_s=table.durations_s, distances_m=table.distances_m)

    def table(
        self,
        origins: Sequence[Place | Snap],
        destinations: Sequence[Place | Snap],
        *,
        closures: Sequence[Closure] = (),
        slowdowns: Sequence[SlowDown] = (),
        max_distance_m: float = MAX_SNAP_M,
    ) -> Table:
        """Seconds and metres from every origin to every destination; see :meth:`matrix`."""
        snaps = self.snap([*origins, *destinations], max_distance_m=max_distance_m)
        starts, goals = Spots.of(snaps[: len(origins)]), Spots.of(snaps[len(origins) :])
        search = self._under(closures, slowdowns)._search
        shape = (len(origins), len(destinations))
        table = Table(np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.int32))
        for first in range(0, len(origins), _ROWS):
            rows = slice(first, first + _ROWS)
            weights = search.weights(starts[rows], goals)
            table.durations_s[rows], table.distances_m[rows] = seconds(weights), metres(weights)
        return table

    def path(
        self,
        places: Sequence[Place | Snap],
        *,
        closures: Sequence[Closure] = (),
        slowdowns: Sequence[SlowDown] = (),
        max_distance_m: float = MAX_SNAP_M,
    ) -> Path:
        """Give the fastest way through the places in their order, leg by leg.

        Every leg has the duration and distance that :meth:`matrix` gives.

        Raises
        ------
        NoRouteError
            Naming the places between which there is no way.
        PlaceError
            As for :meth:`snap` and :meth:`adjusted`.
        ValueError
            When there are fewer than two places.
        """
        if len(places) < 2:
            raise ValueError("a path needs at least two places")
        snaps = self.snap(places, max_distance_m=max_distance_m)
        network = self._under(closures, slowdowns)
        return Path(legs=tuple(map(network._leg, snaps[:-1], snaps[1:])))

    def reach(
        self,
        places: Place | Snap | Sequence[Place | Snap],
        minutes: Sequence[float],
        *,
        closures: Sequence[Closure] = (),
        slowdowns: Sequence[SlowDown] = (),
        max_distance_m: float = MAX_SNAP_M,
        grid_m: float = GRID_M,
        bounds: tuple[float, float, float, float] | None = None,
    ) -> list[MultiPolygon]:
        """Areas within so many minutes' drive of the nearest of the places, in degrees.

        The rule: take every stretch of road reached in time where one may stop, cut where time
        runs out; widen it by 250 m (to ``grid_m``); close gaps narrower than about 500 m and holes
        under 1 km².
        A shorter time's area lies inside a longer one's.

        Parameters
        ----------
        places
            Where driving starts: one place or several.
        minutes
            One area per entry, in this order.
        grid_m
            By how much roads may move before they are widened: a map of the whole territory
            is drawn twice as fast with 250 m, and looks the same.
        bounds
            West, south, east, north in degrees: areas are drawn of the roads that touch this box,
            however the way there leads. All roads unless given.

        Raises
        ------
        NoRouteError
            When all places stand on closed roads.
        PlaceError
            As for :meth:`snap` and :meth:`adjusted`.
        ValueError
            When a number of minutes is negative or not finite.
        """
        if not all(0 <= limit < np.inf for limit in minutes):
            raise ValueError(f"minutes must be finite and not negative, got {list(minutes)}")
        starts = [places] if isinstance(places, (Place, Snap)) else places
        snaps = self.snap(starts, max_distance_m=max_distance_m)
        network = self._under(closures, slowdowns)
        closed = [snap.place for snap in snaps if network._search.is_closed_at(snap)]
        if len(closed) == len(snaps):
            network._refuse_closed(closed)
        areas = network._search.areas(snaps, minutes, grid_m, bounds)
        return [areas[limit] for limit in minutes]

    def _under(self, closures: Sequence[Closure], slowdowns: Sequence[SlowDown]) -> Self:
        if not closures and not slowdowns:
            return self
        return self.adjusted(closures=closures, slowdowns=slowdowns)

    def _leg(self, origin: Snap, destination: Snap) -> Leg:
        if leg := self._search.leg(origin, destination):
            return leg
        ends = (origin, destination)
        self._refuse_closed([end.place for end in ends if self._search.is_closed_at(end)])
        raise NoRouteError(wording.no_way(origin.place, destination.place, self._closures))

    def _refuse_closed(self, places: Sequence[Place]) -> None:
        if places:
            sentences = (wording.on_closed_road(place, self._closures) for place in places)
            raise NoRouteError(joined("\n", sentences))
