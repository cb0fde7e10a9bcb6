"""What a network says about itself: source, attribution, counts, limits, parameters."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import osmnx as ox
import shapely

from routing.roads.builder.access import is_blocked
from routing.roads.builder.edges import Edges
from routing.roads.builder.raw import Geometry, RawRoads
from routing.roads.builder.selection import MAIN_CLASSES
from routing.roads.builder.streets import Streets
from routing.roads.data import CLASSES
from routing.roads.speed import SpeedModel

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Story:
    """What happened on the way from the source to the network."""

    raw: RawRoads
    streets: Streets
    model: SpeedModel
    found: int
    connected: int
    rest_areas: int
    detail: Geometry | None
    tolerance_m: float
    limits: tuple[str, ...]

    def told(self, edges: Edges) -> dict[str, Any]:
        """Give the facts to store with the final edges."""
        return {
            "attribution": ATTRIBUTION,
            "licence": "https://opendatacommons.org/licenses/odbl/1-0/",
            "source": dict(self.raw.source),
            "limits": [*self.limits, *_general_limits(self.raw)],
            "counts": self._counts(edges),
            "km_by_class": _km_by_class(edges, self.streets),
            "excluded_ways": dict(self.streets.excluded),
            "maxspeed_share": self._maxspeed_share(edges),
            "barriers_closed": sum(is_blocked(tags) for tags in self.raw.node_tags.values()),
            "rest_area_roads_cut": self.rest_areas,
            "turn_restrictions": _restrictions(self.raw, self.streets),
            "bbox": [round(float(v), 6) for v in _box(edges)],
            "coverage": _coverage(edges),
            "detail": self._detail(),
            "geometry_tolerance_m": self.tolerance_m,
            "speed_model": self.model.to_json(),
            "versions": {"tournees": own_version(), "osmnx": ox.__version__},
        }

    def _counts(self, edges: Edges) -> dict[str, Any]:
        return {
            "nodes": int(np.unique(np.concatenate([edges.tail, edges.head])).size),
            "edges": len(edges),
            "oneway_edges": int(
                np.sum(np.isinf(edges.seconds_along) | np.isinf(edges.seconds_against))
            ),
            "km": round(float(edges.length_m.sum()) / 1e3, 1),
            "ways_read": len(self.raw.way_id),
            "ways_for_cars": len(self.streets.osm_id),
            "pieces_not_connected": self.found - self.connected,
        }

    def _maxspeed_share(self, edges: Edges) -> float:
        """Share of the road length whose limit is tagged."""
        known = ~np.isnan(np.fmax(self.streets.limit_along, self.streets.limit_against))
        total = float(edges.length_m.sum())
        return round(float(edges.length_m[known[edges.way]].sum()) / total, 4) if total else 0.0

    def _detail(self) -> dict[str, Any]:
        if self.detail is None:
            return {"everywhere": True, "classes_outside": [], "area": None}
        area = shapely.set_precision(self.detail.simplify(0.001), 1e-4)
        return {
            "everywhere": False,
            "classes_outside": list(MAIN_CLASSES),
            "area": json.loads(shapely.to_geojson(area)),
        }


def own_version() -> str:
    """Give the version of this distribution, or ``unknown`` where it is not installed."""
    try:
        return version("tournees")
    except PackageNotFoundError:
        return "unknown"


def _general_limits(raw: RawRoads) -> list[str]:
    limits = ["Les interdictions de tourner sont lues et comptées, mais pas encore appliquées."]
    if not any("maxspeed" in tags for tags in raw.way_tags):
        limits.append("La source ne porte aucune limitation de vitesse (maxspeed).")
    return limits


def _km_by_class(edges: Edges, streets: Streets) -> dict[str, float]:
    metres = np.bincount(streets.road_class[edges.way], edges.length_m, minlength=len(CLASSES))
    return {name: round(m / 1e3, 1) for name, m in zip(CLASSES, metres.tolist(), strict=True) if m}


def _restrictions(raw: RawRoads, streets: Streets) -> dict[str, Any]:
    """Count restrictions by kind, and those that could be applied at a node."""
    known_ways, known_nodes = set(streets.osm_id.tolist()), set(raw.node_id.tolist())
    usable = [
        r for r in raw.restrictions
        if r.from_way in known_ways and r.to_way in known_ways and r.via in known_nodes
    ]  # fmt: skip
    kinds = Counter(r.kind for r in raw.restrictions)
    return {
        "read": len(raw.restrictions),
        "by_kind": dict(sorted(kinds.items())),
        "at_a_node_of_the_network": len(usable),
        "applied": 0,
    }


def _box(edges: Edges) -> tuple[float, float, float, float]:
    return (
        float(edges.lon.min()), float(edges.lat.min()),
        float(edges.lon.max()), float(edges.lat.max()),
    )  # fmt: skip


def _coverage(edges: Edges) -> list[list[float]]:
    """Outline of the network: the convex ring around all its points, ``[lon, lat]``."""
    hull = shapely.convex_hull(shapely.multipoints(np.stack([edges.lon, edges.lat], axis=1)))
    ring = hull.exterior.coords if hull.geom_type == "Polygon" else hull.coords
    return [[round(lon, 5), round(lat, 5)] for lon, lat in ring]
