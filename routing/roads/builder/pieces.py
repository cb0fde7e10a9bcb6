"""Ways cut at their crossings: the smallest stretches on which nothing turns off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from routing.roads.builder.streets import Bools, Floats, Ints, Streets
from routing.roads.data import CLASSES

_SERVICE = CLASSES.index("service")
_MOTORWAYS = tuple(CLASSES.index(name) for name in ("motorway", "motorway_link"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Stretches of way from node to node; ``p`` rows.

    ``first`` and ``last`` are vertex indices of the streets. Node indices from
    ``plain_nodes`` on stand for copies, made where a barrier cuts a road.
    Seconds are ``inf`` in forbidden directions.
    """

    first: Ints
    last: Ints
    way: Ints
    tail: Ints
    head: Ints
    length_m: Floats
    seconds_along: Floats
    seconds_against: Floats
    built_up_m: Floats
    plain_nodes: int

    def __len__(self) -> int:
        return len(self.first)

    @property
    def nodes(self) -> int:
        """Upper bound of the node indices, copies included."""
        return int(max(self.tail.max(initial=-1), self.head.max(initial=-1))) + 1

    def take(self, kept: Bools) -> Pieces:
        """Give the pieces that a mask keeps."""
        names = (
            "first", "last", "way", "tail", "head", "length_m",
            "seconds_along", "seconds_against", "built_up_m",
        )  # fmt: skip
        return replace(self, **{name: getattr(self, name)[kept] for name in names})


def cut_streets(
    streets: Streets, blocked: Bools, built_up: Bools, along: Floats, against: Floats
) -> Pieces:
    """Cut ways wherever two of them meet, and through every barrier that stops cars.

    Parameters
    ----------
    streets
        The ways.
    blocked
        Per node: no car passes here; the road ends on both sides.
    built_up, along, against
        Per vertex, of the step to the next: between houses, and seconds in each direction.
    """
    meets = (np.bincount(streets.node, minlength=len(blocked)) > 1) | blocked
    cut = meets[streets.node]
    cut[streets.start[:-1]] = True
    cut[streets.last] = True
    at = np.flatnonzero(cut)
    begins = ~streets.last[at]
    first = at[begins]
    last = at[np.flatnonzero(begins) + 1]
    way = streets.way[first]
    total = {
        name: np.append(0.0, np.cumsum(values))
        for name, values in (
            ("length", streets.step_m), ("along", along), ("against", against),
            ("built_up", np.where(built_up, streets.step_m, 0.0)),
        )
    }  # fmt: skip
    sums = {name: values[last] - values[first] for name, values in total.items()}
    pieces = Pieces(
        first=first,
        last=last,
        way=way,
        tail=streets.node[first],
        head=streets.node[last],
        length_m=sums["length"],
        seconds_along=np.where(streets.along[way], sums["along"], np.inf),
        seconds_against=np.where(streets.against[way], sums["against"], np.inf),
        built_up_m=sums["built_up"],
        plain_nodes=len(blocked),
    )
    return _detached(pieces, blocked[pieces.tail], blocked[pieces.head])


def _detached(pieces: Pieces, at_tail: Bools, at_head: Bools) -> Pieces:
    """Give the marked piece ends a node of their own, so that nothing passes there."""
    fresh, cut_tails = pieces.nodes, int(at_tail.sum())
    fresh = max(fresh, pieces.plain_nodes)
    tail, head = pieces.tail.copy(), pieces.head.copy()
    tail[at_tail] = fresh + np.arange(cut_tails)
    head[at_head] = fresh + cut_tails + np.arange(int(at_head.sum()))
    return replace(pieces, tail=tail, head=head)


def close_rest_areas(pieces: Pieces, streets: Streets) -> tuple[Pieces, int]:
    """Cut service roads off the motorway where they also reach the ordinary network.

    Rest areas have back gates for staff. Where their ``access`` tags are missing, a route
    would leave the motorway through them; no public way leads there. Rest areas that touch
    the motorway only stay as they are.

    Returns
    -------
    The pieces, and how many service roads were cut.
    """
    road_class = streets.road_class[pieces.way]
    service = road_class == _SERVICE
    motorway = np.isin(road_class, _MOTORWAYS)
    size = pieces.nodes
    on_motorway = _touched(pieces, motorway, size)
    on_ordinary = _touched(pieces, ~service & ~motorway, size)
    on_motorway &= ~on_ordinary
    label = _components(pieces, service, size)
    reaches_both = np.zeros(size, dtype=bool)
    reaches_both[np.intersect1d(label[on_motorway], label[on_ordinary])] = True
    suspect = service & reaches_both[label[pieces.tail]]
    at_tail, at_head = suspect & on_motorway[pieces.tail], suspect & on_motorway[pieces.head]
    return _detached(pieces, at_tail, at_head), int((at_tail | at_head).sum())


def _touched(pieces: Pieces, chosen: Bools, size: int) -> Bools:
    mark = np.zeros(size, dtype=bool)
    mark[pieces.tail[chosen]] = True
    mark[pieces.head[chosen]] = True
    return mark


def _components(pieces: Pieces, chosen: Bools, size: int) -> Ints:
    """Label nodes by what connects them over the chosen pieces."""
    tail, head = pieces.tail[chosen], pieces.head[chosen]
    links = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)
