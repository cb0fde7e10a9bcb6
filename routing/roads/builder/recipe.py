"""The builder's recipe, from a source of OpenStreetMap data to a compiled network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import shapely

from routing.roads.builder.access import is_blocked
from routing.roads.builder.builtup import built_up
from routing.roads.builder.compile import compile_network
from routing.roads.builder.edges import make_edges, paired_chains
from routing.roads.builder.facts import Story
from routing.roads.builder.graph import road_graph, simplify
from routing.roads.builder.junctions import arrivals
from routing.roads.builder.pieces import Pieces, close_rest_areas, cut_streets
from routing.roads.builder.profile import step_seconds
from routing.roads.builder.raw import Geometry, RawRoads
from routing.roads.builder.reader import is_osm_file, read_osm_file
from routing.roads.builder.selection import select_detail, strongly_connected
from routing.roads.builder.streets import Bools, Streets, car_streets
from routing.roads.data import RoadData
from routing.roads.speed import SpeedModel
from routing.roads.types import OsmSourceError

Box = tuple[float, float, float, float]
Source: TypeAlias = str | Path | Box | RawRoads | Geometry
Progress = Callable[[str, float], None]


def build_network(
    source: Source,
    *,
    detail: Geometry | None = None,
    speed_model: SpeedModel | None = None,
    tolerance_m: float = 3.0,
    date: str | None = None,
    limits: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> RoadData:
    """Compile a car network from OpenStreetMap.

    Parameters
    ----------
    source
        A file (``Path``, or a text with an OpenStreetMap suffix); or, to be downloaded through
        OSMnx: a place name, a polygon in degrees, or a box ``(west, south, east, north)``.
    detail
        Area in degrees inside which every street is kept; outside, motorway to tertiary and
        what connects them. Without it, every street is kept everywhere.
    speed_model
        Gives the durations; the default one if left out.
    tolerance_m
        How far the stored geometry may lie from the road.
    date
        State of the data, where the file does not say it.
    limits
        Known doubts about the data, one sentence each, kept with the network.
    progress
        Called with a phase (in French) and the share of it that is done.

    Raises
    ------
    OsmSourceError
        The file is missing, unreadable, or holds no connected road.
    DownloadError
        Nothing could be downloaded.
    """
    report = progress or _silent
    model = speed_model or SpeedModel()
    raw = _obtain(source, date, report)
    report("Routes et règles de circulation", 0.0)
    streets = car_streets(raw)
    report("Durées de parcours", 0.0)
    pieces, gates = _timed_pieces(raw, streets, model)
    report("Partie connexe et choix des routes", 0.0)
    found = len(pieces)
    pieces = pieces.take(strongly_connected(pieces))
    if not len(pieces):
        raise OsmSourceError(
            f"Les routes de {raw.source['name']} ne forment aucun réseau où l’on puisse "
            "aller et revenir."
        )
    story = Story(
        raw=raw,
        streets=streets,
        model=model,
        found=found,
        connected=len(pieces),
        rest_areas=gates,
        detail=detail,
        tolerance_m=tolerance_m,
        limits=limits,
    )
    if detail is not None:
        pieces = _detailed(pieces, streets, raw, detail)
    report("Graphe OSMnx", 0.0)
    graph = road_graph(pieces, streets, raw)
    report("Simplification du graphe", 0.0)
    chains = paired_chains(simplify(graph))
    report("Géométrie", 0.0)
    edges = make_edges(chains, pieces, streets, raw)
    return compile_network(
        edges,
        streets,
        tolerance_m=tolerance_m,
        meta=story.told,
        progress=lambda share: report("Ordre de contraction", share),
    )


def _silent(phase: str, share: float) -> None:
    """Report to nobody."""


def _obtain(source: Source, date: str | None, report: Progress) -> RawRoads:
    if isinstance(source, RawRoads):
        return source
    if isinstance(source, Path) or (isinstance(source, str) and is_osm_file(source)):
        report("Lecture du fichier OpenStreetMap", 0.0)
        return read_osm_file(Path(source), date=date)
    from routing.roads.builder.download import download_roads

    report("Téléchargement d’OpenStreetMap", 0.0)
    area = shapely.box(*source) if isinstance(source, tuple) else source
    return download_roads(area, date=date)


def _timed_pieces(raw: RawRoads, streets: Streets, model: SpeedModel) -> tuple[Pieces, int]:
    lon, lat = raw.node_lon[streets.node], raw.node_lat[streets.node]
    houses = built_up(streets, lon, lat, raw.residential, model)
    arriving = arrivals(streets, raw.node_tags, houses, model)
    along, against = step_seconds(streets, houses, arriving, model)
    pieces = cut_streets(streets, _blocked_nodes(raw), houses, along, against)
    return close_rest_areas(pieces, streets)


def _blocked_nodes(raw: RawRoads) -> Bools:
    blocked = np.zeros(len(raw.node_id), dtype=bool)
    blocked[[node for node, tags in raw.node_tags.items() if is_blocked(tags)]] = True
    return blocked


def _detailed(pieces: Pieces, streets: Streets, raw: RawRoads, detail: Geometry) -> Pieces:
    lon, lat = raw.node_lon[streets.node], raw.node_lat[streets.node]
    pieces = pieces.take(select_detail(pieces, streets, lon, lat, detail))
    return pieces.take(strongly_connected(pieces))
