"""The network as OSMnx knows it: a NetworkX MultiDiGraph, simplified by OSMnx."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import osmnx as ox

from routing.roads.builder.pieces import Pieces
from routing.roads.builder.raw import RawRoads
from routing.roads.builder.streets import Streets
from routing.roads.data import CLASSES, FLAG_ROUNDABOUT, FLAG_TOLL

CONSOLIDATED = "road"
"""Edge attribute that two edges share when they may become one."""


def road_graph(pieces: Pieces, streets: Streets, raw: RawRoads) -> nx.MultiDiGraph:
    """Build OSMnx's own form of graph, one directed edge per piece and allowed direction.

    Nodes are OpenStreetMap ids with ``x`` and ``y`` (negative ids are copies at barriers);
    edges carry ``osmid``, ``highway``, ``name``, ``ref``, ``oneway``, ``reversed``,
    ``length`` (m), ``travel_time`` (s), ``piece`` (its number from 1, negative when driven
    against the way) and ``road`` (what must agree for edges to be merged).
    """
    graph = nx.MultiDiGraph(
        crs="epsg:4326", simplified=False, created_with=f"OSMnx {ox.__version__}"
    )
    ids = _node_ids(pieces, raw)
    used = np.unique(np.concatenate([pieces.tail, pieces.head]))
    lon, lat = _node_places(pieces, streets, raw)
    graph.add_nodes_from((ids[i], {"x": float(lon[i]), "y": float(lat[i])}) for i in used.tolist())
    graph.add_edges_from(_edges(pieces, streets, ids))
    return graph


def simplify(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Merge edges through nodes where nothing turns off and nothing changes.

    Every merged edge keeps its pieces in driving order (attribute ``piece``), so that exact
    geometry and attributes can be looked up; lengths and travel times are summed.
    """
    return ox.simplify_graph(
        graph,
        edge_attrs_differ=[CONSOLIDATED],
        remove_rings=False,
        edge_attr_aggs={"length": sum, "travel_time": sum, "piece": list},
    )


def consolidation_keys(streets: Streets) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Give equal numbers to ways of the same class, name, number, toll, and kind of traffic.

    One-way and two-way streets must not be merged: where a street parts into two lanes around
    an island, both of its directions would take the whole street along, one lane each.
    """
    both_ways = streets.along & streets.against
    flags = streets.flags & (FLAG_TOLL | FLAG_ROUNDABOUT)
    rows = np.stack([streets.road_class, flags, streets.name, streets.ref, both_ways], axis=1)
    return np.asarray(np.unique(rows, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)


def _node_places(pieces: Pieces, streets: Streets, raw: RawRoads) -> tuple[Any, Any]:
    """Degrees by node index, copies included."""
    size = max(pieces.nodes, len(raw.node_id))
    original = np.zeros(size, dtype=np.int64)
    original[: len(raw.node_id)] = np.arange(len(raw.node_id))
    for ends, vertex in ((pieces.tail, pieces.first), (pieces.head, pieces.last)):
        original[ends] = streets.node[vertex]
    return raw.node_lon[original], raw.node_lat[original]


def _node_ids(pieces: Pieces, raw: RawRoads) -> list[int]:
    copies = max(pieces.nodes - len(raw.node_id), 0)
    return [*raw.node_id.tolist(), *range(-1, -copies - 1, -1)]


def _edges(pieces: Pieces, streets: Streets, ids: list[int]) -> Any:
    keys = consolidation_keys(streets).tolist()
    way_id, strings = streets.osm_id.tolist(), streets.strings
    classes = [CLASSES[code] for code in streets.road_class.tolist()]
    names, refs = streets.name.tolist(), streets.ref.tolist()
    columns = (
        pieces.tail, pieces.head, pieces.way, pieces.length_m,
        pieces.seconds_along, pieces.seconds_against,
    )  # fmt: skip
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for number, (tail, head, way, length, along, against) in enumerate(rows, start=1):
        common = {
            "osmid": way_id[way], "highway": classes[way], "name": strings[names[way]],
            "ref": strings[refs[way]], "oneway": np.isinf(along) or np.isinf(against),
            "length": length, CONSOLIDATED: keys[way],
        }  # fmt: skip
        if np.isfinite(along):
            ahead = {"reversed": False, "travel_time": along, "piece": number}
            yield ids[tail], ids[head], common | ahead
        if np.isfinite(against):
            back = {"reversed": True, "travel_time": against, "piece": -number}
            yield ids[head], ids[tail], common | back
