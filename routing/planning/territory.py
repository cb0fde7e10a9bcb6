"""The territory as typed facts: communes, sites, settings and where its files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A municipality, the unit in which people are counted.

    ``lon``/``lat`` are degrees (WGS 84) at the mairie; ``area_km2`` is in square kilometres.
    """

    insee: str
    name: str
    epci: str
    epci_name: str
    postal_code: str
    population: int
    population_year: int
    lon: float
    lat: float
    area_km2: float
    urban_unit: str
    urban_unit_name: str
    social_transport_by_residence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where care, rights or welcome is given, or where a unit sleeps.

    ``precision`` tells how the coordinates were found (``adresse``, ``approx_mairie`` …);
    ``verified`` is false when existence or address still has to be confirmed.
    """

    id: str
    name: str
    kind: str
    address: str
    postal_code: str
    commune: str
    insee: str
    lon: float
    lat: float
    precision: str
    roles: tuple[str, ...]
    verified: bool
    source: str
    note: str

    @property
    def approximate(self) -> bool:
        """Whether the point stands for the place only roughly (often at the mairie)."""
        return self.precision.startswith("approx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A folder of facts: ``communes.csv``, ``sites.csv``, ``territory.toml`` and their like.

    Build it with :func:`routing.planning.load_territory`.

    Parameters
    ----------
    school_zone
        Zone of the French school calendar, ``A``, ``B`` or ``C``.
    holiday_country, holiday_subdivision
        What the ``holidays`` package calls the public holidays in force.
    """

    folder: Path
    name: str
    title: str
    timezone: ZoneInfo
    school_zone: str
    holiday_country: str
    holiday_subdivision: str | None
    communes: tuple[Commune, ...]
    sites: tuple[Site, ...]

    @property
    def roads_path(self) -> Path:
        """The compiled road network of the territory."""
        return self.folder / "roads.npz"

    @property
    def polygons_path(self) -> Path:
        """GeoJSON polygons of the communes (``properties.insee``)."""
        return self.folder / "communes.geojson"

    @property
    def programmes_folder(self) -> Path:
        """Folder of the programmes that ship with the territory."""
        return self.folder / "programmes"

    def commune(self, insee: str) -> Commune:
        """Return the commune with this INSEE code; ``KeyError`` when there is none."""
        for commune in self.communes:
            if commune.insee == insee:
                return commune
        raise KeyError(insee)

    def site(self, site_id: str) -> Site:
        """Return the site with this id; ``KeyError`` when there is none."""
        for site in self.sites:
            if site.id == site_id:
                return site
        raise KeyError(site_id)
