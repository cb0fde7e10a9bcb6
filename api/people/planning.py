"""Where planning data names somebody, and how their door is taken out of it.

Programmes and plans are looked at as the JSON documents that are stored, so that whatever else
they say stays as it is, to the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, TypeAlias

from routing.planning.ride_requests import Spot
from routing.planning.rides.communes import commune_of
from routing.planning.territory import Territory

Document: TypeAlias = dict[str, Any]
_DECIMALS = 2
"""Of degrees, where the commune is not of the territory: about a kilometre."""


def named(programme: Document) -> set[str]:
    """Return the pseudonyms of passengers and the codes of drivers that a programme names."""
    passengers = {request["passenger"] for request in _listed(programme, "requests")}
    return passengers | {driver["id"] for driver in _listed(programme, "drivers")}


def last_date(programme: Document) -> date | None:
    """Return the last date that a programme is about, ``None`` where it says none."""
    horizon = programme.get("horizon")
    if horizon:
        return date.fromisoformat(horizon["to"])
    dates = [day for r in _listed(programme, "requests") for day in request_dates(r)]
    return max(dates, default=None)


def request_dates(request: Document) -> list[date]:
    """Return the dates that a request names itself."""
    goal = request["destination"]
    told = [*goal.get("dates", ()), *filter(None, [goal.get("date")])]
    return sorted(map(date.fromisoformat, told))


def coarsen(programme: Document, who: Collection[str], territory: Territory) -> set[str]:
    """Take the doors of some persons out of a programme; return whose were in it.

    A passenger's door and where they have an appointment become their communes' mairies, a
    driver's home as well, landmarks go; a driver is then called by their code. Sites of the
    territory stay: they are nobody's address.
    """
    found = set()
    for request in _listed(programme, "requests"):
        if request["passenger"] in who:
            goal = request["destination"]
            changed = [_blur(request, "pickup", territory), _blur(goal, "place", territory)]
            found |= {request["passenger"]} if any(changed) else set()
    for driver in _listed(programme, "drivers"):
        if driver["id"] in who:
            changed = [_blur(driver, "home", territory), driver["label"] != driver["id"]]
            driver["label"] = driver["id"]
            found |= {driver["id"]} if any(changed) else set()
    return found


def records_of(programme: Document, pseudonym: str) -> Document:
    """Return all records of a programme about a person, as they are stored."""
    requests = [r for r in _listed(programme, "requests") if r["passenger"] == pseudonym]
    drivers = _listed(programme, "drivers")
    return {
        "requests": requests,
        "driver": next((driver for driver in drivers if driver["id"] == pseudonym), None),
        "refused_by_drivers": [
            driver["id"] for driver in drivers if pseudonym in driver.get("refused_passengers", ())
        ],
    }


def rides_of(plan: Document, pseudonym: str, requests: Collection[str]) -> Iterator[Document]:
    """Yield the rides of a plan that a person drives, or their stops in those of others."""
    for ride in plan.get("rides", ()):
        if ride["driver"] == pseudonym:
            yield ride
            continue
        stops = [stop for stop in ride["stops"] if stop["request"] in requests]
        if stops:
            yield {"date": ride["date"], "driver": ride["driver"], "stops": stops}


def _listed(programme: Document, key: str) -> list[Document]:
    found: list[Document] = programme.get(key) or []
    return found


def _blur(record: Document, key: str, territory: Territory) -> bool:
    """Replace a point by its commune's mairie; whether it was anything else."""
    place = record.get(key)
    if place is None or "site" in place:
        return False
    coarse = _coarse(place, territory)
    record[key] = coarse
    return bool(coarse != place)


def _coarse(place: Document, territory: Territory) -> Document:
    known = {commune.insee: commune for commune in territory.communes}
    insee = place.get("commune")
    lon, lat = place.get("lon"), place.get("lat")
    if lon is not None and lat is not None:
        insee = commune_of(Spot(lon=lon, lat=lat, commune=insee), territory)
    if insee in known:
        return {"lon": known[insee].lon, "lat": known[insee].lat, "commune": insee}
    if lon is None or lat is None:
        return {"commune": insee}
    coarse = {"lon": round(lon, _DECIMALS), "lat": round(lat, _DECIMALS)}
    return coarse if insee is None else {**coarse, "commune": insee}
