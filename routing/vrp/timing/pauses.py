"""The breaks of a shift: every way of laying them between the stops of an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.vrp.fleet import Break
from routing.vrp.timing.chain import Chain, Interval, earliest, latest
from routing.vrp.timing.course import Course

BEFORE = -1
"""Slot of the breaks before the departure; ``k``: on arrival at stop ``k``, the number of
stops: after the return."""


@dataclass(frozen=True, slots=True)
class Laying:
    """Where the breaks lie.

    ``slots``: pairs (slot, break), in the order in which they are taken. ``after``: the
    departure lies later than this moment; ``until``: the return before that one. Breaks left
    out because of either are in no slot.
    """

    slots: tuple[tuple[int, int], ...] = ()
    after: int = -1
    until: int = 2**62


@dataclass(frozen=True, slots=True)
class Timed:
    """A chain with, for each of its moments, which stop starts or which break begins there."""

    chain: Chain
    stops: tuple[int, ...]
    breaks: tuple[int, ...]


def _intervals(course: Course, k: int) -> tuple[Interval, ...]:
    windows = course.halts[k].windows
    if not windows:
        return ((0, course.shift.latest_s),)
    return tuple((window.earliest_s, window.latest_s) for window in windows)


def timed(course: Course, laying: Laying, *, rides: bool = True, duration: bool = True) -> Timed:
    """Write the order, with its breaks laid like this, as a chain of moments."""
    shift = course.shift
    domains: list[tuple[Interval, ...]] = []
    gaps: list[int] = []
    pending = 0
    stops, breaks = [0] * len(course.halts), [0] * len(shift.breaks)

    def moment(domain: tuple[Interval, ...], lasts: int) -> int:
        nonlocal pending
        domains.append(domain)
        gaps.append(pending if gaps else 0)
        pending = lasts
        return len(gaps) - 1

    def pause(slot: int) -> None:
        for at, which in laying.slots:
            if at == slot:
                rest = shift.breaks[which]
                windows = tuple((w.earliest_s, w.latest_s) for w in rest.windows)
                if slot == BEFORE:
                    windows = _from(windows, shift.earliest_s)
                breaks[which] = moment(windows, rest.duration_s)

    pause(BEFORE)
    leave = (max(shift.earliest_s, laying.after + 1), shift.latest_s)
    departure = moment((leave,), 0)
    for k, halt in enumerate(course.halts):
        pending += course.seconds(k)
        pause(k)
        pending += halt.setup_s
        stops[k] = moment(_intervals(course, k), halt.service_s)
    pending += course.seconds(len(course.halts))
    back = moment(((shift.earliest_s, min(shift.latest_s, laying.until - 1)),), 0)
    pause(len(course.halts))
    if len(gaps) > back + 1:
        moment(((0, shift.latest_s),), 0)
    spans = _ride_spans(course, stops) if rides else []
    longest = course.vehicle.max_duration_s
    if duration and longest is not None:
        spans.append((departure, back, longest))
    chain = Chain(tuple(domains), tuple(gaps), tuple(spans), departure, back)
    return Timed(chain, tuple(stops), tuple(breaks))


def _from(windows: tuple[Interval, ...], first: int) -> tuple[Interval, ...]:
    return tuple((max(low, first), high) for low, high in windows if high >= first)


def _ride_spans(course: Course, stops: list[int]) -> list[tuple[int, int, int]]:
    picked: dict[str, int] = {}
    spans = []
    for k, halt in enumerate(course.halts):
        if halt.kind == "pickup":
            picked[halt.task] = k
        elif halt.kind == "delivery" and halt.task in picked:
            most = course.instance.shipment_by_id[halt.task].max_ride_s
            if most is not None:
                begin = picked[halt.task]
                spans.append((stops[begin], stops[k], most + course.halts[begin].service_s))
    return spans


def layings(course: Course) -> Iterator[Laying]:
    """Yield every way of laying the breaks that the order without breaks does not rule out."""
    if not course.shift.breaks:
        yield Laying()
        return
    plain = timed(course, Laying())
    low, high = earliest(plain.chain), latest(plain.chain)
    if low is None or high is None:
        return
    yield from _laid(course, _options(course, plain, low, high), 0, Laying())


def _options(
    course: Course, plain: Timed, low: list[int], high: list[int]
) -> list[tuple[bool, bool, list[int]]]:
    """Say of each break if the route may end or begin without it, and in which slots it fits."""
    first = plain.chain.departure
    answer = []
    for rest in course.shift.breaks:
        end = rest.windows[-1].latest_s
        slots = [
            slot
            for slot in range(BEFORE, len(course.halts) + 1)
            if _fits(course, plain, rest, slot, low, high)
        ]
        answer.append((low[plain.chain.back] < end, high[first] > end, slots))
    return answer


def _fits(
    course: Course, plain: Timed, rest: Break, slot: int, low: list[int], high: list[int]
) -> bool:
    if slot == BEFORE:
        begin, until = course.shift.earliest_s, high[plain.chain.departure]
    elif slot == len(course.halts):
        begin, until = low[plain.chain.back], course.shift.latest_s
        return begin <= rest.windows[-1].latest_s <= until - rest.duration_s
    else:
        at = plain.stops[slot]
        begin = low[at - 1] + plain.chain.gaps[at] - course.halts[slot].setup_s
        until = high[at] - course.halts[slot].setup_s
    return any(
        max(begin, window.earliest_s) <= min(until - rest.duration_s, window.latest_s)
        for window in rest.windows
    )


def _laid(
    course: Course, options: list[tuple[bool, bool, list[int]]], which: int, so_far: Laying
) -> Iterator[Laying]:
    if which == len(options):
        yield so_far
        return
    early, late, slots = options[which]
    end = course.shift.breaks[which].windows[-1].latest_s
    ways = []
    if early:
        ways.append(Laying(so_far.slots, so_far.after, min(so_far.until, end)))
    if late:
        ways.append(Laying(so_far.slots, max(so_far.after, end), so_far.until))
    for slot in slots:
        same = [i for i, (at, _) in enumerate(so_far.slots) if at == slot]
        places = range(same[0], same[-1] + 2) if same else (len(so_far.slots),)
        for place in places:
            laid = (*so_far.slots[:place], (slot, which), *so_far.slots[place:])
            ways.append(Laying(laid, so_far.after, so_far.until))
    for way in ways:
        yield from _laid(course, options, which + 1, way)
