"""Seconds and metres between the places of a programme, looked up by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.programme import Joins, Programme
from routing.planning.rides.places import ends_rides, ride_places, site_key
from routing.planning.territory import Territory
from routing.roads import Place, PlaceError
from routing.sentence import say


class Roads(Protocol):
    """What planning asks of a road network (:class:`routing.roads.RoadNetwork`)."""

    def matrix(self, places: list[Place]) -> Matrix:
        """Travel between all pairs of ``places``."""
        ...


def home_key(staff: str) -> str:
    """Key of somebody's home among the places of a travel table."""
    return f"home:{staff}"


def commune_key(insee: str) -> str:
    """Key of a mairie among the places of a travel table."""
    return f"commune:{insee}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """A matrix and the row of every key.

    ``off_road``: keys of places that lie on no road: no way leads there, or from there.
    """

    matrix: Matrix
    rows: dict[str, int]
    off_road: frozenset[str] = frozenset()

    def seconds(self, origin: str, destination: str) -> int:
        """Seconds between two keys; ``UNREACHABLE`` or more where no way leads."""
        return int(self.matrix.durations_s[self.rows[origin], self.rows[destination]])

    def metres(self, origin: str, destination: str) -> int:
        """Metres between two keys along the fastest way."""
        return int(self.matrix.distances_m[self.rows[origin], self.rows[destination]])

    def reachable(self, origin: str, destination: str) -> bool:
        """Whether a way leads from one key to the other."""
        return self.seconds(origin, destination) < UNREACHABLE


def travel_table(programme: Programme, territory: Territory, roads: Roads) -> Travel:
    """Ask the roads for everything a plan needs: depots, sites, homes, mairies, ends of rides.

    Doors, destinations and drivers' homes that lie on no road are set aside: they concern one
    request or one driver, and the others are planned.

    Raises
    ------
    PlaceError
        When any other place lies on no road; all are named.
    """
    places = list(_unique(_places(programme, territory)))
    rows = {place.id: row for row, place in enumerate(places)}
    try:
        return Travel(matrix=roads.matrix(places), rows=rows)
    except PlaceError as error:
        needed = tuple(problem for problem in error.problems if not ends_rides(problem[0]))
        if needed:
            raise PlaceError(needed) from None
        off_road = frozenset(key for key, _ in error.problems)
    known = [place for place in places if place.id not in off_road]
    picked = [rows[place.id] for place in known]
    matrix = _among(roads.matrix(known), picked, len(places))
    return Travel(matrix=matrix, rows=rows, off_road=off_road)


def _among(matrix: Matrix, picked: Sequence[int], size: int) -> Matrix:
    """Return a matrix of ``size`` places whose rows ``picked`` are known, the others cut off."""
    seconds = np.full((size, size), UNREACHABLE, np.int32)
    metres = seconds.copy()
    for table, known in ((seconds, matrix.durations_s), (metres, matrix.distances_m)):
        np.fill_diagonal(table, 0)
        table[np.ix_(picked, picked)] = known
    return Matrix(durations_s=seconds, distances_m=metres)


def _unique(places: Iterable[Place]) -> Iterable[Place]:
    return {place.id: place for place in places}.values()


def _places(programme: Programme, territory: Territory) -> Iterable[Place]:
    for unit in programme.units:
        yield _site_place(
            territory, unit.depot, say("le dépôt de l’unité « {label} »", label=unit.label)
        )
    for permanence in programme.permanences:
        yield _site_place(
            territory, permanence.site, say("la permanence {permanence}", permanence=permanence.id)
        )
    for member in programme.staff:
        if member.joins is Joins.SITE and member.home is not None:
            yield Place(
                id=home_key(member.id),
                lon=member.home.lon,
                lat=member.home.lat,
                label=say(
                    "le domicile de « {label} » ({member})", label=member.label, member=member.id
                ),
            )
    yield from ride_places(programme, territory)
    for commune in territory.communes:
        yield Place(
            id=commune_key(commune.insee),
            lon=commune.lon,
            lat=commune.lat,
            label=say("la mairie de {name} ({insee})", name=commune.name, insee=commune.insee),
        )


def _site_place(territory: Territory, site_id: str, what: str) -> Place:
    site = territory.site(site_id)
    label = say("{what} (lieu {site}, {commune})", what=what, site=site.id, commune=site.commune)
    return Place(id=site_key(site.id), lon=site.lon, lat=site.lat, label=label)
