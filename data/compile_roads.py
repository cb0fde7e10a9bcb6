"""Compiles the road network of ``data/communes`` from an OpenStreetMap extract.

Run it again whenever the extract or the builder changes::

    python data/compile_roads.py EXTRACT.osm.pbf --date 2021-08 [--out data/communes/roads.npz]

Every street is kept in the communes and three kilometres around, and one kilometre around each
site outside them; elsewhere motorway to tertiary and what connects them. The same extract gives
the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

import shapely

from routing.roads.areas import read_area
from routing.roads.builder.recipe import build_network
from routing.roads.geometry import map_metres, to_degrees, to_mercator

TERRITORY = Path(__file__).parent / "communes"
MARGIN_KM = 3.0
SITE_MARGIN_KM = 1.0

VECTOR_TILE_LIMITS = (
    "Extrait d’août 2021 : les routes ouvertes, fermées ou limitées depuis n’y sont pas.",
    "Extrait reconstitué de tuiles vectorielles : identifiants artificiels ; ni accès, ni "
    "barrières, ni interdictions de tourner, ni feux, ni péages, ni revêtement.",
    "Les sens uniques inversés (oneway=-1) y apparaissent en double sens ; les ronds-points ont "
    "été reconnus à leur forme.",
)
"""What is known of the extract that the shipped network was compiled from."""


def main() -> None:
    """Compile the extract named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract", type=Path, help="OpenStreetMap file")
    parser.add_argument("--date", help="state of the data, where the file does not say it")
    parser.add_argument("--out", type=Path, default=TERRITORY / "roads.npz")
    options = parser.parse_args()
    data = build_network(
        options.extract,
        detail=detail_area(TERRITORY),
        date=options.date,
        limits=VECTOR_TILE_LIMITS,
        progress=tell,
    )
    data.save(options.out)


def tell(phase: str, share: float) -> None:
    """Say on stderr how far the building is."""
    sys.stderr.write(f"{phase} {share:.0%}\n")


def detail_area(territory: Path) -> Any:
    """Communes with their margin, and discs around the sites outside them."""
    communes = read_area(territory / "communes.geojson", margin_km=MARGIN_KM)
    with (territory / "sites.csv").open(encoding="utf-8", newline="") as file:
        sites = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    discs = [disc(lon, lat) for lon, lat in sites if not communes.contains(shapely.Point(lon, lat))]
    return shapely.union_all([communes, *discs])


def disc(lon: float, lat: float) -> Any:
    """Give the disc of ``SITE_MARGIN_KM`` around a point, in degrees."""
    centre = shapely.transform(shapely.Point(lon, lat), to_mercator)
    return shapely.transform(centre.buffer(SITE_MARGIN_KM * 1000 * map_metres(lat)), to_degrees)


if __name__ == "__main__":
    main()
