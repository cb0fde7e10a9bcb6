"""Small networks drawn by hand, in metres around a point of Provence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from routing.roads.cch.order import nested_dissection_order
from routing.roads.data import CLASSES, RoadData
from routing.roads.types import Place

LON, LAT = 5.9, 43.4
M_PER_DEGREE = 2 * np.pi * 6_378_137.0 / 360
M_PER_LON = M_PER_DEGREE * np.cos(np.radians(LAT))


@dataclass(frozen=True, kw_only=True)
class Road:
    """An edge: node indices, speed, and what else matters to a test."""

    tail: int
    head: int
    kph: float = 60.0
    oneway: bool = False
    name: str = ""
    ref: str = ""
    kind: str = "tertiary"
    flags: int = 0
    via: tuple[tuple[float, float], ...] = ()


def lon_lat(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the middle, in degrees."""
    return LON + x / M_PER_LON, LAT + y / M_PER_DEGREE


def micro(points: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    degrees = np.array([lon_lat(x, y) for x, y in points], dtype=np.float64).reshape(-1, 2)
    lon, lat = np.rint(degrees * 1e6).astype(np.int32).T
    return lon, lat


def draw_network(nodes: Sequence[tuple[float, float]], roads: Sequence[Road]) -> RoadData:
    """Compile a network from nodes in metres and roads between them."""
    strings = ["", *sorted({s for road in roads for s in (road.name, road.ref)} - {""})]
    lines = [[nodes[road.tail], *road.via, nodes[road.head]] for road in roads]
    length_m = np.array([np.hypot(*np.diff(line, axis=0).T).sum() for line in lines])
    ms = np.rint(length_m * 3600 / [road.kph for road in roads]).astype(np.int32)
    tail = np.array([road.tail for road in roads], dtype=np.int32)
    head = np.array([road.head for road in roads], dtype=np.int32)
    lon, lat = micro(nodes)
    shape_lon, shape_lat = micro([point for road in roads for point in road.via])
    return RoadData(
        node_lon=lon,
        node_lat=lat,
        edge_tail=tail,
        edge_head=head,
        edge_length_dm=np.rint(length_m * 10).astype(np.int32),
        edge_forward_ms=ms,
        edge_backward_ms=np.where([road.oneway for road in roads], -1, ms).astype(np.int32),
        edge_class=np.array([CLASSES.index(road.kind) for road in roads], dtype=np.uint8),
        edge_flags=np.array([road.flags for road in roads], dtype=np.uint8),
        edge_name=np.array([strings.index(road.name) for road in roads], dtype=np.int32),
        edge_ref=np.array([strings.index(road.ref) for road in roads], dtype=np.int32),
        shape_offset=np.cumsum([0, *(len(road.via) for road in roads)], dtype=np.int32),
        shape_lon=shape_lon,
        shape_lat=shape_lat,
        order=nested_dissection_order(lon, lat, tail, head),
        strings=tuple(strings),
        meta={"attribution": "© OpenStreetMap contributors, ODbL 1.0"},
    )


def place(x: float, y: float, label: str = "") -> Place:
    """A place so many metres east and north of the middle."""
    lon, lat = lon_lat(x, y)
    return Place(id=f"{x:g},{y:g}", lon=lon, lat=lat, label=label)


@pytest.fixture(scope="session")
def road() -> type[Road]:
    return Road


@pytest.fixture(scope="session")
def draw() -> Callable[[Sequence[tuple[float, float]], Sequence[Road]], RoadData]:
    return draw_network


@pytest.fixture(scope="session")
def at() -> Callable[..., Place]:
    return place


@pytest.fixture(scope="session")
def town() -> RoadData:
    """A ring road with a crossing, a one-way street, a roundabout and a toll motorway.

    ::

        3 ---- D 1 ---- 2 ---- D 1 ---- 6        y = 2000
        |               | rue Haute (one-way down)
        D 2             |                          (3, 2, 1, 0 are 2000 m apart)
        |               |
        0 -- D 560 -- (4 5) -- D 560 -- 1        y = 0; 4 and 5 are a roundabout's ends
        0 ======= A 8, toll, motorway ======= 1  y = -1000
    """
    nodes = [(0, 0), (4000, 0), (2000, 2000), (0, 2000), (1980, 0), (2020, 0), (4000, 2000)]
    roads = [
        Road(tail=0, head=3, ref="D 2"),
        Road(tail=3, head=2, ref="D 1", name="Route de Barjols"),
        Road(tail=2, head=6, ref="D 1", name="Route de Barjols"),
        Road(tail=6, head=1, kph=30, name="Chemin des Vignes", kind="residential"),
        Road(tail=0, head=4, ref="D 560", kph=80),
        Road(tail=4, head=5, oneway=True, flags=2, kind="primary", via=((2000, -20),)),
        Road(tail=5, head=4, oneway=True, flags=2, kind="primary", via=((2000, 20),)),
        Road(tail=5, head=1, ref="D 560", kph=80),
        Road(tail=2, head=5, oneway=True, name="Rue Haute", kph=30, kind="residential"),
        Road(
            tail=0, head=1, oneway=True, ref="A 8", kph=130, kind="motorway", flags=1,
            via=((0, -1000), (4000, -1000)),
        ),
    ]  # fmt: skip
    return draw_network(nodes, roads)
