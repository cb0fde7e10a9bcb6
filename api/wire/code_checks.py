"""Codes that records give themselves and each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.wire.document_view import View
from api.wire.faults import Issue, suggestion

_FEMININE = ("permanence", "voiture")


def names(records: View, label: str) -> Mapping[str, str] | None:
    """Return the codes of records by code and by label; ``None`` where there is no list."""
    if not records.is_list:
        return None
    named = [(name, entry[label].value) for entry in records if (name := entry["id"].id)]
    found = {name: name for name, _ in named}
    for name, words in named:
        if isinstance(words, str):
            found.setdefault(words, name)
    return found


def unknown(entry: View, known: Mapping[str, str] | None, code: str, noun: str) -> Iterator[Issue]:
    """Yield that nothing has the code that an entry names; ``None``: nobody knows."""
    name = entry.id
    if known is None or name is None or known.get(name) == name:
        return
    hint = suggestion(name, known)
    yield entry.issue(code, f"{nothing(noun)} ne porte ce code.{hint}")


def nothing(noun: str) -> str:
    """Return « aucun » or « aucune » with a noun."""
    return f"aucun{'e' if noun in _FEMININE else ''} {noun}"


def duplicates(records: View) -> Iterator[Issue]:
    """Yield that two records have one code."""
    seen: dict[str, int] = {}
    for number, record in enumerate(records, start=1):
        name = record["id"].id
        if name is not None and name in seen:
            yield record["id"].issue(
                "DUPLICATE_ID",
                f"ce code est déjà celui du n° {seen[name]} de la liste ; donnez-en un autre.",
            )
        elif name is not None:
            seen[name] = number
