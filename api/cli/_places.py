"""Places named on the command line: coordinates, sites or communes of the territory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli._coordinates import numbers
from api.wire.faults import Fault, InputFaults, fold, suggestion
from routing.roads import Place

if TYPE_CHECKING:
    from routing.planning.territory import Territory


def find_places(words: Sequence[str], territory: Path | None) -> list[Place]:
    """Read every word as a place.

    Raises
    ------
    InputFaults
        With every word that is no place.
    TerritoryError
        When a name is given and the territory's folder has faults.
    """

    @cache
    def known() -> Territory:
        from routing.planning import load_territory

        return load_territory(territory)

    places, faults = [], []
    for position, word in enumerate(words, start=1):
        place = _at_coordinates(word) or _named(word, known())
        if place is None:
            faults.append(
                Fault(
                    path=f"lieu {position}",
                    value=word,
                    message="ni « lat,lon », ni commune, ni site du territoire."
                    + suggestion(word, _names(known())),
                    code="UNKNOWN_PLACE",
                )
            )
        else:
            places.append(place)
    if faults:
        raise InputFaults("Lieux", faults)
    return places


def _at_coordinates(word: str) -> Place | None:
    found = numbers(word)
    if len(found) != 2:
        return None
    lat, lon = found
    return Place(id=word, lat=lat, lon=lon, label=f"le point {lat:g}, {lon:g}")


def _named(word: str, territory: Territory) -> Place | None:
    for site in territory.sites:
        if site.id == word:
            return Place(id=site.id, lon=site.lon, lat=site.lat, label=_label(site.name, site.id))
    for commune in territory.communes:
        if word == commune.insee or fold(word) == fold(commune.name):
            return Place(id=commune.insee, lon=commune.lon, lat=commune.lat, label=commune.name)
    return None


def _label(name: str, site: str) -> str:
    return f"{name} ({site})"


def _names(territory: Territory) -> Iterable[str]:
    def each() -> Iterator[str]:
        yield from (commune.name for commune in territory.communes)
        yield from (site.id for site in territory.sites)

    return list(each())
