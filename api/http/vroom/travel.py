"""How each vehicle travels: over the matrices of the request, else over our roads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from api.http.vroom.places import Places
from api.http.vroom.problem import COST_UNITS, NO_WAY, TICKS, Grid, Travel
from api.http.vroom.refusal import ROUTING, Refusal
from api.http.vroom.request import MatricesModel, RequestModel, Rows, VehicleModel
from api.wire.faults import shown
from routing.matrix import UNREACHABLE
from routing.roads import RoadNetwork
from routing.roads.types import Place, PlaceError
from routing.sentence import say, sentence_of

PROFILES = ("car", "driving", "driving-car")
"""What vehicles that drive on our roads are called by VROOM, OSRM and openrouteservice."""
_PER_HOUR = 3600
METRE_UNITS = COST_UNITS // 1000
"""Units of cost that a metre costs at a rate of 1 a kilometre."""


class Travels:
    """Travel of vehicles, worked out once for those that share it.

    Parameters
    ----------
    roads
        Gives the road network, loaded only when a vehicle drives on it.
    """

    def __init__(
        self,
        request: RequestModel,
        places: Places,
        roads: Callable[[], RoadNetwork],
        most_places: int,
    ) -> None:
        self._request = request
        self._places = places
        self._roads = roads
        self._most = most_places
        self._grids: dict[str, tuple[Grid, Grid | None, Grid | None]] = {}
        self._known: dict[object, Travel] = {}

    def of(self, vehicle: VehicleModel) -> Travel:
        """Return how a vehicle travels.

        Raises
        ------
        Refusal
            When its profile is not known, a rate or a limit lacks its matrix, or a place is far
            from any road.
        """
        costs = vehicle.costs
        key = (vehicle.profile, vehicle.speed_factor, costs.per_hour, costs.per_km)
        if key not in self._known:
            self._known[key] = self._travel(vehicle)
        travel, record = self._known[key], f"vehicle {vehicle.id}"
        if vehicle.max_distance is not None and travel.metres is None:
            raise Refusal(
                say("{record}, max_distance : ajoutez une matrice « distances ».", record=record)
            )
        return travel

    def _travel(self, vehicle: VehicleModel) -> Travel:
        if vehicle.profile not in self._grids:
            self._grids[vehicle.profile] = self._grids_of(vehicle)
        seconds, metres, given = self._grids[vehicle.profile]
        per_hour, per_km = vehicle.costs.per_hour, vehicle.costs.per_km
        record = f"vehicle {vehicle.id}, costs"
        if given is not None and (per_hour is not None or per_km is not None):
            raise Refusal(
                say(
                    "{record} : une matrice « costs » remplace per_hour et per_km.",
                    record=record,
                )
            )
        if per_km and metres is None:
            raise Refusal(
                say("{record}, per_km : ajoutez une matrice « distances ».", record=record)
            )
        driven = seconds * round(TICKS / vehicle.speed_factor)
        ticks = np.where(seconds < UNREACHABLE, driven, NO_WAY)
        if given is not None:
            return Travel(ticks, metres, given * COST_UNITS)
        rates = _PER_HOUR if per_hour is None else per_hour, (per_km or 0) * METRE_UNITS
        cost = ticks * rates[0]
        if metres is not None:
            cost = cost + metres * rates[1]
        return Travel(ticks, metres, cost, rates)

    def _grids_of(self, vehicle: VehicleModel) -> tuple[Grid, Grid | None, Grid | None]:
        given = self._request.matrices.get(vehicle.profile)
        if given is None and self._request.matrix is not None:
            given = MatricesModel(durations=self._request.matrix)
        if given is not None:
            return _grid(given.durations), _optional(given.distances), _optional(given.costs)
        if vehicle.profile not in PROFILES:
            raise Refusal(
                say(
                    "vehicle {id}, profile : « {profile} » n’a pas de matrice ; sur nos "
                    "routes, indiquez {profiles}.",
                    id=vehicle.id,
                    profile=shown(vehicle.profile),
                    profiles=" ou ".join(PROFILES),
                )
            )
        return (*self._road_grids(), None)

    def _road_grids(self) -> tuple[Grid, Grid]:
        """Measure our roads between all rows that have degrees."""
        located = sorted(self._places.located.items())
        if len(located) > self._most:
            raise Refusal(
                say(
                    "{located} lieux : indiquez-en au plus {most}, ou une matrice.",
                    located=len(located),
                    most=self._most,
                ),
                status=413,
            )
        places = [
            Place(
                id=str(row),
                lon=lon,
                lat=lat,
                label=say("le lieu [{lon:g}, {lat:g}]", lon=lon, lat=lat),
            )
            for row, (lon, lat) in located
        ]
        try:
            found = self._roads().matrix(places)
        except PlaceError as error:
            raise Refusal(sentence_of(error), code=ROUTING) from None
        rows = np.ix_(*[[row for row, _ in located]] * 2)
        grids = []
        for entries in (found.durations_s, found.distances_m):
            grid = np.full((self._places.size,) * 2, UNREACHABLE, dtype=np.int64)
            grid[rows] = entries
            grids.append(grid)
        return grids[0], grids[1]


def _grid(rows: Rows) -> Grid:
    return np.array(rows, dtype=np.int64)


def _optional(rows: Rows | None) -> Grid | None:
    return None if rows is None else _grid(rows)
