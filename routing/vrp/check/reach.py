"""Between which seconds each start of an order can lie: what narrows the choices down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.vrp.check.itinerary import Itinerary
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True)
class Reach:
    """Earliest and latest starts by windows, way and shift; rides and breaks are left aside.

    ``low_arrive``: earliest arrivals. ``high_depart``: the latest departure.
    """

    low: tuple[int, ...]
    low_arrive: tuple[int, ...]
    high: tuple[int, ...]
    high_depart: int


def reach(road: Itinerary) -> Reach | None:
    """Drive the order as early and as late as can be; ``None`` where a window is missed."""
    low: list[int] = []
    low_arrive: list[int] = []
    clock = road.shift.earliest_s
    for index, asked in enumerate(road.asked):
        low_arrive.append(clock + road.travel_s[index])
        start = _next(asked.windows, low_arrive[-1] + road.setup_s[index])
        if start is None:
            return None
        low.append(start)
        clock = start + asked.service_s
    high = [0] * len(low)
    clock = road.shift.latest_s - road.tail_s
    for index in range(len(low) - 1, -1, -1):
        start = _last(road.asked[index].windows, clock)
        if start is None or start < low[index]:
            return None
        high[index] = start
        clock = start - road.setup_s[index] - road.travel_s[index]
        clock -= road.asked[index - 1].service_s if index else 0
    return Reach(tuple(low), tuple(low_arrive), tuple(high), clock)


def _next(windows: Sequence[TimeWindow], at: int) -> int | None:
    if not windows:
        return at
    return next((max(at, w.earliest_s) for w in windows if at <= w.latest_s), None)


def _last(windows: Sequence[TimeWindow], at: int) -> int | None:
    if not windows:
        return at
    return next((min(at, w.latest_s) for w in reversed(windows) if w.earliest_s <= at), None)
