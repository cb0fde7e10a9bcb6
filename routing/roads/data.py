"""The compiled road network as plain arrays, and its one-file form on disk."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.roads.types import NetworkFileError

FORMAT_VERSION = 1
CLASSES = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
    "living_street", "service", "road",
    "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link",
)  # fmt: skip
"""Road classes by code (``RoadData.edge_class``), as OpenStreetMap's ``highway`` names them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadData:
    """A strongly connected car network; an edge is one carriageway or two-way street.

    Coordinates are integer microdegrees (about 0.1 m). ``n`` nodes, ``e`` edges.

    Parameters
    ----------
    node_lon, node_lat
        ``(n,)`` int32 microdegrees.
    edge_tail, edge_head
        ``(e,)`` int32 node indices; the geometry runs from tail to head.
    edge_length_dm
        ``(e,)`` int32 decimetres.
    edge_forward_ms, edge_backward_ms
        ``(e,)`` int32 milliseconds from tail to head and back; -1 where driving is not
        allowed in that direction. Junction delays are included.
    edge_class, edge_flags
        ``(e,)`` uint8; class is an index into ``CLASSES``; flags: 1 toll, 2 roundabout,
        4 bridge, 8 tunnel, 16 built-up.
    edge_name, edge_ref
        ``(e,)`` int32 indices into ``strings`` (0 is the empty string).
    shape_offset
        ``(e + 1,)`` int32: edge ``i`` has the intermediate points
        ``shape_offset[i]:shape_offset[i + 1]`` (its two end nodes are not repeated).
    shape_lon, shape_lat
        ``(p,)`` int32 microdegrees.
    order
        ``(n,)`` int32: nodes from least to most important, for the contraction hierarchy.
    strings
        Street names and road numbers; ``strings[0]`` is empty.
    meta
        JSON-able facts: source, date, attribution, limits, versions, speed model.
    """

    node_lon: NDArray[np.int32]
    node_lat: NDArray[np.int32]
    edge_tail: NDArray[np.int32]
    edge_head: NDArray[np.int32]
    edge_length_dm: NDArray[np.int32]
    edge_forward_ms: NDArray[np.int32]
    edge_backward_ms: NDArray[np.int32]
    edge_class: NDArray[np.uint8]
    edge_flags: NDArray[np.uint8]
    edge_name: NDArray[np.int32]
    edge_ref: NDArray[np.int32]
    shape_offset: NDArray[np.int32]
    shape_lon: NDArray[np.int32]
    shape_lat: NDArray[np.int32]
    order: NDArray[np.int32]
    strings: tuple[str, ...]
    meta: Mapping[str, Any]
