"""What a road network holds, in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from routing.roads.data import CLASSES, RoadData


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInfo:
    """Figures of a network; ``bounds`` are west, south, east, north in degrees.

    ``km_by_class`` counts each carriageway once, whichever ways it may be driven; classes as in
    OpenStreetMap's ``highway``, those that occur, by importance.
    """

    nodes: int
    edges: int
    shape_points: int
    names: int
    oneway_edges: int
    toll_edges: int
    km_by_class: Mapping[str, float]
    bounds: tuple[float, float, float, float]
    attribution: str
    meta: Mapping[str, Any]

    @property
    def km(self) -> float:
        """Kilometres of road altogether."""
        return sum(self.km_by_class.values())


def describe(
    data: RoadData, bounds: tuple[float, float, float, float], attribution: str
) -> NetworkInfo:
    """Count what is there."""
    metres = np.bincount(data.edge_class, weights=data.edge_length_dm / 10, minlength=len(CLASSES))
    oneway = (data.edge_forward_ms < 0) | (data.edge_backward_ms < 0)
    return NetworkInfo(
        nodes=len(data.node_lon),
        edges=len(data.edge_tail),
        shape_points=len(data.shape_lon),
        names=len(data.strings) - 1,
        oneway_edges=int(oneway.sum()),
        toll_edges=int((data.edge_flags & 1).sum()),
        km_by_class={
            name: round(float(m) / 1000, 1) for name, m in zip(CLASSES, metres, strict=True) if m
        },
        bounds=bounds,
        attribution=attribution,
        meta=data.meta,
    )
