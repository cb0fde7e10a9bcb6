"""Places named on the command line: coordinates, sites, communes or addresses of the territory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli._common import said
from api.cli._coordinates import numbers
from api.wire.faults import Fault, InputFaults, fold
from routing.language import french
from routing.roads import Place

if TYPE_CHECKING:
    from routing.planning.territory import Territory
    from routing.roads.data import RoadData
    from routing.roads.gazetteer import Candidate, Finding, Gazetteer

_WORTH_TELLING = 0.5
"""Score from which the nearest candidate of an unknown place is told."""


def find_places(
    words: Sequence[str],
    territory: Path | None,
    *,
    roads: RoadData | None = None,
    addresses: Path | None = None,
) -> list[Place]:
    """Read every word as a place; tell on stderr what was understood of addresses.

    Parameters
    ----------
    territory
        Folder of the territory; ``None`` means the shipped one.
    roads
        Network whose streets are known, if not the territory's.
    addresses
        File of house numbers, if not the one imported for the territory.

    Raises
    ------
    InputFaults
        With every word that is no place or may be several, and its candidates.
    RoadError
        When a word may be an address and a file needed for finding it is damaged.
    TerritoryError
        When a name is given and the territory's folder has faults.
    """
    known = _Known(territory, roads, addresses)
    places, faults, understood = [], [], []
    for position, word in enumerate(words, start=1):
        place = _at_coordinates(word) or _named(word, known.territory)
        if place is None:
            finding = known.gazetteer.find(word)
            if finding.best is None:
                faults.append(_fault(position, word, finding))
                continue
            understood.append(_understood(word, finding.best))
            place = finding.best.place(word)
        places.append(place)
    if faults:
        raise InputFaults("Lieux", faults)
    for sentence in understood:
        said(sentence)
    return places


class _Known:
    """What names are looked up in, opened when the first one is."""

    def __init__(self, folder: Path | None, roads: RoadData | None, addresses: Path | None) -> None:
        self._folder = folder
        self._roads = roads
        self._addresses = addresses

    @cached_property
    def territory(self) -> Territory:
        from routing.planning import load_territory

        return load_territory(self._folder)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        from api.gazetteer import gazetteer_of

        return gazetteer_of(self.territory, roads=self._roads, addresses=self._addresses)


def _at_coordinates(word: str) -> Place | None:
    found = numbers(word)
    if len(found) != 2:
        return None
    lat, lon = found
    return Place(id=word, lat=lat, lon=lon, label=f"le point {lat:g}, {lon:g}")


def _named(word: str, territory: Territory) -> Place | None:
    """Return the site or commune with exactly this name, if there is one."""
    for site in territory.sites:
        if site.id == word:
            label = f"{site.name} ({site.id})"
            return Place(id=site.id, lon=site.lon, lat=site.lat, label=label)
    for commune in territory.communes:
        if word == commune.insee or fold(word) == fold(commune.name):
            return Place(id=commune.insee, lon=commune.lon, lat=commune.lat, label=commune.name)
    return None


def _understood(word: str, best: Candidate) -> str:
    approximate = {
        "interpolated": ", numéro placé entre ses voisins",
        "unknown": ", numéro inconnu : un point de la voie",
    }
    return french(f"« {word} » : {best.label}{approximate.get(best.number or '', '')}.")


def _fault(position: int, word: str, finding: Finding) -> Fault:
    from api.cli._roads_find_text import choices

    if finding.certainty == "ambiguous":
        code, message = "AMBIGUOUS_PLACE", f"peut être : {choices(finding.candidates)}. Précisez."
    else:
        code, message = (
            "UNKNOWN_PLACE",
            "ni « lat,lon », ni commune, site ou adresse du territoire.",
        )
        if finding.candidates and finding.candidates[0].score >= _WORTH_TELLING:
            message += f" Le plus proche : {choices(finding.candidates, 1)}."
    return Fault(path=f"lieu {position}", value=word, message=message, code=code)
