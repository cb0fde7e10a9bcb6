"""Edges into the integer arrays of `RoadData`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely

from routing.roads.builder.edges import Edges
from routing.roads.builder.reshape import Micro, micro, numbered, without_loops, without_twins
from routing.roads.builder.streets import EARTH_RADIUS_M, Floats, Streets
from routing.roads.cch.order import nested_dissection_order
from routing.roads.data import RoadData

_METRES_PER_DEGREE = np.radians(1.0) * EARTH_RADIUS_M


def compile_network(
    edges: Edges,
    streets: Streets,
    *,
    tolerance_m: float,
    meta: Callable[[Edges], Mapping[str, Any]],
    progress: Callable[[float], None] | None = None,
) -> RoadData:
    """Put the edges in order, thin their geometry and round everything to integers.

    Parameters
    ----------
    edges
        As `make_edges` gives them.
    streets
        Classes, names and numbers of the ways.
    tolerance_m
        How far the simplified geometry may lie from the road.
    meta
        Called with the final edges for the facts to store.
    progress
        Called with the share of the contraction order that is done.
    """
    edges, lon, lat = numbered(without_twins(without_loops(edges)))
    offset, shape_lon, shape_lat = _thinned(edges, tolerance_m)
    strings, name, ref = _used_strings(edges, streets)
    tail, head = edges.tail.astype(np.int32), edges.head.astype(np.int32)
    return RoadData(
        node_lon=lon,
        node_lat=lat,
        edge_tail=tail,
        edge_head=head,
        edge_length_dm=np.maximum(np.rint(edges.length_m * 10), 1).astype(np.int32),
        edge_forward_ms=_milliseconds(edges.seconds_along),
        edge_backward_ms=_milliseconds(edges.seconds_against),
        edge_class=streets.road_class[edges.way],
        edge_flags=edges.flags,
        edge_name=name,
        edge_ref=ref,
        shape_offset=offset,
        shape_lon=shape_lon,
        shape_lat=shape_lat,
        order=nested_dissection_order(lon, lat, tail, head, progress=progress),
        strings=strings,
        meta=meta(edges),
    )


def _milliseconds(seconds: Floats) -> Micro:
    allowed = np.isfinite(seconds)
    whole = np.maximum(np.rint(np.where(allowed, seconds, 0.0) * 1e3), 1)
    return np.where(allowed, whole, -1).astype(np.int32)


def _thinned(edges: Edges, tolerance_m: float) -> tuple[Micro, Micro, Micro]:
    """Give the inner points that Douglas and Peucker keep: offsets, longitudes, latitudes.

    D. Douglas, T. Peucker 1973, doi:10.3138/FM57-6770-U75U-7727.
    """
    middle = (edges.lat.min() + edges.lat.max()) / 2
    scale = np.array([np.cos(np.radians(middle)), 1.0]) * _METRES_PER_DEGREE
    owner = np.repeat(np.arange(len(edges)), np.diff(edges.start))
    points = np.stack([edges.lon, edges.lat], axis=1) * scale
    lines = shapely.linestrings(points, indices=owner)
    thin = shapely.simplify(lines, tolerance_m, preserve_topology=False)
    kept, line = shapely.get_coordinates(thin, return_index=True)
    joined = line[1:] == line[:-1]
    inner = np.append(joined, [False]) & np.append([False], joined)
    counts = np.bincount(line[inner], minlength=len(edges))
    offset = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    degrees = kept[inner] / scale
    return offset, micro(degrees[:, 0]), micro(degrees[:, 1])


def _used_strings(edges: Edges, streets: Streets) -> tuple[tuple[str, ...], Micro, Micro]:
    """Keep the names and numbers that edges use, in alphabetical order."""
    name, ref = streets.name[edges.way], streets.ref[edges.way]
    used = np.unique(np.concatenate([[0], name, ref])).tolist()
    texts = sorted(streets.strings[i] for i in used)
    position = {text: i for i, text in enumerate(texts)}
    table = np.zeros(len(streets.strings), dtype=np.int32)
    table[used] = [position[streets.strings[i]] for i in used]
    return tuple(texts), table[name], table[ref]
