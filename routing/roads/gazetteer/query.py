"""What a query says: house number, postal code, and the words that name the place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from routing.roads.gazetteer.words import STREET_KINDS, Words, fold, words

LONGEST_QUERY = 200
"""Characters that are read; an address is shorter."""
MOST_WORDS = 16

_MONTHS = frozenset({
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
})  # fmt: skip
_NUMBER = re.compile(r"(\d{1,4})(bis|ter|quater|quinquies|[a-df-z])?")
_DOOR = re.compile(r"[a-z]?\d{0,3}|\d{1,3}[a-z]?")
_REPEATED = frozenset({"bis", "ter", "quater", "quinquies"})
_INDOORS = frozenset({"appartement", "appt", "apt", "bat", "batiment", "bal", "escalier", "etage"})
_NOISE = frozenset({"cedex"})
_LARGER = frozenset({"france", "var"})
"""What people write after a commune, if not « rue Anatole France »."""
_APART = re.compile(r"[,;(\n]\s*\w+\W*$")
_ASIDE = re.compile(r"\(([^()]*)(?:\)|$)")
_SIDE = re.compile(r"(?:au (?:nord|sud)|a l (?:est|ouest))(?: \d+)?")
_TOWARDS = "vers "


@dataclass(frozen=True, slots=True)
class Query:
    """The parts of a query.

    ``number`` is the house number, 0 when there is none, ``suffix`` its « bis » or letter.
    """

    words: tuple[str, ...]
    number: int = 0
    suffix: str = ""
    postal_code: str = ""


def read_query(text: str) -> Query:
    """Take a query apart.

    >>> read_query("12 bis av Mistral 83170 Brignoles")
    Query(words=('avenue', 'mistral', 'brignoles'), number=12, suffix='bis', postal_code='83170')
    """
    text = _ASIDE.sub(_without_hint, text[:LONGEST_QUERY])
    left = _outdoors([word for word in words(text) if word not in _NOISE])
    codes = [word for word in left if len(word) == 5 and word.isdigit()]
    if codes:
        left.remove(codes[-1])
    if left and left[-1] in _LARGER and (codes or _APART.search(text)):
        left.pop()
    number, suffix, left = _take_number(left)
    return Query(tuple(left[:MOST_WORDS]), number, suffix, codes[-1] if codes else "")


def printed(text: str) -> Words:
    """Return the words of a name as the gazetteer prints it, hints too, but no house number.

    >>> printed("12 Rue Haute, Bras (à l’est)") == printed("rue haute bras (a l'est)")
    True
    """
    return tuple(_take_number(list(words(text[:LONGEST_QUERY])))[2])


def _without_hint(aside: re.Match[str]) -> str:
    """Leave out what the gazetteer adds to tell namesakes apart; keep the town in it."""
    hint = fold(aside[1])
    if hint.startswith(_TOWARDS):
        return f", {hint.removeprefix(_TOWARDS)} "
    return " " if _SIDE.fullmatch(hint) else aside[0]


def _outdoors(given: list[str]) -> list[str]:
    """Leave out which flat of which building: « bât. C, appt 12 »; not « rue de l’Escalier »."""
    inner = {at for at, word in enumerate(given[:-1]) if word in _INDOORS
             and _DOOR.fullmatch(given[at + 1])}  # fmt: skip
    return [word for at, word in enumerate(given) if at not in inner and at - 1 not in inner]


def _take_number(given: list[str]) -> tuple[int, str, list[str]]:
    """Take the house number out: the first word, or the one before « rue » and its like.

    A number elsewhere counts as well, but stays: it may be part of a name.
    """
    for at, word in enumerate(given):
        match = _NUMBER.fullmatch(word)
        following = given[at + 1] if at + 1 < len(given) else ""
        if not match or following in _MONTHS or not int(match[1]):
            continue
        suffix, length = match[2] or "", 1
        after = given[at + 2] if at + 2 < len(given) else ""
        if not suffix and (following in _REPEATED or _is_letter_of(following, after)):
            suffix, length, following = following, 2, after
        if at == 0 or suffix in _REPEATED or following in STREET_KINDS:
            return int(match[1]), suffix, given[:at] + given[at + length :]
    for before, word, following in zip(["", *given], given, [*given[1:], ""], strict=False):
        if word.isdigit() and len(word) <= 4 and not {before, following} & _MONTHS:
            return int(word), "", given
    return 0, "", given


def _is_letter_of(word: str, after: str) -> bool:
    """Whether a lone letter belongs to the number before it: « 12 B rue Haute »."""
    return len(word) == 1 and word.isalpha() and after in STREET_KINDS
