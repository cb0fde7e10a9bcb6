"""The choices that a timing leaves open: the window of each start, the place of each break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from routing.vrp.check.differences import Bound
from routing.vrp.check.itinerary import DEPART, ZERO, Itinerary
from routing.vrp.check.reach import Reach, reach
from routing.vrp.fleet import Break
from routing.vrp.time_window import TimeWindow


@dataclass(frozen=True, slots=True)
class Laid:
    """A break that is taken before a stop: on arrival, or before the departure (``away``)."""

    duration_s: int
    before: int
    away: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The breaks taken, whose variables follow those of the itinerary, and all its bounds."""

    breaks: tuple[Laid, ...]
    bounds: tuple[Bound, ...]


def choices(road: Itinerary) -> Iterator[Choice]:
    """Yield every choice that windows, way and shift alone do not rule out."""
    spread = reach(road)
    if spread is None:
        return
    starts = list(_starts(road, spread))
    for ways in product(*(list(_ways(road, spread, pause)) for pause in road.shift.breaks)):
        for laid, resting in _laid(road, ways):
            for windows in product(*starts):
                yield Choice(laid, (*resting, *(bound for pair in windows for bound in pair)))


def _starts(road: Itinerary, spread: Reach) -> Iterator[list[tuple[Bound, ...]]]:
    """Yield for each stop the bounds of each window that can be met."""
    for index, asked in enumerate(road.asked):
        low, high = spread.low[index], spread.high[index]
        yield (
            [()]
            if not asked.windows
            else [
                _within(road.start(index), window)
                for window in asked.windows
                if window.latest_s >= low and window.earliest_s <= high
            ]
        )


def _within(variable: int, window: TimeWindow) -> tuple[Bound, Bound]:
    return (ZERO, variable, -window.earliest_s), (variable, ZERO, window.latest_s)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way with a break: taken (``laid``, within ``window``), or not due by ``bounds``."""

    laid: Laid | None = None
    window: TimeWindow | None = None
    bounds: tuple[Bound, ...] = ()


def _ways(road: Itinerary, spread: Reach, pause: Break) -> Iterator[_Way]:
    """Back by the last moment at which it may start, away only after it, or taken somewhere."""
    moment, last = pause.windows[-1].latest_s, road.start(len(road.asked) - 1)
    if spread.low[-1] + road.tail_s <= moment:
        yield _Way(bounds=((last, ZERO, moment - road.tail_s),))
    if spread.high_depart > moment:
        yield _Way(bounds=((ZERO, DEPART, -(moment + 1)),))
    for window in pause.windows:
        for before in range(len(road.asked)):
            ready = spread.high[before] - road.setup_s[before] - pause.duration_s
            if _meets(window, spread.low_arrive[before], ready):
                yield _Way(Laid(pause.duration_s, before, away=False), window)
        if _meets(window, road.shift.earliest_s, spread.high_depart - pause.duration_s):
            yield _Way(Laid(pause.duration_s, 0, away=True), window)


def _meets(window: TimeWindow, low: int, high: int) -> bool:
    return max(window.earliest_s, low) <= min(window.latest_s, high)


def _laid(
    road: Itinerary, ways: Sequence[_Way]
) -> Iterator[tuple[tuple[Laid, ...], tuple[Bound, ...]]]:
    """Yield the breaks taken and the bounds on them, in every order of those at one place."""
    fixed = [bound for way in ways for bound in way.bounds]
    taken: list[Laid] = []
    for way in ways:
        if way.laid is not None and way.window is not None:
            variable = road.size + len(taken)
            fixed.extend(_within(variable, way.window))
            fixed.extend(_around(road, variable, way.laid))
            taken.append(way.laid)
    places = [(laid, road.size + number) for number, laid in enumerate(taken)]
    pairs = [
        ((a, b, -one.duration_s), (b, a, -other.duration_s))
        for (one, a), (other, b) in combinations(places, 2)
        if (one.before, one.away) == (other.before, other.away)
    ]
    for orders in product(*pairs):
        yield tuple(taken), (*fixed, *orders)


def _around(road: Itinerary, variable: int, laid: Laid) -> Iterator[Bound]:
    """Bound a break by the shift and the departure, or by arrival and set-up at its stop."""
    if laid.away:
        yield ZERO, variable, -road.shift.earliest_s
        yield variable, DEPART, -laid.duration_s
    else:
        before, seconds = road.arrival(laid.before)
        yield before, variable, -seconds
        ready = laid.duration_s + road.setup_s[laid.before]
        yield variable, road.start(laid.before), -ready
