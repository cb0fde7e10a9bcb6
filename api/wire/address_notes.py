"""House numbers of a programme that are on no map here: no fault, but good to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.wire.document_view import View
from api.wire.place_lookup import PlaceLookup
from routing.sentence import say

_SHOWN = 5


def unknown_numbers(document: Mapping[str, object], lookup: PlaceLookup) -> str:
    """Return a sentence about places whose house number is not known, else an empty text.

    Records are named by their codes: an address says where somebody lives.
    """
    records = dict.fromkeys(
        record.id or "?" for record, place in _places(View(document)) if _unknown(place, lookup)
    )
    if not records:
        return ""
    names = ", ".join(list(records)[:_SHOWN]) + (" …" if len(records) > _SHOWN else "")
    return say(
        "le numéro n’est pas connu ({names}) ; le point est au milieu de la rue ou du lieu-dit. "
        "Indiquez un point (lon et lat) s’il doit être à la porte.",
        names=names,
    )


def _places(root: View) -> Iterator[tuple[View, View]]:
    """Give the code and the place of every record that has one."""
    for event in root["events"]:
        yield event["id"], event["place"]
    for driver in root["drivers"]:
        yield driver["id"], driver["home"]
    for request in root["requests"]:
        yield request["id"], request["pickup"]
        yield request["id"], request["destination"]["place"]


def _unknown(place: View, lookup: PlaceLookup) -> bool:
    return isinstance(place.value, Mapping) and lookup.lacks_number(place.value)
