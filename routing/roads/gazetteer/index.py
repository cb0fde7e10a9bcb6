"""Scores every entry against a query, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.roads.gazetteer.ending import commune_first
from routing.roads.gazetteer.entries import Entry
from routing.roads.gazetteer.lexicon import Lexicon
from routing.roads.gazetteer.query import Query
from routing.roads.gazetteer.readings import SHORT_FORM, CommuneReader, Reading
from routing.roads.gazetteer.towns import Towns
from routing.roads.gazetteer.types import Kind
from routing.roads.gazetteer.words import Words

Floats: TypeAlias = NDArray[np.float32]

TOWN_SHARE = 0.3
"""Share of the town in the score of an entry; its name has the rest."""
FULL_LIKENESS = 0.8
"""From this likeness on, the commune inside a name counts as that of the entry too."""


class Index:
    """Entries with what is needed to score them."""

    def __init__(self, entries: Sequence[Entry], towns: Towns) -> None:
        self.entries = tuple(entries)
        numbers: dict[Words, int] = {}
        each = [numbers.setdefault(entry.key, len(numbers)) for entry in self.entries]
        self._name = np.array(each, dtype=np.int64)
        self._town = np.array([entry.town for entry in self.entries], dtype=np.int64)
        self._commune = np.array([entry.kind is Kind.COMMUNE for entry in self.entries])
        self._lexicon = Lexicon(list(numbers))
        self._reader = CommuneReader(towns.towns)

    def scores(self, query: Query) -> Floats:
        """Give the score ``(entries,)`` of each entry, 0 to 1: its best over all readings.

        Where all words name a commune, « Saint-Maximin » is as good as its full name.
        """
        readings = self._reader.readings(query.words, query.postal_code)
        best = np.zeros(len(self.entries), dtype=np.float32)
        compared = self._lexicon.compare(query.words) if query.words else None
        alike = [np.zeros_like(best) for _ in readings]
        for at, reading in enumerate(readings):
            if compared is not None and reading.kept:
                alike[at] = compared.likeness(reading.kept)[self._name]
                score = self._score(reading, alike[at])
            else:
                score = np.minimum(self._of_town(reading.fit, 0.0) / SHORT_FORM, 1) * self._commune
            np.maximum(best, score, out=best)
        return commune_first(best, readings, alike, self._town, self._commune)

    def _score(self, reading: Reading, alike: Floats) -> Floats:
        """Score entries by how alike their names and how fit their towns are."""
        fit = self._of_town(reading.fit, reading.elsewhere)
        if reading.named is not reading.fit:
            full = np.clip((alike - FULL_LIKENESS) / (1 - FULL_LIKENESS), 0, 1)
            fit = np.maximum(fit, full * self._of_town(reading.named, reading.elsewhere))
        score: Floats = (1 - TOWN_SHARE) * alike + TOWN_SHARE * fit
        return score

    def _of_town(self, fit: Floats, elsewhere: float) -> Floats:
        """Give each entry the fit of its town, which is the last one where it has none (-1)."""
        return np.append(fit, np.float32(elsewhere))[self._town]
