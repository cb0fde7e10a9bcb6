"""OpenStreetMap as it was read, before any judgement about cars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Tags = Mapping[str, str]
Geometry: TypeAlias = Any  # shapely carries no types


@dataclass(frozen=True, slots=True)
class TurnRestriction:
    """A ``type=restriction`` relation: what is forbidden, from which way by which node to which.

    ``via`` is a node id, or 0 where the restriction runs over ways or is incomplete.
    """

    kind: str
    from_way: int
    via: int
    to_way: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawRoads:
    """Ways with their nodes and tags, residential land, turn restrictions.

    Parameters
    ----------
    node_id
        ``(n,)`` int64 OpenStreetMap ids of the nodes that ways use.
    node_lon, node_lat
        ``(n,)`` float64 degrees.
    node_tags
        Tags of the nodes that have useful ones, by index.
    way_id
        ``(w,)`` int64.
    way_tags
        Tags of each way.
    way_start
        ``(w + 1,)`` int64: way ``i`` passes ``way_node[way_start[i]:way_start[i + 1]]``.
    way_node
        Node indices.
    residential
        Polygons of ``landuse=residential``.
    restrictions
        Turn restrictions.
    ferries
        How many ferry lines were left aside.
    source
        Facts about where this came from: ``name``, ``date`` …
    """

    node_id: NDArray[np.int64]
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    node_tags: Mapping[int, Tags]
    way_id: NDArray[np.int64]
    way_tags: tuple[Tags, ...]
    way_start: NDArray[np.int64]
    way_node: NDArray[np.int64]
    residential: tuple[Geometry, ...]
    restrictions: tuple[TurnRestriction, ...]
    ferries: int
    source: Mapping[str, Any]


def assemble(
    *,
    way_ids: Sequence[int],
    way_tags: Sequence[Tags],
    sizes: Sequence[int],
    refs: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    node_tags: Mapping[int, Tags],
    residential: Sequence[Geometry],
    restrictions: Sequence[TurnRestriction],
    ferries: int,
    source: Mapping[str, Any],
) -> RawRoads:
    """Give the nodes that ways use running numbers.

    ``refs``, ``lon`` and ``lat`` hold the node ids and places of all ways one after the other,
    ``sizes`` how many belong to each way; ``node_tags`` goes by node id.
    """
    node_id, first, index = np.unique(refs, return_index=True, return_inverse=True)
    tagged = np.array(sorted(node_tags), dtype=np.int64)
    places = np.minimum(np.searchsorted(node_id, tagged), max(len(node_id) - 1, 0))
    known = node_id[places] == tagged if len(node_id) else np.zeros(len(tagged), dtype=bool)
    return RawRoads(
        node_id=node_id,
        node_lon=lon[first],
        node_lat=lat[first],
        node_tags={
            i: node_tags[ref]
            for i, ref in zip(places[known].tolist(), tagged[known].tolist(), strict=True)
        },
        way_id=np.array(way_ids, dtype=np.int64),
        way_tags=tuple(way_tags),
        way_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        way_node=index.astype(np.int64),
        residential=tuple(residential),
        restrictions=tuple(restrictions),
        ferries=ferries,
        source=source,
    )
