"""Answers from the hierarchy: customise it with weights, then table, spread and find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.roads.cch.hierarchy import Hierarchy
from routing.roads.cch.labels import label_rows, meet
from routing.roads.cch.unpack import Unpacker
from routing.roads.engine import Ends, Found
from routing.roads.weights import INFINITE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

Climb = tuple[Ints, Longs, Longs]
"""Ancestors of a place from the root down, their labels, and the arcs of arrival."""

REMEMBERED = 1024
"""Climbs kept, some kilobytes each: a month goes from the same few hundred places again."""


@dataclass(frozen=True, eq=False)
class CchEngine:
    """A hierarchy with the weights of every arc, shortcuts included.

    ``up`` and ``down`` weigh each arc towards its shallower and its deeper seat; ``road_up``
    and ``road_down`` do so for single roads, before customisation.
    """

    hierarchy: Hierarchy
    up: Longs
    down: Longs
    road_up: Longs
    road_down: Longs

    @classmethod
    def customised(
        cls, hierarchy: Hierarchy, tail: Ints, head: Ints, forward: Longs, backward: Longs
    ) -> CchEngine:
        """Weigh all arcs from the packed weights of the edges, in both directions."""
        tails, heads = hierarchy.seat[tail], hierarchy.seat[head]
        road_up = np.full(len(hierarchy.arc_tail), INFINITE, dtype=np.int64)
        road_down = road_up.copy()
        proper = tails != heads
        arc = hierarchy.arcs(np.maximum(tails, heads)[proper], np.minimum(tails, heads)[proper])
        rises = (tails > heads)[proper]
        with_it, against = forward[proper], backward[proper]
        np.minimum.at(road_up, arc, np.where(rises, with_it, against))
        np.minimum.at(road_down, arc, np.where(rises, against, with_it))
        up, down = road_up.copy(), road_down.copy()
        for level in _slices(hierarchy.triangle_level)[::-1]:
            near, far = hierarchy.near[level], hierarchy.far[level]
            across = hierarchy.across[level]
            np.minimum.at(up, across, down[near] + up[far])
            np.minimum.at(down, across, down[far] + up[near])
        return cls(hierarchy, up, down, road_up, road_down)

    def table(self, origins: Ends, destinations: Ends) -> Longs:
        """Packed weight from every origin to every destination, ``INFINITE`` where no way."""
        outward = label_rows(self.hierarchy, self.up, self._seated(origins))
        inward = label_rows(self.hierarchy, self.down, self._seated(destinations))
        return meet(outward, inward)

    def spread(self, origins: Ends) -> Longs:
        """Packed weight to every node from the origin nearest to it.

        Delling, Goldberg, Nowatzyk, Werneck, *PHAST*, doi:10.1016/j.jpdc.2012.02.007.
        """
        tree = self.hierarchy
        best = np.full(len(tree.seat), INFINITE, dtype=np.int64)
        np.minimum.at(best, tree.seat[origins.nodes.ravel()], origins.weights.ravel())
        levels = _slices(tree.arc_start[tree.level])
        for arcs in levels[::-1]:
            np.minimum.at(best, tree.arc_head[arcs], best[tree.arc_tail[arcs]] + self.up[arcs])
        for arcs in levels:
            np.minimum.at(best, tree.arc_tail[arcs], best[tree.arc_head[arcs]] + self.down[arcs])
        return best[tree.seat]

    def find(self, origin: Ends, destination: Ends) -> Found | None:
        """Give the best way between two places (one row each), None where there is none."""
        start, goal = self._seated(origin), self._seated(destination)
        out_chain, out_label, out_via = self._climbed(start, rises=True)
        in_chain, in_label, in_via = self._climbed(goal, rises=False)
        shared = min(len(out_chain), len(in_chain))
        common = int((out_chain[:shared] == in_chain[:shared]).sum())
        if common == 0:
            return None
        total = out_label[:common] + in_label[:common]
        top = int(total.argmin())
        if total[top] >= INFINITE:
            return None
        rising = self._descent(out_via, top)
        falling = self._descent(in_via, top)
        seats = self._unpacker.seats(rising[::-1], falling, int(out_chain[top]))
        return Found(
            weight=int(total[top]),
            nodes=self.hierarchy.node[seats],
            first=_used_end(start, seats[0]),
            last=_used_end(goal, seats[-1]),
        )

    def _seated(self, ends: Ends) -> Ends:
        return Ends(self.hierarchy.seat[ends.nodes], ends.weights)

    def _climbed(self, ends: Ends, *, rises: bool) -> Climb:
        return self._climbs(rises, tuple(ends.nodes[0].tolist()), tuple(ends.weights[0].tolist()))

    @cached_property
    def _climbs(self) -> Callable[[bool, tuple[int, ...], tuple[int, ...]], Climb]:
        return lru_cache(REMEMBERED)(self._climb)

    @cached_property
    def _unpacker(self) -> Unpacker:
        return Unpacker(self.hierarchy, self.up, self.down, self.road_up, self.road_down)

    def _climb(self, rises: bool, seats: tuple[int, ...], weights: tuple[int, ...]) -> Climb:
        tree, weight = self.hierarchy, self.up if rises else self.down
        chain = tree.ancestors(max(seats))
        label = np.full(len(chain), INFINITE, dtype=np.int64)
        via = np.full(len(chain), -1, dtype=np.int64)
        np.minimum.at(label, tree.depth[list(seats)], weights)
        for seat in chain[::-1]:
            here = label[tree.depth[seat]]
            if here < INFINITE:
                arcs = np.arange(tree.arc_start[seat], tree.arc_start[seat + 1])
                at = tree.depth[tree.arc_head[arcs]]
                reached = here + weight[arcs]
                better = reached < label[at]
                label[at[better]] = reached[better]
                via[at[better]] = arcs[better]
        return chain, label, via

    def _descent(self, via: Longs, top: int) -> list[int]:
        """Arcs from the ancestor at depth ``top`` down to the place that climbed there."""
        arcs = []
        arc = int(via[top])
        while arc >= 0:
            arcs.append(arc)
            arc = int(via[self.hierarchy.depth[self.hierarchy.arc_tail[arc]]])
        return arcs


def _slices(bounds: Ints) -> list[slice]:
    return [slice(int(a), int(b)) for a, b in pairwise(bounds)]


def _used_end(ends: Ends, seat: int) -> int:
    """Which of the two ends (0 tail, 1 head) is ``seat``; the cheaper one if both are."""
    cost = np.where(ends.nodes[0] == seat, ends.weights[0], INFINITE)
    return int(cost.argmin())
