"""Which words of a query name a commune: every sensible reading, for none is certain alone.

« Route de Barjols, Brignoles » may be a street of Brignoles or, misordered, one of Barjols; the
names decide, so each reading leaves the rest of the words to be compared with them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from routing.roads.gazetteer.lexicon import similarities
from routing.roads.gazetteer.towns import short_forms
from routing.roads.gazetteer.types import CommuneName
from routing.roads.gazetteer.words import CONNECTIVES, STREET_KINDS, Words, words

Floats: TypeAlias = NDArray[np.float32]
Bools: TypeAlias = NDArray[np.bool_]

LEAST_LIKENESS = 0.72
"""Words less like a commune's name than this do not name it."""
ERROR_COST = 2
"""Letters that must be explained to make up for one that is not, when two windows overlap."""
MOST_READINGS = 4
LONGEST_NAME = 7
"""Most words of a commune's name."""
LENGTH_BONUS = 0.02
"""By how much a window is tried earlier for each word it has."""
SHORT_FORM = 0.97
"""Likeness of « Saint-Maximin » with Saint-Maximin-la-Sainte-Baume."""
BEGINNING = 0.75
"""Likeness of a beginning of a name with the name; the longer, the more …"""
SHORTEST_BEGINNING = 7
"""… from so many letters on."""
FIRST = 0.98
"""A commune is named last rather than first …"""
IN_THE_MIDDLE = 0.7
"""… and first rather than between other words."""
AFTER_CONNECTIVE = 0.7
"""« de Barjols » rather belongs to « route »; « à Barjols » does not."""
OUTSIDE = 0.95
"""A town outside the territory is named less often."""
UNNAMED = 1.0
"""How well every commune fits where none is named …"""
UNNAMED_OUTSIDE = 0.67
"""… and towns outside the territory."""
PASSED_OVER = 0.6
"""What not to name a commune loses where a reading has one, and a name besides."""
NEAR = 0.8
"""From this likeness on, the last words of a query are all but certainly a commune's name …"""
NEARLY = 0.05
"""… and that of others that are as like it but for this."""
CODE_SHARE = 0.25
"""Share of the postal code in the fit where a commune is named as well."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A way to understand a query.

    Parameters
    ----------
    kept
        Indices of the words that do not name a commune.
    fit
        ``(towns,)``, 0 to 1: how well each town is the one meant.
    named
        ``(towns,)``: the same for a name that holds its own town in itself, « Ancien Chemin de
        Rocbaron »; equal to ``fit`` where the reading names a commune.
    elsewhere
        The same for all that lies in no known town.
    ends
        ``(towns,)``: the communes of the territory that the query all but certainly ends
        with, « rue Neuve, Carcès »; ``None`` where there is none.
    leads
        Whether it all but certainly begins with one; then no other ends it that fits no better.
    inner
        Whether the commune is named between other words or after « de »: a weak reading.
    """

    kept: tuple[int, ...]
    fit: Floats
    named: Floats
    elsewhere: float = 0.0
    ends: Bools | None = None
    leads: bool = False
    inner: bool = False


class _Form(NamedTuple):
    letters: str
    town: int
    likeness: float


@dataclass(frozen=True, eq=False)
class CommuneReader:
    """Finds the communes that queries name."""

    towns: Sequence[CommuneName]

    def readings(self, query: Words, postal_code: str) -> list[Reading]:
        """Give the likely readings of a query; the last one is that it names no commune.

        There is none for a query without words and without a known postal code.
        """
        coded = self._coded(postal_code)
        if not query and coded is None:
            return []
        found = [self._with_code(named, coded) for named in self._named(query)]
        passed_over = max(
            (float(r.fit.max()) for r in found if _says_something(query, r.kept)), default=0.0
        )
        left = 1 - PASSED_OVER * passed_over
        unnamed = (self._unnamed if coded is None else coded) * left
        named = np.max([unnamed, *(reading.fit for reading in found)], axis=0)
        elsewhere = left * (UNNAMED_OUTSIDE if self.towns else UNNAMED) if coded is None else 0.0
        return [
            *found,
            Reading(tuple(range(len(query))), unnamed, named, elsewhere),
        ]

    @cached_property
    def _forms(self) -> list[_Form]:
        """Every way to write every town, sorted."""
        full = [words(town.name) for town in self.towns]
        return sorted(
            _Form("".join(form), number, 1.0 if form == name else SHORT_FORM)
            for number, name in enumerate(full)
            for form in short_forms(name)
        )

    @cached_property
    def _letters(self) -> list[str]:
        return [form.letters for form in self._forms]

    @cached_property
    def _inside(self) -> Floats:
        return np.array([1.0 if town.insee else OUTSIDE for town in self.towns], dtype=np.float32)

    @cached_property
    def _unnamed(self) -> Floats:
        fits = [UNNAMED if town.insee else UNNAMED_OUTSIDE for town in self.towns]
        return np.array(fits, dtype=np.float32)

    def _coded(self, postal_code: str) -> Floats | None:
        """Which towns have a postal code; ``None`` when none has."""
        fit = np.array([postal_code in town.postal_codes for town in self.towns], dtype=np.float32)
        return fit if postal_code and fit.any() else None

    def _with_code(self, reading: Reading, coded: Floats | None) -> Reading:
        if coded is None:
            return reading
        fit = (1 - CODE_SHARE) * reading.fit + CODE_SHARE * coded
        ends = None if reading.ends is None else _if_any(reading.ends & (coded > 0))
        return replace(reading, fit=fit, named=fit, ends=ends)

    def _named(self, query: Words) -> list[Reading]:
        """Read the best windows that name a town as such."""
        windows = _windows(len(query))
        if not windows or not self.towns:
            return []
        texts = ["".join(query[first:last]) for first, last in windows]
        table = similarities(texts, self._letters, LEAST_LIKENESS)
        self._complete(windows, query, table)
        hit = np.flatnonzero(table.any(axis=1))
        spans = [windows[i] for i in hit]
        found = []
        for (first, last), best in zip(spans, self._best(query, spans, table[hit]), strict=True):
            if best.any():
                reading = self._reading(query, first, last, best)
                found.append((float(reading.fit.max()) + LENGTH_BONUS * (last - first), reading))
        found.sort(key=lambda each: -each[0])
        return _one_end([reading for _, reading in found[:MOST_READINGS]])

    def _reading(self, query: Words, first: int, last: int, best: Floats) -> Reading:
        kept, position = (*range(first), *range(last, len(query))), _position(query, first, last)
        fit = best * self._inside * np.float32(position)
        near = (best >= NEAR) & (best >= best.max() - NEARLY) & (self._inside == 1)
        told = bool(near.any()) and _names_something(query, kept)
        return Reading(
            kept, fit, fit, ends=near if told and position == 1 else None,
            leads=told and position == FIRST, inner=position < FIRST,
        )  # fmt: skip

    def _complete(self, windows: Sequence[tuple[int, int]], query: Words, table: Floats) -> None:
        """Take the beginning of a name for the whole: « St Max »."""
        for row, (first, last) in zip(table, windows, strict=True):
            text = "".join(query[first:last])
            if len(text) >= SHORTEST_BEGINNING:
                begun = (bisect_left(self._letters, end) for end in (text, text + "~"))
                for at in range(*begun):
                    share = len(text) / len(self._letters[at])
                    row[at] = max(row[at], BEGINNING + (1 - BEGINNING) * share)

    def _best(self, query: Words, spans: list[tuple[int, int]], table: Floats) -> Floats:
        """Keep, town by town, the windows that explain more letters than those they overlap."""
        fits = np.zeros((len(spans), len(self.towns)), dtype=np.float32)
        likeness = np.array([form.likeness for form in self._forms], dtype=np.float32)
        np.maximum.at(fits.T, [form.town for form in self._forms], (table * likeness).T)
        letters = np.array([sum(map(len, query[first:last])) for first, last in spans])
        explained = letters[:, None] * (1 - ERROR_COST * (1 - fits))
        best = np.zeros_like(fits)
        for at, (first, last) in enumerate(spans):
            rivals = [i for i, (start, end) in enumerate(spans) if start < last and first < end]
            most = explained[rivals].max(axis=0)
            best[at] = np.where(explained[at] >= most, fits[at], 0)
        return best


def _one_end(readings: list[Reading]) -> list[Reading]:
    """Let no commune end the query that begins with one that is as well named."""
    least = max((float(r.fit.max()) for r in readings if r.leads), default=0.0) / FIRST
    return [r if r.fit.max() > least else replace(r, ends=None) for r in readings]


def _if_any(which: Bools) -> Bools | None:
    return which if which.any() else None


def _windows(count: int) -> list[tuple[int, int]]:
    return [
        (first, last)
        for first in range(count)
        for last in range(first + 1, min(first + LONGEST_NAME, count) + 1)
    ]


def _position(query: Words, first: int, last: int) -> float:
    factor = 1.0
    if not all(map(str.isdigit, query[last:])):
        factor = IN_THE_MIDDLE if first else FIRST
    before = query[first - 1] if first else ""
    return factor * AFTER_CONNECTIVE if before in CONNECTIVES and before != "a" else factor


def _says_something(query: Words, kept: Sequence[int]) -> bool:
    """Whether some of the words are more than « chemin de la »."""
    vague = CONNECTIVES | STREET_KINDS
    return any(query[i] not in vague and not query[i].isdigit() for i in kept)


def _names_something(query: Words, kept: Sequence[int]) -> bool:
    """Whether the words may be a whole name, if only of kinds of streets: « Mas des Clos »."""
    words_kept = [query[i] for i in kept if query[i] not in CONNECTIVES]
    return _says_something(query, kept) or sum(not word.isdigit() for word in words_kept) > 1
