"""What French place names become: identifiers, and the word that joins them to a noun."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """Make an identifier: capitals and digits joined by hyphens, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")


def of(name: str) -> str:
    """Join a place name to what belongs to it: « de Bras », « du Val », « d’Artigues »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if slug(name)[0] in "AEIOUY":
        return f"d’{name}"
    return f"de {name}"


def typographic(text: str) -> str:
    """Write the French apostrophe, and a comma for a hyphen between spaces."""
    return text.replace("'", "’").replace(" - ", ", ")
