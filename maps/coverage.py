"""How far people have to the nearest place of a kind, by the mairie of their commune."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from shapely.geometry import MultiPolygon

from maps.backdrop import Box, read_communes
from maps.itinerary import RoadSource
from routing.matrix import UNREACHABLE
from routing.planning.plans import Plan
from routing.planning.territory import Commune, Site, Territory
from routing.roads.types import Place

LIMITS_MIN = (10, 20, 30)
"""Minutes by which communes are shaded and areas are drawn."""

_BEYOND_DEG = 0.04
"""So far around the territory, 3 to 4 km, areas are complete: cities beyond have roads enough."""
_GRID_M = 250.0  # at the scale of a territory finer areas look the same


class Measure(StrEnum):
    """To what the way is measured."""

    SESSIONS = "sessions"
    """Permanences that the plan holds."""
    CARE = "care"
    """Hospitals, health centres and other places of care, whatever the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneReach:
    """The nearest site of a commune; ``minutes`` is ``None`` where no way leads to one.

    Minutes are rounded up, so that 10 min and 20 s are beyond ten minutes in words as in colour.
    ``step`` counts from 0: within the first of :data:`LIMITS_MIN`; the last means beyond all.
    """

    commune: Commune
    minutes: int | None
    step: int
    site: Site | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """How a territory is covered.

    ``areas`` (none without sites) and ``people`` go by :data:`LIMITS_MIN`.
    """

    measure: Measure
    sites: tuple[Site, ...]
    reaches: tuple[CommuneReach, ...]
    areas: tuple[MultiPolygon, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Inhabitants whose mairie lies within so many minutes."""
        return tuple(
            sum(reach.commune.population for reach in self.reaches if reach.step <= step)
            for step in range(len(LIMITS_MIN))
        )

    @property
    def population(self) -> int:
        """All inhabitants."""
        return sum(reach.commune.population for reach in self.reaches)

    @property
    def by_commune(self) -> Mapping[str, CommuneReach]:
        """The nearest site by INSEE code."""
        return {reach.commune.insee: reach for reach in self.reaches}


def held_sites(plan: Plan, territory: Territory) -> tuple[Site, ...]:
    """Return where a plan holds sessions; sites that the territory no longer has are left out."""
    held = {stop.site for record in plan.rounds for stop in record.stops}
    return tuple(site for site in territory.sites if site.id in held)


def care_sites(territory: Territory) -> tuple[Site, ...]:
    """Return the places of care of a territory."""
    return tuple(site for site in territory.sites if "destination" in site.roles)


def cover(
    measure: Measure,
    sites: tuple[Site, ...],
    territory: Territory,
    network: RoadSource,
) -> Coverage:
    """Measure the way from every mairie to the nearest of the sites, by car and without traffic.

    Areas are measured the other way round, from the sites; the difference is one-way streets. They
    are those of the territory and a little more.

    Raises
    ------
    routing.roads.types.PlaceError
        When a mairie or a site is far from any road.
    """
    goals = [_place(site.id, site.lon, site.lat, site.name) for site in sites]
    if not goals:
        nothing = tuple(_reach(commune, UNREACHABLE, None) for commune in territory.communes)
        return Coverage(measure=measure, sites=(), reaches=nothing, areas=())
    starts = [_place(c.insee, c.lon, c.lat, c.name) for c in territory.communes]
    seconds = network.table(starts, goals).durations_s
    nearest = seconds.argmin(axis=1)
    return Coverage(
        measure=measure,
        sites=sites,
        reaches=tuple(
            _reach(commune, int(seconds[row, nearest[row]]), sites[nearest[row]])
            for row, commune in enumerate(territory.communes)
        ),
        areas=tuple(network.reach(goals, LIMITS_MIN, grid_m=_GRID_M, bounds=_around(territory))),
    )


def _around(territory: Territory) -> Box:
    west, south, east, north = read_communes(territory).bounds
    return west - _BEYOND_DEG, south - _BEYOND_DEG, east + _BEYOND_DEG, north + _BEYOND_DEG


def _reach(commune: Commune, seconds: int, site: Site | None) -> CommuneReach:
    reachable = seconds < UNREACHABLE
    return CommuneReach(
        commune=commune,
        minutes=ceil(seconds / 60) if reachable else None,
        step=sum(seconds > 60 * limit for limit in LIMITS_MIN),
        site=site if reachable else None,
    )


def _place(name: str, lon: float, lat: float, label: str) -> Place:
    return Place(id=name, lon=lon, lat=lat, label=label)
