"""Sentences in the language that somebody asks for: French, or English from the catalogue.

The catalogue (``routing/locales/en.po``, gettext's format) is that of all rooms and is read as
it stands: nothing is to be compiled after a change of words. ``tests/api/test_catalogue.py`` keeps
it complete.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from routing.sentence import Sentence

CATALOGUE = Path(__file__).parent / "locales" / "en.po"
_JOINT = re.compile(r"(?:\{part_\d+\}[^\w{}]*)*")
"""Templates of :func:`routing.sentence.joined`, which are the same in all languages."""
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WIDE = "\N{NO-BREAK SPACE}"


class Language(StrEnum):
    """What people read, by its ISO 639-1 code."""

    FRENCH = "fr"
    ENGLISH = "en"


def french(text: str) -> str:
    """Put the non-breaking spaces that French typography asks for."""
    text = text.replace("« ", f"«{_WIDE}").replace(" »", f"{_WIDE}»")
    return re.sub(r" ([;?!])", rf"{_NARROW}\1", text).replace(" :", f"{_WIDE}:")


def told(text: str, language: Language) -> str:
    """Return a sentence in a language.

    A text that is no :class:`Sentence` stays as it is. So does a sentence of which some part is
    not in the catalogue, one of another version's: half a translation helps nobody.
    """
    if language is Language.FRENCH:
        return french(text)
    if not isinstance(text, Sentence):
        return text
    if _JOINT.fullmatch(text.template):
        return text.template.format_map({n: told(v, language) for n, v in text.values.items()})
    return _english(text) if sayable(text, language) else str.__str__(text)


def sayable(text: str, language: Language) -> bool:
    """Whether there are words for all of a text in a language; else it is told in French."""
    if language is Language.FRENCH:
        return True
    if not isinstance(text, Sentence) or _template(text) is None:
        return False
    inside = (value for value in text.values.values() if isinstance(value, Sentence))
    return all(sayable(value, language) for value in inside)


def _english(sentence: Sentence) -> str:
    template = _template(sentence) or sentence.template
    if not sentence.values:
        return template
    values = {
        name: _english(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return template.format_map(values)


def _template(sentence: Sentence) -> str | None:
    joint = sentence.template if _JOINT.fullmatch(sentence.template) else None
    return catalogue().get(sentence.template, joint)


@cache
def catalogue() -> Mapping[str, str]:
    """Return the English of every French template."""
    from babel.messages.pofile import read_po  # read only where somebody wants English

    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="en")
    return {str(entry.id): str(entry.string) for entry in found if entry.id and entry.string}
