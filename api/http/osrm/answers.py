"""Answers to ``route``, ``table`` and ``nearest``, from our roads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from api.http.osrm.legs import whole_line, written_leg
from api.http.osrm.lines import lengths_m, simplified, written
from api.http.osrm.query import Options, bearing, radius
from api.http.osrm.refusal import Refusal
from routing.matrix import UNREACHABLE
from routing.roads import RoadNetwork
from routing.roads.types import Leg, NoRouteError, Place, PlaceError, Snap
from routing.sentence import say, sentence_of

SHARED = (
    *("bearings", "radiuses", "generate_hints", "hints", "approaches", "exclude"),
    *("snapping", "skip_waypoints"),
)
ROUTE = (
    *SHARED,
    *("alternatives", "steps", "annotations", "geometries", "overview"),
    *("continue_straight", "waypoints"),
)
TABLE = (
    *SHARED,
    *("sources", "destinations", "annotations", "fallback_speed"),
    *("fallback_coordinate", "scale_factor"),
)
NEAREST = (*SHARED, "number")

_FIGURES = ("duration", "distance", "speed", "weight", "nodes", "datasources")
_SNAP_M = 1000.0
"""A coordinate farther from any road than this has no segment, unless a radius says more."""


def route(roads: RoadNetwork, places: Sequence[Place], options: Options) -> dict[str, Any]:
    """Return the fastest way through the places; there is only ever one."""
    options.only(ROUTE)
    form = options.one_of("geometries", ("polyline", "polyline6", "geojson"), "polyline")
    overview = options.one_of("overview", ("simplified", "full", "false"), "simplified")
    steps = options.flag("steps")
    wanted = options.some_of("annotations", ("true", "false", *_FIGURES), "false") - {"false"}
    options.one_of("continue_straight", ("default", "true", "false"), "default")
    if options.indices("waypoints") != list(range(len(places))):
        raise Refusal(
            "NotImplemented", say("Option waypoints : toutes les coordonnées sont des étapes.")
        )
    if len(places) < 2:
        raise Refusal("InvalidOptions", say("Indiquez au moins deux coordonnées."))
    snaps = _snaps(roads, places, options)
    try:
        legs = roads.path(snaps).legs
    except NoRouteError as error:
        raise Refusal("NoRoute", sentence_of(error)) from None
    found = _route(legs, form, overview)
    found["legs"] = [written_leg(leg, form, steps=steps, annotations=wanted) for leg in legs]
    return {"code": "Ok", "routes": [found]} | _waypoints("waypoints", snaps, options)


def _route(legs: tuple[Leg, ...], form: str, overview: str) -> dict[str, Any]:
    duration, distance = sum(leg.duration_s for leg in legs), sum(leg.distance_m for leg in legs)
    found: dict[str, Any] = {
        "weight_name": "duration",
        "weight": duration,
        "duration": duration,
        "distance": distance,
    }
    if overview != "false":
        line = whole_line(legs)
        found["geometry"] = written(simplified(line) if overview == "simplified" else line, form)
    return found


def table(roads: RoadNetwork, places: Sequence[Place], options: Options) -> dict[str, Any]:
    """Return seconds and metres from all sources to all destinations."""
    options.only(TABLE)
    wanted = options.some_of("annotations", ("duration", "distance"), "duration")
    factor = options.positive("scale_factor", 1.0) or 1.0
    speed = options.positive("fallback_speed")
    options.one_of("fallback_coordinate", ("input", "snapped"), "input")
    rows, columns = options.indices("sources"), options.indices("destinations")
    snaps = _snaps(roads, places, options)
    sources, goals = [snaps[i] for i in rows], [snaps[i] for i in columns]
    found = roads.table(sources, goals)
    durations, distances = found.durations_s.astype(float), found.distances_m.astype(float)
    unknown = found.durations_s >= UNREACHABLE
    if speed is not None:
        crow = _crow_m(sources, goals)
        distances[unknown], durations[unknown] = crow[unknown], crow[unknown] / speed
    same = np.equal.outer(rows, columns)
    durations[same], distances[same] = 0, 0
    known = speed is not None
    answer: dict[str, Any] = {"code": "Ok"}
    if "duration" in wanted:
        answer["durations"] = _rows(durations * factor, unknown & ~same, known)
    if "distance" in wanted:
        answer["distances"] = _rows(distances, unknown & ~same, known)
    if known:
        answer["fallback_speed_cells"] = np.argwhere(unknown & ~same).tolist()
    return (
        answer
        | _waypoints("sources", sources, options)
        | _waypoints("destinations", goals, options)
    )


def _rows(values: Any, unknown: Any, estimated: bool) -> list[list[float | None]]:
    """Return the rows with ``null`` where no way exists and none is estimated."""
    rows: list[list[float | None]] = values.round(1).tolist()
    if not estimated:
        for row, column in np.argwhere(unknown).tolist():
            rows[row][column] = None
    return rows


def _crow_m(sources: Sequence[Snap], goals: Sequence[Snap]) -> Any:
    """Metres as the crow flies between the coordinates as they were given."""
    pairs = [[(a.place, b.place) for b in goals] for a in sources]
    flat = [lengths_m(np.array([(p.lon, p.lat) for p in pair]))[0] for row in pairs for pair in row]
    return np.array(flat).reshape(len(sources), len(goals))


def nearest(roads: RoadNetwork, places: Sequence[Place], options: Options) -> dict[str, Any]:
    """Return the nearest points on so many roads."""
    options.only(NEAREST)
    if len(places) != 1:
        raise Refusal("InvalidOptions", say("Indiquez une seule coordonnée."))
    number = options.whole("number", 1)
    (most_m,) = _shared(options)
    try:
        snaps = roads.nearest(places[0], number, max_distance_m=most_m)
    except PlaceError as error:
        raise Refusal("NoSegment", sentence_of(error)) from None
    points = [_waypoint(snap, options) | {"nodes": _ends(roads, snap)} for snap in snaps]
    return {"code": "Ok", "waypoints": points}


def _ends(roads: RoadNetwork, snap: Snap) -> list[int]:
    """Numbers of the junctions at both ends of a road: of this network, not OpenStreetMap's."""
    return [int(roads.data.edge_tail[snap.edge]), int(roads.data.edge_head[snap.edge])]


def _snaps(roads: RoadNetwork, places: Sequence[Place], options: Options) -> tuple[Snap, ...]:
    limits = _shared(options)
    try:
        snaps = roads.snap(places, max_distance_m=max(limits))
        for snap, most_m in zip(snaps, limits, strict=True):
            if snap.distance_m > most_m:
                roads.snap([snap.place], max_distance_m=most_m)  # says what is wrong with it
    except PlaceError as error:
        raise Refusal("NoSegment", sentence_of(error)) from None
    return snaps


def _shared(options: Options) -> list[float]:
    """Read what all services know; return how far from a road each coordinate may be.

    Courses, sides of the road and hints are read as OSRM reads them, and change nothing here.
    """
    options.per_place("bearings", bearing, "indiquez cap,écart, par exemple 45,20.")
    options.per_place("hints", lambda text: text, "")
    options.per_place(
        "approaches",
        lambda text: text if text in ("curb", "opposite", "unrestricted") else None,
        "choisissez parmi curb, opposite et unrestricted.",
    )
    options.one_of("snapping", ("default", "any"), "default")
    options.one_of("exclude", ("",), "")
    radiuses = options.per_place("radiuses", radius, say("indiquez des mètres, ou unlimited."))
    return [_SNAP_M if most_m is None else most_m for most_m in radiuses]


def _waypoints(name: str, snaps: Sequence[Snap], options: Options) -> dict[str, Any]:
    if options.flag("skip_waypoints"):
        return {}
    return {name: [_waypoint(snap, options) for snap in snaps]}


def _waypoint(snap: Snap, options: Options) -> dict[str, Any]:
    point: dict[str, Any] = {"hint": ""} if options.flag("generate_hints", True) else {}
    return point | {
        "distance": round(snap.distance_m, 1),
        "name": snap.name or snap.ref,
        "location": [round(snap.lon, 6), round(snap.lat, 6)],
    }
