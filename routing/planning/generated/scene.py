"""What is drawn from: the programme, its territory and month, and how near everything is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from holidays import country_holidays

from routing.planning.dates import Horizon
from routing.planning.generated.doors import Doors
from routing.planning.generated.luck import Luck
from routing.planning.programme import Programme
from routing.planning.ride_requests import Event, Spot
from routing.planning.territory import Commune, Site, Territory
from routing.roads.types import Place

if TYPE_CHECKING:
    from routing.planning.travel import Roads

CARE = {
    "hopital": 5.0,
    "clinique": 3.0,
    "hopital_ssr": 1.0,
    "hopital_psy": 0.5,
    "cmp": 0.7,
    "maison_sante": 1.0,
    "centre_examens_sante": 0.5,
}
"""Kinds of sites where people have appointments, and how many at equal distance."""
LEAST_MINUTES = 3.0
"""Nobody is nearer to anything than this: a door is not at the mairie."""
WINDING, STRAIGHT_KPH = 1.35, 45.0
"""Where roads are not at hand: how much longer they are than a straight line, and their speed."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A programme's month in its territory.

    Parameters
    ----------
    doors
        Where people may live; a commune without any has its mairie.
    minutes
        From a commune (INSEE code) to a site or event, by their keys.
    """

    programme: Programme
    territory: Territory
    horizon: Horizon
    doors: Doors
    minutes: Mapping[tuple[str, str], float]

    @staticmethod
    def of(
        programme: Programme,
        territory: Territory,
        horizon: Horizon,
        doors: Doors,
        roads: Roads | None,
    ) -> Scene:
        """Measure how near everything is: by road, or in a straight line without ``roads``."""
        goals = {goal.id: goal for goal in _goals(programme, territory)}
        homes = [Place(id=c.insee, lon=c.lon, lat=c.lat, label=c.name) for c in territory.communes]
        minutes = _by_road(homes, list(goals.values()), roads) if roads else _straight(homes, goals)
        return Scene(
            programme=programme,
            territory=territory,
            horizon=horizon,
            doors=doors,
            minutes=minutes,
        )

    @cached_property
    def care(self) -> tuple[Site, ...]:
        """Sites at which appointments are."""
        return tuple(site for site in self.territory.sites if site.kind in CARE)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Events of the programme within the month."""
        return tuple(event for event in self.programme.events if event.date in self.horizon)

    @cached_property
    def weekdays(self) -> tuple[date, ...]:
        """Dates from Monday to Friday that are no public holidays."""
        settings = self.territory
        closed = country_holidays(
            settings.holiday_country,
            subdiv=settings.holiday_subdivision,
            years=range(self.horizon.first.year, self.horizon.last.year + 1),
        )
        return tuple(day for day in self.horizon if day.weekday() < 5 and day not in closed)

    @cached_property
    def far_from_care(self) -> tuple[float, ...]:
        """How much each commune asks: its people times minutes to the nearest care."""
        sites = [site.id for site in self.care]
        return tuple(
            commune.population
            * min((self.minutes[commune.insee, site] for site in sites), default=1.0)
            for commune in self.territory.communes
        )

    def home(self, luck: Luck, weights: Sequence[float]) -> Spot:
        """Return a door in a commune drawn by weight."""
        commune: Commune = luck.one_of(self.territory.communes, weights)
        lon, lat = luck.one_of(self.doors.get(commune.insee) or [(commune.lon, commune.lat)])
        return Spot(lon=lon, lat=lat, commune=commune.insee)


def event_key(event: Event) -> str:
    """Key of where an event is held among the places of ``minutes``."""
    return event.place if isinstance(event.place, str) else f"event:{event.id}"


def straight_minutes(a: Spot | Place | Site | Commune, b: Spot | Place | Site | Commune) -> float:
    """Estimate the drive between two points that no road network was asked for."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return max(LEAST_MINUTES, WINDING * 12_742 * asin(sqrt(half)) / STRAIGHT_KPH * 60)


def _goals(programme: Programme, territory: Territory) -> Iterator[Place]:
    """Yield the places of care, of permanences and of events."""
    wanted = {permanence.site for permanence in programme.permanences}
    wanted |= {event.place for event in programme.events if isinstance(event.place, str)}
    for site in territory.sites:
        if site.kind in CARE or site.id in wanted:
            yield Place(id=site.id, lon=site.lon, lat=site.lat, label=site.name)
    for event in programme.events:
        if isinstance(event.place, Spot):
            spot = event.place
            yield Place(id=event_key(event), lon=spot.lon, lat=spot.lat, label=event.label)


def _by_road(homes: list[Place], goals: list[Place], roads: Roads) -> dict[tuple[str, str], float]:
    seconds = roads.matrix([*homes, *goals]).durations_s
    return {
        (home.id, goal.id): max(LEAST_MINUTES, float(seconds[row, len(homes) + column]) / 60)
        for row, home in enumerate(homes)
        for column, goal in enumerate(goals)
    }


def _straight(homes: list[Place], goals: Mapping[str, Place]) -> dict[tuple[str, str], float]:
    return {
        (home.id, key): straight_minutes(home, goal)
        for home in homes
        for key, goal in goals.items()
    }
