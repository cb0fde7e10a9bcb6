"""Rows of requests: one « destination », « retour » and « série » whatever their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.wire.faults import Issue, fold
from api.wire.xlsx.columns import KeyPath
from api.wire.xlsx.names import Codes
from api.wire.xlsx.places import put
from api.wire.xlsx.ride_cells import read_point, read_site_mark, write_place
from api.wire.xlsx.tables import RowRead
from routing.planning.territory import Territory
from routing.sentence import say

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_GOALS: Mapping[str, Mapping[str, str]] = {
    "permanence": {"where": "permanence", "length": "stay"},
    "appointment": {"where": "place", "dates": "date"},
    "event": {"where": "event"},
}
"""What the columns are called in the document, by kind of destination, where it differs."""


class PlaceReader:
    """Tells the site, the commune and the address apart that people write in one column.

    Parameters
    ----------
    territory
        Whose sites and communes are known; without it what is no point is taken for a site.
    """

    def __init__(self, territory: Territory | None, sites: Codes) -> None:
        self._known = territory is not None
        self._sites = sites
        communes = territory.communes if territory else ()
        self._communes = {fold(c.name): c.insee for c in communes}
        self._communes |= {fold(c.insee): c.insee for c in communes}

    def read(self, text: object) -> object:
        """Return the wire place of a cell's text."""
        if not isinstance(text, str):
            return text
        point, marked = read_point(text), read_site_mark(text)
        if point is not None:
            return point
        if marked is not None:
            return {"site": marked}
        if text in self._sites.known or not self._known:
            return {"site": text}
        if fold(text) in self._communes:
            return {"commune": self._communes[fold(text)]}
        site = self._sites.find(text)
        if site is not None:
            return {"site": site}
        return {"site" if _CODE.fullmatch(text) else "address": text}


def settle_request(row: RowRead) -> RowRead:
    """Return a row of a request with the keys that its values have in the document."""
    kind, back = row.text("goal", "kind") or "", row.text("return", "kind")
    renamed: dict[KeyPath, KeyPath] = {
        key: ("destination", _GOALS.get(kind, {}).get(key[1], key[1]))
        for key in row.places
        if key[0] == "goal"
    }
    if back == "at":
        renamed["return", "from"] = ("return", "at")
    rule = any(key[0] == "series" for key in row.values)
    if not rule:
        renamed["series_code",] = ("series",)
    settled = _rename(row, renamed)
    values = dict(settled.values)
    if {key for key in values if key[0] == "return"} == {("return", "same_driver_required")}:
        values["return", "kind"] = "after"
    issues = [*settled.issues, *_one_date(values)]
    if rule and ("series_code",) in values:
        code = values.pop(("series_code",))
        message = say(
            "retirez ce code, ou les colonnes de la série : celle-ci porte le code de la demande."
        )
        issues.append(Issue(("series_code",), "SERIES_TWICE", message, code))
    return replace(settled, values=values, issues=tuple(issues))


def _one_date(values: dict[KeyPath, object]) -> Iterator[Issue]:
    """Give an appointment the one date that its column lists."""
    key = ("destination", "date")
    dates = values.get(key)
    if isinstance(dates, list):
        values[key] = dates[0]
        if len(dates) > 1:
            message = say(
                "un rendez-vous n’a qu’une date ; pour plusieurs, remplissez les "
                "colonnes « Série »."
            )
            yield Issue(key, "ONE_DATE", message, "; ".join(dates))


def _rename(row: RowRead, renamed: Mapping[KeyPath, KeyPath]) -> RowRead:
    def new(key: KeyPath) -> KeyPath:
        return renamed.get(key, key)

    places = {new(key): place for key, place in row.places.items()}
    for union in ("destination", "return"):  # what is wrong with the kind is said of the whole
        if (union, "kind") in places:
            places[union,] = places[union, "kind"]
    issues = [replace(issue, loc=new(_keys(issue))) for issue in row.issues]
    return replace(
        row,
        values={new(key): value for key, value in row.values.items()},
        places=places,
        texts={new(key): text for key, text in row.texts.items()},
        issues=tuple(
            replace(issue, loc=issue.loc[:1]) if issue.loc[1:] == ("kind",) else issue
            for issue in issues
        ),
    )


def _keys(issue: Issue) -> KeyPath:
    return tuple(str(part) for part in issue.loc)


def request_record(row: RowRead, codes: Mapping[str, Codes], places: PlaceReader) -> dict[str, Any]:
    """Return the record of a settled row."""
    known = {
        ("destination", "permanence"): "permanences",
        ("destination", "event"): "events",
        ("wished_drivers",): "drivers",
        ("refused_drivers",): "drivers",
    }
    record: dict[str, Any] = {}
    for key, value in row.values.items():
        if key in {("pickup",), ("destination", "place")}:
            put(record, key, places.read(value))
        elif key in known and known[key] in codes:
            put(record, key, codes[known[key]].translate(value))
        else:
            put(record, key, value)
    return record


def request_cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request of the document with the keys that the columns have."""
    wanted = record["destination"]
    names = _GOALS[wanted["kind"]]
    goal = {key: wanted.get(names.get(key, key)) for key in ("where", "dates", "length")}
    goal |= {key: wanted.get(key) for key in ("kind", "at", "only_next")}
    if wanted["kind"] == "appointment":
        goal |= {"where": write_place(wanted["place"]), "dates": [wanted["date"]]}
    back = record["return"]
    given = back.get("at") or back.get("from")
    return {**record, "goal": goal, "return": {**back, "from": given},
            "series": None, "series_code": record["series"]}  # fmt: skip
