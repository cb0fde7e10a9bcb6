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

_STOP_TIMES = ("arrive", "start", "end", "depart")


def check_plan_document(document: Mapping[str, object]) -> list[Issue]:
    """Return what contradicts itself in a plan."""
    root = View(document)
    zone = _zone(root["timezone"].value)
    issues = [*_range(root["horizon"]), *_duplicates(root["rounds"])]
    for record in root["unassigned"]:
        issues += _range(record["due"])
    if zone is None:
        issues.append(
            root["timezone"].issue("BAD_TIMEZONE", f"indiquez un fuseau IANA, comme {PARIS}.")
        )
        return issues
    for tour in root["rounds"]:
        day = tour["date"].read(read_day)
        if day is not None:
            issues += _round(tour, day, zone)
    return issues


def _zone(name: object) -> tzinfo | None:
    try:
        return ZoneInfo(PARIS if name is None else str(name).strip())
    except (KeyError, ValueError, OSError):
        return None


def _range(dates: View) -> Iterator[Issue]:
    first, last = dates["from"].read(read_day), dates["to"].read(read_day)
    if first and last and last < first:
        yield dates["to"].issue("RANGE_REVERSED", f"la fin précède le début ({first:%d/%m/%Y}).")


def _duplicates(rounds: View) -> Iterator[Issue]:
    seen: set[str] = set()
    for tour in rounds:
        name = tour["id"].id
        if name is not None and name in seen:
            yield tour["id"].issue(
                "DUPLICATE_ID", "une tournée porte déjà ce code ; donnez-en un autre."
            )
        elif name is not None:
            seen.add(name)


def _round(tour: View, day: date, zone: tzinfo) -> Iterator[Issue]:
    yield from _span(tour, ("depart", "return"), day, zone)
    for part, names in (
        ("stops", _STOP_TIMES),
        ("team", ("depart", "return")),
        ("pauses", ("start", "end")),
    ):
        for entry in tour[part]:
            yield from _span(entry, names, day, zone)
    depart, back = (_seconds(tour[name], day, zone) for name in ("depart", "return"))
    duration = tour["duration_s"].number()
    if None not in (depart, back, duration) and duration != (back or 0) - (depart or 0):
        yield tour["duration_s"].issue(
            "INCONSISTENT",
            f"du départ au retour il y a {(back or 0) - (depart or 0)} secondes ; corrigez, "
            "ou retirez ce champ.",
        )


def _span(entry: View, names: tuple[str, ...], day: date, zone: tzinfo) -> Iterator[Issue]:
    """Check that times follow each other and lie on the day of the round or the next."""
    before: tuple[str, int] | None = None
    for name in names:
        seconds = _seconds(entry[name], day, zone)
        if seconds is None:
            continue
        if not 0 <= seconds <= 2 * DAY_S:
            yield entry[name].issue(
                "WRONG_DAY", f"la tournée a lieu le {day:%d/%m/%Y} ; corrigez la date."
            )
        elif before and seconds < before[1]:
            yield entry[name].issue(
                "TIMES_REVERSED", f"cette heure précède celle de « {before[0]} »."
            )
        before = (name, seconds)


def _seconds(moment: View, day: date, zone: tzinfo) -> int | None:
    found = moment.read(read_whole_moment)
    return None if found is None else seconds_of(day, found, zone)
