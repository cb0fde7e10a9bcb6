"""The compiled road network as plain arrays, and its one-file form on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from routing.roads.storage import damaged, read_network, write_network

CLASSES = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
    "living_street", "service", "road",
    "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link",
)  # fmt: skip
"""Road classes by code (``RoadData.edge_class``), as OpenStreetMap's ``highway`` names them."""

FLAG_TOLL, FLAG_ROUNDABOUT, FLAG_BRIDGE, FLAG_TUNNEL, FLAG_BUILT_UP = 1, 2, 4, 8, 16
"""Bits of ``RoadData.edge_flags``."""


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

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together, all faults at once."""
        if faults := list(_faults(self)):
            raise ValueError("; ".join(faults))

    def save(self, path: str | Path) -> None:
        """Write the network into one compressed npz file; same network, same bytes."""
        arrays = {f.name: getattr(self, f.name) for f in fields(self)}
        strings, meta = arrays.pop("strings"), arrays.pop("meta")
        write_network(Path(path), arrays, strings, meta)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a network written by `save` and check that it holds together.

        Raises
        ------
        NetworkFileError
            The file is missing, damaged, not a road network, or of another version.
        """
        columns, strings, meta = read_network(Path(path))
        try:
            return cls(strings=strings, meta=meta, **columns)
        except (TypeError, ValueError) as error:
            raise damaged(Path(path), error) from error


_NODE_COLUMNS = ("node_lon", "node_lat", "order")
_EDGE_COLUMNS = (
    "edge_tail", "edge_head", "edge_length_dm", "edge_forward_ms", "edge_backward_ms",
    "edge_class", "edge_flags", "edge_name", "edge_ref",
)  # fmt: skip
_SHAPE_COLUMNS = ("shape_lon", "shape_lat")


def _faults(data: RoadData) -> Iterator[str]:
    columns = {f.name: getattr(data, f.name) for f in fields(data)}
    sizes = dict.fromkeys(_NODE_COLUMNS, len(data.node_lon))
    sizes |= dict.fromkeys(_EDGE_COLUMNS, len(data.edge_tail))
    sizes |= dict.fromkeys(_SHAPE_COLUMNS, len(data.shape_lon))
    sizes["shape_offset"] = len(data.edge_tail) + 1
    wrong = False
    for name, size in sizes.items():
        kind = np.uint8 if name in ("edge_class", "edge_flags") else np.int32
        if columns[name].dtype != kind or columns[name].shape != (size,):
            wrong = True
            yield f"{name}: expected {size} × {np.dtype(kind)}"
    if not wrong:
        yield from _reference_faults(data)


def _reference_faults(data: RoadData) -> Iterator[str]:
    """Give the indices that point nowhere; assumes lengths and types are right."""
    n = len(data.node_lon)
    limits = {
        "edge_tail": n, "edge_head": n, "order": n,
        "edge_name": len(data.strings), "edge_ref": len(data.strings),
        "edge_class": len(CLASSES),
    }  # fmt: skip
    for name, limit in limits.items():
        values = getattr(data, name)
        if values.size and not 0 <= int(values.min()) <= int(values.max()) < limit:
            yield f"{name}: values must lie in 0…{limit - 1}"
    if not data.strings or data.strings[0]:
        yield "strings: the first one must be empty"
    if np.unique(data.order).size != n:
        yield "order: every node exactly once"
    offset = data.shape_offset
    if offset[0] != 0 or offset[-1] != len(data.shape_lon) or np.any(np.diff(offset) < 0):
        yield "shape_offset: must rise from 0 to the number of shape points"
    if np.any((data.edge_forward_ms < 0) & (data.edge_backward_ms < 0)):
        yield "edge_forward_ms, edge_backward_ms: an edge is closed both ways"
    if np.any(data.edge_length_dm < 0):
        yield "edge_length_dm: must not be negative"
