"""The roads as the checker sees them: seconds and metres between named places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from routing.matrix import UNREACHABLE, Matrix
from routing.planning.check.ride_places import RidePlaces
from routing.planning.programme import Joins, Programme
from routing.planning.territory import Site, Territory
from routing.roads.types import Place, PlaceError
from routing.sentence import say


class Roads(Protocol):
    """A road network that tells the travel between all pairs of places."""

    def matrix(self, places: list[Place]) -> Matrix:
        """Raise :class:`PlaceError`, naming all, when places lie on no road."""
        ...


class Travel(Protocol):
    """Travel between places: a site is named by its id, a home by :func:`home_id`.

    Other places of rides go by their names in :mod:`routing.planning.check.ride_places`.
    Both methods raise ``KeyError`` for a place they do not know and return at least
    :data:`routing.matrix.UNREACHABLE` where no way leads.
    """

    def seconds(self, origin: str, destination: str) -> int:
        """Seconds along the fastest way."""
        ...

    def metres(self, origin: str, destination: str) -> int:
        """Metres along that same way."""
        ...


class MatrixTravel:
    """A road matrix whose rows and columns are named.

    Parameters
    ----------
    place_ids
        Names in the order of the matrix, as :func:`places_of` gives them.
    off_road
        Further names, of places to which no way leads.

    Raises
    ------
    ValueError
        When there are not as many names as rows, or a name comes twice.
    """

    def __init__(
        self, place_ids: Iterable[str], matrix: Matrix, off_road: Iterable[str] = ()
    ) -> None:
        names = tuple(place_ids)
        self._index = {name: index for index, name in enumerate(names)}
        self._matrix = matrix
        self._off_road = frozenset(off_road)
        if len(names) != matrix.size:
            raise ValueError(f"{len(names)} names for a matrix of {matrix.size} places")
        if len(self._index) != len(names):
            raise ValueError("a place is named twice")

    def seconds(self, origin: str, destination: str) -> int:
        """Seconds along the fastest way; ``KeyError`` for an unknown place."""
        if self._off_road & {origin, destination}:
            return UNREACHABLE
        return int(self._matrix.durations_s[self._index[origin], self._index[destination]])

    def metres(self, origin: str, destination: str) -> int:
        """Metres along that same way; ``KeyError`` for an unknown place."""
        if self._off_road & {origin, destination}:
            return UNREACHABLE
        return int(self._matrix.distances_m[self._index[origin], self._index[destination]])


def home_id(staff_id: str) -> str:
    """Name of somebody's home among the places."""
    return f"domicile:{staff_id}"


def places_of(programme: Programme, territory: Territory) -> tuple[Place, ...]:
    """Return every place the checker asks the roads about, each once, sorted by id.

    These are the depots, the sites of the permanences, the homes of the people who join at
    the village, and the ends of rides: doors, destinations, drivers' homes and car parks. A
    site that the territory does not know is left out: :func:`check` reports it as
    ``UNKNOWN_SITE``.
    """
    wanted = {unit.depot for unit in programme.units}
    wanted |= {permanence.site for permanence in programme.permanences}
    places = [_site_place(site) for site in territory.sites if site.id in wanted]
    for member in programme.staff:
        if member.joins is Joins.SITE and member.home is not None:
            home = member.home
            label = say("le domicile de {member}", member=member.id)
            places.append(Place(id=home_id(member.id), lon=home.lon, lat=home.lat, label=label))
    ends = {
        end.road_name: Place(id=end.road_name, lon=end.lon, lat=end.lat, label=end.label)
        for end in RidePlaces(programme, territory)
    }
    every = {place.id: place for place in (*ends.values(), *places)}
    return tuple(sorted(every.values(), key=lambda place: place.id))


def travel_of(programme: Programme, territory: Territory, roads: Roads) -> MatrixTravel:
    """Ask the roads about every place of :func:`places_of`.

    A door, a destination or a driver's home may lie on no road: no ride can go there.

    Raises
    ------
    PlaceError
        When a site, or the home of somebody who joins at the village, lies on no road.
    """
    places = places_of(programme, territory)
    try:
        return MatrixTravel((place.id for place in places), roads.matrix(list(places)))
    except PlaceError as error:
        may = {end.key for end in RidePlaces(programme, territory)}
        off_road = {name for name, _ in error.problems}
        if off_road - may:
            raise PlaceError(tuple(p for p in error.problems if p[0] not in may)) from None
    known = [place for place in places if place.id not in off_road]
    return MatrixTravel((place.id for place in known), roads.matrix(known), off_road)


def _site_place(site: Site) -> Place:
    label = say(
        "le site {site} ({name}) à {commune}", site=site.id, name=site.name, commune=site.commune
    )
    return Place(id=site.id, lon=site.lon, lat=site.lat, label=label)
