"""A folder of facts becomes a :class:`Territory`, or one error that lists all its faults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from routing.planning import territory_cells as cells
from routing.planning.territory import Commune, Site, Territory, TerritoryError, TerritoryFault
from routing.planning.territory_settings import read_settings
from routing.planning.territory_tables import Row, read_table, read_text

COMMUNE_COLUMNS = (
    "insee", "name", "epci", "epci_name", "postal_code", "population", "population_year",
    "lon", "lat", "area_km2", "urban_unit", "urban_unit_name", "social_transport_by_residence",
)  # fmt: skip
"""Columns of ``communes.csv``."""

SITE_COLUMNS = (
    "id", "name", "kind", "address", "postal_code", "commune", "insee", "lon", "lat",
    "precision", "roles", "verified", "outside", "source", "note",
)  # fmt: skip
"""Columns of ``sites.csv``."""


def load_territory(folder: Path | None = None) -> Territory:
    """Read a territory's folder.

    Parameters
    ----------
    folder
        Holds ``territory.toml``, ``communes.csv``, ``communes.geojson`` and ``sites.csv``
        (``roads.npz`` and ``programmes/`` are opened by those who use them). ``None``
        means the territory that ships with the distribution.

    Raises
    ------
    TerritoryError
        With every fault of the folder: file, line, column, value and what to change.
    """
    folder = shipped_territory() if folder is None else folder
    if not folder.is_dir():
        raise TerritoryError(
            folder, [TerritoryFault(file=str(folder), advice="ce dossier n’existe pas.")]
        )
    faults: list[TerritoryFault] = []
    settings = read_settings(folder / "territory.toml", faults)
    commune_rows = read_table(folder / "communes.csv", COMMUNE_COLUMNS, faults)
    communes = tuple(_commune(row) for row in commune_rows)
    _note_repeats(commune_rows, "insee")
    site_rows = read_table(folder / "sites.csv", SITE_COLUMNS, faults)
    sites = tuple(_site(row) for row in site_rows)
    _note_repeats(site_rows, "id")
    by_insee = {commune.insee: commune for commune in communes}
    if by_insee:
        for row, site in zip(site_rows, sites, strict=True):
            _match_commune(row, site, by_insee)
        _match_polygons(folder / "communes.geojson", by_insee, faults)
    if faults:
        raise TerritoryError(folder, _in_reading_order(faults))
    return Territory(
        folder=folder,
        name=settings.name,
        title=settings.title,
        timezone=settings.timezone,
        school_zone=settings.school_zone,
        holiday_country=settings.holiday_country,
        holiday_subdivision=settings.holiday_subdivision,
        communes=communes,
        sites=sites,
        social_transport=settings.social_transport,
        association=settings.association,
        mileage_scales=settings.mileage_scales,
        emissions=settings.emissions,
    )


def shipped_territory() -> Path:
    """Return the folder that ships: beside this module in a wheel, ``data/`` in a checkout.

    Raises
    ------
    TerritoryError
        When neither is there, which means a damaged installation.
    """
    here = Path(__file__).resolve().parent
    folders = (here / "communes", here.parents[1] / "data" / "communes")
    for folder in folders:
        if (folder / "territory.toml").is_file():
            return folder
    advice = "le territoire livré manque ; réinstallez Tournées ou indiquez --territory DOSSIER."
    raise TerritoryError(folders[-1], [TerritoryFault(file="territory.toml", advice=advice)])


def _commune(row: Row) -> Commune:
    lon, lat = _point(row)
    return Commune(
        insee=row.read("insee", cells.insee_code, ""),
        name=row.read("name", cells.text, ""),
        epci=row.read("epci", cells.text, ""),
        epci_name=row.read("epci_name", cells.text, ""),
        postal_code=row.read("postal_code", cells.postal_code, ""),
        population=row.read("population", cells.whole(0, 10_000_000), 0),
        population_year=row.read("population_year", cells.whole(1900, 2100), 0),
        lon=lon,
        lat=lat,
        area_km2=row.read("area_km2", cells.positive, 0.0),
        urban_unit=row.read("urban_unit", cells.text, ""),
        urban_unit_name=row.read("urban_unit_name", cells.text, ""),
        social_transport_by_residence=row.read(
            "social_transport_by_residence", cells.boolean, False
        ),
    )


def _site(row: Row) -> Site:
    lon, lat = _point(row)
    return Site(
        id=row.read("id", cells.identifier, ""),
        name=row.read("name", cells.text, ""),
        kind=row.read("kind", cells.text, ""),
        address=row.read("address", cells.anything, ""),
        postal_code=row.read("postal_code", cells.postal_code, ""),
        commune=row.read("commune", cells.text, ""),
        insee=row.read("insee", cells.insee_code, ""),
        lon=lon,
        lat=lat,
        precision=row.read("precision", cells.text, ""),
        roles=row.read("roles", cells.words, ()),
        verified=row.read("verified", cells.boolean, False),
        source=row.read("source", cells.text, ""),
        note=row.read("note", cells.anything, ""),
        outside=row.read("outside", cells.boolean, False),
    )


def _point(row: Row) -> tuple[float, float]:
    before = len(row.faults)
    lon = row.read("lon", cells.number, 0.0)
    lat = row.read("lat", cells.number, 0.0)
    if len(row.faults) == before and (advice := cells.coordinate_fault(lon, lat)):
        row.fault("lon, lat", f"{row.cells['lon']}, {row.cells['lat']}", advice)
    return lon, lat


def _in_reading_order(faults: list[TerritoryFault]) -> list[TerritoryFault]:
    files = list(dict.fromkeys(fault.file for fault in faults))
    return sorted(faults, key=lambda fault: (files.index(fault.file), fault.line or 0))


def _note_repeats(rows: list[Row], column: str) -> None:
    first_line: dict[str, int] = {}
    for row in rows:
        value = row.cells[column]
        if value in first_line:
            advice = f"déjà à la ligne {first_line[value]} ; chaque ligne a le sien."
            row.fault(column, value, advice)
        elif value:
            first_line[value] = row.line


def _match_commune(row: Row, site: Site, by_insee: Mapping[str, Commune]) -> None:
    if not site.insee:
        return  # its own fault is noted already
    commune = by_insee.get(site.insee)
    if commune is None and not site.outside:
        advice = "absent de communes.csv ; corrigez le code, ou mettez « true » dans « outside »."
        row.fault("insee", site.insee, advice)
    elif commune is not None and site.outside:
        advice = f"{commune.name} est dans communes.csv ; mettez « false »."
        row.fault("outside", row.cells["outside"], advice)
    elif commune is not None and site.commune != commune.name:
        advice = f"le code {site.insee} désigne « {commune.name} » ; corrigez l’un des deux."
        row.fault("commune", site.commune, advice)


def _match_polygons(
    path: Path, by_insee: Mapping[str, Commune], faults: list[TerritoryFault]
) -> None:
    text = read_text(path, faults)
    if text is None:
        return
    try:
        drawn = [feature["properties"]["insee"] for feature in json.loads(text)["features"]]
    except (ValueError, KeyError, TypeError):
        advice = "mettez une FeatureCollection dont chaque élément a la propriété « insee »."
        faults.append(TerritoryFault(file=path.name, advice=advice))
        return
    for insee, commune in by_insee.items():
        if insee and drawn.count(insee) != 1:
            advice = f"il faut un seul contour pour {commune.name}, il y en a {drawn.count(insee)}."
            faults.append(TerritoryFault(file=path.name, value=insee, advice=advice))
    faults.extend(
        TerritoryFault(
            file=path.name, value=str(insee), advice="ce contour n’est pas dans communes.csv."
        )
        for insee in dict.fromkeys(drawn)
        if insee not in by_insee
    )
