"""Codes and the names that people write instead of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.wire.faults import fold


class Codes:
    """The codes of a list of records, found by code, or by a name that only one record has.

    Parameters
    ----------
    records
        With ``id`` and perhaps ``label`` or ``name``; anything else is passed over.
    """

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        meant: dict[str, set[str]] = {}
        self.known: dict[str, str] = {}
        for record in records:
            code = record.get("id")
            if isinstance(code, str):
                self.known[code] = code
                for name in (code, record.get("label"), record.get("name")):
                    if isinstance(name, str):
                        meant.setdefault(fold(name), set()).add(code)
        self._folded = {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}

    def find(self, name: str) -> str | None:
        """Return the code that is meant, ``None`` when none or several may be."""
        return self.known.get(name) or self._folded.get(fold(name))

    def translate(self, value: object) -> object:
        """Return ``value`` with the names in it turned into codes, as far as they are known."""
        if isinstance(value, list):
            return [self.translate(entry) for entry in value]
        return (self.find(value) or value) if isinstance(value, str) else value

    @property
    def names(self) -> dict[str, str]:
        """All codes and names, for suggestions."""
        return self.known | self._folded
