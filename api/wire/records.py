"""What people call a record: « permanence RIANS » for ``("permanences", 2)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from api.wire.faults import Fault, Issue, Loc, pointer, shown
from routing.sentence import say

_NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "permanences": (say("permanence"), ("id", "name")),
    "staff": (say("personne"), ("id", "label")),
    "units": (say("unité"), ("id", "label")),
    "roles": (say("rôle"), ("id", "label")),
    "past": (say("séance passée"), ("permanence", "date")),
    "events": (say("évènement"), ("id", "label")),
    "cars": (say("voiture"), ("id", "label")),
    "drivers": (say("chauffeur"), ("id", "label")),
    "requests": (say("demande"), ("id", "passenger")),
    "rounds": (say("tournée"), ("id", "date")),
    "rides": (say("trajet"), ("id", "date")),
    "unserved": (say("demande non servie"), ("request",)),
    "unassigned": (say("non planifié"), ("id",)),
    "warnings": (say("remarque"), ("id", "code")),
}


def record_name(document: Mapping[str, object], loc: Loc) -> str:
    """Return the name of the record in which ``loc`` lies, or an empty string."""
    if len(loc) < 2 or not isinstance(loc[1], int) or loc[0] not in _NAMES:
        return ""
    noun, keys = _NAMES[str(loc[0])]
    records = document.get(str(loc[0]))
    if not isinstance(records, Sequence) or not 0 <= loc[1] < len(records):
        return noun
    record = records[loc[1]]
    if isinstance(record, Mapping):
        for key in keys:
            if isinstance(record.get(key), str) and record[key]:
                return say("{noun} {name}", noun=noun, name=shown(record[key]))
    return say("{noun} n° {number}", noun=noun, number=loc[1] + 1)


def json_fault(document: Mapping[str, object]) -> Callable[[Issue], Fault]:
    """Return the function that puts the places of a JSON document into words."""

    def place(issue: Issue) -> Fault:
        return Fault(
            path=pointer(issue.loc),
            record=record_name(document, issue.loc),
            value=issue.value,
            message=issue.message,
            code=issue.code,
        )

    return place


def reading_order(document: Mapping[str, object], issues: list[Issue]) -> list[Issue]:
    """Return the issues in the order in which the document's fields stand."""
    order = {key: i for i, key in enumerate(document)}

    def rank(issue: Issue) -> tuple[int, int]:
        first = issue.loc[0] if issue.loc else ""
        index = issue.loc[1] if len(issue.loc) > 1 else -1
        return order.get(str(first), len(order)), index if isinstance(index, int) else -1

    return sorted(issues, key=rank)


def first_of_each_place(issues: list[Issue]) -> list[Issue]:
    """Keep the first issue of each place: a wrong value need not be called missing too."""
    first: dict[Loc, Issue] = {}
    for issue in issues:
        first.setdefault(issue.loc, issue)
    return list(first.values())
