"""Edges put in order: no loops, no twins, numbered so that neighbours stay close."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from routing.roads.builder.edges import Edges, ranges
from routing.roads.builder.streets import EARTH_RADIUS_M, Floats, Ints

Micro = NDArray[np.int32]


def without_loops(edges: Edges) -> Edges:
    """Split edges that return to their own start at their middle point.

    No way leads through them, but people live there: both halves stay for snapping. A loop
    without an inner point is dropped.
    """
    loop = edges.tail == edges.head
    edges = _split(edges, np.flatnonzero(loop & (np.diff(edges.start) >= 3)))
    return edges.take(np.flatnonzero(edges.tail != edges.head))


def _split(edges: Edges, loop: Ints) -> Edges:
    """Cut these edges at their middle point; the second halves come last."""
    if not len(loop):
        return edges
    fresh = int(max(edges.tail.max(), edges.head.max())) + 1 + np.arange(len(loop))
    begin, end = edges.start[loop], edges.start[loop + 1]
    middle = (begin + end) // 2
    run = np.append(0.0, np.cumsum(_steps_m(edges.lon, edges.lat)))
    share = (run[middle] - run[begin]) / np.maximum(run[end - 1] - run[begin], 1e-9)

    def parts(values: Floats) -> Floats:
        firsts = values.copy()
        firsts[loop] *= share
        return np.concatenate([firsts, values[loop] * (1 - share)])

    heads = edges.head.copy()
    heads[loop] = fresh
    stop = edges.start[1:].copy()
    stop[loop] = middle + 1
    index, start = ranges(np.concatenate([edges.start[:-1], middle]), np.concatenate([stop, end]))
    return Edges(
        tail=np.concatenate([edges.tail, fresh]),
        head=np.concatenate([heads, edges.head[loop]]),
        way=np.append(edges.way, edges.way[loop]),
        flags=np.append(edges.flags, edges.flags[loop]),
        length_m=parts(edges.length_m),
        seconds_along=parts(edges.seconds_along),
        seconds_against=parts(edges.seconds_against),
        start=start,
        lon=edges.lon[index],
        lat=edges.lat[index],
    )


def _steps_m(lon: Floats, lat: Floats) -> Floats:
    """Metres from each point to the next, roughly (for shares of a length only)."""
    x = np.diff(lon) * np.cos(np.radians(lat[:-1]))
    return np.asarray(np.hypot(x, np.diff(lat)) * np.radians(1.0) * EARTH_RADIUS_M)


def without_twins(edges: Edges) -> Edges:
    """Of roads drawn twice over each other, open in the same directions, keep the fastest."""
    turned = edges.tail > edges.head
    up = np.where(turned, edges.seconds_against, edges.seconds_along)
    down = np.where(turned, edges.seconds_along, edges.seconds_against)
    traits = np.stack([
        np.minimum(edges.tail, edges.head), np.maximum(edges.tail, edges.head),
        np.isfinite(up), np.isfinite(down), np.diff(edges.start),
        *(np.add.reduceat(micro(x).astype(np.int64), edges.start[:-1])
          for x in (edges.lon, edges.lat)),
    ])  # fmt: skip
    order = np.lexsort((down, up, *traits))
    fresh = np.any(np.diff(traits[:, order], axis=1) != 0, axis=0)
    return edges.take(np.sort(order[np.append([True], fresh)[: len(order)]]))


def numbered(edges: Edges) -> tuple[Edges, Micro, Micro]:
    """Give nodes numbers along a Z-order curve and sort edges by their ends.

    A two-way edge starts at its lower node, a one-way edge where driving starts.

    Returns
    -------
    The edges, and longitude and latitude of their nodes in microdegrees.
    """
    ends = np.concatenate([edges.tail, edges.head])
    at = np.concatenate([edges.start[:-1], edges.start[1:] - 1])
    old, first, compact = np.unique(ends, return_index=True, return_inverse=True)
    lon, lat = micro(edges.lon[at[first]]), micro(edges.lat[at[first]])
    order = np.lexsort((old, z_order(lon, lat)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    number = rank[compact]
    edges = _oriented(replace(edges, tail=number[: len(edges)], head=number[len(edges) :]))
    edges = edges.take(np.lexsort((edges.length_m, edges.head, edges.tail)))
    return edges, lon[order], lat[order]


def _oriented(edges: Edges) -> Edges:
    both = np.isfinite(edges.seconds_along) & np.isfinite(edges.seconds_against)
    turn = np.where(both, edges.tail > edges.head, np.isinf(edges.seconds_along))
    owner = np.repeat(np.arange(len(edges)), np.diff(edges.start))
    here = np.arange(len(owner))
    mirrored = edges.start[:-1][owner] + edges.start[1:][owner] - 1 - here
    index = np.where(turn[owner], mirrored, here)
    return replace(
        edges,
        tail=np.where(turn, edges.head, edges.tail),
        head=np.where(turn, edges.tail, edges.head),
        seconds_along=np.where(turn, edges.seconds_against, edges.seconds_along),
        seconds_against=np.where(turn, edges.seconds_along, edges.seconds_against),
        lon=edges.lon[index],
        lat=edges.lat[index],
    )


def z_order(lon: Micro, lat: Micro) -> NDArray[np.uint64]:
    """Interleave the bits of two coordinates, so that neighbours get close numbers."""
    code = np.zeros(len(lon), dtype=np.uint64)
    if not len(lon):
        return code
    one = np.uint64(1)
    for shift, values in enumerate((lon, lat)):
        bits = (values.astype(np.int64) - int(values.min())).astype(np.uint64)
        for bit in range(29):  # 360° in microdegrees
            code |= ((bits >> np.uint64(bit)) & one) << np.uint64(2 * bit + shift)
    return code


def micro(degrees: Floats) -> Micro:
    """Round degrees to integer microdegrees."""
    return np.rint(degrees * 1e6).astype(np.int32)
