"""Sentences in the language that a client asks for: French, or English from the catalogue.

The catalogue (``api/locales/en.po``, gettext's format) is read as it stands: nothing is to be
compiled after a change of words. ``tests/api/test_catalogue.py`` keeps it complete.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from routing.sentence import Sentence

CATALOGUE = Path(__file__).parent.parent / "locales" / "en.po"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WIDE = "\N{NO-BREAK SPACE}"
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


class Language(StrEnum):
    """What people read, by its ISO 639-1 code."""

    FRENCH = "fr"
    ENGLISH = "en"


def french(text: str) -> str:
    """Put the non-breaking spaces that French typography asks for."""
    text = text.replace("« ", f"«{_WIDE}").replace(" »", f"{_WIDE}»")
    return re.sub(r" ([;?!])", rf"{_NARROW}\1", text).replace(" :", f"{_WIDE}:")


def told(text: str, language: Language) -> str:
    """Return a sentence in a language; a text that is no :class:`Sentence` stays as it is."""
    if language is Language.FRENCH:
        return french(text)
    return _english(text) if isinstance(text, Sentence) else text


def preferred(accepted: str | None) -> Language:
    """Return the language that an ``Accept-Language`` header (RFC 9110, 12.5.4) likes best.

    French where it likes both alike, knows neither, or cannot be read.
    """
    liked: dict[str, float] = {}
    for part in (accepted or "").split(",")[:20]:
        found = _RANGE.fullmatch(part)
        if found is not None:
            name = found[1].lower()
            liked[name] = max(float(found[2] or 1), liked.get(name, 0.0))
    others = liked.get("*", 0.0)
    return max(Language, key=lambda language: liked.get(language, others))


def _english(sentence: Sentence) -> str:
    template = catalogue().get(sentence.template, sentence.template)
    if not sentence.values:
        return template
    values = {
        name: _english(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return template.format_map(values)


@cache
def catalogue() -> Mapping[str, str]:
    """Return the English of every French template."""
    from babel.messages.pofile import read_po  # read only where somebody wants English

    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="en")
    return {str(entry.id): str(entry.string) for entry in found if entry.id and entry.string}
