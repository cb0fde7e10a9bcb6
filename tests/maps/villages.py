"""A made-up territory of four villages at the corners of a square."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.planning.territory import Commune, Site, Territory

VILLAGES = ("Valbelle", "Pierreclos", "Fontfraîche", "L’Oliveraie")
CORNERS = ((6.0, 43.4), (6.1, 43.4), (6.0, 43.5), (6.1, 43.5))
POINTS = {"DEPOT": CORNERS[0]} | {f"P{i}": point for i, point in enumerate(CORNERS)}


def make_territory(folder: Path, names: Sequence[str] = VILLAGES) -> Territory:
    """Four square communes; the polygons are written into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    squares = []
    for number, (lon, lat) in enumerate(CORNERS):
        w, e, s, n = lon - 0.05, lon + 0.05, lat - 0.05, lat + 0.05
        ring = [[w, s], [e, s], [e, n], [w, n], [w, s]]
        squares.append(
            {
                "type": "Feature",
                "properties": {"insee": f"8300{number}", "name": names[number]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    document = {"type": "FeatureCollection", "attribution": "IGN 2018", "features": squares}
    (folder / "communes.geojson").write_text(json.dumps(document), encoding="utf-8")
    return Territory(
        folder=folder,
        name="essai",
        title="Territoire d’essai",
        timezone=ZoneInfo("Europe/Paris"),
        school_zone="B",
        holiday_country="FR",
        holiday_subdivision=None,
        communes=tuple(_commune(i, name) for i, name in enumerate(names)),
        sites=tuple(_sites(names)),
    )


def _commune(number: int, name: str) -> Commune:
    lon, lat = CORNERS[number]
    return Commune(
        insee=f"8300{number}",
        name=name,
        epci="1",
        epci_name="Communauté",
        postal_code="83000",
        population=1000 * (number + 1),
        population_year=2023,
        lon=lon,
        lat=lat,
        area_km2=80.0,
        urban_unit="",
        urban_unit_name="",
        social_transport_by_residence=True,
    )


def _sites(names: Sequence[str]) -> list[Site]:
    kinds = [("DEPOT", 0, "siege", ("depot",)), ("HOPITAL", 0, "hopital", ("destination",))]
    kinds += [(f"P{i}", i, "permanence", ("permanence",)) for i in range(4)]
    kinds += [("FS", 1, "france_services", ("droits",))]
    sites = []
    for site_id, number, kind, roles in kinds:
        lon, lat = CORNERS[number]
        aside = 0.01 if site_id == "HOPITAL" else 0.0
        exact = site_id in ("DEPOT", "P1")
        sites.append(
            Site(
                id=site_id,
                name=f"{kind.capitalize()} de {names[number]}",
                kind=kind,
                address="12 rue de l’Église" if exact else "",
                postal_code="83000",
                commune=names[number],
                insee=f"8300{number}",
                lon=lon + aside,
                lat=lat + aside,
                precision="adresse" if exact else "approx_mairie",
                roles=roles,
                verified=exact,
                source="essai",
                note="",
            )
        )
    return sites
