"""OpenStreetMap drawn by hand, in metres around a point of Provence."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest

from routing.roads.builder.recipe import build_network
from routing.roads.data import CLASSES, RoadData

LON, LAT = 5.9, 43.4
M_PER_LAT = np.radians(1.0) * 6_371_009
M_PER_LON = M_PER_LAT * np.cos(np.radians(LAT))

Tags = Mapping[str, str]


class Sketch:
    """Collects nodes (in metres), ways and relations, and writes them as an .osm file."""

    def __init__(self) -> None:
        self.nodes: list[tuple[float, float, Tags]] = []
        self.ways: list[tuple[list[int], Tags]] = []
        self.relations: list[tuple[list[tuple[str, int, str]], Tags]] = []

    def node(self, x: float, y: float, /, **tags: str) -> int:
        self.nodes.append((x, y, tags))
        return len(self.nodes)

    def way(self, nodes: Iterable[int], tags: Tags | None = None, **more: str) -> int:
        self.ways.append((list(nodes), {**(tags or {}), **more}))
        return len(self.ways)

    def line(self, *points: tuple[float, float], **tags: str) -> list[int]:
        """Draw a way through fresh nodes; return their ids."""
        ids = [self.node(x, y) for x, y in points]
        self.way(ids, tags)
        return ids

    def relation(self, members: Iterable[tuple[str, int, str]], **tags: str) -> None:
        self.relations.append((list(members), tags))

    def xml(self) -> str:
        parts = ['<?xml version="1.0"?>\n<osm version="0.6" generator="test">\n']
        for i, (x, y, tags) in enumerate(self.nodes, 1):
            lon, lat = LON + x / M_PER_LON, LAT + y / M_PER_LAT
            parts.append(f'<node id="{i}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">')
            parts.append(f"{_tags(tags)}</node>\n")
        for i, (nodes, tags) in enumerate(self.ways, 1):
            refs = "".join(f'<nd ref="{n}"/>' for n in nodes)
            parts.append(f'<way id="{i}" version="1">{refs}{_tags(tags)}</way>\n')
        for i, (members, tags) in enumerate(self.relations, 1):
            lines = "".join(
                f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members
            )
            parts.append(f'<relation id="{i}" version="1">{lines}{_tags(tags)}</relation>\n')
        return "".join([*parts, "</osm>\n"])

    def write(self, path: Path) -> Path:
        content = self.xml().encode()
        if path.suffix == ".gz":
            content = gzip.compress(content)
        elif path.suffix == ".bz2":
            content = bz2.compress(content)
        path.write_bytes(content)
        return path


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


class Square(Sketch):
    """A square of streets, one kilometre wide, around whatever a test draws across it.

    ``west`` and ``east`` are crossings in the middle of its sides.
    """

    def __init__(self) -> None:
        super().__init__()
        corners = [(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000), (0, 500)]
        ring = [self.node(x, y) for x, y in corners]
        self.east, self.west = ring[2], ring[5]
        self.way([*ring, ring[0]], highway="residential", name="Ring")

    def across(self, tags: Tags | None = None, *, middle: Tags | None = None, **more: str) -> int:
        """Draw a street from west to east, with tags on the node in its middle."""
        node = self.node(500, 500, **(middle or {}))
        given = {"highway": "residential", "name": "Test", **(tags or {}), **more}
        return self.way([self.west, node, self.east], given)


class Net:
    """Looks into a compiled network by street name."""

    def __init__(self, data: RoadData) -> None:
        self.data = data

    def edges(self, name: str) -> list[int]:
        if name not in self.data.strings:
            return []
        return np.flatnonzero(self.data.edge_name == self.data.strings.index(name)).tolist()

    def directions(self, name: str) -> set[str]:
        """Which ways a street may be driven: "east", "west", both, or none."""
        found = set()
        for i in self.edges(name):
            lon = self.data.node_lon
            eastwards = lon[self.data.edge_tail[i]] < lon[self.data.edge_head[i]]
            if self.data.edge_forward_ms[i] >= 0:
                found.add("east" if eastwards else "west")
            if self.data.edge_backward_ms[i] >= 0:
                found.add("west" if eastwards else "east")
        return found

    def metres(self, name: str) -> float:
        return float(self.data.edge_length_dm[self.edges(name)].sum()) / 10

    def seconds(self, name: str, towards: str = "east") -> float:
        """Duration over the whole street in one direction."""
        total = 0.0
        for i in self.edges(name):
            lon = self.data.node_lon
            eastwards = lon[self.data.edge_tail[i]] < lon[self.data.edge_head[i]]
            with_edge = eastwards == (towards == "east")
            total += (self.data.edge_forward_ms if with_edge else self.data.edge_backward_ms)[i]
        return total / 1000

    def kph(self, name: str, towards: str = "east") -> float:
        return self.metres(name) / self.seconds(name, towards) * 3.6

    def classes(self) -> set[str]:
        return {CLASSES[code] for code in self.data.edge_class}


@pytest.fixture
def sketch() -> Sketch:
    return Sketch()


@pytest.fixture
def square() -> Square:
    return Square()


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Net]:
    """Write a sketch to disk and compile it."""

    def compile_sketch(drawn: Sketch, **options: object) -> Net:
        path = drawn.write(tmp_path / "drawn.osm")
        return Net(build_network(path, **options))  # type: ignore[arg-type]

    return compile_sketch
