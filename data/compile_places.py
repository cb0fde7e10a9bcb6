"""Compiles ``data/communes/places.csv``, names of places, from an OpenStreetMap extract.

Run it again whenever the extract or the contours change::

    python data/compile_places.py EXTRACT.osm.pbf [--out data/communes/places.csv]

Inside the communes every named place is kept, from the quarter to the single house, for that is
what a rural address names; outside them the towns and villages only, to tell streets of the same
name apart. The same extract gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import osmium
import shapely
from place_names import slug
from shapely.geometry import shape

TERRITORY = Path(__file__).parent / "communes"

INSIDE = frozenset({
    "village", "suburb", "quarter", "neighbourhood", "hamlet", "isolated_dwelling", "farm",
    "locality", "square",
})  # fmt: skip
OUTSIDE = frozenset({"city", "town", "village"})

SHORTEST_NAME = 3
"""Letters of the shortest name that is taken for one; « LA » is a slip of somebody's hand."""


class Named(NamedTuple):
    """A row of ``places.csv``; ``insee`` is empty outside the communes, degrees are WGS 84."""

    insee: str
    name: str
    kind: str
    lon: float
    lat: float


def main() -> None:
    """Compile the extract named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract", type=Path, help="OpenStreetMap file")
    parser.add_argument("--out", type=Path, default=TERRITORY / "places.csv")
    options = parser.parse_args()
    features = json.loads((TERRITORY / "communes.geojson").read_text(encoding="utf-8"))["features"]
    rows = sorted(set(places(options.extract, features)))
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Named._fields)
        writer.writerows(rows)
    inside = sum(1 for row in rows if row.insee)
    sys.stderr.write(f"places inside: {inside}, towns and villages outside: {len(rows) - inside}\n")


def places(extract: Path, features: list[Any]) -> Iterator[Named]:
    """Give every node of the extract that names a place worth keeping."""
    contours = [shape(feature["geometry"]) for feature in features]
    communes = [feature["properties"] for feature in features]
    tree = shapely.STRtree(contours)
    nodes = osmium.FileProcessor(str(extract), osmium.osm.NODE)
    for node in nodes.with_filter(osmium.filter.KeyFilter("place")):
        kind, name = node.tags["place"], " ".join(node.tags.get("name", "").split())
        if len(slug(name)) < SHORTEST_NAME:
            continue
        lon, lat = round(node.location.lon, 5), round(node.location.lat, 5)
        found = tree.query(shapely.Point(lon, lat), predicate="intersects")
        commune = communes[found.min()] if len(found) else None
        if commune is None and kind in OUTSIDE:
            yield Named("", name, kind, lon, lat)
        elif commune is not None and kind in INSIDE and slug(name) != slug(commune["name"]):
            yield Named(commune["insee"], name, kind, lon, lat)


if __name__ == "__main__":
    main()
