"""Numbers as people type them, with points or with French decimal commas."""

from __future__ import annotations

import math
import re

_SEPARATORS = (r"\s*;\s*", r"\s*,\s+|\s+,?\s*", r"\s*,\s*")
"""From the clearest to the comma that may also be a decimal one."""


def number(text: str) -> float | None:
    """Read one finite number, with a point or a comma; None when it is none."""
    try:
        value = float(text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def numbers(text: str) -> tuple[float, ...]:
    """Read « 43.45,5.86 », « 43,45 5,86 » or « 43,45;5,86 »; empty when it is no such list."""
    for separator in _SEPARATORS:
        parts = re.split(separator, text.strip())
        if len(parts) > 1:
            found = [number(part) for part in parts]
            return () if None in found else tuple(value for value in found if value is not None)
    return ()
