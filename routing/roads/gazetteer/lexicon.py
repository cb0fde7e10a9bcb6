"""How alike a query and every known name are, all names at once.

Two views of likeness, and the better one counts most: word by word, rare words weighing more
than common ones (soft TF-IDF: Cohen, Ravikumar & Fienberg, 2003), which forgives order and
missing parts; and letter by letter over the whole, which forgives wrong spaces. Letters are
compared by optimal string alignment: a wrong, missing, additional or swapped letter is one error.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from routing.roads.gazetteer.words import ABBREVIATIONS, CONNECTIVES, STREET_KINDS, Words

Floats: TypeAlias = NDArray[np.float32]

KIND_WEIGHT = 0.3
"""Weight of the word for the kind of street, where a word that one name only has weighs 1.

Enough for « Résidence le Mont Aurélien » not to be taken for the Chemin of that name.
"""
CONNECTIVE_WEIGHT = 0.04
LONE_DIGITS_WEIGHT = 0.1
"""Weight of a number that is in no name: rather a house number than part of a name."""
LEAST_AFFINITY = 0.5
"""Words less alike than this have nothing to do with each other."""
SHORT_WORD = 4
"""Letters up to which an unknown word is a slip or an abbreviation rather than a name."""
INITIAL_AFFINITY = 0.6
"""How alike « F » and « Frédéric » are."""
PREFIX_AFFINITY = 0.7
"""How alike a short beginning of a word and the word are; the longer, the more."""
SHORTEST_PREFIX = 3
MISSING_SHARE = 0.35
"""How much of the likeness is lost when the query leaves out nearly all of a name."""
SECOND_VIEW = 0.2
"""Share of the less favourable view in the likeness."""

_SHORT_KINDS = [short for short, full in ABBREVIATIONS.items() if full in STREET_KINDS]


class Lexicon:
    """All distinct names, and the words they are made of.

    Parameters
    ----------
    names
        Words of each name, none empty.
    """

    def __init__(self, names: Sequence[Words]) -> None:
        self.vocabulary = sorted(set(chain.from_iterable(names)))
        self._number = {word: i for i, word in enumerate(self.vocabulary)}
        flat = [self._number[word] for word in chain.from_iterable(names)]
        self.words = np.array(flat, dtype=np.int64)
        """The words of all names, one name after the other, as indices."""
        sizes = np.array([len(name) for name in names], dtype=np.int64)
        self.start = np.cumsum(sizes) - sizes
        """Where each name starts in ``words``."""
        self.weight = self._weights(names)
        """Weight of each word: 1 for one that a single name has, less the more names have it."""
        self.name_weight = np.add.reduceat(self.weight[self.words], self.start)
        self.letters = ["".join(without_connectives(name)) for name in names]
        self.core_letters = ["".join(without_kind(name)) for name in names]
        """The letters of what is left of each name without the kind of street."""

    def _weights(self, names: Sequence[Words]) -> Floats:
        count = Counter(chain.from_iterable(set(name) for name in names))
        share = np.log([count[word] for word in self.vocabulary]) / np.log(len(names) + 1)
        rarity = (1 - share).tolist()
        weights = [
            _fixed_weight(word) or rare for word, rare in zip(self.vocabulary, rarity, strict=True)
        ]
        return np.array(weights, dtype=np.float32)

    def compare(self, query: Words) -> Comparison:
        """Compare every word of a query with every word known."""
        table = similarities(query, self.vocabulary)
        table[table < LEAST_AFFINITY] = 0
        for row, word in zip(table, query, strict=True):
            if any(map(str.isdigit, word)):
                row[:] = 0
            else:
                self._complete(row, word)
            if word in self._number:
                row[self._number[word]] = 1
            elif len(word) <= SHORT_WORD:
                self._write_out(row, word)
        in_name = np.maximum.reduceat(table[:, self.words], self.start, axis=1)
        return Comparison(self, query, table, in_name)

    def _complete(self, row: Floats, word: str) -> None:
        """Take a beginning for the whole: « F », « Fréd »."""
        if 1 < len(word) < SHORTEST_PREFIX:
            return
        least = INITIAL_AFFINITY if len(word) == 1 else PREFIX_AFFINITY
        first, last = (bisect_left(self.vocabulary, end) for end in (word, word + "~"))
        for at in range(first, last):
            share = len(word) / len(self.vocabulary[at])
            row[at] = max(row[at], least + (1 - least) * share**2)

    def _write_out(self, row: Floats, word: str) -> None:
        """Take « ipm » for a misspelt « imp »."""
        for short in _SHORT_KINDS:
            full = self._number.get(ABBREVIATIONS[short])
            affinity = OSA.normalized_similarity(word, short)
            if full is not None and affinity >= LEAST_AFFINITY:
                row[full] = max(row[full], affinity)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A query beside a lexicon.

    ``table`` is ``(words of the query, vocabulary)``, ``in_name`` ``(words of the query,
    names)``: how alike a word and the nearest one of a name are, 0 to 1.
    """

    lexicon: Lexicon
    query: Words
    table: Floats
    in_name: Floats

    def likeness(self, kept: Sequence[int]) -> Floats:
        """Likeness ``(names,)``, 0 to 1, of each name and the words ``kept`` of the query."""
        rows = list(kept)
        asked_for = tuple(self.query[i] for i in rows)
        weight = self._weight(rows, asked_for)
        by_word = self._by_word(rows, weight)
        by_letter = self._by_letter(asked_for, weight)
        better, other = np.maximum(by_word, by_letter), np.minimum(by_word, by_letter)
        return np.asarray((1 - SECOND_VIEW) * better + SECOND_VIEW * other, dtype=np.float32)

    def _weight(self, rows: list[int], asked_for: Words) -> Floats:
        """Weigh words of the query like those they are most like, unknown ones by length."""
        table = self.table[rows]
        nearest = table.argmax(axis=1)
        alike = table[np.arange(len(rows)), nearest]
        unknown = np.array([_unknown_weight(word) for word in asked_for], dtype=np.float32)
        known = self.lexicon.weight[nearest]
        return np.asarray(alike * known + (1 - alike) * unknown, dtype=np.float32)

    def _by_word(self, rows: list[int], weight: Floats) -> Floats:
        """How much of the query is in a name, less a part for what it leaves out of the name."""
        lexicon = self.lexicon
        asked = weight @ self.in_name[rows] / weight.sum()
        found = (self.table[rows].max(axis=0) * lexicon.weight)[lexicon.words]
        told = np.add.reduceat(found, lexicon.start) / lexicon.name_weight
        return np.asarray(asked * (1 - MISSING_SHARE + MISSING_SHARE * told), dtype=np.float32)

    def _by_letter(self, asked_for: Words, weight: Floats) -> Floats:
        """How alike the letters are, without connectives, nor kinds where none was given."""
        meaning = zip(asked_for, weight.tolist(), strict=True)
        kept = [word for word, each in meaning if each > 2 * CONNECTIVE_WEIGHT] or asked_for
        no_kind = STREET_KINDS.isdisjoint(asked_for)
        letters = self.lexicon.core_letters if no_kind else self.lexicon.letters
        return np.asarray(similarities(["".join(kept)], letters)[0])


def similarities(queries: Sequence[str], choices: Sequence[str], least: float = 0.0) -> Floats:
    """Give ``(queries, choices)``, 0 to 1: the share of letters that need no correction.

    What is below ``least`` is 0.
    """
    table: Floats = process.cdist(
        queries,
        choices,
        scorer=OSA.normalized_similarity,
        score_cutoff=least,
        dtype=np.float32,
    )
    return table


def without_connectives(name: Words) -> Words:
    """Leave « de la » and its like out, unless nothing else is there."""
    return tuple(word for word in name if word not in CONNECTIVES) or name


def without_kind(name: Words) -> Words:
    """Leave out connectives and the kind of street, unless nothing else is there."""
    rest = without_connectives(name)
    return tuple(word for word in rest if word not in STREET_KINDS) or rest


def _fixed_weight(word: str) -> float:
    """Weight of a word that says little however rare it is, 0 for other words."""
    if word in CONNECTIVES:
        return CONNECTIVE_WEIGHT
    return KIND_WEIGHT if word in STREET_KINDS else 0.0


def _unknown_weight(word: str) -> float:
    if word.isdigit():
        return LONE_DIGITS_WEIGHT
    if len(word) <= SHORT_WORD and any(OSA.distance(word, known) <= 1 for known in CONNECTIVES):
        return CONNECTIVE_WEIGHT
    return float(min(1.0, (len(word) / SHORT_WORD) ** 2))
