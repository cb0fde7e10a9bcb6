"""From routes of the core to a driver's trips, with the times that passengers like best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from routing.planning.plans import Leg, Pause, Ride, RideStopKind
from routing.planning.rides.calls import Call, calls_of
from routing.planning.rides.comfort import ABOARD, EARLY, OUT, WAITING, Times
from routing.planning.rides.question import DayQuestion
from routing.planning.rides.shifts import DriverShift
from routing.planning.rides.writing import written
from routing.vrp import Route
from routing.vrp.solve import BrokenSolutionError


def trips(question: DayQuestion, route: Route, shift: DriverShift) -> list[Ride]:
    """Return what the driver does: one trip, or several where they go home in between."""
    found = _parted(question, calls_of(question, route), shift, _out(route, shift))
    if found is None:
        raise BrokenSolutionError(f"{shift.id}: the core's order has no times")
    return found


class Rest(Enum):
    """Where a pause is taken that falls into a wait: at home, before going there, or after."""

    HOME = auto()
    BEFORE = auto()
    AFTER = auto()


@dataclass(frozen=True, slots=True)
class _Out:
    """Between which moments a driver may be out, and pauses taken on arrival at a stop.

    ``pauses``: number of the stop and seconds; after the last stop, the number of stops.
    """

    earliest_s: int
    latest_s: int
    pauses: Mapping[int, int]

    def until(self, at: int, latest_s: int, rest: Rest) -> _Out:
        """Return the bounds of the stops before ``at``."""
        last = at + (rest is Rest.BEFORE)
        pauses = {number: length for number, length in self.pauses.items() if number < last}
        return _Out(self.earliest_s, min(self.latest_s, latest_s), pauses)

    def since(self, at: int, earliest_s: int, rest: Rest) -> _Out:
        """Return the bounds of the stops from ``at`` on."""
        first = at + (rest is not Rest.AFTER)
        pauses = {number - at: length for number, length in self.pauses.items() if number >= first}
        return _Out(max(self.earliest_s, earliest_s), self.latest_s, pauses)


def _out(route: Route, shift: DriverShift) -> _Out:
    """Return the bounds; lunch at home, before or after, keeps them narrower."""
    lunch = shift.driver.lunch
    pauses = {
        taken.before: taken.end_s - taken.start_s
        for taken in route.breaks
        if taken.before < len(route.stops) and taken.start_s >= route.depart_s
    }
    if lunch is None or pauses or not shift.lunch_due:
        return _Out(shift.earliest_s, shift.latest_s, pauses)
    if route.return_s <= lunch.until_s:
        return _Out(shift.earliest_s, lunch.until_s, pauses)
    if route.depart_s > lunch.until_s:
        return _Out(lunch.until_s + 1, shift.latest_s, pauses)
    return _Out(max(shift.earliest_s, lunch.from_s) + lunch.length_s, shift.latest_s, pauses)


def _parted(
    question: DayQuestion, calls: Sequence[Call], shift: DriverShift, out: _Out
) -> list[Ride] | None:
    """Time the calls, with a way home wherever the driver would wait too long with nobody aboard.

    A pause that would be taken while waiting is taken at home, or else before or after that.
    ``None`` where they cannot be timed within ``out``.
    """
    whole = _timed(question, calls, shift, out)
    if whole is None:
        return None
    for at in range(1, len(calls)):
        if not _too_long(question, whole, calls, shift, at):
            continue
        onward = question.travel.seconds(shift.place, calls[at].place)
        for rest in Rest if at in out.pauses else (Rest.HOME,):
            leave = whole.stops[at].start_s - onward
            leave -= out.pauses[at] if rest is Rest.AFTER else 0
            head = _parted(question, calls[:at], shift, out.until(at, leave, rest))
            if head is None:
                continue
            since = out.since(at, head[-1].return_s, rest)
            tail = _parted(question, calls[at:], shift, since)
            if tail is None:
                continue
            if rest is not Rest.HOME or _lunch_kept(shift, out, at, head[-1], tail[0]):
                return head + tail
    return [whole]


def _too_long(
    question: DayQuestion, ride: Ride, calls: Sequence[Call], shift: DriverShift, at: int
) -> bool:
    """Whether the driver would rather drive home and back than wait for stop ``at``."""
    most = shift.driver.max_wait_s
    before, after = ride.stops[at - 1], ride.stops[at]
    if most is None or any(before.load):
        return False
    begin = before.start_s + calls[at - 1].service_s
    idle = after.start_s - begin - after.travel_s
    idle -= sum(p.end_s - p.start_s for p in ride.pauses if begin <= p.start_s < after.start_s)
    there_and_back = question.travel.seconds(before.place, shift.place)
    there_and_back += question.travel.seconds(shift.place, after.place) - after.travel_s
    return most < idle and idle >= there_and_back


def _lunch_kept(shift: DriverShift, out: _Out, at: int, before: Ride, after: Ride) -> bool:
    """Whether a pause before stop ``at``, if there was one, can be taken at home instead."""
    lunch = shift.driver.lunch
    if lunch is None or at not in out.pauses:
        return True
    begin = max(lunch.from_s, before.return_s)
    return begin <= lunch.until_s and begin + lunch.length_s <= after.depart_s


def _timed(
    question: DayQuestion, calls: Sequence[Call], shift: DriverShift, out: _Out
) -> Ride | None:
    times, starts, rests = _times(question, calls, shift, out)
    moments = times.solve()
    if moments is None:
        return None
    pauses = {
        number: Pause(start_s=moments[rest], end_s=moments[rest] + out.pauses[number])
        for number, rest in rests.items()
    }
    return written(question, calls, shift, [moments[start] for start in starts], pauses)


def _times(
    question: DayQuestion, calls: Sequence[Call], shift: DriverShift, out: _Out
) -> tuple[Times, list[int], dict[int, int]]:
    """Write down what binds the moments; return those of the stops and of the pauses."""
    times = Times()
    depart = times.moment(out.earliest_s, out.latest_s)
    starts: list[int] = []
    rests: dict[int, int] = {}
    at, place, busy = depart, shift.place, 0
    lunch = shift.driver.lunch

    def rested(number: int) -> None:
        nonlocal at, busy
        if lunch is not None and number in out.pauses:
            rests[number] = times.moment(lunch.from_s, lunch.until_s)
            times.after.append((at, rests[number], busy))
            at, busy = rests[number], out.pauses[number]

    for number, call in enumerate(calls):
        busy += question.travel.seconds(place, call.place)
        start = times.moment(*call.window)
        rested(number)
        times.after.append((at, start, busy))
        starts.append(start)
        at, place, busy = start, call.place, call.service_s
    rested(len(calls))
    end = times.moment(out.earliest_s, out.latest_s)
    times.after.append((at, end, busy + question.travel.seconds(place, shift.place)))
    if shift.max_s is not None:
        times.after.append((end, depart, -shift.max_s))
    times.between(depart, end, OUT)
    _wishes(times, question, calls, starts)
    return times, starts, rests


def _wishes(
    times: Times, question: DayQuestion, calls: Sequence[Call], starts: Sequence[int]
) -> None:
    in_at = {
        (call.visit.request.id, call.leg): start
        for call, start in zip(calls, starts, strict=True)
        if call.kind is RideStopKind.PICKUP
    }
    for call, start in zip(calls, starts, strict=True):
        people = call.visit.request.party.people
        if call.kind is RideStopKind.PICKUP:
            if call.leg is Leg.RETURN:
                times.cost[start] += WAITING * people
            continue
        got_in = in_at[call.visit.request.id, call.leg]
        ride = question.max_ride_s(call.visit, call.leg) + call.visit.request.boarding_s
        times.after.append((start, got_in, -ride))
        times.between(got_in, start, ABOARD * people)
        if call.leg is Leg.OUTBOUND:
            times.cost[start] -= EARLY * people
