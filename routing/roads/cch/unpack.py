"""From arcs of the hierarchy back to roads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from routing.roads.cch.hierarchy import Hierarchy

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


REMEMBERED = 16384
"""Shortcuts kept: most ways of a month share the main roads."""


@dataclass(frozen=True, eq=False)
class Unpacker:
    """Replaces shortcuts by the two arcs below them until only roads are left."""

    hierarchy: Hierarchy
    up: Longs
    down: Longs
    road_up: Longs
    road_down: Longs

    def seats(self, rising: list[int], falling: list[int], top: int) -> Ints:
        """Seats along a way that climbs ``rising`` to the seat ``top`` and goes down ``falling``.

        Both lists are in driving order.
        """
        tree = self.hierarchy
        start = int(tree.arc_tail[rising[0]]) if rising else top
        seats = [start]
        stack = [(arc, False) for arc in falling[::-1]] + [(arc, True) for arc in rising[::-1]]
        while stack:
            arc, rises = stack.pop()
            weights, roads = (self.up, self.road_up) if rises else (self.down, self.road_down)
            if weights[arc] == roads[arc]:
                seats.append(int(tree.arc_head[arc] if rises else tree.arc_tail[arc]))
            else:
                first, second = self._halves(arc, rises)
                stack += [(second, True), (first, False)]
        return np.array(seats, dtype=np.int32)

    @cached_property
    def _halves(self) -> Callable[[int, bool], tuple[int, int]]:
        return lru_cache(REMEMBERED)(self._split)

    def _split(self, arc: int, rises: bool) -> tuple[int, int]:
        """Give the two arcs that a shortcut stands for: down to a deeper seat, then up again."""
        tree = self.hierarchy
        below = tree.triangles_above(arc)
        first, second = tree.near[below], tree.far[below]
        if not rises:
            first, second = second, first
        total = self.up[arc] if rises else self.down[arc]
        at = int(np.flatnonzero(self.down[first] + self.up[second] == total)[0])
        return int(first[at]), int(second[at])
