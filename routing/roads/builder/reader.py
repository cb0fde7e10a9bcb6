"""Reading .osm.pbf, .osm, .osm.gz and .osm.bz2 files with pyosmium."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray
from osmium.osm import NODE, RELATION, WAY

from routing.roads.builder.raw import Geometry, RawRoads, Tags, TurnRestriction, assemble
from routing.roads.builder.useful import NODE_KEYS, NODE_TAGS, WAY_TAGS
from routing.roads.types import OsmSourceError

SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2", ".xml")

_WAY_TAGS, _NODE_TAGS = frozenset(WAY_TAGS), frozenset(NODE_TAGS)
_UNITS_PER_DEGREE = 1e7  # osmium keeps coordinates as integers


def is_osm_file(name: str) -> bool:
    """Tell whether a name ends like an OpenStreetMap file."""
    return name.lower().endswith(SUFFIXES)


def read_osm_file(path: Path, *, date: str | None = None) -> RawRoads:
    """Read the roads, residential land and turn restrictions of a file.

    Parameters
    ----------
    path
        An OpenStreetMap file; its form is told by its suffix.
    date
        State of the data, where the file does not say it itself.

    Raises
    ------
    OsmSourceError
        The file is missing, damaged, of an unknown form, or holds no road.
    """
    if not path.is_file():
        raise OsmSourceError(f"Fichier OpenStreetMap introuvable : {path}. Vérifiez le chemin.")
    if not is_osm_file(path.name):
        raise OsmSourceError(
            f"Le fichier {path} n’a pas un suffixe OpenStreetMap connu ({', '.join(SUFFIXES)})."
        )
    try:
        return _read(path, date)
    except RuntimeError as error:  # what osmium raises on damaged files
        raise OsmSourceError(
            f"Le fichier OpenStreetMap {path} est illisible ({error}). Téléchargez-le de nouveau."
        ) from error


def _read(path: Path, date: str | None) -> RawRoads:
    relations = _Relations()
    for relation in osmium.FileProcessor(path, RELATION):
        relations.add(relation)
    ways = _Ways()
    processor = osmium.FileProcessor(path, NODE | WAY).with_locations()
    wanted = osmium.filter.KeyFilter("route", "landuse", *NODE_KEYS)
    thing: Any
    for thing in processor.with_filter(wanted):
        ways.add_way(thing) if thing.is_way() else ways.add_node(thing)
    if not ways.ids:
        raise OsmSourceError(f"Le fichier {path} ne contient aucune route (highway=…).")
    lands = ways.lands + _relation_lands(path, relations, processor.node_location_storage)
    stamp = processor.header.get("osmosis_replication_timestamp") or ""
    state = date or stamp[:10] or ways.newest()
    source = {"name": path.name, "date": state, "kind": "file"}
    return ways.raw(lands, relations.restrictions, source)


_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # before OpenStreetMap began


@dataclass
class _Relations:
    restrictions: list[TurnRestriction] = field(default_factory=list)
    land_ways: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, relation: Any) -> None:
        kind = relation.tags.get("type", "")
        if kind.startswith("restriction"):
            tags = {t.k: t.v for t in relation.tags}
            members = [(m.type, m.ref, m.role) for m in relation.members]
            self.restrictions.append(turn_restriction(tags, members))
        elif kind == "multipolygon" and relation.tags.get("landuse") == "residential":
            outer = tuple(
                m.ref for m in relation.members if m.type == "w" and m.role in ("outer", "")
            )
            self.land_ways.append(outer)


def turn_restriction(tags: Tags, members: Iterable[tuple[str, int, str]]) -> TurnRestriction:
    """Read a restriction relation; members are (first letter of the type, id, role)."""
    kind = next((v for k, v in sorted(tags.items()) if k.startswith("restriction")), "unknown")
    if tags.get("type", "") != "restriction" and kind == "unknown":
        kind = tags.get("type", "unknown")
    if "motorcar" in tags.get("except", ""):
        kind = f"{kind} (except motorcar)"
    if "@" in kind:
        kind = "conditional"
    found = {role: ref for letter, ref, role in members if (letter, role) in _ROLES}
    return TurnRestriction(kind, found.get("from", 0), found.get("via", 0), found.get("to", 0))


_ROLES = {("w", "from"), ("n", "via"), ("w", "to")}


@dataclass
class _Ways:
    ids: list[int] = field(default_factory=list)
    tags: list[Tags] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    refs: array[int] = field(default_factory=lambda: array("q"))
    lons: array[int] = field(default_factory=lambda: array("i"))
    lats: array[int] = field(default_factory=lambda: array("i"))
    node_tags: dict[int, Tags] = field(default_factory=dict)
    lands: list[Geometry] = field(default_factory=list)
    ferries: int = 0
    latest: datetime = _NEVER

    def add_node(self, node: Any) -> None:
        self.node_tags[node.id] = {t.k: t.v for t in node.tags if t.k in _NODE_TAGS}

    def add_way(self, way: Any) -> None:
        tags = {t.k: t.v for t in way.tags if t.k in _WAY_TAGS}
        if "highway" in tags:
            self._add_road(way, tags)
        elif tags.get("landuse") == "residential":
            points = [(n.location.lon, n.location.lat) for n in way.nodes if n.location.valid()]
            if way.is_closed() and len(points) > 3:
                self.lands.append(shapely.make_valid(shapely.Polygon(points)))
        elif tags.get("route") in ("ferry", "shuttle_train"):
            self.ferries += 1

    def _add_road(self, way: Any, tags: Tags) -> None:
        """Add the nodes of a road; where some are missing, the road is cut there."""
        stretch: list[tuple[int, int, int]] = []
        last = None
        for ref, place in [(node.ref, node.location) for node in way.nodes]:
            if not place.valid():
                self._close(way.id, tags, stretch)
                stretch, last = [], None
            elif ref != last:
                stretch.append((ref, place.x, place.y))
                last = ref
        self._close(way.id, tags, stretch)
        self.latest = max(self.latest, way.timestamp)

    def _close(self, way_id: int, tags: Tags, stretch: list[tuple[int, int, int]]) -> None:
        if len(stretch) < 2:
            return
        self.ids.append(way_id)
        self.tags.append(tags)
        self.sizes.append(len(stretch))
        refs, lons, lats = zip(*stretch, strict=True)
        self.refs.extend(refs)
        self.lons.extend(lons)
        self.lats.extend(lats)

    def newest(self) -> str | None:
        """Day of the newest change, where the file has real timestamps."""
        return self.latest.date().isoformat() if self.latest > _NEVER else None

    def raw(
        self,
        lands: Sequence[Geometry],
        restrictions: Sequence[TurnRestriction],
        source: Mapping[str, Any],
    ) -> RawRoads:
        return assemble(
            way_ids=self.ids,
            way_tags=self.tags,
            sizes=self.sizes,
            refs=np.frombuffer(self.refs, dtype=np.int64),
            lon=_degrees(self.lons),
            lat=_degrees(self.lats),
            node_tags=self.node_tags,
            residential=lands,
            restrictions=restrictions,
            ferries=self.ferries,
            source=source,
        )


def _relation_lands(path: Path, relations: _Relations, locations: Any) -> list[Geometry]:
    """Polygons of residential multipolygons, from their outer ways."""
    wanted = {ref for ways in relations.land_ways for ref in ways}
    if not wanted:
        return []
    lines: dict[int, Geometry] = {}
    way: Any
    for way in osmium.FileProcessor(path, WAY).with_filter(osmium.filter.IdFilter(wanted)):
        points = [p for n in way.nodes if (p := _location(locations, n.ref)) is not None]
        if len(points) >= 2:
            lines[way.id] = shapely.LineString(points)
    lands: list[Geometry] = []
    for ways in relations.land_ways:
        rings = shapely.polygonize([lines[ref] for ref in ways if ref in lines])
        lands.extend(rings.geoms)
    return lands


def _degrees(units: array[int]) -> NDArray[np.float64]:
    return np.frombuffer(units, dtype=np.int32).astype(np.float64) / _UNITS_PER_DEGREE


def _location(locations: Any, ref: int) -> tuple[float, float] | None:
    try:
        found = locations.get(ref)
    except KeyError:
        return None
    return (found.lon, found.lat) if found.valid() else None
