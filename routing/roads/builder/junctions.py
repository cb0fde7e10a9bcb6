"""What meets at each crossing, and who has to slow down or wait there.

An arm is one way leaving a node. A car that arrives by an arm goes straight on where another
arm of the same rank continues its direction. Arms of higher rank have priority; between
equals there is priority to the right; a roundabout has priority over what enters it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from routing.roads.builder.access import is_gate
from routing.roads.builder.raw import Tags
from routing.roads.builder.streets import Bools, Floats, Ints, Streets
from routing.roads.data import CLASSES, FLAG_ROUNDABOUT
from routing.roads.speed import SpeedModel

_RANKS = {
    "motorway": 9.0, "trunk": 8.0, "primary": 7.0, "secondary": 6.0, "tertiary": 5.0,
    "unclassified": 3.0, "residential": 3.0, "road": 3.0, "living_street": 2.0, "service": 1.0,
}  # fmt: skip
_LINK_RANK = 4.5
"""Slip roads give way to every classified road, and side streets give way to them."""
_RANK = np.array([_RANKS.get(name, _LINK_RANK) for name in CLASSES])
_SERVICE_RANK = _RANKS["service"]
_FAST = np.array([name.split("_")[0] in ("motorway", "trunk") for name in CLASSES])
_MERGES_WITHOUT_STOP = 8.0
_STRAIGHT = np.radians(45.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrivals:
    """Per vertex: greatest speed (km/h, ``inf`` if free) and wait (s) on arriving there.

    ``along`` is for cars that follow the way's direction, ``against`` for the others.
    """

    kph_along: Floats
    kph_against: Floats
    wait_along: Floats
    wait_against: Floats


def arrivals(
    streets: Streets, node_tags: Mapping[int, Tags], built_up: Bools, model: SpeedModel
) -> Arrivals:
    """Work out speed and wait at every vertex of every way.

    Parameters
    ----------
    streets
        The ways.
    node_tags
        Signs, lights and obstacles by node.
    built_up
        ``(v,)`` whether the step to the next vertex runs between houses.
    model
        Gives speeds and waits.
    """
    count = len(streets.node)
    kph = np.full((2, count), np.inf)
    wait = np.zeros((2, count))
    arms = _arms(streets)
    if len(arms.vertex):
        between_houses = built_up[arms.vertex - (1 - arms.side)]
        arm_kph, arm_wait = _rules(arms, streets, between_houses, model)
        kph[arms.side, arms.vertex] = arm_kph
        wait[arms.side, arms.vertex] = arm_wait
    _add_signs(streets, node_tags, model, kph, wait)
    _add_alternating(streets, model, wait)
    return Arrivals(kph_along=kph[0], kph_against=kph[1], wait_along=wait[0], wait_against=wait[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Arms:
    """Arms at nodes with three or more of them, sorted by node.

    ``side`` 0: the way comes from its previous vertex (a car arrives along the way);
    1: from its next vertex (a car arrives against it).
    """

    vertex: Ints
    side: Ints
    node: Ints
    rank: Floats
    bearing: Floats
    arrives: Bools
    leaves: Bools
    circle: Bools


def _arms(streets: Streets) -> _Arms:
    every = np.arange(len(streets.node))
    first = np.zeros(len(every), dtype=bool)
    first[streets.start[:-1]] = True
    before, after = every[~first], every[~streets.last]
    vertex = np.concatenate([before, after])
    side = np.repeat([0, 1], [len(before), len(after)])
    meets = np.bincount(streets.node[vertex], minlength=1) >= 3
    vertex, side = vertex[meets[streets.node[vertex]]], side[meets[streets.node[vertex]]]
    order = np.lexsort((side, vertex, streets.node[vertex]))
    vertex, side = vertex[order], side[order]
    other = np.where(side == 0, vertex - 1, vertex + 1)
    way = streets.way[vertex]
    along, against = streets.along[way], streets.against[way]
    return _Arms(
        vertex=vertex,
        side=side,
        node=streets.node[vertex],
        rank=_RANK[streets.road_class[way]],
        bearing=np.arctan2(
            streets.y[other] - streets.y[vertex], streets.x[other] - streets.x[vertex]
        ),
        arrives=np.where(side == 0, along, against),
        leaves=np.where(side == 0, against, along),
        circle=(streets.flags[way] & FLAG_ROUNDABOUT) > 0,
    )


def _rules(
    arms: _Arms, streets: Streets, between_houses: Bools, model: SpeedModel
) -> tuple[Floats, Floats]:
    """Speed and wait on arriving by each arm."""
    own, other, first_pair = _pairs(arms.node)
    turn = np.abs(_wrapped(arms.bearing[other] - arms.bearing[own] - np.pi))
    same = arms.rank[other] == arms.rank[own]
    goes_on = (own != other) & arms.leaves[other] & same & (turn < _STRAIGHT)
    turn = np.where(goes_on, turn, np.inf)
    straightest = np.minimum.reduceat(turn, first_pair)
    partner = goes_on & (turn == straightest[own])
    rival = (own != other) & arms.arrives[other] & ~partner
    rival_rank = np.where(rival, arms.rank[other], -1.0)
    top = np.maximum.reduceat(rival_rank, first_pair)
    equals = np.add.reduceat((rival & same).astype(np.int64), first_pair)
    at_circle = np.logical_or.reduceat(arms.circle[other], first_pair)
    fast = _FAST[streets.road_class[streets.way[arms.vertex]]]

    merges = fast & (top >= _MERGES_WITHOUT_STOP)
    gives_way = (top > arms.rank) & ~merges
    # on the bar of a T the stem waits; at a crossroads of equals everybody looks right
    level = (top == arms.rank) & ~fast & ((equals >= 2) | np.isinf(straightest))
    enters = at_circle & ~arms.circle
    passes = between_houses & (top > _SERVICE_RANK) & ~fast
    rules = [arms.circle, enters, gives_way, level, passes]
    speeds = [np.inf, model.roundabout_kph, model.give_way_kph, model.equal_kph, np.inf]
    waits = [0.0, model.roundabout_s, model.give_way_s, model.equal_s, model.side_street_s]
    return np.select(rules, speeds, np.inf), np.select(rules, waits, 0.0)


def _pairs(node: Ints) -> tuple[Ints, Ints, Ints]:
    """All ordered pairs of rows with the same (sorted) node, and where each row's begin."""
    begins = np.flatnonzero(np.diff(node, prepend=-1))
    sizes = np.diff(np.append(begins, len(node)))
    size_of, begin_of = np.repeat(sizes, sizes), np.repeat(begins, sizes)
    own = np.repeat(np.arange(len(node)), size_of)
    first_pair = np.cumsum(size_of) - size_of
    other = np.arange(len(own)) - first_pair[own] + begin_of[own]
    return own, other, first_pair


def _wrapped(angle: Floats) -> Floats:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi)


# --- signs and obstacles on nodes ---------------------------------------------------------


def _add_signs(
    streets: Streets, node_tags: Mapping[int, Tags], model: SpeedModel, kph: Floats, wait: Floats
) -> None:
    if not node_tags:
        return
    tagged = np.zeros(int(streets.node.max(initial=0)) + 1, dtype=bool)
    tagged[[node for node in node_tags if node < len(tagged)]] = True
    for vertex in np.flatnonzero(tagged[streets.node]):
        tags = node_tags[int(streets.node[vertex])]
        bound, seconds = _sign(tags, model)
        if bound == np.inf and not seconds:
            continue
        for side in _sides(tags):
            if tags.get("highway") == "traffic_signals":
                kph[side, vertex], wait[side, vertex] = np.inf, 0.0  # lights replace priority
            kph[side, vertex] = min(kph[side, vertex], bound)
            wait[side, vertex] = max(wait[side, vertex], seconds)


def _sign(tags: Tags, model: SpeedModel) -> tuple[float, float]:
    """Speed and wait at a node, from its own tags alone."""
    bound, seconds = np.inf, 0.0
    match tags.get("highway"):
        case "traffic_signals":
            seconds = model.signal_s
        case "stop":
            bound, seconds = model.give_way_kph, model.stop_s
        case "give_way":
            bound, seconds = model.give_way_kph, model.give_way_s
        case "mini_roundabout":
            bound, seconds = model.roundabout_kph, model.roundabout_s
    if tags.get("railway") == "level_crossing":
        seconds = max(seconds, model.crossing_gate_s)
    if tags.get("barrier") == "toll_booth":
        bound, seconds = model.give_way_kph, model.toll_booth_s
    if is_gate(tags):
        bound, seconds = model.give_way_kph, model.gate_s
    if tags.get("traffic_calming", "no") not in ("no", "island", "painted_island"):
        bound = min(bound, model.calming_kph)
    return bound, seconds


def _sides(tags: Tags) -> tuple[int, ...]:
    """Give the directions a sign faces: 0 along the way, 1 against it, both if unsaid."""
    keys = ("direction", "traffic_signals:direction", "traffic_sign:direction")
    facing = {tags[key] for key in keys if key in tags}
    if facing == {"forward"}:
        return (0,)
    return (1,) if facing == {"backward"} else (0, 1)


def _add_alternating(streets: Streets, model: SpeedModel, wait: Floats) -> None:
    """Either direction waits once; it is counted where the car leaves the way."""
    ways = np.flatnonzero(streets.alternating)
    wait[0, streets.start[ways + 1] - 1] += model.alternating_s
    wait[1, streets.start[ways]] += model.alternating_s
