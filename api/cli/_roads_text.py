"""What the road commands print: CSV, JSON, GeoJSON and sentences."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.wire.roads_json import reach_features, route_document, route_features
from routing.language import french
from routing.matrix import Matrix
from routing.roads import Leg, Path, Place

CLASS_NAMES = {
    "motorway": "autoroutes", "trunk": "voies rapides", "primary": "routes principales",
    "secondary": "routes secondaires", "tertiary": "routes tertiaires",
    "unclassified": "petites routes", "residential": "rues", "living_street": "zones de rencontre",
    "service": "voies de desserte", "road": "non classées",
    "motorway_link": "bretelles d’autoroute", "trunk_link": "bretelles de voie rapide",
    "primary_link": "bretelles (principales)", "secondary_link": "bretelles (secondaires)",
    "tertiary_link": "bretelles (tertiaires)",
}  # fmt: skip


def decimal(value: float, digits: int = 1) -> str:
    """Write a number the French way: comma, thousands apart."""
    return f"{value:,.{digits}f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")


def duration(seconds: float) -> str:
    """Write minutes below an hour, hours and minutes above."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"


def km(metres: float) -> str:
    """Write kilometres with one decimal."""
    return f"{decimal(metres / 1000)} km"


def info_json(info: Any, size: int) -> str:
    """Write the figures of a network as a JSON object."""
    body = asdict(info) | {"km": round(info.km, 1), "size_bytes": size}
    return json.dumps(body | {"bounds": list(info.bounds)}, ensure_ascii=False, indent=2)


def info_text(info: Any, size: int) -> str:
    """Write the figures of a network as lines."""
    west, south, east, north = (decimal(bound, 3) for bound in info.bounds)
    lines = [
        f"Carrefours : {decimal(info.nodes, 0)}",
        f"Tronçons : {decimal(info.edges, 0)}, dont {decimal(info.oneway_edges, 0)} à sens unique"
        f" et {decimal(info.toll_edges, 0)} à péage",
        f"Noms et numéros : {decimal(info.names, 0)}",
        f"Longueur : {decimal(info.km, 0)} km",
        *(
            f"  {CLASS_NAMES[name]:<24} {decimal(length):>9} km"
            for name, length in info.km_by_class.items()
        ),
        f"Étendue : latitudes {south} à {north}, longitudes {west} à {east}",
        f"Fichier : {decimal(size / 1e6)} Mo",
        f"Source : {', '.join([info.attribution, *_told(info.meta.get('source'))])}",
        *_turns(info.meta.get("turn_restrictions")),
        *(f"Réserve : {limit}" for limit in info.meta.get("limits", ())),
    ]
    return french("\n".join(lines))


def _told(source: Any) -> list[str]:
    """Name and date of the data, where the builder noted them."""
    facts = source if isinstance(source, dict) else {}
    date = [f"état du {facts['date']}"] if facts.get("date") else []
    return [*filter(None, [facts.get("name")]), *date]


def _turns(found: Any) -> list[str]:
    """How many turn restrictions the builder read, and how many stand at a node."""
    if not isinstance(found, dict) or "read" not in found:
        return []
    usable = decimal(found.get("at_a_node_of_the_network", 0), 0)
    read, applied = decimal(found["read"], 0), decimal(found.get("applied", 0), 0)
    return [
        f"Interdictions de tourner : {read} lues, dont {usable} à un carrefour du réseau ; "
        f"{applied} appliquées"
    ]


def write_matrix(places: Sequence[Place], matrix: Matrix) -> list[tuple[Place, Place]]:
    """Write the matrix as CSV rows on standard output; return the pairs without a way."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["from", "to", "km", "minutes"])
    unreachable = []
    seconds, metres = matrix.durations_s.tolist(), matrix.distances_m.tolist()
    for i, origin in enumerate(places):
        for j, destination in enumerate(places):
            if i == j:
                continue
            if matrix.reachable(i, j):
                cells = [f"{metres[i][j] / 1000:.3f}", f"{seconds[i][j] / 60:.2f}"]
            else:
                unreachable.append((origin, destination))
                cells = ["", ""]
            writer.writerow([origin.id, destination.id, *cells])
    return unreachable


def unreachable_text(pairs: Sequence[tuple[Place, Place]], most: int = 10) -> str:
    """Name the pairs between which there is no way, the first few of them."""
    lines = [f"  • {origin.spoken} → {destination.spoken}" for origin, destination in pairs[:most]]
    more = [f"  … et {len(pairs) - most} autres"] if len(pairs) > most else []
    return french("\n".join(["Aucune route, dans ce sens, entre :", *lines, *more]))


def route_text(path: Path) -> str:
    """Write a way leg by leg, each with its roads."""
    lines = []
    for number, leg in enumerate(path.legs, start=1):
        toll = ", péage" if leg.tolls else ""
        lines += [
            f"{number}. {leg.origin.spoken} → {leg.destination.spoken} : "
            f"{km(leg.distance_m)}, {duration(leg.duration_s)}{toll}",
            *_step_lines(leg),
        ]
    if len(path.legs) > 1:
        lines.append(f"Total : {km(path.distance_m)}, {duration(path.duration_s)}")
    return french("\n".join(lines))


def _step_lines(leg: Leg) -> list[str]:
    return [
        f"   {' – '.join(filter(None, (step.ref, step.name))) or 'voie sans nom'}"
        f"  {_length(step.distance_m)}"
        for step in leg.steps
    ]


def _length(metres: int) -> str:
    return km(metres) if metres >= 1000 else f"{metres} m"


def route_json(path: Path, attribution: str) -> str:
    """Write a way as a JSON object, in metres and seconds."""
    return json.dumps(route_document(path, attribution), ensure_ascii=False, indent=2)


def route_geojson(path: Path, attribution: str) -> str:
    """Write a way as a GeoJSON collection, one line per leg."""
    return json.dumps(route_features(path, attribution), ensure_ascii=False)


def reach_geojson(
    origins: Sequence[Place], minutes: Sequence[float], areas: Sequence[Any], attribution: str
) -> str:
    """Write areas as a GeoJSON collection."""
    return json.dumps(reach_features(origins, minutes, areas, attribution), ensure_ascii=False)


def reach_text(
    origins: Sequence[Place], minutes: Sequence[float], areas: Sequence[Any], attribution: str
) -> str:
    """Write the size of each area."""
    from routing.roads.reach import area_km2

    named = ", ".join(origin.spoken for origin in origins)
    rows = [
        f"{decimal(limit, 0 if limit == int(limit) else 1):>6} min  "
        f"{decimal(area_km2(area)):>9} km²"
        for limit, area in zip(minutes, areas, strict=True)
    ]
    return french("\n".join([f"Depuis {named} :", *rows, attribution]))
