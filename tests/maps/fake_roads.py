"""Made-up roads: the ways between any places, and the network that a backdrop draws."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from shapely import MultiPolygon, Point, box, get_parts, union_all

from routing.roads.data import CLASSES, RoadData
from routing.roads.network import Table
from routing.roads.types import Leg, Place, Step
from routing.roads.types import Path as RoadPath

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


class FakeRoads:
    """Roads that run north–south first and then east–west, past a roundabout."""

    def __init__(self) -> None:
        self.data = road_data()
        self.asked: list[tuple[str, str]] = []

    def path(self, places: Sequence[Place]) -> RoadPath:
        return RoadPath(legs=tuple(self._leg(a, b) for a, b in pairwise(places)))

    def table(self, origins: Sequence[Place], destinations: Sequence[Place]) -> Table:
        legs = [[self._leg(a, b) for b in destinations] for a in origins]
        return Table(
            np.array([[leg.duration_s for leg in row] for row in legs], np.int32),
            np.array([[leg.distance_m for leg in row] for row in legs], np.int32),
        )

    def reach(
        self,
        places: Sequence[Place],
        minutes: Sequence[float],
        *,
        grid_m: float,
        bounds: tuple[float, float, float, float],
    ) -> list[MultiPolygon]:
        """Circles as wide as a crow flies at 54 km/h, less what the grid takes, in the box."""
        points = [Point(place.lon, place.lat) for place in places]
        metres = [limit * 900 - grid_m for limit in minutes]
        wide = [union_all([p.buffer(m / 111_195) for p in points]) for m in metres]
        areas = [area & box(*bounds) for area in wide]
        return [MultiPolygon(get_parts(area).tolist()) for area in areas]

    def _leg(self, a: Place, b: Place) -> Leg:
        self.asked.append((a.id, b.id))
        ys, xs = np.linspace(a.lat, b.lat, 20), np.linspace(a.lon, b.lon, 20)
        north = np.column_stack((np.full(20, a.lon), ys))
        east = np.column_stack((xs, np.full(20, b.lat)))
        metres = (abs(a.lat - b.lat) + abs(a.lon - b.lon) * 0.73) * 111_195
        near, far = int(metres * 0.4), int(metres) - int(metres * 0.4)
        return Leg(
            origin=a,
            destination=b,
            distance_m=near + far,
            duration_s=(near + far) // 15,
            geometry=np.vstack((north, east[1:])),
            steps=(
                Step(name="Rue de la Mairie", ref="", distance_m=0, duration_s=0),
                Step(name="Route des Vignes", ref="D 13", distance_m=near, duration_s=near // 15),
                Step(name="", ref="", distance_m=0, duration_s=0),
                Step(name="", ref="D 560", distance_m=far, duration_s=far // 15),
            ),
            tolls=False,
        )


def road_data(classes: Sequence[str] = ("motorway", "secondary", "tertiary")) -> RoadData:
    """Roads along the grid of villages, one per class, each with a bend in the middle."""
    lon, lat = [6.0, 6.1, 6.0, 6.1, 6.0, 6.1], [43.4, 43.4, 43.5, 43.5, 43.45, 43.45]
    n, e = len(lon), len(classes)
    tails, heads = np.arange(e, dtype=np.int32) % n, (np.arange(e, dtype=np.int32) + 1) % n
    micro = np.round(np.array([lon, lat]) * 1e6).astype(np.int32)
    middle = (micro[:, tails] + micro[:, heads]) // 2 + 2_000
    return RoadData(
        node_lon=micro[0],
        node_lat=micro[1],
        edge_tail=tails,
        edge_head=heads,
        edge_length_dm=np.full(e, 80_000, np.int32),
        edge_forward_ms=np.full(e, 500_000, np.int32),
        edge_backward_ms=np.full(e, 500_000, np.int32),
        edge_class=np.array([CLASSES.index(name) for name in classes], np.uint8),
        edge_flags=np.zeros(e, np.uint8),
        edge_name=np.zeros(e, np.int32),
        edge_ref=np.zeros(e, np.int32),
        shape_offset=np.arange(e + 1, dtype=np.int32),
        shape_lon=middle[0].astype(np.int32),
        shape_lat=middle[1].astype(np.int32),
        order=np.arange(n, dtype=np.int32),
        strings=("",),
        meta={"attribution": ATTRIBUTION},
    )
