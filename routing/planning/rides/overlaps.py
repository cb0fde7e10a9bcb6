"""Nobody is in two cars at once: several requests of one person on the same date.

Between two of them lies a moment by which the first is over and before which the second does not
begin; where there is none, only one of them can be served.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from routing.planning.plans import RideReason
from routing.planning.rides.places import pickup_key
from routing.planning.rides.question import alighting_s, weight_of
from routing.planning.rides.visits import Visit
from routing.planning.travel import Travel
from routing.sentence import say


def clashing(visit: Visit, others: Iterable[Visit], travel: Travel) -> Visit | None:
    """Return the first of other visits that clashes with a visit; ``None``: none does."""
    return next((other for other in others if _clash(visit, other, travel)), None)


def one_at_a_time(
    where: Mapping[str, Visit], could: Mapping[str, Sequence[Visit]], travel: Travel
) -> tuple[dict[str, Visit], dict[str, RideReason]]:
    """Return the visits without those that clash, and why these are left out.

    Requests that count more come first; one that clashes goes to another date that it accepts.
    """
    kept: dict[str, Visit] = {}
    refused: dict[str, RideReason] = {}
    mine: dict[str, list[Visit]] = defaultdict(list)
    for name in sorted(where, key=lambda name: (-weight_of(where[name].request), name)):
        visit, before = where[name], mine[where[name].request.passenger]
        other = clashing(visit, before, travel)
        if other is not None:
            free = next((v for v in could[name] if clashing(v, before, travel) is None), None)
            if free is None:
                refused[name] = _twice_at_once(other)
                continue
            visit = free
        kept[name] = visit
        before.append(visit)
    return {name: kept[name] for name in where if name in kept}, refused


def _twice_at_once(other: Visit) -> RideReason:
    message = say(
        "la personne demande aussi à être conduite au même moment (demande {request}), et "
        "ne peut l’être qu’une fois",
        request=other.request.id,
    )
    return RideReason(code="TWICE_AT_ONCE", message=message)


def in_turn(visits: Iterable[Visit], travel: Travel) -> tuple[Visit, ...]:
    """Return the visits of a date; of those of one person, each ends before the next begins."""
    found = list(visits)
    persons: dict[str, list[int]] = defaultdict(list)
    for at, visit in enumerate(found):
        found[at] = replace(visit, leave_from_s=None, over_by_s=None)
        persons[visit.request.passenger].append(at)
    for mine in persons.values():
        mine.sort(key=lambda at: _middle(found[at], travel))
        for first, second in pairwise(mine):
            moment = _earliest_end(found[first], travel) + _latest_start(found[second], travel)
            found[first] = replace(found[first], over_by_s=moment // 2)
            found[second] = replace(found[second], leave_from_s=moment // 2)
    return tuple(found)


def _clash(one: Visit, other: Visit, travel: Travel) -> bool:
    """Whether two visits are of one person, on one date, and neither can follow the other."""
    return (
        one.request.id != other.request.id
        and one.request.passenger == other.request.passenger
        and one.date == other.date
        and not _before(one, other, travel)
        and not _before(other, one, travel)
    )


def _middle(visit: Visit, travel: Travel) -> int:
    """Return twice a moment that puts visits that do not clash in an order that is possible."""
    return _earliest_end(visit, travel) + _latest_start(visit, travel)


def _before(one: Visit, other: Visit, travel: Travel) -> bool:
    return _earliest_end(one, travel) <= _latest_start(other, travel)


def _latest_start(visit: Visit, travel: Travel) -> int:
    """Return the latest moment at which they get in at their door."""
    there = travel.seconds(pickup_key(visit.request), visit.place)
    return visit.arrive_s[1] - there - visit.request.boarding_s


def _earliest_end(visit: Visit, travel: Travel) -> int:
    """Return the earliest moment at which they have got out for the last time."""
    out_s = alighting_s(visit.request)
    if visit.collect_s is None:
        return visit.arrive_s[0] + out_s
    back_s = travel.seconds(visit.place, pickup_key(visit.request))
    return visit.collect_s[0] + visit.request.boarding_s + back_s + out_s
