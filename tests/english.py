"""Whether a text that should be English still says something in French."""

from __future__ import annotations

import re
from functools import cache

from routing.language import catalogue

PLAIN = sorted(t for t in catalogue() if re.fullmatch(r"(?:[^{}]|\{[a-z]\w*\})*", t))
"""French templates with nothing but names in their braces: those of all that plans say."""
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\W+(?:.*\W)?[^\W\d_]{2,}", re.DOTALL)


def french_left(text: str) -> list[str]:
    """Return the parts of French templates, of two words or more, that a text contains."""
    plain = _spaced(text)
    return [part for part in _fragments() if part in plain]


@cache
def _fragments() -> tuple[str, ...]:
    english = _spaced("\n".join(catalogue().values()))
    found = {
        _spaced(part).strip()
        for template in catalogue()
        for part in re.split(r"\{[^{}]*\}", template)
        if _TWO_WORDS.search(part)
    }
    return tuple(sorted(part for part in found if part not in english))


def _spaced(text: str) -> str:
    """Return a text with plain spaces: French typography puts others."""
    return re.sub(r"\s+", " ", text)
