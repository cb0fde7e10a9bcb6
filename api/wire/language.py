"""Which language a client wants to read, by its ``Accept-Language`` header."""

from __future__ import annotations

import re

from routing.language import Language

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


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
