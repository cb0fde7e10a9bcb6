"""The gazetteer: a query in, ranked candidates out. Nothing leaves the machine or is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from routing.roads.data import RoadData
from routing.roads.gazetteer.addresses import Addresses
from routing.roads.gazetteer.entries import (
    Entry,
    commune_entries,
    label_of,
    point_entries,
    street_entries,
)
from routing.roads.gazetteer.index import Index
from routing.roads.gazetteer.place_file import read_places
from routing.roads.gazetteer.query import Query, printed, read_query
from routing.roads.gazetteer.streets import Street, streets_of
from routing.roads.gazetteer.towns import Contours, Towns, read_contours
from routing.roads.gazetteer.types import (
    Candidate,
    CommuneName,
    Finding,
    HouseNumber,
    Kind,
    NamedPoint,
)
from routing.roads.gazetteer.verdict import LEAST_SCORE, judge
from routing.roads.gazetteer.words import Words

NUMBER_BONUS = 0.02
"""What it counts, among names equally good, that the house number is there."""
NOT_PRINTED = 0.99
"""Most that a candidate counts beside the one whose printed name was typed."""
_SPARE = 12
"""Candidates looked at beyond those asked for: some turn out to be the same place."""


class Gazetteer:
    """Finds places by what people type: streets, house numbers, lieux-dits, communes, sites.

    Everything is done in memory on this machine; queries are neither logged nor stored. The
    index is made at the first query, from then on a query takes a few milliseconds.

    Parameters
    ----------
    roads
        Network whose street names and road numbers are found.
    communes
        Municipalities that queries may name, and towns outside (without ``insee``).
    contours
        Polygons of the communes by INSEE code, in degrees; they tell where streets lie.
    points
        Lieux-dits, sites, venues: any points with a name.
    addresses
        House numbers, where they were imported.
    """

    def __init__(
        self,
        roads: RoadData,
        *,
        communes: Iterable[CommuneName] = (),
        contours: Contours | None = None,
        points: Iterable[NamedPoint] = (),
        addresses: Addresses | None = None,
    ) -> None:
        self._roads = roads
        self._communes = tuple(communes)
        self._contours: Contours = contours or {}
        self._points = tuple(points)
        self._addresses = addresses

    @classmethod
    def load(
        cls,
        roads: RoadData | str | Path,
        *,
        communes: Iterable[CommuneName] = (),
        contours: str | Path | None = None,
        places: str | Path | None = None,
        points: Iterable[NamedPoint] = (),
        addresses: str | Path | None = None,
    ) -> Self:
        """Open the files of a territory: network, contours, ``places.csv``, house numbers.

        A network that is open already is taken as it is.

        Raises
        ------
        RoadError
            When a file is missing or damaged: `NetworkFileError`, `AreaFileError`,
            `GazetteerFileError`.
        """
        lieux_dits, towns = read_places(Path(places)) if places else ((), ())
        return cls(
            roads if isinstance(roads, RoadData) else RoadData.load(roads),
            communes=(*communes, *towns),
            contours=read_contours(Path(contours)) if contours else None,
            points=(*points, *lieux_dits),
            addresses=Addresses.load(Path(addresses)) if addresses else None,
        )

    @property
    def attributions(self) -> tuple[str, ...]:
        """Whom to credit wherever an answer is shown."""
        osm = str(self._roads.meta.get("attribution", "© OpenStreetMap contributors, ODbL 1.0"))
        ban = self._addresses.meta.get("attribution") if self._addresses else None
        return (osm, str(ban)) if ban else (osm,)

    def find(self, text: str, *, limit: int = 5) -> Finding:
        """Find what a person means, the likeliest first.

        Parameters
        ----------
        text
            As typed: « 12 av mistral brignoles », « Chem. des Fontaites, St Maximin ».
        limit
            Most candidates to return, at least 1.

        Raises
        ------
        ValueError
            When ``limit`` is less than 1.
        """
        if limit < 1:
            raise ValueError(f"limit must be at least 1, got {limit}")
        query = read_query(text)
        candidates = self._candidates(query, limit) if self._index.entries else ()
        candidates = _printed_first(candidates, printed(text))
        return Finding(certainty=judge(candidates), candidates=candidates[:limit])

    def _candidates(self, query: Query, limit: int) -> tuple[Candidate, ...]:
        scores = self._index.scores(query)
        most = min(limit + _SPARE, len(scores))
        top = np.argpartition(-scores, most - 1)[:most]
        entries = [(self._index.entries[i], float(scores[i])) for i in sorted(top.tolist())]
        made = (self._candidate(entry, score, query) for entry, score in entries)
        distinct: dict[tuple[str, float, float], Candidate] = {}
        for found in sorted(_likely(made), key=_rank):
            distinct.setdefault((found.label, found.lon, found.lat), found)
        return tuple(distinct.values())

    def _candidate(self, entry: Entry, score: float, query: Query) -> Candidate:
        town = self._towns.towns[entry.town] if entry.town >= 0 else None
        candidate = Candidate(
            kind=entry.kind,
            score=round(min(max(score, 0.0), 1.0), 4),
            label=label_of(entry, self._towns),
            name=entry.name,
            insee=town.insee if town else "",
            commune=town.name if town else "",
            lon=entry.lon,
            lat=entry.lat,
            id=entry.id,
        )
        if not query.number or str(query.number) in entry.key:
            return candidate
        return self._numbered(candidate, entry, query)

    def _numbered(self, street: Candidate, entry: Entry, query: Query) -> Candidate:
        """Put the house number on its street."""
        spot = None
        if self._addresses is not None and entry.numbered >= 0:
            spot = self._addresses.find(entry.numbered, query.number, query.suffix)
        if spot is None:
            return replace(street, number=HouseNumber.UNKNOWN)
        number = f"{query.number} {query.suffix}".strip()
        return replace(
            street,
            kind=Kind.ADDRESS,
            label=f"{number} {label_of(replace(entry, hint=''), self._towns)}",
            lon=round(spot.lon, 6),
            lat=round(spot.lat, 6),
            number=spot.number,
        )

    @cached_property
    def _towns(self) -> Towns:
        return Towns.of(self._communes, self._points, self._contours)

    @cached_property
    def _streets(self) -> tuple[Street, ...]:
        return streets_of(self._roads, self._towns)

    @cached_property
    def _index(self) -> Index:
        towns = self._towns
        entries = (
            *commune_entries(towns),
            *point_entries(self._points, towns),
            *street_entries(self._streets, towns, self._addresses),
        )
        return Index(entries, towns)


def _printed_first(candidates: tuple[Candidate, ...], asked: Words) -> tuple[Candidate, ...]:
    """Take a name as it was printed for that very place, and for none of its namesakes.

    A label without a town is no such name: it does not tell which of them it is.
    """
    same = [c for c in candidates if c.commune and printed(c.label) == asked]
    if not same:
        return candidates
    others = (c for c in candidates if c not in same)
    return (
        *(replace(c, score=1.0) for c in same),
        *(replace(c, score=min(c.score, NOT_PRINTED)) for c in others),
    )


def _likely(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    return (candidate for candidate in candidates if candidate.score >= LEAST_SCORE)


def _rank(candidate: Candidate) -> tuple[float, str]:
    found = candidate.kind is Kind.ADDRESS
    return -candidate.score - NUMBER_BONUS * found, candidate.label
