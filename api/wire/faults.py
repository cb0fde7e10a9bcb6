"""What is wrong with an input: every fault at once, each with its place and its remedy."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from routing.language import Language, french, told
from routing.sentence import say

Loc: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the root of a document to a value."""

_SHOWN_CHARS = 60
_PLAIN = str.maketrans({"’": "'", "œ": "oe", "Œ": "oe", "\N{NON-BREAKING HYPHEN}": "-"})


@lru_cache(maxsize=20_000)  # the same names are compared with each wrong one
def fold(text: str) -> str:
    """Return ``text`` without case, accents and superfluous spaces, to compare names."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def shown(value: object) -> str:
    """Return ``value`` as a person would recognise it, cut to a readable length."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"


def suggestion(wrong: str, known: Mapping[str, str] | Sequence[str] | Set[str]) -> str:
    """Return « vouliez-vous dire … ? » for the nearest known name, or an empty string.

    Parameters
    ----------
    known
        Names, or a mapping from names (ids, labels, communes) to the id to propose.
    """
    from rapidfuzz import fuzz, process  # only where there is something to suggest

    pairs = dict(known) if isinstance(known, Mapping) else {name: name for name in known}
    folded: dict[str, str] = {}
    for name, target in pairs.items():
        folded.setdefault(fold(name), target)
    close = process.extractOne(fold(wrong), folded.keys(), scorer=fuzz.ratio, score_cutoff=60)
    return say(" Vouliez-vous dire « {known} » ?", known=folded[close[0]]) if close else ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault before its place is put into words: where in the document, and what.

    What is ``private`` (an address, a name) has no value, and none is looked up to be shown.
    ``other`` is the record that a message calls ``{of}``, where it is about two: of a list it says
    which by its number, of a workbook by its row.
    """

    loc: Loc
    code: str
    message: str
    value: object = None
    private: bool = False
    other: Loc = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to change in an input.

    Parameters
    ----------
    path
        A JSON pointer (RFC 6901) such as ``/permanences/2/frequency/weeks``, or the cell of a
        workbook: « feuille Permanences, ligne 5, colonne Durée »; empty for the whole input.
    value
        What stands there, ``None`` when nothing does.
    message
        What to change, a French sentence.
    code
        Stable, upper case with underscores, for programs.
    record
        The record as a person knows it: « permanence RIANS »; may be empty.
    """

    path: str
    value: object
    message: str
    code: str
    record: str = ""

    def __str__(self) -> str:
        return french(self.line)

    @property
    def line(self) -> str:
        """The fault in one line: where, what stands there, what to change."""
        place = self.path
        if self.record:
            place = say("{record} ({path})", record=self.record, path=self.path)
        text = self.message
        if self.value not in (None, ""):
            text = say("« {value} » : {message}", value=shown(self.value), message=text)
        return say("{place} : {message}", place=place, message=text) if place else text

    def as_dict(self, language: Language = Language.FRENCH) -> dict[str, object]:
        """Return the fault as a JSON object, as ``errors[]`` of RFC 9457 holds it."""
        return {
            "code": self.code,
            "path": told(self.path, language),
            "record": told(self.record, language),
            "value": None if self.value is None else shown(self.value),
            "message": told(self.message, language),
        }


class InputFaults(Exception):  # noqa: N818 -- it carries faults, it is not one error
    """An input that cannot be used; ``faults`` holds all that is wrong, in reading order."""

    def __init__(self, source: str, faults: Iterable[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        super().__init__(source, self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        head = f"{self.source} : {count} point{'s' if count > 1 else ''} à corriger"
        return "\n".join([french(head), *(f"  • {fault}" for fault in self.faults)])


def pointer(loc: Loc) -> str:
    """Return the JSON pointer (RFC 6901) of a place, empty for the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in loc)
