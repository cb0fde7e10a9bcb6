"""Whether a driver's hours are long enough for a request, were it the only one."""

from __future__ import annotations

from collections.abc import Sequence

from routing.planning.plans import Leg
from routing.planning.rides.places import pickup_key
from routing.planning.rides.question import DayQuestion, alighting_s
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.visits import Visit
from routing.planning.wording import clock, minutes
from routing.sentence import Sentence, say

WAYS = {
    (Leg.OUTBOUND,): say("pour l’aller, "),
    (Leg.RETURN,): say("pour le retour, "),
    tuple(Leg): say("pour l’aller et le retour, "),
}
Legs = tuple[Leg, ...]


def long_enough(question: DayQuestion, visit: Visit, shift: DriverShift) -> bool:
    """Whether one shift has room for all ways of a request."""
    return _misses(question, visit, shift, _legs(visit)) == (0, 0)


def too_short(
    question: DayQuestion, visit: Visit, shifts: Sequence[DriverShift]
) -> Sentence | None:
    """Say by how much the hours of one driver are too short for this request alone.

    ``None`` where they are not: a driver whose hours have a gap may bring somebody there before
    it and back after it.
    """
    legs = _legs(visit)
    if any(long_enough(question, visit, shift) for shift in shifts):
        return None
    for part in [legs] if len(shifts) == 1 else [(leg,) for leg in legs]:
        nearest = min(shifts, key=lambda shift: sum(_misses(question, visit, shift, part)))
        if any(_misses(question, visit, nearest, part)):
            return _said(question, visit, nearest, part, gap=len(shifts) > 1)
    return None


def _legs(visit: Visit) -> Legs:
    return (Leg.OUTBOUND,) if visit.collect_s is None else tuple(Leg)


def _misses(question: DayQuestion, visit: Visit, shift: DriverShift, legs: Legs) -> tuple[int, int]:
    """Return the seconds lacking before the beginning and after the end of a shift."""
    leave, back = _leave(question, visit, shift, legs[0]), _home(question, visit, shift, legs[-1])
    return max(0, shift.earliest_s - leave), max(0, back - shift.latest_s)


def _said(
    question: DayQuestion, visit: Visit, shift: DriverShift, legs: Legs, *, gap: bool
) -> Sentence:
    """Say what is lacking; of hours with a gap, which of them are meant."""
    early, late = _misses(question, visit, shift, legs)
    ways = "" if visit.collect_s is None else WAYS[legs]
    begin, end = clock(shift.earliest_s), clock(shift.latest_s)
    which = say(" de {begin} à {end}", begin=begin, end=end) if gap else ""
    if early:
        return say(
            "{ways}départ nécessaire à {at}, {early} avant le début de ses heures{which}",
            ways=ways,
            at=clock(_leave(question, visit, shift, legs[0])),
            early=minutes(early),
            which=which,
        )
    return say(
        "{ways}retour à {at} seulement, {late} après la fin de ses heures{which}",
        ways=ways,
        at=clock(_home(question, visit, shift, legs[-1])),
        late=minutes(late),
        which=which,
    )


def _leave(question: DayQuestion, visit: Visit, shift: DriverShift, leg: Leg) -> int:
    """Return the latest second at which the driver leaves home to fetch nobody but them."""
    travel, door = question.travel, pickup_key(visit.request)
    if leg is Leg.RETURN and visit.collect_s is not None:
        return visit.collect_s[1] - travel.seconds(shift.place, visit.place)
    there_s = visit.request.boarding_s + question.direct_s(visit, Leg.OUTBOUND)
    return visit.arrive_s[1] - there_s - travel.seconds(shift.place, door)


def _home(question: DayQuestion, visit: Visit, shift: DriverShift, leg: Leg) -> int:
    """Return the earliest second at which the driver is home once they have got out."""
    travel = question.travel
    door, out = pickup_key(visit.request), alighting_s(visit.request)
    if leg is Leg.OUTBOUND or visit.collect_s is None:
        return visit.arrive_s[0] + out + travel.seconds(visit.place, shift.place)
    ride = visit.request.boarding_s + question.direct_s(visit, Leg.RETURN) + out
    return visit.collect_s[0] + ride + travel.seconds(door, shift.place)
