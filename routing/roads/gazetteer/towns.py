"""The communes of the territory and the towns around it, and which of them a point lies in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from routing.roads.gazetteer.types import CommuneName, NamedPoint
from routing.roads.gazetteer.words import CONNECTIVES, Words, words
from routing.roads.geometry import to_mercator
from routing.roads.types import AreaFileError

Contours: TypeAlias = Mapping[str, Any]
"""Polygons in degrees by INSEE code."""

NOWHERE = -1
"""Town of a point when no town is known at all."""


@dataclass(frozen=True, eq=False)
class Towns:
    """All towns, communes first, and where they lie.

    A point inside a contour belongs to that commune, any other to the nearest town outside.
    """

    towns: tuple[CommuneName, ...]
    contours: Contours

    @classmethod
    def of(
        cls, communes: Iterable[CommuneName], points: Iterable[NamedPoint], contours: Contours
    ) -> Towns:
        """Take the communes, and the towns outside that points say they lie in."""
        known = sorted(communes, key=lambda commune: not commune.insee)
        codes = {town.insee for town in known}
        outside = {words(town.name): town for town in known if not town.insee}
        for point in points:
            if point.commune and (not point.insee or point.insee not in codes):
                town = CommuneName(insee="", name=point.commune, lon=point.lon, lat=point.lat)
                outside.setdefault(words(point.commune), town)
        return cls((*(town for town in known if town.insee), *outside.values()), contours)

    def number_of(self, insee: str, name: str) -> int | None:
        """Index of a commune by code, or of a town outside by name; ``None`` when unknown."""
        if insee in self._by_insee:
            return self._by_insee[insee]
        return self._by_name.get(words(name)) if name else None

    def around(self, lon_lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Index of the town of each point ``(k, 2)`` in degrees; `NOWHERE` when there is none."""
        found = np.full(len(lon_lat), NOWHERE, dtype=np.int64)
        for insee, area in self.contours.items():
            if insee in self._by_insee:
                found[_inside(area, lon_lat)] = self._by_insee[insee]
        outside = np.array(list(self._by_name.values()), dtype=np.int64)
        loose = np.flatnonzero(found == NOWHERE)
        if len(outside) and len(loose):
            at = np.array([(self.towns[i].lon, self.towns[i].lat) for i in outside])
            tree = shapely.STRtree(shapely.points(to_mercator(at)))
            found[loose] = outside[tree.nearest(shapely.points(to_mercator(lon_lat[loose])))]
        return found

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """The words of each town's name."""
        return tuple(words(town.name) for town in self.towns)

    @cached_property
    def _by_insee(self) -> dict[str, int]:
        return {town.insee: i for i, town in enumerate(self.towns) if town.insee}

    @cached_property
    def _by_name(self) -> dict[Words, int]:
        return {words(town.name): i for i, town in enumerate(self.towns) if not town.insee}


def _inside(area: Any, lon_lat: NDArray[np.float64]) -> NDArray[np.int64]:
    west, south, east, north = area.bounds
    lon, lat = lon_lat.T
    near = np.flatnonzero((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
    shapely.prepare(area)
    return np.asarray(near[shapely.contains_xy(area, lon_lat[near])])


def short_forms(name: Words) -> Iterator[Words]:
    """Give a town's name, the name without its article, and what stands before « sur », « la ».

    >>> list(short_forms(("la", "celle", "sur", "mer")))
    [('la', 'celle', 'sur', 'mer'), ('celle', 'sur', 'mer'), ('la', 'celle'), ('celle',)]
    """
    yield name
    start = 1 if len(name) > 1 and name[0] in CONNECTIVES else 0
    if start:
        yield name[start:]
    for at in range(start + 1, len(name)):
        if name[at] in CONNECTIVES and name[at - 1] not in CONNECTIVES:
            yield name[:at]
            if start:
                yield name[start:at]


def read_contours(path: Path) -> dict[str, Any]:
    """Read the polygons of communes by ``properties.insee`` from a GeoJSON file.

    Raises
    ------
    AreaFileError
        When the file is no collection of such polygons.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return {str(f["properties"]["insee"]): shape(f["geometry"]) for f in features}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException) as e:
        raise AreaFileError(
            f"{path} n’est pas une FeatureCollection de polygones, chacun avec sa propriété "
            f"« insee » ({e})."
        ) from e
