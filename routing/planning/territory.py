"""The territory as typed facts: communes, sites, settings and where its files lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.planning.terms import Association, EmissionFactors, MileageScale, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryFault:
    """One thing to mend in a territory's folder: where it is, what stands there, what to do.

    ``line`` counts from 1 as a text editor does; without it ``column`` is a setting's name.
    ``advice`` is a French sentence part.
    """

    file: str
    advice: str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f", ligne {self.line}"
        if self.column is not None:
            kind = "réglage" if self.line is None else "colonne"
            where += f", {kind} « {self.column} »"
        found = "" if self.value is None else f"« {self.value} » : "
        return _french(f"{where} : {found}") + _french(self.advice)


class TerritoryError(Exception):
    """A territory's folder cannot be used; ``faults`` holds everything that is wrong in it."""

    def __init__(self, folder: Path, faults: Iterable[TerritoryFault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        super().__init__(folder, self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        plural = "s" if count > 1 else ""
        head = _french(f"Le territoire « {self.folder} » a {count} erreur{plural} :")
        return "\n".join([head, *(f"  - {fault}" for fault in self.faults)])


def _french(text: str) -> str:
    """Put the non-breaking spaces of French typography."""
    for plain in ("« ", " »", " :", " ;"):
        text = text.replace(plain, plain.replace(" ", "\N{NO-BREAK SPACE}"))
    return text


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
    ``outside`` marks a place in a commune that is not of the territory, such as a hospital.
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
    outside: bool = False

    @property
    def approximate(self) -> bool:
        """Whether the point stands for the place only roughly (often at the mairie)."""
        return self.precision.startswith("approx")


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialTransportTerms:
    """Ceilings of social transport (Code des transports L3133-1, R3133-1 to R3133-5).

    They hold from ``since`` until the terms with the next later date. ``contribution_eur_per_km``
    is the most that a passenger may be asked for.
    """

    since: date
    max_distance_m: int
    max_seats: int
    contribution_eur_per_km: Decimal
    source: str
    checked_until: date | None = None


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
    social_transport
        Ceilings by date, earliest first; may be empty.
    association
        Who runs the service, for documents; ``None`` where nobody said.
    mileage_scales, emissions
        By date, earliest first; may be empty.
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
    social_transport: tuple[SocialTransportTerms, ...] = ()
    association: Association | None = None
    mileage_scales: tuple[MileageScale, ...] = ()
    emissions: tuple[EmissionFactors, ...] = ()

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

    def social_transport_on(self, day: date) -> SocialTransportTerms | None:
        """Return the ceilings in force on a day, ``None`` before the first."""
        return in_force(self.social_transport, day)

    def mileage_scale_of(self, year: int) -> MileageScale | None:
        """Return the scale of a calendar year, ``None`` before the first."""
        return in_force(self.mileage_scales, date(year, 1, 1))

    def emission_factors_on(self, day: date) -> EmissionFactors | None:
        """Return the factors in force on a day, ``None`` before the first."""
        return in_force(self.emissions, day)
