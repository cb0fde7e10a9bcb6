"""Tables of ways: label every place with its ancestors, then meet at common ones.

A label row holds, by depth, the weight between a place and each of its ancestors in the
elimination tree. Every way goes up to some common ancestor and down again, so an entry of the
table is the least sum of two rows over the depths where their ancestors agree
(Abraham, Delling, Goldberg, Werneck, doi:10.1007/978-3-642-20662-7_20; the tree version in
Ouyang et al., doi:10.1145/3183713.3196913).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from routing.roads.cch.hierarchy import Hierarchy
from routing.roads.engine import Ends
from routing.roads.weights import INFINITE

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

ENDS: tuple[Literal["left"], Literal["right"]] = ("left", "right")

SMALL = 64
"""Blocks of at most this many pairs are met in one go over all remaining depths."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """``weight`` and ``ancestor`` by place and depth, ``(k, d)``; INFINITE and -1 past the end."""

    weight: Longs
    ancestor: Ints

    def at(self, rows: NDArray[np.intp]) -> Labels:
        """Keep the given rows, in the given order."""
        return Labels(self.weight[rows], self.ancestor[rows])


def label_rows(tree: Hierarchy, weight: Longs, ends: Ends) -> Labels:
    """Label places, given by seats; ``weight`` of the arcs is ``up`` (out) or ``down`` (in)."""
    needed = _with_ancestors(tree, ends.nodes)
    row = np.full(len(tree.seat), -1, dtype=np.int32)
    row[needed] = np.arange(len(needed), dtype=np.int32)
    label, ancestor = _seat_labels(tree, weight, needed, row)
    start = row[ends.nodes]
    first = label[start[:, 0]] + ends.weights[:, :1]
    second = label[start[:, 1]] + ends.weights[:, 1:]
    joined = np.minimum(np.minimum(first, second), INFINITE)
    return Labels(joined, ancestor[row[ends.nodes.max(axis=1)]])


def _with_ancestors(tree: Hierarchy, seats: Ints) -> Ints:
    """All seats given and all their ancestors, ascending."""
    wanted = np.zeros(len(tree.seat), dtype=bool)
    frontier = np.unique(seats)
    while len(frontier):
        wanted[frontier] = True
        last = tree.arc_start[frontier + 1]
        has_parent = tree.arc_start[frontier] < last
        parents = np.unique(tree.arc_head[last[has_parent] - 1])
        frontier = parents[~wanted[parents]]
    return np.flatnonzero(wanted).astype(np.int32)


def _seat_labels(tree: Hierarchy, weight: Longs, needed: Ints, row: Ints) -> tuple[Longs, Ints]:
    """Label rows of the needed seats, from the root down: a seat copies from its neighbours."""
    depth = tree.depth[needed]
    width = int(depth[-1]) + 1 if len(needed) else 0
    label = np.full((len(needed), width), INFINITE, dtype=np.int64)
    ancestor = np.full((len(needed), width), -1, dtype=np.int32)
    every = np.arange(len(needed))
    label[every, depth] = 0
    ancestor[every, depth] = needed
    bounds = np.searchsorted(depth, np.arange(width + 1))
    for d in range(1, width):
        rows = every[bounds[d] : bounds[d + 1]]
        first, last = tree.arc_start[needed[rows]], tree.arc_start[needed[rows] + 1]
        sizes = last - first
        starts = np.cumsum(sizes) - sizes
        arcs = np.repeat(first - starts, sizes) + np.arange(sizes.sum())
        heads = row[tree.arc_head[arcs]]
        reached = label[heads, :d] + weight[arcs][:, None]
        label[rows, :d] = np.minimum(np.minimum.reduceat(reached, starts, axis=0), INFINITE)
        parents = row[tree.arc_head[last - 1]]
        ancestor[rows, :d] = ancestor[parents, :d]
    return label, ancestor


def meet(outward: Labels, inward: Labels) -> Longs:
    """Least sum over common ancestors for every pair of rows."""
    # equal ancestors are neighbours after sorting, so groups are slices
    out_order, in_order = _sorted_rows(outward.ancestor), _sorted_rows(inward.ancestor)
    table = np.full((len(out_order), len(in_order)), INFINITE, dtype=np.int64)
    _meet_sorted(outward.at(out_order), inward.at(in_order), table)
    result = np.empty_like(table)
    result[np.ix_(out_order, in_order)] = table
    return result


def _sorted_rows(ancestor: Ints) -> NDArray[np.intp]:
    return np.lexsort(ancestor.T[::-1]) if ancestor.size else np.arange(len(ancestor))


def _meet_sorted(outward: Labels, inward: Labels, table: Longs) -> None:
    depths = min(outward.ancestor.shape[1], inward.ancestor.shape[1])
    stack = [(0, slice(0, len(outward.ancestor)), slice(0, len(inward.ancestor)))]
    while stack:
        depth, rows, columns = stack.pop()
        if depth == depths:
            continue
        for group_rows, group_columns in _groups(
            outward.ancestor[rows, depth], inward.ancestor[columns, depth]
        ):
            r = slice(rows.start + group_rows.start, rows.start + group_rows.stop)
            c = slice(columns.start + group_columns.start, columns.start + group_columns.stop)
            block = table[r, c]
            if block.size <= SMALL:
                _meet_small(outward, inward, depth, r, c, block)
                continue
            through = outward.weight[r, depth][:, None] + inward.weight[c, depth][None, :]
            np.minimum(block, through, out=block)
            stack.append((depth + 1, r, c))


def _meet_small(
    outward: Labels, inward: Labels, depth: int, rows: slice, columns: slice, block: Longs
) -> None:
    """All depths from ``depth`` on at once; past the last common one, ancestors differ."""
    width = min(outward.weight.shape[1], inward.weight.shape[1])
    left, right = outward.ancestor[rows, depth:width], inward.ancestor[columns, depth:width]
    same = (left[:, None] == right[None, :]) & (left[:, None] >= 0)
    total = outward.weight[rows, None, depth:width] + inward.weight[None, columns, depth:width]
    np.minimum(block, np.where(same, total, INFINITE).min(axis=2), out=block)


def _groups(left: Ints, right: Ints) -> list[tuple[slice, slice]]:
    """Pair the runs of equal non-negative values of two ascending arrays."""
    if left[0] == left[-1] == right[0] == right[-1] >= 0:
        return [(slice(0, len(left)), slice(0, len(right)))]
    values = np.intersect1d(left, right)
    values = values[values >= 0]
    bounds = [np.searchsorted(side, values, how) for side in (left, right) for how in ENDS]
    return [
        (slice(int(a), int(b)), slice(int(c), int(d))) for a, b, c, d in zip(*bounds, strict=True)
    ]
