"""From the simplified graph to edges with exact geometry: one row per street stretch."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from routing.roads.builder.pieces import Pieces
from routing.roads.builder.raw import RawRoads
from routing.roads.builder.streets import Bools, Floats, Ints, Streets
from routing.roads.data import FLAG_BRIDGE, FLAG_BUILT_UP, FLAG_TUNNEL

_ANYWHERE_ON_EDGE = FLAG_BRIDGE | FLAG_TUNNEL


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Edges with all their points, ends included.

    ``tail`` and ``head`` are node indices as in `Pieces`, seconds are ``inf`` in forbidden
    directions; edge ``i`` has the points ``start[i]:start[i + 1]``, in degrees.
    """

    tail: Ints
    head: Ints
    way: Ints
    flags: NDArray[np.uint8]
    length_m: Floats
    seconds_along: Floats
    seconds_against: Floats
    start: Ints
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.tail)

    def take(self, order: Ints) -> Edges:
        """Give the edges of these indices, in this order."""
        index, start = ranges(self.start[:-1][order], self.start[1:][order])
        columns = {name: getattr(self, name)[order] for name in _COLUMNS}
        return Edges(**columns, start=start, lon=self.lon[index], lat=self.lat[index])


_COLUMNS = ("tail", "head", "way", "flags", "length_m", "seconds_along", "seconds_against")


def ranges(first: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Give the indices of all ranges laid end to end, and where each begins."""
    sizes = stop - first
    start = np.concatenate([[0], np.cumsum(sizes)])
    return np.arange(start[-1]) + np.repeat(first - start[:-1], sizes), start


def paired_chains(graph: nx.MultiDiGraph) -> list[list[int]]:
    """Give the pieces of each street stretch once, in the direction that is allowed.

    OSMnx gives two directed edges for a two-way stretch; they hold the same pieces in opposite
    order and sign.
    """
    found: list[list[int]] = [
        list(pieces) if isinstance(pieces, list) else [pieces]
        for _, _, pieces in graph.edges(data="piece")
    ]
    found.sort(key=lambda chain: (min(abs(p) for p in chain), chain[0] < 0, chain))
    seen: set[tuple[int, ...]] = set()
    chains = []
    for chain in found:
        mirrored = tuple(-piece for piece in reversed(chain))
        if mirrored not in seen:
            seen.add(tuple(chain))
            chains.append(chain)
    return chains


def make_edges(chains: list[list[int]], pieces: Pieces, streets: Streets, raw: RawRoads) -> Edges:
    """Lay the pieces of each chain end to end."""
    sizes = np.array([len(chain) for chain in chains], dtype=np.int64)
    signed = np.array([piece for chain in chains for piece in chain], dtype=np.int64)
    edge = np.repeat(np.arange(len(chains)), sizes)
    begin = np.cumsum(sizes) - sizes
    piece, turned = np.abs(signed) - 1, signed < 0
    tail = np.where(turned, pieces.head[piece], pieces.tail[piece])
    head = np.where(turned, pieces.tail[piece], pieces.head[piece])
    along, against = pieces.seconds_along[piece], pieces.seconds_against[piece]
    length = np.add.reduceat(pieces.length_m[piece], begin)
    built_up = np.add.reduceat(pieces.built_up_m[piece], begin) > length / 2
    flags = streets.flags[pieces.way[piece]]
    somewhere = np.bitwise_or.reduceat(flags, begin) & _ANYWHERE_ON_EDGE
    start, vertex = _points(pieces, piece, turned, edge, len(chains))
    node = streets.node[vertex]
    return Edges(
        tail=tail[begin],
        head=head[begin + sizes - 1],
        way=pieces.way[piece[begin]],
        flags=flags[begin] | somewhere | (FLAG_BUILT_UP * built_up).astype(np.uint8),
        length_m=length,
        seconds_along=np.add.reduceat(np.where(turned, against, along), begin),
        seconds_against=np.add.reduceat(np.where(turned, along, against), begin),
        start=start,
        lon=raw.node_lon[node],
        lat=raw.node_lat[node],
    )


def _points(
    pieces: Pieces, piece: Ints, turned: Bools, edge: Ints, count: int
) -> tuple[Ints, Ints]:
    """Vertices of each edge; where two pieces join, their common point comes once."""
    joined = np.append(edge[1:] == edge[:-1], [False])
    sizes = pieces.last[piece] - pieces.first[piece] + 1 - joined
    owner = np.repeat(np.arange(len(piece)), sizes)
    place = np.arange(len(owner)) - (np.cumsum(sizes) - sizes)[owner]
    vertex = np.where(
        turned[owner], pieces.last[piece][owner] - place, pieces.first[piece][owner] + place
    )
    points = np.bincount(edge, sizes, minlength=count).astype(np.int64)
    return np.concatenate([[0], np.cumsum(points)]), vertex
