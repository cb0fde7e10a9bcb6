"""The part of the hierarchy that does not depend on weights: nodes, arcs, triangles.

Nodes get a *place* in the elimination tree: 0 is a root, ancestors come before descendants and
nodes of one depth are consecutive. Every arc joins a node to one of its ancestors, and all
ancestors joined to one node are joined to each other. So everything can be computed depth by
depth, with a few NumPy calls per depth and no compiled code of our own.

Dibbelt, Strasser, Wagner, *Customizable Contraction Hierarchies*, doi:10.1145/2886843.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Arcs and triangles over ``n`` nodes; build it with :func:`contract`.

    Parameters
    ----------
    seat
        ``(n,)`` place in the elimination tree of each network node.
    node
        ``(n,)`` the inverse: network node by seat.
    depth
        ``(n,)`` distance to the root, by seat; ascending.
    arc_tail, arc_head
        ``(m,)`` seats, sorted by tail, then head; ``arc_head < arc_tail``.
    arc_start
        ``(n + 1,)``: the arcs of seat ``s`` are ``arc_start[s]:arc_start[s + 1]``.
    level
        ``(d + 1,)`` seats: depth ``i`` holds ``level[i]:level[i + 1]``.
    near, far, across
        ``(t,)`` arcs of each triangle: from the deepest seat to the middle one, to the
        shallowest one, and between these two; sorted by the deepest seat.
    triangle_level
        ``(d + 1,)``: like ``level``, for the triangles by depth of their deepest seat.
    by_across, across_start
        Triangles sorted by ``across``: those of arc ``a`` are
        ``by_across[across_start[a]:across_start[a + 1]]``.
    """

    seat: Ints
    node: Ints
    depth: Ints
    arc_tail: Ints
    arc_head: Ints
    arc_start: Ints
    level: Ints
    near: Ints
    far: Ints
    across: Ints
    triangle_level: Ints
    by_across: Ints
    across_start: Ints

    def arcs(self, tail: Ints, head: Ints) -> Longs:
        """Find the arcs between pairs of seats that are joined, deeper seat first."""
        return _find(self.arc_tail, self.arc_head, tail, head, len(self.seat))

    def triangles_above(self, arc: int) -> Ints:
        """Triangles that offer a way round the arc through a deeper seat."""
        return self.by_across[self.across_start[arc] : self.across_start[arc + 1]]

    def ancestors(self, seat: int) -> Ints:
        """Seats from the root down to ``seat`` itself."""
        chain_up = [seat]
        while self.arc_start[seat] < self.arc_start[seat + 1]:
            # the deepest neighbour is the parent, and it is the last of the row
            seat = int(self.arc_head[self.arc_start[seat + 1] - 1])
            chain_up.append(seat)
        return np.array(chain_up[::-1], dtype=np.int32)


def contract(order: Ints, tail: Ints, head: Ints) -> Hierarchy:
    """Build the hierarchy of a network.

    Parameters
    ----------
    order
        ``(n,)`` nodes from least to most important.
    tail, head
        ``(e,)`` nodes of the edges, whichever way they may be driven.
    """
    count = len(order)
    rank = np.empty(count, dtype=np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    low, high, parent = _eliminate(count, rank[tail], rank[head])
    depth = _depths(parent)
    by_depth = np.lexsort((-np.arange(count), depth)).astype(np.int32)
    seat = np.empty(count, dtype=np.int32)
    seat[by_depth] = np.arange(count, dtype=np.int32)
    arc_tail, arc_head = seat[low], seat[high]
    by_tail = np.lexsort((arc_head, arc_tail))
    arc_tail, arc_head = arc_tail[by_tail], arc_head[by_tail]
    level = np.searchsorted(depth[by_depth], np.arange(depth.max(initial=-1) + 2))
    near, far, across, corner = _triangles(arc_tail, arc_head, count)
    by_across = np.argsort(across, kind="stable").astype(np.int32)
    across_start = np.searchsorted(across[by_across], np.arange(len(arc_tail) + 1))
    return Hierarchy(
        seat=seat[rank],
        node=order[by_depth].astype(np.int32),
        depth=depth[by_depth],
        arc_tail=arc_tail,
        arc_head=arc_head,
        arc_start=np.searchsorted(arc_tail, np.arange(count + 1)).astype(np.int32),
        level=level.astype(np.int32),
        near=near,
        far=far,
        across=across,
        triangle_level=np.searchsorted(corner, level).astype(np.int32),
        by_across=by_across,
        across_start=across_start.astype(np.int32),
    )


def _eliminate(count: int, tail: Ints, head: Ints) -> tuple[Ints, Ints, list[int]]:
    """Take the nodes away by rank, joining what each leaves behind: arcs and tree parents."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    by_low = np.argsort(low, kind="stable")
    bounds = np.searchsorted(low[by_low], np.arange(count + 1)).tolist()
    targets = high[by_low].tolist()
    above = [set(targets[bounds[i] : bounds[i + 1]]) for i in range(count)]
    parent = [-1] * count
    for node, around in enumerate(above):
        around.discard(node)
        if around:
            parent[node] = heir = min(around)
            above[heir] |= around  # the heir itself is discarded in its own turn
    sizes = [len(around) for around in above]
    heads = np.fromiter(chain.from_iterable(above), dtype=np.int32, count=sum(sizes))
    return np.repeat(np.arange(count, dtype=np.int32), sizes), heads, parent


def _depths(parent: list[int]) -> Ints:
    """Distance of every rank to its root; a parent has a higher rank than its children."""
    depth = [0] * len(parent)
    for node in range(len(parent) - 1, -1, -1):
        if parent[node] >= 0:
            depth[node] = depth[parent[node]] + 1
    return np.array(depth, dtype=np.int32)


def _triangles(tail: Ints, head: Ints, count: int) -> tuple[Ints, Ints, Ints, Ints]:
    """All triples of arcs that join three seats, sorted by their deepest seat (the corner)."""
    degree = np.bincount(tail, minlength=count)
    start = np.cumsum(degree) - degree
    nears, fars = [], []
    for size in np.unique(degree[degree > 1]):
        first = start[degree == size][:, None]
        shallow, deep = np.triu_indices(size, 1)
        nears.append((first + deep).ravel())
        fars.append((first + shallow).ravel())
    near = np.concatenate([*nears, []]).astype(np.int32)
    far = np.concatenate([*fars, []]).astype(np.int32)
    by_corner = np.argsort(tail[near], kind="stable")
    near, far = near[by_corner], far[by_corner]
    across = _find(tail, head, head[near], head[far], count).astype(np.int32)
    return near, far, across, tail[near]


def _find(arc_tail: Ints, arc_head: Ints, tail: Ints, head: Ints, count: int) -> Longs:
    keys = arc_tail.astype(np.int64) * count + arc_head
    wanted = tail.astype(np.int64) * count + head
    return np.searchsorted(keys, wanted).astype(np.int64)
