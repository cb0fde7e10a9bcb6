"""Codes that records give themselves and each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.wire.document_view import View
from api.wire.faults import Issue, Loc, suggestion
from routing.sentence import say

_NOTHING = {
    "chauffeur": say("aucun chauffeur"),
    "évènement": say("aucun évènement"),
    "lieu": say("aucun lieu"),
    "membre de l’équipe": say("aucun membre de l’équipe"),
    "permanence": say("aucune permanence"),
    "rôle": say("aucun rôle"),
    "véhicule": say("aucun véhicule"),
    "voiture": say("aucune voiture"),
}


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
    yield entry.issue(
        code, say("{nothing} ne porte ce code.{hint}", nothing=nothing(noun), hint=hint)
    )


def nothing(noun: str) -> str:
    """Return « aucun » or « aucune » with a noun."""
    return _NOTHING[noun]


def duplicates(records: View) -> Iterator[Issue]:
    """Yield that two records have one code."""
    seen: dict[str, Loc] = {}
    for record in records:
        name = record["id"].id
        if name is not None and name in seen:
            yield record["id"].issue(
                "DUPLICATE_ID",
                say(
                    "ce code est déjà celui {of} ; donnez-en un autre.",
                    of=say("du n° {number} de la liste", number=number_of(seen[name])),
                ),
                other=seen[name],
            )
        elif name is not None:
            seen[name] = record.loc


def number_of(loc: Loc) -> int:
    """Return which of its list a record is, as people count."""
    return int(loc[-1]) + 1
