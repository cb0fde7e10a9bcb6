"""Named streets and numbered roads of a network, commune by commune, each with a point on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from routing.roads.data import RoadData
from routing.roads.gazetteer.towns import Towns
from routing.roads.gazetteer.words import Words, words

APART_M = 400.0
"""Pieces of one street farther apart than this are places of their own."""

_M_PER_DEGREE = 111_320.0
_NUMBERED = re.compile(r"[A-Z]{1,2} ?\d+.*")
_SEVERAL = re.compile(r"\s*[;|]\s*")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Street:
    """A street within one commune, or one of its pieces; degrees of a point on it.

    ``words`` are those of the name, ``town`` is an index into `Towns.towns`.
    """

    name: str
    words: Words
    town: int
    lon: float
    lat: float


def streets_of(data: RoadData, towns: Towns) -> tuple[Street, ...]:
    """Give one street per name, commune and group of pieces near each other.

    The commune is that of the middle of each edge: contours are known to some 50 m, and streets
    that only touch a boundary should not appear on both sides. Names that differ in case,
    accents or abbreviations only are one; the spelling with most accents stays. Numbered roads
    are not split into pieces: they are long, and the commune is all one can mean by them.
    """
    used = np.flatnonzero((data.edge_name > 0) | (data.edge_ref > 0))
    town = towns.around(_middles(data, used))
    names = _Names()
    by_name = names.keys(data.edge_name[used], data.strings, lambda name: [name])
    by_number = names.keys(data.edge_ref[used], data.strings, _road_numbers)
    return (
        *_streets(data, names, used, by_name, town, APART_M),
        *_streets(data, names, used, by_number, town, np.inf),
    )


def _road_numbers(ref: str) -> list[str]:
    """Give the numbers a road bears: « D 28;D 64 » are two, « Chemin du Rouve » is none."""
    return [part for part in _SEVERAL.split(ref) if _NUMBERED.fullmatch(part)]


class _Names:
    """Numbers names, and gives names that compare as equal the same number."""

    def __init__(self) -> None:
        self._numbers: dict[Words, int] = {}
        self.spelled: list[str] = []
        self.words: list[Words] = []

    def keys(
        self,
        string: NDArray[np.int32],
        strings: Sequence[str],
        names_in: Callable[[str], Sequence[str]],
    ) -> Ints:
        """Return numbers for the names in the strings with these indices ``(k,)``.

        The result has the shape ``(most names in a string, k)`` and -1 where there is none.
        """
        distinct, inverse = np.unique(string, return_inverse=True)
        numbers = [[self._number(name) for name in names_in(strings[i]) if name] for i in distinct]
        ranks = [np.array(rank, dtype=np.int64) for rank in zip_longest(*numbers, fillvalue=-1)]
        return np.array([rank[inverse] for rank in ranks]).reshape(len(ranks), len(string))

    def _number(self, name: str) -> int:
        spoken = words(name)
        number = self._numbers.setdefault(spoken, len(self.spelled))
        if number == len(self.spelled):
            self.spelled.append(name)
            self.words.append(spoken)
        elif name != self.spelled[number]:
            self.spelled[number] = max(self.spelled[number], name, key=_care)
        return number


def _care(name: str) -> tuple[int, bool]:
    """How carefully a name is written: accents and apostrophes, then a capital."""
    return sum(not letter.isascii() for letter in name), name[:1].isupper()


def _streets(
    data: RoadData, names: _Names, edges: Ints, keys: Ints, towns: Ints, apart_m: float
) -> list[Street]:
    """Group edges ``(k,)`` by name (``keys``, ``(names, k)``), commune and nearness."""
    rank, at = np.nonzero(keys >= 0)
    edge, key, town = edges[at], keys[rank, at], towns[at]
    if not len(edge):
        return []
    same = key * (town.max() + 2) + town + 1
    group = _groups(data, edge, same, apart_m)
    lon_lat, length = _middles(data, edge), data.edge_length_dm[edge].astype(np.float64)
    metres = np.maximum(length, 1.0)
    total = np.bincount(group, metres)
    centre = np.stack([np.bincount(group, metres * axis) / total for axis in lon_lat.T], axis=1)
    off = _planar(lon_lat - centre[group], lon_lat[:, 1])
    order = np.lexsort([np.hypot(*off.T), group])
    first = order[np.unique(group[order], return_index=True)[1]]
    named = zip(key[first].tolist(), town[first].tolist(), lon_lat[first].tolist(), strict=True)
    return [
        Street(names.spelled[number], names.words[number], where, lon, lat)
        for number, where, (lon, lat) in named
    ]


def _groups(data: RoadData, edge: Ints, same: Ints, apart_m: float) -> Ints:
    """Give one number to edges that are of one street (``same``) and near each other."""
    if np.isinf(apart_m):
        return np.asarray(np.unique(same, return_inverse=True)[1])
    ends = np.concatenate([data.edge_tail[edge], data.edge_head[edge]])
    lon_lat = np.stack([data.node_lon[ends], data.node_lat[ends]], axis=1) / 1e6
    at = np.floor(_planar(lon_lat, lon_lat[:, 1]) / (apart_m / 2)).astype(np.int64)
    at -= at.min(axis=0) - 2
    wide = int(at[:, 0].max()) + 3
    high = int(at[:, 1].max()) + 3
    cell = (np.concatenate([same, same]) * wide + at[:, 0]) * high + at[:, 1]
    distinct, inverse = np.unique(cell, return_inverse=True)
    links = [(inverse[: len(edge)], inverse[len(edge) :])]
    for step in (dx * high + dy for dx in (0, 1, 2) for dy in (-2, -1, 0, 1, 2)):
        place = np.minimum(np.searchsorted(distinct, distinct + step), len(distinct) - 1)
        near = np.flatnonzero(distinct[place] == distinct + step)
        links.append((near, place[near]))
    one, other = (np.concatenate(side) for side in zip(*links, strict=True))
    graph = coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(len(distinct),) * 2)
    group: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return np.asarray(group[inverse[: len(edge)]])


def _planar(lon_lat: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres east and north, near enough to tell neighbours."""
    scale = np.stack([np.cos(np.radians(lat)), np.ones(len(lat))], axis=1)
    metres: NDArray[np.float64] = lon_lat * _M_PER_DEGREE * scale
    return metres


def _middles(data: RoadData, edge: Ints) -> NDArray[np.float64]:
    """Degrees ``(k, 2)`` of a point of each edge: its middle corner, or half-way when straight."""
    first, last = data.shape_offset[edge], data.shape_offset[edge + 1]
    ends = data.edge_tail[edge], data.edge_head[edge]
    axes = []
    for node, bend in ((data.node_lon, data.shape_lon), (data.node_lat, data.shape_lat)):
        half = (node[ends[0]].astype(np.float64) + node[ends[1]]) / 2
        bent = np.flatnonzero(last > first)
        half[bent] = bend[(first[bent] + last[bent]) // 2]
        axes.append(half / 1e6)
    return np.stack(axes, axis=1)
