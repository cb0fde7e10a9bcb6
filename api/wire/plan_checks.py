"""Everything about a plan document that no single field can tell.

Only what would make the plan unreadable or contradict itself: whether it obeys its programme
is for the checker of :mod:`routing.planning` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from api.wire.document_view import View
from api.wire.faults import Issue
from api.wire.plan_model import PARIS
from api.wire.plan_times import seconds_of
from api.wire.scalars import read_day, read_whole_moment
from routing.planning.dates import DAY_S
from routing.sentence import say

_STOP_TIMES = ("arrive", "start", "end", "depart")
_RIDE_PARTS = {"stops": ("arrive", "start", "depart"), "pauses": ("start", "end")}


def check_plan_document(document: Mapping[str, object]) -> list[Issue]:
    """Return what contradicts itself in a plan."""
    root = View(document)
    zone = _zone(root["timezone"].value)
    issues = [
        *_range(root["horizon"]),
        *_duplicates(root["rounds"], say("une tournée")),
        *_duplicates(root["rides"], say("un trajet")),
    ]
    for record in root["unassigned"]:
        issues += _range(record["due"])
    if zone is None:
        issues.append(
            root["timezone"].issue(
                "BAD_TIMEZONE", say("indiquez un fuseau IANA, comme {paris}.", paris=PARIS)
            )
        )
        return issues
    for tour in root["rounds"]:
        day = tour["date"].read(read_day)
        if day is not None:
            issues += _round(tour, day, zone)
    for ride in root["rides"]:
        day = ride["date"].read(read_day)
        if day is not None:
            issues += _times(ride, _RIDE_PARTS, day, zone)
    return issues


def _zone(name: object) -> tzinfo | None:
    try:
        return ZoneInfo(PARIS if name is None else str(name).strip())
    except (KeyError, ValueError, OSError):
        return None


def _range(dates: View) -> Iterator[Issue]:
    first, last = dates["from"].read(read_day), dates["to"].read(read_day)
    if first and last and last < first:
        yield dates["to"].issue(
            "RANGE_REVERSED", say("la fin précède le début ({first:%d/%m/%Y}).", first=first)
        )


def _duplicates(tours: View, what: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for tour in tours:
        name = tour["id"].id
        if name is not None and name in seen:
            yield tour["id"].issue(
                "DUPLICATE_ID", say("{what} porte déjà ce code ; donnez-en un autre.", what=what)
            )
        elif name is not None:
            seen.add(name)


def _round(tour: View, day: date, zone: tzinfo) -> Iterator[Issue]:
    whole = ("depart", "return")
    parts = {"stops": _STOP_TIMES, "team": whole, "pauses": ("start", "end")}
    yield from _times(tour, parts, day, zone)
    depart, back = (_seconds(tour[name], day, zone) for name in ("depart", "return"))
    duration = tour["duration_s"].number()
    if None not in (depart, back, duration) and duration != (back or 0) - (depart or 0):
        yield tour["duration_s"].issue(
            "INCONSISTENT",
            say(
                "du départ au retour il y a {seconds} secondes ; corrigez, ou retirez ce champ.",
                seconds=(back or 0) - (depart or 0),
            ),
        )


def _times(
    tour: View, parts: Mapping[str, tuple[str, ...]], day: date, zone: tzinfo
) -> Iterator[Issue]:
    """Check the times of a round or ride and of its parts."""
    yield from _span(tour, ("depart", "return"), day, zone)
    for part, names in parts.items():
        for entry in tour[part]:
            yield from _span(entry, names, day, zone)


def _span(entry: View, names: tuple[str, ...], day: date, zone: tzinfo) -> Iterator[Issue]:
    """Check that times follow each other and lie on its day or the next."""
    before: tuple[str, int] | None = None
    for name in names:
        seconds = _seconds(entry[name], day, zone)
        if seconds is None:
            continue
        if not 0 <= seconds <= 2 * DAY_S:
            yield entry[name].issue(
                "WRONG_DAY", say("cela a lieu le {day:%d/%m/%Y} ; corrigez la date.", day=day)
            )
        elif before and seconds < before[1]:
            yield entry[name].issue(
                "TIMES_REVERSED",
                say("cette heure précède celle de « {before} ».", before=before[0]),
            )
        before = (name, seconds)


def _seconds(moment: View, day: date, zone: tzinfo) -> int | None:
    found = moment.read(read_whole_moment)
    return None if found is None else seconds_of(day, found, zone)
