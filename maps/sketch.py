"""A small vector map of one round for paper: black, grey and white, no tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.backdrop import main_roads, read_communes
from maps.directions import directions
from maps.label_space import Box, LabelSpace
from maps.views import RoundView
from routing.planning.territory import Commune, Territory
from routing.roads.data import RoadData
from routing.roads.types import Leg

_SMALLEST_KM = 4.0  # a round inside one village still shows its surroundings
_PADDING = 0.11  # share of the frame left free around the round
_KM_PER_DEGREE = 111.195
_ROAD_WIDTHS = {"motorway": 2.4, "trunk": 1.9, "primary": 1.6, "secondary": 1.1, "tertiary": 0.6}
_FINEST = {"tertiary": 4.0, "secondary": 1.5}
"""Drawing units to a kilometre from which a class of roads is drawn: a trip to Marseille shows
its main roads, and not a grey of lanes."""
_SHORTEST = 1.5
"""Drawing units below which a piece of road is left out."""
_GROUND_DEG = 0.0002  # roads may move by this much, about 20 m, before they are drawn
_REF_LABELS = 7
_CROWDED = 12.0  # drawing units within which marks of stops would cover each other
_MOST_RUNS = 3
"""Beyond, a mark tells the first and last of its numbers only."""
_STEPS_FOR_REFS = 12
_LINE, _POLYGON = shapely.GeometryType.LINESTRING, shapely.GeometryType.POLYGON


@dataclass(frozen=True, slots=True)
class Text:
    """A label: its anchor in drawing units and what it says."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a trip begins or stops, in degrees; ``number`` is empty where it begins."""

    lon: float
    lat: float
    commune: str
    number: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A stop or the depot; ``number`` is empty for the depot."""

    x: float
    y: float
    number: str

    @property
    def half_width(self) -> float:
        """Half the width of its mark: a place visited twice has two numbers."""
        return 8.0 if len(self.number) < 3 else 3 + 2.7 * len(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Everything the SVG template draws; lengths in drawing units, ``d`` as SVG path data."""

    width: float
    height: float
    land: str
    borders: str
    roads: tuple[tuple[float, str], ...]
    route: str
    arrows: tuple[str, ...]
    spots: tuple[Spot, ...]
    names: tuple[Text, ...]
    other_names: tuple[Text, ...]
    refs: tuple[tuple[Box, str], ...]
    scale_km: int
    scale_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What lies under all sketches of a territory, prepared once; geometries in degrees."""

    land: BaseGeometry
    borders: BaseGeometry
    roads: Mapping[str, BaseGeometry]
    villages: tuple[Commune, ...]


@lru_cache(maxsize=2)  # it is the same below every plan; all of it is read-only
def read_ground(territory: Territory, data: RoadData) -> Ground:
    """Prepare a territory's polygons and a network's main roads for sketches."""
    communes = read_communes(territory)
    polygons = list(communes.polygons.values())
    return Ground(
        land=communes.outline,
        borders=shapely.union_all(shapely.boundary(polygons)),
        roads={
            name: shapely.simplify(lines, _GROUND_DEG, preserve_topology=False)
            for name, lines in main_roads(data, communes.bounds).items()
        },
        villages=territory.communes,
    )


class _Frame:
    """Degrees to drawing units: north up, true to scale, the round in the middle."""

    def __init__(self, points: NDArray[np.float64], width: float, height: float) -> None:
        self.width, self.height = width, height
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        self._stretch = math.cos(math.radians((south + north) / 2))
        wide = max((east - west) * self._stretch * _KM_PER_DEGREE, _SMALLEST_KM)
        tall = max((north - south) * _KM_PER_DEGREE, _SMALLEST_KM)
        room = 1 - 2 * _PADDING
        self.units_per_km = min(width * room / wide, height * room / tall)
        x, y = self._middle = ((west + east) / 2, (south + north) / 2)
        half_wide = 0.51 * width / self.units_per_km / _KM_PER_DEGREE / self._stretch
        half_tall = 0.51 * height / self.units_per_km / _KM_PER_DEGREE
        self._box = (x - half_wide, y - half_tall, x + half_wide, y + half_tall)

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of shape ``(k, 2)`` in drawing units, y downwards."""
        per_degree = self.units_per_km * _KM_PER_DEGREE
        x = self.width / 2 + (points[:, 0] - self._middle[0]) * self._stretch * per_degree
        y = self.height / 2 - (points[:, 1] - self._middle[1]) * per_degree
        return np.column_stack((x, y))

    def draw(self, geometry: BaseGeometry, tolerance: float = 0.25) -> BaseGeometry:
        """Return a geometry in drawing units, cut at the frame; it may move by ``tolerance``."""
        cut = shapely.clip_by_rect(geometry, *self._box)
        drawn = shapely.transform(cut, self.project)
        return shapely.simplify(drawn, tolerance, preserve_topology=False)


def draw_sketch(
    view: RoundView, legs: Sequence[Leg], ground: Ground, *, width: float, height: float
) -> Sketch:
    """Compose the map of one round in a frame of ``width`` × ``height`` drawing units."""
    sites = [(view.depot, ""), *((stop.site, str(stop.order)) for stop in view.stops)]
    pins = [Pin(site.lon, site.lat, site.commune, number) for site, number in sites]
    return draw_pins(pins, legs, ground, width=width, height=height)


def draw_pins(
    pins: Sequence[Pin], legs: Sequence[Leg], ground: Ground, *, width: float, height: float
) -> Sketch:
    """Compose the map of a trip between ``pins``, the first of which is where it begins."""
    doors = np.array([[pin.lon, pin.lat] for pin in pins])  # all there is where nobody drives
    frame = _Frame(np.concatenate([leg.geometry for leg in legs] or [doors]), width, height)
    lines = [frame.project(leg.geometry) for leg in legs]
    moving = [line for line in lines if np.ptp(line, axis=0).max() > 0.1]
    spots = _spots(pins, frame)
    scale_km = _scale_km(width / frame.units_per_km)
    scale_width = scale_km * frame.units_per_km
    space = LabelSpace(width, height)
    space.block((width - 24, 0, width, 34))  # north arrow
    space.block((0, height - 26, scale_width + 20, height))
    for spot in spots:
        half = spot.half_width + 1
        space.block((spot.x - half, spot.y - 9, spot.x + half, spot.y + 9))
    _keep_clear(moving, space)
    # in this order: what comes first finds room
    names = tuple(_stop_names(pins, frame, space))
    refs = tuple(_road_numbers(legs, lines, space))
    return Sketch(
        width=width,
        height=height,
        land=_path(frame.draw(ground.land)),
        borders=_path(frame.draw(ground.borders)),
        roads=tuple(
            (_ROAD_WIDTHS[name], _path(_legible(frame.draw(roads, 0.5))))
            for name, roads in ground.roads.items()
            if frame.units_per_km >= _FINEST.get(name, 0.0)
        ),
        route=_path(shapely.MultiLineString([_thin(line) for line in moving])),
        arrows=tuple(_arrows(moving)),
        spots=spots,
        names=names,
        refs=refs,
        other_names=tuple(_other_names(pins, ground.villages, frame, space)),
        scale_km=scale_km,
        scale_width=scale_width,
    )


def _spots(pins: Sequence[Pin], frame: _Frame) -> tuple[Spot, ...]:
    """Where to draw the pins; those that would cover each other share a mark."""
    xy = frame.project(np.array([[pin.lon, pin.lat] for pin in pins]))
    spots: list[Spot] = []
    for (x, y), pin in zip(xy, pins, strict=True):
        spot = Spot(round(float(x), 1), round(float(y), 1), pin.number)
        near = [k for k, other in enumerate(spots) if pin.number and _covers(other, spot)]
        if near:
            first = spots[near[0]]
            spots[near[0]] = Spot(first.x, first.y, _numbers(f"{first.number}·{pin.number}"))
        else:
            spots.append(spot)
    return tuple(spots)


def _covers(one: Spot, other: Spot) -> bool:
    return bool(one.number) and math.hypot(one.x - other.x, one.y - other.y) < _CROWDED


def _numbers(text: str) -> str:
    """Return « 2–4·7 » for numbers in any order, with ``·`` and ``–`` between them."""
    found: set[int] = set()
    for part in text.split("·"):
        first, _, last = part.partition("–")
        found.update(range(int(first), int(last or first) + 1))
    runs: list[list[int]] = []
    for number in sorted(found):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = [(run[0], run[-1]) for run in runs]
    return "·".join(f"{a}" if a == b else f"{a}·{b}" if b == a + 1 else f"{a}–{b}" for a, b in ends)


def _stop_names(pins: Sequence[Pin], frame: _Frame, space: LabelSpace) -> Iterator[Text]:
    named = {pin.commune: pin for pin in (*pins[1:], pins[0]) if pin.commune}
    for name, pin in named.items():
        x, y = frame.project(np.array([[pin.lon, pin.lat]]))[0]
        box = space.place(float(x), float(y), name, size=11, away=11, bold=True)
        if box:
            yield Text(box[0], box[3] - 2.5, name)


def _other_names(
    pins: Sequence[Pin], villages: Iterable[Commune], frame: _Frame, space: LabelSpace
) -> Iterator[Text]:
    named = {pin.commune for pin in pins}
    for commune in sorted(villages, key=lambda c: (-c.population, c.insee)):
        if commune.name in named:
            continue
        x, y = frame.project(np.array([[commune.lon, commune.lat]]))[0]
        box = space.place(float(x), float(y), commune.name, size=9, away=0, clear="require")
        if box:
            yield Text(box[0], box[3] - 2, commune.name)


def _road_numbers(
    legs: Sequence[Leg], lines: Sequence[NDArray[np.float64]], space: LabelSpace
) -> Iterator[tuple[Box, str]]:
    """Numbers of the longest roads driven, each once, in the middle of its stretch."""
    longest: dict[str, tuple[int, float, float]] = {}
    for leg, line in zip(legs, lines, strict=True):
        for row in directions(leg.steps, _STEPS_FOR_REFS):
            if row.ref and row.distance_m > longest.get(row.ref, (0, 0.0, 0.0))[0]:
                share = (row.start_m + row.distance_m / 2) / max(leg.distance_m, 1)
                x, y = _along(line, min(share, 1.0))
                longest[row.ref] = (row.distance_m, x, y)
    ranked = sorted(longest.items(), key=lambda item: (-item[1][0], item[0]))
    for ref, (_, x, y) in ranked[:_REF_LABELS]:
        box = space.place(x, y, ref, size=8.5, away=0, margin=2, clear="ignore")
        if box:
            yield box, ref


def _keep_clear(lines: Sequence[NDArray[np.float64]], space: LabelSpace) -> None:
    """Have names written beside the route rather than upon it."""
    for line in lines:
        for x, y in shapely.get_coordinates(shapely.segmentize(_thin(line), 8)):
            space.avoid((x - 3, y - 3, x + 3, y + 3))


def _along(line: NDArray[np.float64], share: float) -> tuple[float, float]:
    lengths = np.hypot(*np.diff(line, axis=0).T)
    reached = np.concatenate(([0.0], np.cumsum(lengths)))
    at = share * reached[-1]
    return float(np.interp(at, reached, line[:, 0])), float(np.interp(at, reached, line[:, 1]))


def _arrows(lines: Sequence[NDArray[np.float64]]) -> Iterator[str]:
    """Triangles in the direction of travel, two per leg, just right of the line.

    Not halfway and not mirrored: on the way back they stand elsewhere than on the way out.
    """
    for line in lines:
        if float(np.hypot(*np.diff(line, axis=0).T).sum()) < 40:
            continue
        for share in (0.25, 0.62):
            x, y = _along(line, share)
            ahead, behind = _along(line, share + 0.02), _along(line, share - 0.02)
            dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
            norm = math.hypot(dx, dy) or 1.0
            ux, uy = dx / norm, dy / norm
            cx, cy = x - uy * 6.5, y + ux * 6.5  # y runs down: this is the right-hand side
            corners = ((5.5, 0.0), (-3.5, 3.5), (-3.5, -3.5))
            points = [(cx + a * ux - b * uy, cy + a * uy + b * ux) for a, b in corners]
            yield " ".join(f"{px:.1f},{py:.1f}" for px, py in points)


def _scale_km(frame_km: float) -> int:
    fitting = [km for km in (1, 2, 5, 10, 20, 50, 100) if km <= frame_km / 3]
    return fitting[-1] if fitting else 1


def _thin(line: NDArray[np.float64]) -> BaseGeometry:
    return shapely.simplify(shapely.linestrings(line), 0.25, preserve_topology=False)


def _legible(roads: BaseGeometry) -> BaseGeometry:
    """Leave out what is too short to be seen on paper."""
    parts = shapely.get_parts(roads)
    return shapely.multilinestrings(parts[shapely.length(parts) >= _SHORTEST])


def _path(geometry: BaseGeometry) -> str:
    """SVG path data of lines and polygons, to a tenth of a unit."""
    parts = shapely.get_parts(geometry)
    kinds = shapely.get_type_id(parts)
    areas, open_lines = parts[kinds == _POLYGON], parts[kinds == _LINE]
    lines = np.concatenate((shapely.get_rings(areas), open_lines))
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    said = (len(points) * "%.1f %.1f|" % tuple(points.ravel().tolist())).split("|")[:-1]
    for first in np.flatnonzero(np.diff(line_of, prepend=-1)):
        said[first] = f"M{said[first]}"
    return " ".join(said).replace(" M", "M")
