"""Compiles the tables and contours of ``data/communes`` from a folder of public sources.

Run it again whenever a source changes::

    python data/compile_territory.py SOURCE_FOLDER [--out data/communes]

The source folder holds ``communes.csv``, ``communes_pvv.geojson`` and ``sites.csv`` as their
collectors wrote them (French column names). The same source always gives the same bytes.
What is not a fact of a source (``territory.toml``, ``SOURCES.md``) is written by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from place_names import of, slug, typographic
from pyproj import Transformer
from shapely.geometry import mapping, shape
from site_wording import reword

Row = dict[str, str]

LAMBERT_93 = 2154
TOLERANCE_M = 80.0
"""Visvalingam–Whyatt tolerance: square root of the smallest triangle kept, in metres."""

POLYGONS_CREDIT = "IGN 2018, Licence Ouverte"
"""Whom maps credit for the contours."""

DOUBTS = re.compile(
    r"vérifi|confirmer|menace|de mémoire|grossier|non précisé|non trouvée", re.IGNORECASE
)
"""Words by which the collectors said that a site's existence or address is not certain."""

POPULATION = re.compile(r"population_municipale_(\d{4})")


def main() -> None:
    """Compile the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="folder of the sources")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "communes")
    options = parser.parse_args()
    counts = compile_territory(options.source, options.out)
    sys.stderr.write(", ".join(f"{name}: {count}" for name, count in counts.items()) + "\n")


def compile_territory(source: Path, out: Path) -> dict[str, int]:
    """Write the two tables and the contours; return how many records each holds."""
    out.mkdir(parents=True, exist_ok=True)
    communes = [commune(row) for row in read(source / "communes.csv")]
    communes.sort(key=lambda row: row["insee"])
    sites = [site(row, {c["insee"] for c in communes}) for row in read(source / "sites.csv")]
    served = {row["insee"] for row in sites}
    sites += [town_hall(row) for row in communes if row["insee"] not in served]
    contours = json.loads((source / "communes_pvv.geojson").read_text(encoding="utf-8"))
    features = polygons(contours["features"], {c["insee"]: c["name"] for c in communes})
    write(out / "communes.csv", communes)
    write(out / "sites.csv", sites)
    write_features(out / "communes.geojson", features)
    return {"communes": len(communes), "sites": len(sites), "contours": len(features)}


def commune(row: Mapping[str, str]) -> Row:
    """Keep a commune's facts, with the latest municipal population and its year."""
    year = max(match[1] for column in row if (match := POPULATION.fullmatch(column)))
    return {
        "insee": row["insee"],
        "name": row["nom"],
        "epci": row["epci_siren"],
        "epci_name": row["epci"],
        "postal_code": row["code_postal"],
        "population": row[f"population_municipale_{year}"],
        "population_year": year,
        "lon": row["lon_mairie"],
        "lat": row["lat_mairie"],
        "area_km2": row["superficie_km2"],
        "urban_unit": row["unite_urbaine_2020"],
        "urban_unit_name": row["nom_unite_urbaine"],
        "social_transport_by_residence": flag(row["tus_residence_eligible"] == "oui"),
    }


def site(row: Mapping[str, str], territory: set[str]) -> Row:
    """Keep a site's facts; its free text is put into our own words."""
    said = " ".join(row[column] for column in ("nom", "adresse", "source", "note"))
    certain = row["precision"] == "adresse" and not DOUBTS.search(said)
    words = reword(row)
    return {
        "id": row["id"],
        "name": words.name,
        "kind": row["type"],
        "address": words.address,
        "postal_code": row["code_postal"],
        "commune": row["commune"],
        "insee": row["insee"],
        "lon": row["lon"],
        "lat": row["lat"],
        "precision": row["precision"],
        "roles": row["role"],
        "verified": flag(certain),
        "outside": flag(row["insee"] not in territory),
        "source": words.source,
        "note": words.note,
    }


def town_hall(row: Mapping[str, str]) -> Row:
    """Stand-in for a commune without a known site: its mairie, as a possible permanence."""
    return {
        "id": f"MAIRIE-{slug(row['name'])}",
        "name": typographic(f"Mairie {of(row['name'])}"),
        "kind": "mairie",
        "address": "Mairie",
        "postal_code": row["postal_code"],
        "commune": row["name"],
        "insee": row["insee"],
        "lon": row["lon"],
        "lat": row["lat"],
        "precision": "approx_mairie",
        "roles": "permanence_possible",
        "verified": flag(False),
        "outside": flag(False),
        "source": "communes.csv",
        "note": "salle à convenir avec la commune",
    }


def polygons(features: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Any]:
    """Simplify the contours together, so that neighbours still share their boundary.

    Visvalingam & Whyatt (1993), doi:10.1179/000870493786962263, as GEOS applies it to a
    coverage.
    """
    drawn = {str(f["properties"]["code"]): shape(f["geometry"]) for f in features}
    codes = sorted(set(drawn) & set(names))
    metric = project([drawn[code] for code in codes], 4326, LAMBERT_93)
    if not shapely.coverage_is_valid(metric):
        raise SystemExit("the contours overlap or leave gaps: mend the source first")
    simple = project(shapely.coverage_simplify(metric, TOLERANCE_M), LAMBERT_93, 4326)
    return [
        {
            "type": "Feature",
            "properties": {"insee": code, "name": names[code]},
            "geometry": rounded(mapping(shapely.orient_polygons(shapely.normalize(geometry)))),
        }
        for code, geometry in zip(codes, simple, strict=True)
    ]


def project(geometries: Iterable[Any], origin: int, target: int) -> Any:
    """Return the geometries in another coordinate system (EPSG codes, x before y)."""
    transformer = Transformer.from_crs(origin, target, always_xy=True)

    def move(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(np.array(list(geometries), dtype=object), move)


def rounded(geometry: Any) -> Any:
    """Keep five decimals of a degree, about one metre."""
    if isinstance(geometry, float):
        return round(geometry, 5)
    if isinstance(geometry, Mapping):
        return {**geometry, "coordinates": rounded(geometry["coordinates"])}
    return [rounded(part) for part in geometry]


def flag(value: bool) -> str:
    """Write a truth value as the loader reads it."""
    return "true" if value else "false"


def read(path: Path) -> list[Row]:
    """Return the rows of a source table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[Row]) -> None:
    """Write a table: UTF-8, comma, line feed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_features(path: Path, features: list[Any]) -> None:
    """Write GeoJSON with one feature a line, so that a change shows in a diff.

    Maps quote the member ``attribution``.
    """
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    body = ",\n".join(lines)
    head = f'{{"type":"FeatureCollection","attribution":"{POLYGONS_CREDIT}","features":['
    path.write_text(f"{head}\n{body}\n]}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
