"""The ways a car may use, as arrays: one row per way, one per vertex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.roads.builder import access
from routing.roads.builder.maxspeed import way_limits
from routing.roads.builder.raw import RawRoads, Tags
from routing.roads.data import CLASSES, FLAG_BRIDGE, FLAG_ROUNDABOUT, FLAG_TOLL, FLAG_TUNNEL
from routing.roads.types import OsmSourceError

EARTH_RADIUS_M = 6_371_009.0
"""The mean radius that OSMnx uses."""

UNKNOWN, OUTSIDE, INSIDE = -1, 0, 1
"""What a way's own tags say about built-up surroundings."""

_CODES = {name: code for code, name in enumerate(CLASSES)}
_UNPAVED = {
    "unpaved", "compacted", "gravel", "fine_gravel", "pebblestone", "dirt", "earth", "ground",
    "grass", "mud", "sand", "rock",
}  # fmt: skip
_PLACES = re.compile(r"^([A-Z]{1,4})\s*(\d.*)$")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Streets:
    """Ways for cars. Way columns have ``w`` rows, vertex columns ``v`` rows.

    ``start`` ``(w + 1,)`` says which vertices belong to which way; ``node`` and ``way`` are
    the node and way index of each vertex; ``x``, ``y`` its place in metres on a local plane.
    """

    node: Ints
    way: Ints
    start: Ints
    x: Floats
    y: Floats
    step_m: Floats  # to the next vertex of the same way, 0 at its end
    osm_id: Ints
    road_class: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    name: Ints
    ref: Ints
    along: Bools
    against: Bools
    limit_along: Floats
    limit_against: Floats
    surroundings: NDArray[np.int8]
    unpaved: Bools
    local: Bools
    alternating: Bools
    calmed: Bools
    strings: tuple[str, ...]
    excluded: Mapping[str, int]

    @property
    def last(self) -> Bools:
        """Mark the last vertex of each way."""
        mark = np.zeros(len(self.node), dtype=bool)
        mark[self.start[1:] - 1] = True
        return mark


def car_streets(raw: RawRoads) -> Streets:
    """Keep what a car may drive on and read its tags.

    Raises
    ------
    OsmSourceError
        There is nothing for cars.
    """
    excluded: Counter[str] = Counter()
    if raw.ferries:
        excluded["ferry"] = raw.ferries
    table = _Table()
    kept = []
    for i, tags in enumerate(raw.way_tags):
        if reason := table.add(tags):
            excluded[reason] += 1
        else:
            kept.append(i)
    if not kept:
        raise OsmSourceError(f"Aucune route ouverte aux voitures dans {raw.source['name']}.")
    return _arrays(raw, np.array(kept, dtype=np.int64), table, dict(sorted(excluded.items())))


class _Table:
    """Collects the columns of the ways, and the strings that they share."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.strings: dict[str, int] = {"": 0}

    def add(self, tags: Tags) -> str | None:
        """Add one way, or say why not."""
        if reason := access.exclusion(tags):
            return reason
        along, against = access.directions(tags)
        if not (along or against):
            return "no open direction"
        ahead, back = way_limits(tags)
        inside = ahead.built_up if ahead.built_up is not None else back.built_up
        self.rows.append((
            _CODES[tags["highway"]],
            _flags(tags),
            self._string(tags.get("name", "")),
            self._string(tidy_ref(tags.get("ref", ""))),
            along,
            against,
            ahead.kph,
            back.kph,
            UNKNOWN if inside is None else int(inside),
            tags.get("surface", "").split(":")[0] in _UNPAVED,
            access.car_access(tags) is access.Access.LOCAL,
            access.is_alternating(tags),
            tags.get("traffic_calming", "no") not in ("no", ""),
        ))  # fmt: skip
        return None

    def _string(self, text: str) -> int:
        return self.strings.setdefault(" ".join(text.split()), len(self.strings))


def tidy_ref(ref: str) -> str:
    """Write road numbers as signs do: ``D560`` → ``D 560``; several stay joined by ``;``."""
    parts = (" ".join(part.split()) for part in ref.split(";"))
    return "; ".join(_PLACES.sub(r"\1 \2", part) for part in parts if part)


def _flags(tags: Tags) -> int:
    return (
        FLAG_TOLL * access.has_toll(tags)
        | FLAG_ROUNDABOUT * access.is_roundabout(tags)
        | FLAG_BRIDGE * (tags.get("bridge", "no") != "no")
        | FLAG_TUNNEL * (tags.get("tunnel", "no") not in ("no", "culvert"))
    )


def _arrays(raw: RawRoads, kept: Ints, table: _Table, excluded: Mapping[str, int]) -> Streets:
    sizes = np.diff(raw.way_start)[kept]
    start = np.concatenate([[0], np.cumsum(sizes)])
    way = np.repeat(np.arange(len(kept)), sizes)
    vertex = np.arange(start[-1]) - start[way] + raw.way_start[kept][way]
    node = raw.way_node[vertex]
    x, y = local_plane(raw.node_lon, raw.node_lat)
    step = great_circle_m(raw.node_lon[node], raw.node_lat[node])
    step[start[1:] - 1] = 0.0
    columns = np.array(table.rows, dtype=np.float64).reshape(len(kept), -1).T
    return Streets(
        node=node, way=way, start=start, x=x[node], y=y[node], step_m=step,
        osm_id=raw.way_id[kept],
        road_class=columns[0].astype(np.uint8),
        flags=columns[1].astype(np.uint8),
        name=columns[2].astype(np.int64),
        ref=columns[3].astype(np.int64),
        along=columns[4] > 0,
        against=columns[5] > 0,
        limit_along=columns[6],
        limit_against=columns[7],
        surroundings=columns[8].astype(np.int8),
        unpaved=columns[9] > 0,
        local=columns[10] > 0,
        alternating=columns[11] > 0,
        calmed=columns[12] > 0,
        strings=tuple(table.strings),
        excluded=excluded,
    )  # fmt: skip


def local_plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Metres east and north of the middle of the points, on a plane.

    Equirectangular, true to scale along the middle latitude: good for directions, bends and
    tolerances (3 % too wide 200 km north of the middle), not for measuring roads.
    """
    if not len(lon):
        return lon, lat
    middle_lon, middle_lat = (lon.min() + lon.max()) / 2, (lat.min() + lat.max()) / 2
    metres = np.radians(1.0) * EARTH_RADIUS_M
    y = (lat - middle_lat) * metres
    return (lon - middle_lon) * metres * np.cos(np.radians(middle_lat)), y


def great_circle_m(lon: Floats, lat: Floats) -> Floats:
    """Haversine metres from each point to the next; the last gets 0."""
    if not len(lon):
        return np.zeros(0)
    phi, lam = np.radians(lat), np.radians(lon)
    half = (
        np.sin(np.diff(phi) / 2) ** 2
        + np.cos(phi[1:]) * np.cos(phi[:-1]) * np.sin(np.diff(lam) / 2) ** 2
    )
    return np.append(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1))), 0.0)
