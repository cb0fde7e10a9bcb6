"""Everything that can be found, one entry per name and point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routing.roads.gazetteer.addresses import Addresses
from routing.roads.gazetteer.sides import LonLat, sides
from routing.roads.gazetteer.streets import Street
from routing.roads.gazetteer.towns import NOWHERE, Towns, short_forms
from routing.roads.gazetteer.types import Kind, NamedPoint
from routing.roads.gazetteer.words import CONNECTIVES, STREET_KINDS, Words, words


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and the point it stands for, in degrees.

    Parameters
    ----------
    key
        The words to compare with.
    town
        Index of its town, -1 where none is known.
    id
        Id of a site or venue, INSEE code of a commune.
    hint
        What tells it from its namesakes: « au nord ».
    numbered
        Index of the street in `Addresses`, -1 where it has no known house numbers.
    """

    key: Words
    name: str
    kind: Kind
    town: int
    lon: float
    lat: float
    id: str = ""
    hint: str = ""
    numbered: int = -1


def commune_entries(towns: Towns) -> Iterator[Entry]:
    """Give the communes and the towns around."""
    for number, (town, key) in enumerate(zip(towns.towns, towns.words, strict=True)):
        if key:
            yield Entry(key, town.name, Kind.COMMUNE, number, town.lon, town.lat, town.insee)


def point_entries(points: Sequence[NamedPoint], towns: Towns) -> Iterator[Entry]:
    """Give the named points under every name they have.

    The commune at the end of a name is left out: « Mairie de Bras » is the mairie, and in Bras.
    """
    towns_of_points = _towns_of(points, towns)
    hints = _hints(points, towns_of_points)
    for point, town in zip(points, towns_of_points, strict=True):
        own = list(short_forms(towns.words[town])) if town != NOWHERE else []
        keys = (_without(words(name), own) for name in (point.name, *point.aliases, point.id))
        for key in filter(None, dict.fromkeys(keys)):
            hint = hints.get((words(point.name), town, point.lon, point.lat), "")
            yield Entry(key, point.name, point.kind, town, point.lon, point.lat, point.id, hint)


def street_entries(
    streets: Iterable[Street], towns: Towns, addresses: Addresses | None
) -> Iterator[Entry]:
    """Give the streets of the network, and those that only the addresses know."""
    numbered = _numbered_streets(addresses, towns)
    namesakes: dict[tuple[Words, int], list[Street]] = defaultdict(list)
    for street in streets:
        if _is_name(street.words):
            namesakes[street.words, street.town].append(street)
    for (key, town), group in namesakes.items():
        at = numbered.pop((key, town), -1)
        hints = sides([(street.lon, street.lat) for street in group])
        for street, hint in zip(group, hints, strict=True):
            yield Entry(key, _capital(street.name), Kind.STREET, town, street.lon, street.lat,
                        hint=hint, numbered=at)  # fmt: skip
    if addresses is not None:
        for (key, town), at in numbered.items():
            name = _capital(addresses.names[at])
            yield Entry(key, name, Kind.STREET, town, *addresses.middle(at), numbered=at)


def label_of(entry: Entry, towns: Towns) -> str:
    """« Rue Haute, Bras »; outside the territory « Rue Haute (vers Le Luc) ».

    A street always says its town, for « Route de Bras » may be one of Bras or of Barjols.
    """
    hint = f" ({entry.hint})" if entry.hint else ""
    if entry.town == NOWHERE:
        return entry.name + hint
    town = towns.towns[entry.town]
    if entry.kind is Kind.COMMUNE:
        codes = ", ".join(town.postal_codes)
        return f"{town.name} ({codes})" if codes else town.name
    lone = entry.kind is not Kind.STREET
    if lone and _contains(words(entry.name), towns.words[entry.town]):
        return entry.name + hint
    return entry.name + (f", {town.name}" if town.insee else f" (vers {town.name})") + hint


def _towns_of(points: Sequence[NamedPoint], towns: Towns) -> list[int]:
    """Give the town that each point says it lies in, or else the one around it."""
    around = towns.around(np.array([(p.lon, p.lat) for p in points]).reshape(-1, 2))
    said = [towns.number_of(point.insee, point.commune) for point in points]
    return [near if known is None else known
            for near, known in zip(around.tolist(), said, strict=True)]  # fmt: skip


def _hints(
    points: Sequence[NamedPoint], towns: Sequence[int]
) -> dict[tuple[Words, int, float, float], str]:
    """Give the side on which each point lies that has a namesake in its town."""
    spots: dict[tuple[Words, int], dict[LonLat, None]] = defaultdict(dict)
    for point, town in zip(points, towns, strict=True):
        spots[words(point.name), town][point.lon, point.lat] = None
    return {
        (*name, *spot): hint
        for name, group in spots.items()
        for spot, hint in zip(group, sides(list(group)), strict=True)
    }


def _numbered_streets(addresses: Addresses | None, towns: Towns) -> dict[tuple[Words, int], int]:
    if addresses is None:
        return {}
    named = enumerate(zip(addresses.names, addresses.insee, strict=True))
    found: dict[tuple[Words, int], int] = {}
    for at, (name, insee) in named:
        town = towns.number_of(insee, "")
        if town is not None and _is_name(key := words(name)):
            found.setdefault((key, town), at)
    return found


def _is_name(key: Words) -> bool:
    """Whether there is more than a lone « Rue », which some map-maker left unfinished."""
    return len(key) > 1 or not STREET_KINDS.issuperset(key)


def _without(name: Words, forms: Iterable[Words]) -> Words:
    """Cut the longest of some forms off the end of a name, where enough remains."""
    for form in sorted(forms, key=len, reverse=True):
        rest = name[: -len(form)]
        if name[-len(form) :] == form and not CONNECTIVES.issuperset(rest):
            return rest
    return name


def _contains(name: Words, part: Words) -> bool:
    return any(name[at : at + len(part)] == part for at in range(len(name) - len(part) + 1))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
