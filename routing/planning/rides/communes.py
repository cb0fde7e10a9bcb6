"""In which commune a place of a ride lies."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians

from routing.planning.programme import Programme
from routing.planning.ride_requests import Spot, ToAppointment
from routing.planning.rides.places import event_key, goal_key, pickup_key, site_key
from routing.planning.territory import Territory

NEAR_DEG = 0.15
"""A point further than this from every mairie (some 15 km) lies outside the territory."""


def communes_of(programme: Programme, territory: Territory) -> Mapping[str, str | None]:
    """Return the INSEE code of every place that rides stop at, by its key.

    ``None``: outside the territory. A point whose commune nobody gave is counted to the nearest
    mairie.
    """
    found: dict[str, str | None] = {site_key(s.id): s.insee for s in territory.sites}
    for event in programme.events:
        if isinstance(event.place, Spot):
            found[event_key(event.id)] = commune_of(event.place, territory)
    for request in programme.requests:
        found[pickup_key(request)] = commune_of(request.pickup, territory)
        wanted = request.destination
        if isinstance(wanted, ToAppointment) and isinstance(wanted.place, Spot):
            found[goal_key(request)] = commune_of(wanted.place, territory)
    return found


def commune_of(spot: Spot, territory: Territory) -> str | None:
    """Return the INSEE code of the commune in which a point lies, ``None``: outside."""
    if spot.commune is not None:
        return spot.commune
    scale = cos(radians(spot.lat))

    def apart(lon: float, lat: float) -> float:
        return float(((spot.lon - lon) * scale) ** 2 + (spot.lat - lat) ** 2)

    nearest = min(territory.communes, key=lambda commune: apart(commune.lon, commune.lat))
    return nearest.insee if apart(nearest.lon, nearest.lat) <= NEAR_DEG**2 else None
